"""Who judged what of whom: the pairs that must not turn out to be one person by a merge.

Broken unique keys need no line here; they are found in the metadata.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, not_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from lms.assessment.models import (
    Adjustment,
    Appeal,
    Attempt,
    Incident,
    Mark,
    MarkingDuty,
)
from lms.certificates.models import (
    Certificate,
    CertificateStatus,
    IssueDecision,
    RevocationRequest,
)
from lms.content.models import Release, Rewording, UnitTranslation, Version
from lms.kit.i18n import N_
from lms.learning.models import Completion, Enrolment, EnrolmentRequest
from lms.programmes.models import (
    AllocationRun,
    Attendance,
    AttendanceRequest,
    Award,
    AwardReview,
    CohortAssignment,
    CohortGroup,
    CohortSession,
    Complaint,
    ComplaintStep,
    Extension,
    Grade,
    Nomination,
    PanelScore,
    Participation,
    Recognition,
    RecognitionDecision,
    SessionTutor,
    Submission,
    WorkReturn,
)
from lms.workshop.models import PublicationRequest


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who must not be one: the one who did something, the one whose it was.

    `on` joins both; `text` says what is wrong, and what to do where something can be done.
    """

    doer: InstrumentedAttribute[Any]
    owner: Any
    on: ColumnElement[bool]
    text: str

    @property
    def name(self) -> str:
        """Return table and column of the one who did something."""
        return f"{self.doer.class_.__tablename__}.{self.doer.key}"


MARKED = N_("One account marked what the other wrote.")
MARKED_TWICE = N_("Both accounts marked the same answer, so that two people would be one.")
APPEAL = N_("One account decided on an appeal of the other, or on one against the other's marks.")
EXAM = N_("One account granted the other an adjustment, or reported on it, in an examination.")
LET_IN = N_("One account decided whether the other may take the course.")
CERTIFICATE = N_("One account decided on a certificate of the other.")
REVOKED = N_("One account decided on a revocation that the other had asked for.")
PUBLISHED = N_("One account confirmed what the other had asked to be published.")
REWORDED = N_("One account confirmed a change of wording that the other had declared.")
REVIEWED = N_("One account reviewed a translation of the other.")
NOMINATED = N_("One account nominated or endorsed the other.")
SCORED = N_("One account scored the nomination of the other.")
SCORED_TWICE = N_("Both accounts scored the same nomination, so that two people would be one.")
ALLOCATED = N_("One account gave out the places of a cohort for which the other is nominated.")
GRADED = N_("One account graded or sent back work of the other, or gave it more time.")
ATTENDED = N_("One account noted or decided whether the other attended.")
RECOGNISED = N_("One account decided on the prior learning of the other.")
ANSWERED = N_("One account answered a complaint of the other.")
REVIEWED_AWARD = N_("One account decided on an award of the other.")
TASK = N_(
    "One account has a task in this cohort, the other a place. End the task, or the place, first."
)
DUTY = N_(
    "One account is to mark in this course, and the other's answers are still to be marked. "
    "End the task, or have them marked, first."
)
TWO_PLACES = N_("Both accounts have taken part in this cohort. They can only be kept apart.")
# What counts once a place was accepted.
_STUDIED = ("offered", "accepted", "completed")
_first = aliased(Mark)
_said = aliased(UnitTranslation)
_score = aliased(PanelScore)
_place = aliased(Participation)


def _of_same(one: Any, other: Any, *names: str) -> ColumnElement[bool]:  # noqa: ANN401 - tables or aliases of them
    return and_(*(getattr(one, name) == getattr(other, name) for name in names))


