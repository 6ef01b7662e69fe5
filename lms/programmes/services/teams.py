"""Verbs of the people of a cohort: who does what in it, and its groups with their tutors.

Who gets a place, and in which group, is decided elsewhere.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.i18n import N_, Text
from lms.kit.ids import new_id
from lms.programmes.models import (
    Cohort,
    CohortAssignment,
    CohortGroup,
    Deadline,
    Participation,
    SessionGroup,
)
from lms.programmes.queries import cohorts, sessions, teams
from lms.programmes.queries.teams import GroupRow
from lms.programmes.rules.cohort_errors import (
    LONGEST_GROUP_NAME,
    ComplaintsInvolved,
    GroupNotEmpty,
    GroupNotValid,
)
from lms.programmes.rules.grouping import GroupHasSessions
from lms.programmes.rules.rows import CohortRow, Task
from lms.programmes.services.team_mail import tell_task


def assign(actor: Actor, now: datetime, cohort: CohortRow, person_id: str, task: Task) -> None:
    """Give somebody a task in a cohort, and tell them; who has it keeps it.

    Raises `ComplaintsInvolved`: complaints go to somebody who does nothing else in it.
    """
    held = cohorts.find_tasks(cohort.id, person_id)
    if task in held:
        return
    if "complaints" in held or (task == "complaints" and held):
        raise ComplaintsInvolved
    values = {
        "id": new_id(),
        "cohort_id": cohort.id,
        "person_id": person_id,
        "task": task,
        "assigned_by": actor.person_id,
        "since": now,
    }
    db.session.execute(insert(CohortAssignment).values(values))
    _record(actor, now, "assigned", cohort, {"person": person_id, "task": task})
    if person_id != actor.person_id:
        tell_task(now, str(values["id"]), cohort, person_id, task)


def unassign(actor: Actor, now: datetime, cohort: CohortRow, person_id: str, task: Task) -> None:
    """Take a task in a cohort from somebody; that they had it stays on record.

    A tutor leaves the groups with it.
    """
    place = (
        CohortAssignment.cohort_id == cohort.id,
        CohortAssignment.person_id == person_id,
        CohortAssignment.task == task,
        CohortAssignment.until.is_(None),
    )
    db.session.execute(update(CohortAssignment).where(*place).values(until=now))
    if task == "tutor":
        groups = (CohortGroup.cohort_id == cohort.id, CohortGroup.tutor_id == person_id)
        db.session.execute(update(CohortGroup).where(*groups).values(tutor_id=None))
    _record(actor, now, "unassigned", cohort, {"person": person_id, "task": task})


def add_group(
    actor: Actor, now: datetime, cohort: CohortRow, name: str, language: str, tutor_id: str | None
) -> str:
    """Add a group to a cohort; return its id. Raises `GroupNotValid`."""
    groups = teams.list_groups(cohort.id)
    if len(groups) >= cohort.places:
        raise GroupNotValid("name", Text(N_("There are as many groups as places already.")))
    _check_group(cohort, groups, name, language, tutor_id)
    values = {
        "id": new_id(),
        "cohort_id": cohort.id,
        "name": name,
        "language": language,
        "tutor_id": tutor_id,
    }
    db.session.execute(insert(CohortGroup).values(values))
    _record(actor, now, "group_added", cohort, {"group": values["id"], "name": name})
    return str(values["id"])


def change_group(
    actor: Actor,
    now: datetime,
    cohort: CohortRow,
    group: GroupRow,
    name: str,
    language: str,
    tutor_id: str | None,
) -> None:
    """Change what a group is called, its language, its tutor; raise `GroupNotValid`."""
    others = [row for row in teams.list_groups(cohort.id) if row.id != group.id]
    _check_group(cohort, others, name, language, tutor_id)
    values: dict[str, Any] = {"name": name, "language": language, "tutor_id": tutor_id}
    db.session.execute(update(CohortGroup).where(CohortGroup.id == group.id).values(values))
    _record(actor, now, "group_changed", cohort, {"group": group.id, **values})


def _check_group(
    cohort: CohortRow, others: list[GroupRow], name: str, language: str, tutor_id: str | None
) -> None:
    if not 0 < len(name) <= LONGEST_GROUP_NAME:
        text = Text(N_("Please give the group a name of at most 80 characters."))
        raise GroupNotValid("name", text)
    if name in {row.name for row in others}:
        raise GroupNotValid("name", Text(N_("There is a group of this name already.")))
    if language not in cohort.languages:
        raise GroupNotValid("language", Text(N_("The cohort is not held in this language.")))
    if tutor_id is not None and "tutor" not in cohorts.find_tasks(cohort.id, tutor_id):
        raise GroupNotValid("tutor", Text(N_("Please choose one of the tutors of the cohort.")))


def remove_group(actor: Actor, now: datetime, cohort: CohortRow, group: GroupRow) -> None:
    """Take a group away in which nobody is.

    Sessions of it and of others stay with the others. Raises `GroupNotEmpty`, `GroupHasSessions`.
    """
    if group.count:
        raise GroupNotEmpty
    for session in sessions.list_sessions(cohort.id):
        if session.group_ids == (group.id,):
            raise GroupHasSessions(title=session.title)
    db.session.execute(delete(SessionGroup).where(SessionGroup.group_id == group.id))
    # Who left the cohort was in it once: the log knows.
    were = update(Participation).where(Participation.group_id == group.id)
    db.session.execute(were.values(group_id=None))
    db.session.execute(delete(Deadline).where(Deadline.group_id == group.id))
    db.session.execute(delete(CohortGroup).where(CohortGroup.id == group.id))
    changed = update(Cohort).where(Cohort.id == cohort.id)
    db.session.execute(changed.values(deadlines_changed_at=now))
    _record(actor, now, "group_removed", cohort, {"group": group.id, "name": group.name})


def _record(
    actor: Actor, now: datetime, what: str, cohort: CohortRow, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, f"cohort.{what}", subject_type="cohort", subject_id=cohort.id, details=details
    )
