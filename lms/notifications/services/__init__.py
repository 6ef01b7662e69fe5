"""What can be done with messages: write them, read them as notices, choose how, mend what failed.

Handing one over is a job: `lms.notifications.jobs`.
"""

from lms.notifications.services.addresses import (
    change_address,
    confirm_address,
    note_bounce,
    note_refusal,
)
from lms.notifications.services.choosing import save_preference, subscribe_again, unsubscribe
from lms.notifications.services.notices import (
    mark_all_read,
    mark_keys_read,
    mark_read,
    mark_unread,
    undo_all_read,
)
from lms.notifications.services.outbox import give_up, send_again
from lms.notifications.services.sending import SEND, SEND_SOME, ask_to_send, send, send_many

__all__ = [
    "SEND",
    "SEND_SOME",
    "ask_to_send",
    "change_address",
    "confirm_address",
    "give_up",
    "mark_all_read",
    "mark_keys_read",
    "mark_read",
    "mark_unread",
    "note_bounce",
    "note_refusal",
    "save_preference",
    "send",
    "send_again",
    "send_many",
    "subscribe_again",
    "undo_all_read",
    "unsubscribe",
]
