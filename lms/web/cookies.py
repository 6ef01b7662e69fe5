"""The session's cookie: Flask's, signed by a signer made once and read once for each value.

What stands in it is decided where it is used; which person a token means, in `lms.web.actor`.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from lms.kit.clock import clock

# How many browsers' cookies a process remembers, some hundreds of bytes each.
REMEMBERED = 4096


class SignedCookies(SecureCookieSessionInterface):
    """Flask's sessions; by itself Flask makes a signer and checks the signature at each request."""

    _signer: "RememberingSigner | None" = None

    def get_signing_serializer(self, app: Flask) -> "RememberingSigner | None":  # type: ignore[override]  # it reads and signs as Flask's does
        """Return what signs and reads the cookie."""
        signer = super().get_signing_serializer(app) if self._signer is None else None
        if signer is not None:
            self._signer = RememberingSigner(signer)
        return self._signer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie where it changed; that answers vary with it is said by the headers."""
        if session.modified:
            super().save_session(app, session, response)


class ClockSigner(TimestampSigner):
    """Notes when it signed by the one clock that also says how old a cookie is."""

    def get_timestamp(self) -> int:
        """Return the present instant in seconds."""
        return int(clock.now().timestamp())


class RememberingSigner:
    """Signs, and reads a cookie that it has read before without checking its signature again."""

    def __init__(self, signer: URLSafeTimedSerializer) -> None:
        signer.signer = ClockSigner
        self.dumps: Callable[[Any], str | bytes] = signer.dumps
        self._read = lru_cache(REMEMBERED)(
            lambda cookie: signer.loads(cookie, return_timestamp=True)
        )

    def loads(self, cookie: str, max_age: int) -> Any:  # noqa: ANN401 - what was signed
        """Return what was signed; raise `BadSignature` for a forged or an old cookie."""
        value, signed_at = self._read(cookie)
        if (clock.now() - signed_at).total_seconds() > max_age:
            raise SignatureExpired(f"older than {max_age} seconds", value, signed_at)
        # A session is changed in place, and so are the lists of messages in it.
        return {key: list(part) if isinstance(part, list) else part for key, part in value.items()}
