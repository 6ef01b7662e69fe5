"""Tables of programmes, by subject.

Each is imported from here; the files only keep them apart. Nothing here decides anything.
"""

from lms.programmes.models.attendance import (
    Attendance,
    AttendanceImport,
    AttendanceRequest,
    SignInSheet,
)
from lms.programmes.models.award_reviews import AwardReview
from lms.programmes.models.cohorts import Cohort, CohortAssignment, CohortGroup, Quota
from lms.programmes.models.complaints import Complaint, ComplaintStep, ComplaintTerms
from lms.programmes.models.curricula import Award, Programme, ProgrammeVersion
from lms.programmes.models.improvements import CohortGain, ImprovementAction, ImprovementStep
from lms.programmes.models.messages import TutorMailing, TutorMessage
from lms.programmes.models.nominations import (
    Nomination,
    NominationAbstention,
    NominationDocument,
    NominationStep,
)
from lms.programmes.models.participations import Participation
from lms.programmes.models.recognitions import Grade, Recognition, RecognitionDecision
from lms.programmes.models.renewals import Renewal
from lms.programmes.models.selection import (
    AllocationRun,
    PanelConflict,
    PanelDeclaration,
    PanelScore,
    SelectionPlan,
)
from lms.programmes.models.sessions import (
    CalendarFeed,
    CohortSession,
    SessionGroup,
    SessionInvitation,
    SessionTutor,
)
from lms.programmes.models.surveys import (
    SupervisorInvitation,
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    SurveyPlan,
)
from lms.programmes.models.tutoring import Deadline, Extension, GroupArrangement
from lms.programmes.models.works import Submission, WorkReturn

__all__ = [
    "AllocationRun",
    "Attendance",
    "AttendanceImport",
    "AttendanceRequest",
    "Award",
    "AwardReview",
    "CalendarFeed",
    "Cohort",
    "CohortAssignment",
    "CohortGain",
    "CohortGroup",
    "CohortSession",
    "Complaint",
    "ComplaintStep",
    "ComplaintTerms",
    "Deadline",
    "Extension",
    "Grade",
    "GroupArrangement",
    "ImprovementAction",
    "ImprovementStep",
    "Nomination",
    "NominationAbstention",
    "NominationDocument",
    "NominationStep",
    "PanelConflict",
    "PanelDeclaration",
    "PanelScore",
    "Participation",
    "Programme",
    "ProgrammeVersion",
    "Quota",
    "Recognition",
    "RecognitionDecision",
    "Renewal",
    "SelectionPlan",
    "SessionGroup",
    "SessionInvitation",
    "SessionTutor",
    "SignInSheet",
    "Submission",
    "SupervisorInvitation",
    "Survey",
    "SurveyAnswer",
    "SurveyInvitation",
    "SurveyPlan",
    "TutorMailing",
    "TutorMessage",
    "WorkReturn",
]
