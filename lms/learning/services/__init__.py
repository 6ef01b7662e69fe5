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
from lms.learning.services.requesting import (
    approve_requests,
    ask_to_enrol,
    decline_requests,
    withdraw_request,
)
from lms.learning.services.rows import EVALUATE
from lms.learning.services.studying import (
    check_open,
    correct_quiz_result,
    evaluate_completion,
    read_page,
    record_quiz_result,
)
from lms.learning.services.telling import (
    list_deciders,
    tell_of_decision,
    tell_of_offer,
    tell_of_request,
)

__all__ = [
    "EVALUATE",
    "accept_offer",
    "approve_requests",
    "ask_to_enrol",
    "change_language",
    "check_open",
    "correct_quiz_result",
    "decline_offer",
    "decline_requests",
    "enrol",
    "evaluate_completion",
    "go_back",
    "hold",
    "list_deciders",
    "move_unbegun",
    "offer_newest",
    "read_page",
    "record_quiz_result",
    "start_moving",
    "tell_of_decision",
    "tell_of_offer",
    "tell_of_request",
    "withdraw",
    "withdraw_request",
]
