"""Who asks, found once per request from the session cookie.

How a session becomes an actor is the accounts room's business; `lms.wiring` hands it in.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from lms.kit.actor import STRANGER, Actor

ActorLoader = Callable[[str], Actor | None]


class Logins(LoginManager):  # type: ignore[misc]  # Flask-Login has no types
    """Flask-Login's, which does not compare the browser and the address with those of before.

    A stolen cookie is worth nothing without its session row, which signing out deletes; and to
    switch the comparison off by its setting still hashes both at each request.
    """

    session_protection = None

    def _session_protection_failed(self) -> bool:
        return False


_login = Logins()
# Where Flask-Login keeps the token of who is signed in.
_KEPT_IN_SESSION = "_user_id"


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """What Flask-Login keeps of a request's person: the session's token and the actor."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.id = token
        self.actor = actor


def use_actors(app: Flask, load: ActorLoader) -> None:
    """Let `load(token)` find the actor of a session, or nothing where it has ended."""

    def load_user(token: str) -> SignedIn | None:
        actor = load(token)
        return SignedIn(token, actor) if actor else None

    _login.init_app(app)
    _login.user_loader(load_user)


def current_session() -> str:
    """Return a mark of the session that asks, from which its secret does not follow; or nothing."""
    token = session.get(_KEPT_IN_SESSION)
    return hashlib.sha256(str(token).encode()).hexdigest()[:32] if token else ""


def current_actor() -> Actor:
    """Return who asks; a stranger where nobody is signed in."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        # Asked through the proxy, each attribute would look the person up again.
        user = current_user._get_current_object()
        actor = user.actor if user.is_authenticated else STRANGER
        g.actor = actor
    return actor


def is_stranger() -> bool:
    """Say whether nobody is signed in, as far as the cookie alone can tell."""
    return _KEPT_IN_SESSION not in session


def current_token() -> str | None:
    """Return the token of the session at hand, or nothing."""
    user: Any = current_user
    return str(user.id) if user.is_authenticated else None


def begin_session(token: str, actor: Actor) -> None:
    """Sign `actor` in for this browser under the session's `token`."""
    login_user(SignedIn(token, actor))
    g.actor = actor


def end_session() -> None:
    """Sign out in this browser."""
    logout_user()
    g.actor = STRANGER
