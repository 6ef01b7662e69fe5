"""Tables of assessment, by subject.

Each is imported from here; the files only keep them apart. Nothing here decides anything.
"""

from lms.assessment.models.appeals import Appeal, AppealItem
from lms.assessment.models.attempts import Attempt, Mark, PaperItem, Response
from lms.assessment.models.marking import (
    ItemAnalysis,
    MarkingDraft,
    MarkingDuty,
    MarkingPhrase,
    MarkingPlan,
    Regrade,
)
from lms.assessment.models.sittings import Adjustment, Incident, Sitting, SittingCandidate

__all__ = [
    "Adjustment",
    "Appeal",
    "AppealItem",
    "Attempt",
    "Incident",
    "ItemAnalysis",
    "Mark",
    "MarkingDraft",
    "MarkingDuty",
    "MarkingPhrase",
    "MarkingPlan",
    "PaperItem",
    "Regrade",
    "Response",
    "Sitting",
    "SittingCandidate",
]
