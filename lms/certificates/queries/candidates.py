"""Who would get a certificate of a course, a cohort or a programme, and why others would not.

What is done about it is decided in `services`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, select

from lms.accounts import queries as people
from lms.certificates.drawing.glyphs import find_complaint
from lms.certificates.models import Certificate
from lms.certificates.queries.issuing_rules import (
    chunks,
    find_mode,
    list_decisions,
    list_modes,
)
from lms.certificates.queries.studies import list_valid_months
from lms.certificates.rules import valid_until
from lms.certificates.rules.facts import Kind
from lms.certificates.rules.issuing import Candidate, Case, Mode, Scope, outcome_of
from lms.certificates.rules.printing import list_printed
from lms.kit.actor import OPERATOR, Actor
from lms.kit.characters import show
from lms.kit.db import read
from lms.learning.models import Completion, Enrolment
from lms.programmes.models import Award, AwardReview, Participation, ProgrammeVersion


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody as the tables have them, before it is said what issuing would do."""

    key: str
    person_id: str
    subject_id: str | None = None
    kind: Kind = "participation"
    has_one: bool = False
    is_withdrawn: bool = False
    is_in_doubt: bool = False
    valid_until: date | None = None
    points: Decimal | None = None
    # The course or programme whose rule holds for it.
    rule_id: str = ""
    # The participation that an award was given for, and its cohort.
    participation_id: str | None = None
    cohort_id: str | None = None


def list_candidates(actor: Actor, now: datetime, scope: Scope) -> list[Candidate]:
    """Return everybody of a course, a cohort or a programme, and what issuing would do for each.

    In a course and a cohort those who have not completed are among them. `actor` is who would
    issue. It takes a fixed number of statements for each ten thousand people.
    """
    if scope.course_id is not None:
        mode = find_mode(course_id=scope.course_id)
        return _judge(actor, now, mode, _read_course(Enrolment.course_id == scope.course_id))
    mode = find_mode(programme_id=scope.programme_id)
    if scope.cohort_id is not None:
        return _judge(actor, now, mode, _read_cohort(scope.cohort_id))
    of_programme = ProgrammeVersion.programme_id == scope.programme_id
    return _judge(actor, now, mode, _read_awards(of_programme))


def find_of_enrolment(
    actor: Actor, now: datetime, course_id: str, enrolment_id: str
) -> Candidate | None:
    """Return what issuing would do for one enrolment, or nothing where it was withdrawn."""
    mode = find_mode(course_id=course_id)
    found = _judge(actor, now, mode, _read_course(Enrolment.id == enrolment_id))
    return found[0] if found else None


def find_of_award(
    actor: Actor, now: datetime, programme_id: str, award_id: str
) -> Candidate | None:
    """Return what issuing would do for one award, or nothing where there is none."""
    mode = find_mode(programme_id=programme_id)
    found = _judge(actor, now, mode, _read_awards(Award.id == award_id))
    return found[0] if found else None


def list_own(person_id: str, now: datetime) -> list[tuple[Mode, Candidate]]:
    """Return what issuing would do for each course that somebody is enrolled in and each award.

    Each with the rule that holds there: courses first, then awards. It takes a fixed number of
    statements.
    """
    modes = list_modes()
    rows = [
        *_read_course(Enrolment.person_id == person_id),
        *_read_awards(Award.person_id == person_id),
    ]
    of_mode: dict[Mode, list[_Person]] = defaultdict(list)
    for row in rows:
        of_mode[modes.get(row.rule_id, "requested")].append(row)
    # As the system would do it: nobody is asked whether they issue to themselves.
    found = {
        candidate.key: (mode, candidate)
        for mode, some in of_mode.items()
        for candidate in _judge(OPERATOR, now, mode, some)
    }
    return [found[row.key] for row in rows]


def _judge(actor: Actor, now: datetime, mode: Mode, rows: Sequence[_Person]) -> list[Candidate]:
    confirmed = people.list_confirmed(row.person_id for row in rows)
    decisions = list_decisions([row.subject_id for row in rows if row.subject_id])
    found = []
    for row in rows:
        decision = decisions.get((row.subject_id or "", row.kind))
        printed = list_printed(confirmed.get(row.person_id, ()))
        complaint = find_complaint(*printed, tell=show)
        case = Case(
            mode,
            is_completed=row.subject_id is not None,
            has_one=row.has_one,
            is_confirmed=bool(printed),
            is_printable=complaint is None,
            is_own=row.person_id == actor.person_id,
            is_withdrawn=row.is_withdrawn,
            is_in_doubt=row.is_in_doubt,
            is_ended=row.valid_until is not None and row.valid_until < now.date(),
            is_approved=decision.is_approved if decision else None,
        )
        outcome = outcome_of(case)
        found.append(
            Candidate(
                row.key, row.person_id, row.subject_id, row.kind, outcome,
                reason=decision.reason if decision and outcome == "refused" else "",
                complaint=complaint.text if complaint and outcome == "respell" else None,
                ended_on=row.valid_until if outcome == "ended" else None,
                points=row.points, cohort_id=row.cohort_id, decision=decision,
            )
        )  # fmt: skip
    return found


