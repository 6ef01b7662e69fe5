"""Reminders before the deadline for nominations, word of what was not completed, abstentions.

When each is due is said in `rules.nomination_deadlines`; nobody is told the same twice.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert

from lms.accounts import queries as accounts
from lms.audit import services as audit
from lms.kit import jobs
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import db
from lms.kit.ids import digest, new_token
from lms.organisations.queries import OrganisationRow
from lms.programmes.models import NominationAbstention
from lms.programmes.queries import cohorts, nomination_reminders
from lms.programmes.queries.nomination_files import NominationFile, list_files
from lms.programmes.queries.places import lock_cohort
from lms.programmes.rules.nomination_deadlines import (
    LOST,
    UNFINISHED,
    Stage,
    find_stage,
    find_start,
    lacks_head,
    lacks_nominee,
    name_stage,
)
from lms.programmes.rules.rows import CohortRow
from lms.programmes.services import nomination_mail, reminder_mail
from lms.programmes.services.nomination_steps import append_step, change

REMIND = "programmes.remind_nominations"
REMIND_COHORT = "programmes.remind_cohort_nominations"


def ask_to_remind(now: datetime) -> None:
    """Ask for reminders of each cohort whose deadline is near."""
    found = nomination_reminders.list_near(now)
    jobs.enqueue_many(REMIND_COHORT, [(one, {"cohort": one}) for one in found], now)


def remind_cohort(now: datetime, cohort_id: str) -> None:
    """Remind everybody who has something to do for a cohort's nominations; each once a stage.

    Whoever comes second waits for the cohort and finds it done.
    """
    lock_cohort(cohort_id)
    cohort = cohorts.get_cohort(cohort_id)
    stage = find_stage(cohort, now)
    if stage is None:
        return
    files = list_files(cohort)
    if stage == "over":
        _tell_over(now, cohort, files)
        return
    _remind_focal_points(now, cohort, stage, files)
    _remind_silent(now, cohort, stage, files)
    start = find_start(cohort, stage)
    for file in files:
        if not any(step.kind == "reminded" and step.at >= start for step in file.steps):
            _remind_parties(now, cohort, file)


def _remind_focal_points(
    now: datetime, cohort: CohortRow, stage: Stage, files: Sequence[NominationFile]
) -> None:
    counts: Counter[str] = Counter()
    for file in files:
        if file.standing.status in UNFINISHED:
            counts.update(nomination_mail.list_addressed(now, file.row))
    people = {one: accounts.get_language_and_email(one) for one in counts}
    key = name_stage(cohort, stage)
    nomination_mail.remind_focal_points(now, cohort, counts, people, key=key)


def _remind_silent(
    now: datetime, cohort: CohortRow, stage: Stage, files: Sequence[NominationFile]
) -> None:
    nominated = {
        file.row.organisation_path for file in files if file.standing.status != "withdrawn"
    }
    silent = nomination_reminders.list_silent(cohort, nominated, now)
    people = {
        person_id
        for place in silent
        for person_id in accounts.list_role_holders("focal_point", place.path, now)
    }
    reminder_mail.remind_silent(now, cohort, name_stage(cohort, stage), sorted(people))


def _remind_parties(now: datetime, cohort: CohortRow, file: NominationFile) -> None:
    """Remind the officer and the head of unit; the links that they have stay good."""
    row, standing = file.row, file.standing
    lacks = lacks_nominee(row, standing), lacks_head(row, standing)
    if not any(lacks):
        return
    append_step(OPERATOR, now, row.id, "reminded")
    if lacks[0] and row.person_id:
        reminder_mail.remind_officer(now, cohort, row, file.steps[-1].number if file.steps else 0)
    elif lacks[0]:
        token = new_token()
        change(row, {"nominee_reminder_digest": digest(token)})
        reminder_mail.remind_nominee(now, cohort, row, token)
    if lacks[1]:
        token = new_token()
        change(row, {"head_reminder_digest": digest(token)})
        reminder_mail.remind_head(now, cohort, row, token)


def _tell_over(now: datetime, cohort: CohortRow, files: Sequence[NominationFile]) -> None:
    lost = [file.row for file in files if file.standing.status in LOST]
    counts: Counter[str] = Counter()
    for row in lost:
        counts.update(nomination_mail.list_addressed(now, row))
    reminder_mail.tell_over(now, cohort, name_stage(cohort, "over"), counts, lost)


def abstain(
    actor: Actor, now: datetime, cohort: CohortRow, places: Sequence[OrganisationRow]
) -> None:
    """Say that some States or agencies nominate nobody for a cohort; twice is once."""
    lock_cohort(cohort.id)
    known = nomination_reminders.list_abstaining(cohort.id)
    new = [place.id for place in places if place.id not in known]
    for place_id in new:
        values = {"cohort_id": cohort.id, "organisation_id": place_id}
        said = {"said_by": actor.person_id, "said_at": now}
        db.session.execute(insert(NominationAbstention).values(**values, **said))
    if new:
        _record(actor, now, "abstained", cohort, new)


def take_part_again(
    actor: Actor, now: datetime, cohort: CohortRow, places: Sequence[OrganisationRow]
) -> None:
    """Take back that these nominate nobody; twice is once."""
    ids = [place.id for place in places]
    undone = db.session.execute(
        delete(NominationAbstention)
        .where(
            NominationAbstention.cohort_id == cohort.id,
            NominationAbstention.organisation_id.in_(ids),
        )
        .returning(NominationAbstention.organisation_id)
    )
    found = list(undone.scalars())
    if found:
        _record(actor, now, "abstention_undone", cohort, found)


def _record(
    actor: Actor, now: datetime, what: str, cohort: CohortRow, place_ids: Sequence[str]
) -> None:
    audit.record(
        actor, now, f"nominations.{what}", subject_type="cohort", subject_id=cohort.id,
        details={"places": sorted(place_ids)},
    )  # fmt: skip
