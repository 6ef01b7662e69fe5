"""Verbs of learning: enrol, withdraw, read on, take a result, complete, move to a newer version.

Each is imported from here; nothing here commits.
"""

from lms.learning.services.enrolling import change_language, enrol, hold, withdraw
from lms.learning.services.moving import (
    accept_offer,
    decline_offer,
    go_back,
    move_unbegun,
    offer_newest,
    start_moving,
)
from lms.learning.services.rows import EVALUATE
from lms.learning.services.studying import (
    check_open,
    evaluate_completion,
    read_page,
    record_quiz_result,
)
from lms.learning.services.telling import tell_of_offer

__all__ = [
    "EVALUATE",
    "accept_offer",
    "change_language",
    "check_open",
    "decline_offer",
    "enrol",
    "evaluate_completion",
    "go_back",
    "hold",
    "move_unbegun",
    "offer_newest",
    "read_page",
    "record_quiz_result",
    "start_moving",
    "tell_of_offer",
    "withdraw",
]