_ENROLLED: Any = (
    select(
        Enrolment.id,
        Enrolment.person_id,
        Enrolment.course_id,
        Completion.id.label("completion_id"),
        Completion.is_achievement,
        Completion.points,
        Completion.edition_id,
        Completion.completed_at,
        Certificate.kind,
    )
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .outerjoin(Certificate, Certificate.completion_id == Completion.id)
)


def _read_course(condition: Any) -> list[_Person]:  # noqa: ANN401 - SQLAlchemy's condition
    """Return those enrolled whom a condition meets, the first to begin first."""
    query = (
        _ENROLLED.where(condition)
        .where((Enrolment.status != "withdrawn") | Completion.id.is_not(None))
        .order_by(Enrolment.started_at, Enrolment.id)
    )
    kinds: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, Any] = {}
    for row in read(query):
        rows[row.id] = row
        kinds[row.id] |= {row.kind} - {None}
    months = list_valid_months({row.edition_id for row in rows.values()} - {None})
    return [
        _Person(
            row.id,
            row.person_id,
            row.completion_id,
            "achievement" if row.is_achievement else "participation",
            has_one=("achievement" if row.is_achievement else "participation") in kinds[row.id],
            valid_until=(
                valid_until(row.completed_at.date(), months[row.edition_id])
                if row.edition_id
                else None
            ),
            points=row.points,
            rule_id=row.course_id,
        )
        for row in rows.values()
    ]


def _read_cohort(cohort_id: str) -> list[_Person]:
    """Return those with a place in a cohort: each by the better award, or by none."""
    places = select(Participation.id, Participation.person_id).where(
        Participation.cohort_id == cohort_id,
        Participation.status.in_(("accepted", "completed")),
    )
    rows = list(read(places.order_by(Participation.offered_at, Participation.id)))
    in_cohort = select(Participation.id).where(Participation.cohort_id == cohort_id)
    best = _choose_best(_read_awards(Award.participation_id.in_(in_cohort)))
    return [best.get(row.id, _Person(row.id, row.person_id, cohort_id=cohort_id)) for row in rows]


def _choose_best(rows: Iterable[_Person]) -> dict[str, _Person]:
    """Return one award for each participation: one that stands, the better kind."""
    found: dict[str, _Person] = {}
    for row in rows:
        place = row.participation_id or ""
        if place not in found or _worth(row) > _worth(found[place]):
            found[place] = row
    return found


def _worth(row: _Person) -> tuple[bool, bool]:
    return not row.is_withdrawn, row.kind == "achievement"


_AWARDED: Any = (
    select(
        Award.id,
        Award.person_id,
        Award.kind,
        Award.participation_id,
        Award.withdrawn_at,
        Award.valid_until,
        Award.figures,
        ProgrammeVersion.programme_id,
        Participation.cohort_id,
        Certificate.id.label("certificate_id"),
        AwardReview.id.label("review_id"),
    )
    .join(ProgrammeVersion, ProgrammeVersion.id == Award.programme_version_id)
    .outerjoin(Participation, Participation.id == Award.participation_id)
    .outerjoin(
        Certificate,
        and_(
            Certificate.award_id == Award.id,
            Certificate.kind == Award.kind,
            Certificate.supersedes_id.is_(None),
        ),
    )
    .outerjoin(
        AwardReview,
        and_(AwardReview.award_id == Award.id, AwardReview.decided_at.is_(None)),
    )
)


def _read_awards(condition: Any) -> list[_Person]:  # noqa: ANN401 - SQLAlchemy's condition
    """Return the awards that a condition meets, withdrawn ones too, the first given first."""
    query = _AWARDED.where(condition).order_by(Award.awarded_at, Award.id)
    return [
        _Person(
            row.id, row.person_id, row.id, row.kind,
            has_one=row.certificate_id is not None,
            is_withdrawn=row.withdrawn_at is not None,
            is_in_doubt=row.review_id is not None,
            valid_until=row.valid_until,
            points=Decimal(row.figures["mean"]) if row.figures.get("mean") else None,
            rule_id=row.programme_id,
            participation_id=row.participation_id,
            cohort_id=row.cohort_id,
        )
        for row in read(query)
    ]  # fmt: skip


def list_better(award_ids: Collection[str]) -> frozenset[str]:
    """Return those of these awards beside which the better kind stands for the same place."""
    found: set[str] = set()
    better = Award.__table__.alias("better")
    for some in chunks(award_ids):
        query = select(Award.id).where(
            Award.id.in_(some),
            Award.kind == "participation",
            select(better.c.id)
            .where(
                better.c.participation_id == Award.participation_id,
                better.c.kind == "achievement",
                better.c.withdrawn_at.is_(None),
            )
            .exists(),
        )
        found |= set(read(query).scalars())
    return frozenset(found)
