"""Verbs of learning: enrol, withdraw, read on, take a result, complete, move to a newer version.

Each is imported from here; nothing here commits.
"""

from lms.learning.services.enrolling import change_language, enrol, withdraw
from lms.learning.services.rows import EVALUATE
from lms.learning.services.studying import (
    check_open,
    evaluate_completion,
    read_page,
    record_quiz_result,
)

__all__ = [
    "EVALUATE",
    "change_language",
    "check_open",
    "enrol",
    "evaluate_completion",
    "read_page",
    "record_quiz_result",
    "withdraw",
]
