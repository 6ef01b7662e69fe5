"""From a browser to the actor of its request, and noting afterwards that the session is in use.

What a session is, and how long it lasts, is in rules and queries.
"""

from flask import Response, g

from lms.accounts.queries import find_session_actor
from lms.accounts.rules import SESSION_NOTED_EVERY
from lms.accounts.services import note_session_use
from lms.kit.actor import Actor
from lms.kit.clock import clock
from lms.kit.db import writing


def load_actor(token: str) -> Actor | None:
    """Return who is signed in under a browser's token, or nothing where the session is over."""
    now = clock.now()
    found = find_session_actor(token, now)
    if found is None:
        return None
    actor, last_used_at = found
    if now - last_used_at >= SESSION_NOTED_EVERY:
        g.session_to_note = token
    return actor


def note_use(response: Response) -> Response:
    """Note that the session was used, when the request's own transaction is over."""
    token = g.pop("session_to_note", None)
    if token is not None:
        with writing():
            note_session_use(token, clock.now())
    return response
