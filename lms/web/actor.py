"""Who asks, found once per request from the session cookie.

How a session becomes an actor is the accounts room's business; `lms.wiring` hands it in.
"""

from collections.abc import Callable

from flask import Flask, current_app, g, session

from lms.kit.actor import STRANGER, Actor

ActorLoader = Callable[[str], Actor | None]
# What the signed cookie says of a person is this token alone: a stolen cookie is worth nothing
# without its session row, which signing out deletes.
_COOKIE_KEY = "_user_id"


def use_actors(app: Flask, load: ActorLoader) -> None:
    """Let `load(token)` find the actor of a session, or nothing where it has ended."""
    app.extensions["load_actor"] = load


def current_actor() -> Actor:
    """Return who asks; a stranger where nobody is signed in."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        token = session.get(_COOKIE_KEY)
        load: ActorLoader = current_app.extensions["load_actor"]
        actor = (load(token) if token else None) or STRANGER
        g.actor = actor
    return actor


def current_token() -> str | None:
    """Return the token of the session at hand, or nothing."""
    return str(session[_COOKIE_KEY]) if current_actor().is_signed_in else None


def begin_session(token: str, actor: Actor) -> None:
    """Sign `actor` in for this browser under the session's `token`."""
    session[_COOKIE_KEY] = token
    g.actor = actor


def end_session() -> None:
    """Sign out in this browser."""
    session.pop(_COOKIE_KEY, None)
    g.actor = STRANGER
