"""The room on which all pages of accounts hang, and where a visitor goes on to.

The pages themselves stand beside this file.
"""

from collections.abc import Callable
from datetime import datetime

from flask import redirect, url_for
from werkzeug.wrappers import Response

from lms.accounts.rules import is_local_path
from lms.accounts.sessions import note_use
from lms.web.room import Room

# Given a person and the time: whether something in My learning waits for their answer.
Waiting = Callable[[str, datetime], bool]
_waiting: list[Waiting] = []
room = Room("accounts")
room.after_app_request(note_use)


def go_on(target: str | None) -> Response:
    """Answer 303 to where somebody wanted to go, if that is on this site; else the catalogue."""
    home = url_for("learning.list_catalogue")
    return redirect(target if target and is_local_path(target) else home, 303)


def ask_whether_awaited(is_awaited: Waiting) -> None:
    """Let `is_awaited(person_id, now)` say whether My learning waits for somebody's answer."""
    if is_awaited not in _waiting:
        _waiting.append(is_awaited)


def begin_at(person_id: str, now: datetime) -> str | None:
    """Return where whoever has just joined goes first, or nothing where nothing waits for them."""
    is_awaited = any(waits(person_id, now) for waits in _waiting)
    return url_for("learning.list_my_learning") if is_awaited else None
