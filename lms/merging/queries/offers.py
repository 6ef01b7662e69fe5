"""Which roles and tasks of one account the other may be given in a merge.

Whoever administers where one is held may give it; who administers nothing there is told so.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import null, or_, select

from lms.accounts.models import RoleGrant
from lms.accounts.rules import ROLE_NAMES
from lms.assessment.models import MarkingDuty
from lms.assessment.rules.plans import ROLE_NAMES as DUTY_NAMES
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.i18n import N_, Text
from lms.merging.queries.places import find_homes, name_homes
from lms.merging.queries.rows import list_clashing
from lms.merging.rules import Offer, Where
from lms.programmes.models import (
    CohortAssignment,
    CohortGroup,
    CohortSession,
    ImprovementAction,
    SessionTutor,
)
from lms.programmes.rules.tasks import TASK_NAMES

NOT_YOURS = N_("You do not administer the organisation where it is held.")
LEADS = N_("Leads the session “%(title)s”")
TUTORS = N_("Tutor of the group “%(name)s”")
ACTS = N_("Has an improvement action to carry out: %(measure)s")


def list_offers(actor: Actor, now: datetime, from_id: str, to_id: str) -> list[Offer]:
    """Return the roles and tasks that one account has now and the other has not."""
    found: dict[str, tuple[Text, date | None, tuple[str, str] | None]] = {}
    for name, query in _queries(now, from_id).items():
        table, _, column = name.partition(".")
        has = set(list_clashing(table, column, from_id, to_id))
        rows = {(row[0],): row for row in read(query) if (row[0],) not in has}
        homes = find_homes(table, column, list(rows))
        for key, row in rows.items():
            found[f"{name}:{key[0]}"] = (_say(name, row[1]), row[2], homes.get(key))
    homes_there = {home for _, _, home in found.values() if home is not None}
    named = name_homes(homes_there, actor.language or "en")
    return [
        _offer(actor, value, what, until, named.get(home) if home else None)
        for value, (what, until, home) in found.items()
    ]


def _queries(now: datetime, person_id: str) -> Mapping[str, Any]:
    """Return, by table and column, what a person has now: key, what it is, its last day."""
    return {
        "role_grant.person_id": select(RoleGrant.id, RoleGrant.role, RoleGrant.until).where(
            RoleGrant.person_id == person_id,
            or_(RoleGrant.until.is_(None), RoleGrant.until >= now.date()),
        ),
        "cohort_assignment.person_id": select(
            CohortAssignment.id, CohortAssignment.task, null()
        ).where(CohortAssignment.person_id == person_id, CohortAssignment.until.is_(None)),
        "cohort_group.tutor_id": select(CohortGroup.id, CohortGroup.name, null()).where(
            CohortGroup.tutor_id == person_id
        ),
        "session_tutor.person_id": select(
            SessionTutor.session_id, CohortSession.title, null()
        ).where(
            SessionTutor.session_id == CohortSession.id,
            SessionTutor.person_id == person_id,
            CohortSession.ends_at > now,
        ),
        "improvement_action.owner_id": select(
            ImprovementAction.id, ImprovementAction.measure, null()
        ).where(ImprovementAction.owner_id == person_id, ImprovementAction.status == "open"),
        "marking_duty.person_id": select(MarkingDuty.id, MarkingDuty.role, null()).where(
            MarkingDuty.person_id == person_id, MarkingDuty.ended_at.is_(None)
        ),
    }


def _say(name: str, word: str) -> Text:
    """Return what a role or task is called."""
    named: dict[str, Mapping[Any, str]] = {
        "role_grant.person_id": ROLE_NAMES,
        "cohort_assignment.person_id": TASK_NAMES,
        "marking_duty.person_id": DUTY_NAMES,
    }
    if name in named:
        return Text(named[name][word])
    return {
        "cohort_group.tutor_id": Text(TUTORS, name=word),
        "session_tutor.person_id": Text(LEADS, title=word),
        "improvement_action.owner_id": Text(ACTS, measure=word),
    }[name]


def _offer(actor: Actor, value: str, what: Text, until: date | None, where: Where | None) -> Offer:
    may = where is not None and actor.has_role("administrator", path=where.path)
    return Offer(value, what, where, until, None if may else Text(NOT_YOURS))