def _of_participation(model: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a table
    return and_(model.participation_id == Participation.id)


_OPEN = Participation.ended_at.is_(None)
_SESSION = and_(
    SessionTutor.session_id == CohortSession.id,
    CohortSession.cohort_id == Participation.cohort_id,
    Participation.status.in_(_STUDIED),
)

PAIRS: Sequence[Pair] = (
    Pair(Mark.person_id, Attempt.person_id, and_(Mark.attempt_id == Attempt.id), MARKED),
    Pair(
        Mark.person_id, _first.person_id,
        and_(_of_same(Mark, _first, "attempt_id", "item_id"), Mark.seq != _first.seq),
        MARKED_TWICE,
    ),
    Pair(
        MarkingDuty.person_id, Attempt.person_id,
        and_(MarkingDuty.ended_at.is_(None), MarkingDuty.quiz_id == Attempt.quiz_id,
             Attempt.version_id == Version.id, Version.course_id == MarkingDuty.course_id,
             Attempt.released_at.is_(None)),
        DUTY,
    ),
    Pair(Appeal.decided_by, Attempt.person_id, and_(Appeal.attempt_id == Attempt.id), APPEAL),
    Pair(Appeal.decided_by, Mark.person_id,
         and_(Appeal.attempt_id == Mark.attempt_id, Mark.kind != "appeal"), APPEAL),
    Pair(Adjustment.approved_by, Adjustment.person_id, not_(Adjustment.id.is_(None)), EXAM),
    Pair(Incident.reported_by, Incident.person_id, not_(Incident.seq.is_(None)), EXAM),
    Pair(EnrolmentRequest.decided_by, EnrolmentRequest.person_id,
         EnrolmentRequest.status != "withdrawn", LET_IN),
    Pair(CertificateStatus.decided_by, Certificate.person_id,
         and_(CertificateStatus.certificate_id == Certificate.id), CERTIFICATE),
    Pair(RevocationRequest.asked_by, Certificate.person_id,
         and_(RevocationRequest.certificate_id == Certificate.id), CERTIFICATE),
    Pair(RevocationRequest.decided_by, Certificate.person_id,
         and_(RevocationRequest.certificate_id == Certificate.id), CERTIFICATE),
    Pair(RevocationRequest.decided_by, RevocationRequest.asked_by,
         RevocationRequest.outcome != "withdrawn", REVOKED),
    Pair(IssueDecision.decided_by, Enrolment.person_id,
         and_(IssueDecision.completion_id == Completion.id,
              Completion.enrolment_id == Enrolment.id), CERTIFICATE),
    Pair(IssueDecision.decided_by, Award.person_id,
         and_(IssueDecision.award_id == Award.id), CERTIFICATE),
    Pair(Release.confirmed_by, Release.published_by, not_(Release.seq.is_(None)), PUBLISHED),
    Pair(PublicationRequest.decided_by, PublicationRequest.asked_by,
         PublicationRequest.status != "withdrawn", PUBLISHED),
    Pair(Rewording.confirmed_by, Rewording.declared_by, not_(Rewording.seq.is_(None)), REWORDED),
    Pair(
        UnitTranslation.person_id, _said.person_id,
        and_(_of_same(UnitTranslation, _said, "course_id", "language", "context", "text"),
             UnitTranslation.seq > _said.seq, UnitTranslation.status == "reviewed",
             _said.status != "reviewed"),
        REVIEWED,
    ),
    Pair(Nomination.nominated_by, Nomination.person_id, not_(Nomination.id.is_(None)), NOMINATED),
    Pair(Nomination.endorsed_by, Nomination.person_id, not_(Nomination.id.is_(None)), NOMINATED),
    Pair(PanelScore.person_id, Nomination.person_id,
         and_(PanelScore.nomination_id == Nomination.id), SCORED),
    Pair(PanelScore.person_id, _score.person_id,
         and_(PanelScore.nomination_id == _score.nomination_id, PanelScore.seq != _score.seq),
         SCORED_TWICE),
    Pair(AllocationRun.confirmed_by, Nomination.person_id,
         and_(AllocationRun.cohort_id == Nomination.cohort_id), ALLOCATED),
    Pair(Grade.graded_by, Participation.person_id, _of_participation(Grade), GRADED),
    Pair(WorkReturn.returned_by, Participation.person_id,
         and_(WorkReturn.submission_id == Submission.id, _of_participation(Submission)), GRADED),
    Pair(Extension.granted_by, Participation.person_id, _of_participation(Extension), GRADED),
    Pair(Attendance.noted_by, Participation.person_id,
         and_(_of_participation(Attendance), Attendance.source != "code"), ATTENDED),
    Pair(AttendanceRequest.decided_by, Participation.person_id,
         _of_participation(AttendanceRequest), ATTENDED),
    Pair(RecognitionDecision.decided_by, Participation.person_id,
         and_(RecognitionDecision.recognition_id == Recognition.id, _of_participation(Recognition)),
         RECOGNISED),
    Pair(ComplaintStep.said_by, Participation.person_id,
         and_(ComplaintStep.complaint_id == Complaint.id, _of_participation(Complaint),
              ComplaintStep.kind != "reply"), ANSWERED),
    Pair(AwardReview.decided_by, Award.person_id, and_(AwardReview.award_id == Award.id),
         REVIEWED_AWARD),
    Pair(CohortAssignment.person_id, Participation.person_id,
         and_(CohortAssignment.cohort_id == Participation.cohort_id,
              CohortAssignment.until.is_(None), _OPEN), TASK),
    Pair(CohortAssignment.person_id, Nomination.person_id,
         and_(CohortAssignment.cohort_id == Nomination.cohort_id,
              CohortAssignment.until.is_(None), Nomination.withdrawn_at.is_(None)), TASK),
    Pair(CohortGroup.tutor_id, Participation.person_id,
         and_(CohortGroup.cohort_id == Participation.cohort_id, _OPEN), TASK),
    Pair(SessionTutor.person_id, Participation.person_id, _SESSION, TASK),
    Pair(
        Participation.person_id, _place.person_id,
        and_(Participation.cohort_id == _place.cohort_id, Participation.id != _place.id,
             Participation.status.in_(_STUDIED), _place.status.in_(_STUDIED)),
        TWO_PLACES,
    ),
)  # fmt: skip
