"""What was decided against: the reason by which somebody's certificate is not issued.

Who may decide, and what follows, is said in `services.approving`.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, case, select

from lms.certificates.models import Certificate, IssuingRule
from lms.certificates.queries.issuing_rules import list_decisions
from lms.kit.db import read
from lms.learning.models import Completion, Enrolment
from lms.programmes.models import Award, ProgrammeVersion


def list_refused_awards(award_ids: Collection[str]) -> dict[str, str]:
    """Return the reasons of those of these awards about which it was decided not to certify."""
    query = (
        select(Award.id.label("key"), Award.id.label("subject_id"), Award.kind.label("kind"))
        .join(ProgrammeVersion, ProgrammeVersion.id == Award.programme_version_id)
        .join(IssuingRule, IssuingRule.programme_id == ProgrammeVersion.programme_id)
        .outerjoin(
            Certificate, and_(Certificate.award_id == Award.id, Certificate.kind == Award.kind)
        )
        .where(Award.id.in_(award_ids))
    )
    return _list_refused(query)


def list_refused_enrolments(enrolment_ids: Collection[str]) -> dict[str, str]:
    """Return the reasons of those of these enrolments about which it was decided so."""
    kind = case((Completion.is_achievement, "achievement"), else_="participation")
    query = (
        select(Enrolment.id.label("key"), Completion.id.label("subject_id"), kind.label("kind"))
        .join(Completion, Completion.enrolment_id == Enrolment.id)
        .join(IssuingRule, IssuingRule.course_id == Enrolment.course_id)
        .outerjoin(
            Certificate, and_(Certificate.completion_id == Completion.id, Certificate.kind == kind)
        )
        .where(Enrolment.id.in_(enrolment_ids))
    )
    return _list_refused(query)


def _list_refused(query: Any) -> dict[str, str]:  # noqa: ANN401 - SQLAlchemy's statement
    rows = list(read(query.where(IssuingRule.mode == "decided", Certificate.id.is_(None))))
    decisions = list_decisions([row.subject_id for row in rows]) if rows else {}
    reasons = {}
    for row in rows:
        is_approved, reason = decisions.get((row.subject_id, row.kind), (True, ""))
        if not is_approved:
            reasons[row.key] = reason
    return reasons
