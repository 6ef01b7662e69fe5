"""Verbs of assessment, by subject.

Each is imported from here; the files only keep them apart.
"""

from lms.assessment.services.analyses import ask_analysis, keep_analysis, make_analysis
from lms.assessment.services.attempts import (
    SavedResponse,
    finish_attempt,
    save_response,
    start_attempt,
)
from lms.assessment.services.exports import export_table, to_workbook
from lms.assessment.services.marking import (
    assign_duty,
    change_plan,
    end_duty,
    give_mark,
    keep_draft,
    keep_phrase,
    start_release,
)
from lms.assessment.services.regrading import regrade_some, start_regrade, tell_regraded
from lms.assessment.services.releasing import release_result, tell_marker

__all__ = [
    "SavedResponse",
    "ask_analysis",
    "assign_duty",
    "change_plan",
    "end_duty",
    "export_table",
    "finish_attempt",
    "give_mark",
    "keep_analysis",
    "keep_draft",
    "keep_phrase",
    "make_analysis",
    "regrade_some",
    "release_result",
    "save_response",
    "start_attempt",
    "start_regrade",
    "start_release",
    "tell_marker",
    "tell_regraded",
    "to_workbook",
]
