"""Verbs of completion: ask for it to be looked into, let the awards follow the facts.

What is due is reckoned in `rules.completion`, what follows of it in `rules.reviews`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, update

from lms.assessment.events import AttemptFinished, ResultCorrected
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
from lms.programmes.queries.award_reviews import list_newest
from lms.programmes.rules.completion import Reached, freeze
from lms.programmes.rules.definition import Definition
from lms.programmes.rules.reviews import Held, ReviewRow, Step, follow
from lms.programmes.rules.rows import (
    AwardKind,
    AwardRow,
    CohortRow,
    ParticipationRow,
    ProgrammeVersionRow,
)
from lms.programmes.rules.validity import last_day
from lms.programmes.services import award_reviews, way_mail

EVALUATE = "programmes.evaluate"
EVALUATE_ENROLMENT = "programmes.evaluate_enrolment"


def hear_of_course(
    event: CourseCompleted | AttemptFinished | ResultCorrected, now: datetime
) -> None:
    """Have it looked into what a completed course, or a result, means for programmes."""
    arguments = {"enrolment_id": event.enrolment_id}
    jobs.enqueue(EVALUATE_ENROLMENT, event.enrolment_id, arguments, now)


def hear_of_attendance(event: AttendanceNoted, now: datetime) -> None:
    """Have it looked into what presence, noted or put right, means for a programme."""
    ask_to_evaluate(event.participation_ids, now)


def ask_to_evaluate(participation_ids: Sequence[str], now: datetime) -> None:
    """Have it looked into what these participants have come to in their programme."""
    rows = [(one, {"participation_id": one}) for one in participation_ids]
    jobs.enqueue_many(EVALUATE, rows, now)


def hear_of_award(event: ProgrammeCompleted, now: datetime) -> None:
    """Have it looked into whether an award opens or completes another programme of the person."""
    ask_for_person(event.person_id, now, but=event.participation_id)


def ask_for_person(person_id: str, now: datetime, *, but: str = "") -> None:
    """Have it looked into for each cohort in which a person takes part, or which is completed."""
    rows = participations.list_evaluated(person_id)
    ask_to_evaluate([row.id for row in rows if row.id != but], now)


def ask_for_enrolment(now: datetime, enrolment_id: str) -> None:
    """Have it looked into for each cohort in which the one who is enrolled takes part, or took."""
    enrolment = learning.find_enrolment(enrolment_id)
    if enrolment is not None:
        ask_for_person(enrolment.person_id, now)


@dataclass(frozen=True, slots=True)
class _Case:
    """One participant whose awards are looked into, and the time."""

    now: datetime
    row: ParticipationRow
    cohort: CohortRow
    version: ProgrammeVersionRow

    def reckon(self, held_on: date | None = None) -> Reached:
        """Return what is reached by the facts as they are."""
        row, definition = self.row, self.version.definition
        return progress.list_reached(self.cohort, definition, [row], self.now, held_on)[row.id]

    def day_of(self, moment: datetime) -> date:
        """Return the day of a moment in the place where the cohort is held."""
        return moment.astimezone(ZoneInfo(self.cohort.time_zone)).date()


def evaluate(now: datetime, participation_id: str) -> None:
    """Let the awards of a participant follow the facts; harmless when run again.

    What is due is given. What was given and is not borne out any more is put before those who
    manage the cohort: nothing is taken away here. Whoever has all that the programme gives has
    completed the participation.
    """
    # Two runs at once: the second waits, and finds what the first has given.
    row = participations.find_participation_locked(participation_id)
    if row is None or row.status not in {"accepted", "completed"}:
        return
    cohort = cohorts.get_cohort(row.cohort_id)
    case = _Case(now, row, cohort, curricula.get_version(cohort.programme_version_id))
    given = {award.kind: award for award in curricula.list_given(row.id)}
    reviews = list_newest([award.id for award in given.values()])
    reached = case.reckon()
    kinds = possible_kinds(case.version.definition)
    for kind in sorted(kinds | set(given)):
        award = given.get(kind)
        _follow(case, reached, kind, award, reviews.get(award.id) if award else None)
    standing = {award.kind for award in curricula.list_given(row.id) if not award.withdrawn_at}
    if standing >= kinds and row.status != "completed":
        _complete(now, row)


def _follow(
    case: _Case,
    reached: Reached,
    kind: AwardKind,
    award: AwardRow | None,
    review: ReviewRow | None,
) -> None:
    step, reached = _find_step(case, reached, kind, award, review)
    figures = freeze(reached)
    if step in {"give", "restore"}:
        _award(case, kind, reached, award)
    elif award is not None and step == "open":
        award_reviews.open_review(case.now, case.cohort, award, figures)
    elif review is not None and step == "refresh":
        award_reviews.refresh(review, figures)
    elif review is not None and step == "settle":
        award_reviews.settle(case.now, review)


def _find_step(
    case: _Case,
    reached: Reached,
    kind: AwardKind,
    award: AwardRow | None,
    review: ReviewRow | None,
) -> tuple[Step, Reached]:
    """Return what follows for one kind of award, and from what it does."""
    is_withdrawn = award is not None and award.withdrawn_at is not None
    if award is not None and not is_withdrawn and kind not in reached.kinds:
        # What expired after it was given takes nothing away.
        reached = case.reckon(held_on=case.day_of(award.awarded_at))
    held = Held(is_withdrawn, review) if award else None
    return follow(is_due=kind in reached.kinds, held=held, figures=freeze(reached)), reached


def puts_in_doubt(now: datetime, row: ParticipationRow) -> bool:
    """Say whether the facts as they are by now put an award in doubt; the job has not run yet."""
    given = curricula.list_given(row.id)
    if not given:
        return False
    cohort = cohorts.get_cohort(row.cohort_id)
    case = _Case(now, row, cohort, curricula.get_version(cohort.programme_version_id))
    reviews, reached = list_newest([award.id for award in given]), case.reckon()
    return any(
        _find_step(case, reached, award.kind, award, reviews.get(award.id))[0]
        in {"open", "refresh"}
        for award in given
    )


def possible_kinds(definition: Definition) -> set[AwardKind]:
    """Return which awards a programme gives at all."""
    return {part.counts_for for part in definition.requirements}


def _award(case: _Case, kind: AwardKind, reached: Reached, former: AwardRow | None) -> None:
    """Give an award, or give one back that was withdrawn."""
    now, row, version = case.now, case.row, case.version
    award_id, person_id = former.id if former else new_id(), str(row.person_id)
    values = {
        "figures": freeze(reached),
        "awarded_at": now,
        "valid_until": last_day(case.day_of(now), version.definition.valid_months),
    }
    if former:
        award_reviews.restore(now, former, values)
    else:
        _insert(case, award_id, kind, values)
    key = f"{award_id}:{now.isoformat()}" if former else award_id
    way_mail.tell_awarded(now, key, case.cohort.id, (row.id, person_id))
    events.announce(ProgrammeCompleted(award_id, row.id, person_id), now)


def _insert(case: _Case, award_id: str, kind: AwardKind, values: dict[str, Any]) -> None:
    more = {
        "id": award_id,
        "person_id": case.row.person_id,
        "programme_version_id": case.version.id,
        "participation_id": case.row.id,
        "kind": kind,
        "hours": case.version.definition.hours,
    }
    db.session.execute(insert(Award).values(**more, **values))
    audit.record(
        OPERATOR,
        case.now,
        "award.given",
        subject_type="award",
        subject_id=award_id,
        details={"participation": case.row.id, "kind": kind, "version": case.version.id},
    )


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
