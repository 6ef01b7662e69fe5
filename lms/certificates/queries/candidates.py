"""Who would get a certificate of a course, and who has one.

What is done about it is decided in `services.runs`.
"""

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from lms.accounts import queries as people
from lms.certificates.models import Certificate
from lms.certificates.rules import Outcome, outcome_of
from lms.certificates.rules.rows import Candidate
from lms.kit.db import read
from lms.learning.models import Completion, Enrolment


def list_candidates(course_id: str) -> list[Candidate]:
    """Return everybody who is enrolled in a course, withdrawn or not completed included."""
    query = (
        select(
            Enrolment.id,
            Enrolment.person_id,
            Completion.id.label("completion_id"),
            Completion.is_achievement,
            Certificate.kind,
        )
        .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
        .outerjoin(Certificate, Certificate.completion_id == Completion.id)
        .where(Enrolment.course_id == course_id)
        .where((Enrolment.status != "withdrawn") | Completion.id.is_not(None))
        .order_by(Enrolment.started_at, Enrolment.id)
    )
    kinds: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, Any] = {}
    for row in read(query):
        rows[row.id] = row
        kinds[row.id] |= {row.kind} - {None}
    return [
        Candidate(
            row.id, row.person_id, row.completion_id, bool(row.is_achievement),
            frozenset(kinds[row.id]),
        )
        for row in rows.values()
    ]  # fmt: skip


def list_outcomes(course_id: str) -> list[tuple[Candidate, Outcome]]:
    """Return, for everybody enrolled in a course, what issuing would do."""
    candidates = list_candidates(course_id)
    confirmed = people.list_confirmed_people(candidate.person_id for candidate in candidates)
    return [
        (
            candidate,
            outcome_of(
                is_completed=candidate.completion_id is not None,
                has_one=candidate.best_kind in candidate.certified_kinds,
                is_confirmed=candidate.person_id in confirmed,
            ),
        )
        for candidate in candidates
    ]
