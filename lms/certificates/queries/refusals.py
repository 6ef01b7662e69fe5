"""What was decided against: the reason by which somebody's certificate is not issued.

Who may decide, and what follows, is said in `services.approving`.
"""

from collections.abc import Collection

from sqlalchemy import Select, and_, bindparam, case, select

from lms.certificates.models import Certificate, IssueDecision
from lms.certificates.queries.issuing_rules import list_decisions
from lms.kit.db import read
from lms.learning.models import Completion, Enrolment
from lms.programmes.models import Award

# The newest decision may have lifted it: that is looked at for those few who were ever refused.
_WAS_REFUSED = and_(IssueDecision.is_approved.is_(False), Certificate.id.is_(None))
_KIND = case((Completion.is_achievement, "achievement"), else_="participation")
# Built once: learners' own pages ask each time.
_AWARDS = (
    select(Award.id.label("key"), Award.id.label("subject_id"), Award.kind.label("kind"))
    .join(IssueDecision, and_(IssueDecision.award_id == Award.id, IssueDecision.kind == Award.kind))
    .outerjoin(Certificate, and_(Certificate.award_id == Award.id, Certificate.kind == Award.kind))
    .where(Award.id.in_(bindparam("ids", expanding=True)), _WAS_REFUSED)
)
_ENROLMENTS = (
    select(Enrolment.id.label("key"), Completion.id.label("subject_id"), _KIND.label("kind"))
    .join(Completion, Completion.enrolment_id == Enrolment.id)
    .join(
        IssueDecision,
        and_(IssueDecision.completion_id == Completion.id, IssueDecision.kind == _KIND),
    )
    .outerjoin(
        Certificate, and_(Certificate.completion_id == Completion.id, Certificate.kind == _KIND)
    )
    .where(Enrolment.id.in_(bindparam("ids", expanding=True)), _WAS_REFUSED)
)


def list_refused_awards(award_ids: Collection[str]) -> dict[str, str]:
    """Return the reasons of those of these awards about which it was decided not to certify."""
    return _list_refused(_AWARDS, award_ids)


def list_refused_enrolments(enrolment_ids: Collection[str]) -> dict[str, str]:
    """Return the reasons of those of these enrolments about which it was decided so."""
    return _list_refused(_ENROLMENTS, enrolment_ids)


def _list_refused(query: Select[str, str, str], ids: Collection[str]) -> dict[str, str]:
    rows = list(read(query, {"ids": list(ids)})) if ids else []
    decisions = list_decisions([row.subject_id for row in rows]) if rows else {}
    reasons = {}
    for row in rows:
        decision = decisions.get((row.subject_id, row.kind))
        if decision is not None and not decision.is_approved:
            reasons[row.key] = decision.reason
    return reasons
