"""The room on which all pages of accounts hang, and where a visitor goes on to.

The pages themselves stand beside this file.
"""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from lms.accounts.rules import is_local_path
from lms.accounts.sessions import note_use
from lms.web.room import Room

room = Room("accounts")
room.after_app_request(note_use)


def go_on(target: str | None) -> Response:
    """Answer 303 to where somebody wanted to go, if that is on this site; else the catalogue."""
    home = url_for("learning.list_catalogue")
    return redirect(target if target and is_local_path(target) else home, 303)
