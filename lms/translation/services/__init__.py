"""Verbs of translation: save, restore, accept, send back, comment; keep terms.

Each is imported from here; the files only keep them apart.
"""

from lms.translation.services.reviewing import (
    Accepted,
    accept,
    accept_all,
    add_comment,
    reopen_comment,
    resolve_comment,
    send_back,
)
from lms.translation.services.saving import Saved, restore, save_unit
from lms.translation.services.telling import TELL_SENT_BACK, tell_sent_back
from lms.translation.services.terms import import_shipped, remove_term, save_term

__all__ = [
    "TELL_SENT_BACK",
    "Accepted",
    "Saved",
    "accept",
    "accept_all",
    "add_comment",
    "import_shipped",
    "remove_term",
    "reopen_comment",
    "resolve_comment",
    "restore",
    "save_term",
    "save_unit",
    "send_back",
    "tell_sent_back",
]
