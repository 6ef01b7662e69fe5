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

__all__ = [
    "SavedResponse",
    "ask_analysis",
    "finish_attempt",
    "keep_analysis",
    "make_analysis",
    "save_response",
    "start_attempt",
]
