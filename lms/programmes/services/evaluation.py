"""Verbs of completion: ask for it to be looked into, give the awards that are due.

What is due is reckoned in `rules.completion`.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, update

from lms.assessment.events import AttemptFinished
from lms.audit import services as audit
from lms.kit import events, jobs
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.learning import queries as learning
from lms.learning.events import CourseCompleted
from lms.programmes.events import AttendanceNoted, ProgrammeCompleted
from lms.programmes.models import Award, Participation
from lms.programmes.queries import cohorts, curricula, participations, progress
from lms.programmes.rules.completion import Reached, freeze
from lms.programmes.rules.definition import Definition
from lms.programmes.rules.rows import AwardKind, CohortRow, ParticipationRow, ProgrammeVersionRow
from lms.programmes.rules.validity import last_day
from lms.programmes.services import way_mail

EVALUATE = "programmes.evaluate"
EVALUATE_ENROLMENT = "programmes.evaluate_enrolment"


def hear_of_course(event: CourseCompleted | AttemptFinished, now: datetime) -> None:
    """Have it looked into whether a completed course, or a result, completes a programme."""
    arguments = {"enrolment_id": event.enrolment_id}
    jobs.enqueue(EVALUATE_ENROLMENT, event.enrolment_id, arguments, now)


def hear_of_attendance(event: AttendanceNoted, now: datetime) -> None:
    """Have it looked into whether presence completes a programme."""
    ask_to_evaluate(event.participation_ids, now)


def ask_to_evaluate(participation_ids: Sequence[str], now: datetime) -> None:
    """Have it looked into whether these participants have completed their programme."""
    rows = [(one, {"participation_id": one}) for one in participation_ids]
    jobs.enqueue_many(EVALUATE, rows, now)


def ask_for_enrolment(now: datetime, enrolment_id: str) -> None:
    """Have it looked into for each cohort in which the one who is enrolled takes part."""
    enrolment = learning.find_enrolment(enrolment_id)
    if enrolment is not None:
        under_way = participations.list_under_way(enrolment.person_id)
        ask_to_evaluate([row.id for row in under_way], now)


def evaluate(now: datetime, participation_id: str) -> None:
    """Give the awards that a participant has come to; harmless when run again.

    Whoever has all that the programme gives has completed the participation.
    """
    # Two runs at once: the second waits, and finds what the first has given.
    row = participations.find_participation_locked(participation_id)
    if row is None or row.status != "accepted":
        return
    cohort = cohorts.get_cohort(row.cohort_id)
    version = curricula.get_version(cohort.programme_version_id)
    reached = progress.list_reached(cohort, version.definition, [row], now)[row.id]
    given = {
        award.kind
        for award in curricula.list_awards(str(row.person_id))
        if award.participation_id == row.id
    }
    for kind in reached.kinds:
        if kind not in given:
            _award(now, row, cohort, version, kind, reached)
    if given | set(reached.kinds) >= possible_kinds(version.definition):
        _complete(now, row)


def possible_kinds(definition: Definition) -> set[AwardKind]:
    """Return which awards a programme gives at all."""
    return {part.counts_for for part in definition.requirements}


def _award(
    now: datetime,
    row: ParticipationRow,
    cohort: CohortRow,
    version: ProgrammeVersionRow,
    kind: AwardKind,
    reached: Reached,
) -> None:
    award_id, person_id = new_id(), str(row.person_id)
    # The day is that of the place where the cohort is held.
    today = now.astimezone(ZoneInfo(cohort.time_zone)).date()
    values = {
        "id": award_id,
        "person_id": person_id,
        "programme_version_id": version.id,
        "participation_id": row.id,
        "kind": kind,
        "figures": freeze(reached),
        "hours": version.definition.hours,
        "awarded_at": now,
        "valid_until": last_day(today, version.definition.valid_months),
    }
    db.session.execute(insert(Award).values(values))
    audit.record(
        OPERATOR,
        now,
        "award.given",
        subject_type="award",
        subject_id=award_id,
        details={"participation": row.id, "kind": kind, "version": version.id},
    )
    way_mail.tell_awarded(now, award_id, cohort.id, (row.id, person_id))
    events.announce(ProgrammeCompleted(award_id, row.id, person_id), now)


def _complete(now: datetime, row: ParticipationRow) -> None:
    place = Participation.id == row.id
    values = {"status": "completed", "ended_at": now}
    db.session.execute(update(Participation).where(place).values(values))
    audit.record(
        OPERATOR,
        now,
        "participation.completed",
        subject_type="participation",
        subject_id=row.id,
        details={"cohort": row.cohort_id},
    )
