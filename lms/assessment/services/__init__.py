"""Verbs of assessment, by subject.

Each is imported from here; the files only keep them apart.
"""

from lms.assessment.services.attempts import (
    SavedResponse,
    finish_attempt,
    save_response,
    start_attempt,
)

__all__ = ["SavedResponse", "finish_attempt", "save_response", "start_attempt"]
