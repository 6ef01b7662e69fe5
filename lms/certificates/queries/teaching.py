"""Who taught: wrote a course, marked in it, tutored a cohort, or led one of its sessions.

That they do not decide alone on certificates is said in `rules.issuing`.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import select, union

from lms.assessment.models import MarkingDuty
from lms.certificates.queries.issuing_rules import chunks
from lms.content.models import Course, Revision
from lms.kit.db import read
from lms.programmes.models import (
    Award,
    CohortAssignment,
    CohortSession,
    Participation,
    SessionTutor,
)


def list_authors(slugs: Collection[str]) -> frozenset[str]:
    """Return who wrote any of these courses or marked in them, by the courses' short names."""
    courses = select(Course.id).where(Course.slug.in_(slugs))
    query: Any = union(
        select(Revision.author_id).where(
            Revision.course_id.in_(courses), Revision.author_id.is_not(None)
        ),
        select(MarkingDuty.person_id).where(
            MarkingDuty.course_id.in_(courses), MarkingDuty.role != "appeal"
        ),
    )
    return frozenset(read(query).scalars())


def list_taught(person_id: str, award_ids: Collection[str]) -> frozenset[str]:
    """Return which of these awards are of a cohort that a person tutored, or led a session of."""
    cohorts: Any = union(
        select(CohortAssignment.cohort_id).where(
            CohortAssignment.person_id == person_id, CohortAssignment.task == "tutor"
        ),
        select(CohortSession.cohort_id)
        .join(SessionTutor, SessionTutor.session_id == CohortSession.id)
        .where(SessionTutor.person_id == person_id),
    )
    taught = set(read(cohorts).scalars())
    if not taught:
        return frozenset()
    found: dict[str, set[str]] = defaultdict(set)
    for some in chunks(award_ids):
        query = (
            select(Award.id, Participation.cohort_id)
            .join(Participation, Participation.id == Award.participation_id)
            .where(Award.id.in_(some))
        )
        for row in read(query):
            found[row.cohort_id].add(row.id)
    return frozenset(one for cohort_id in taught for one in found[cohort_id])
