"""The token that proves a form is ours: a secret of the session, masked anew for each page.

A compressed page gives away what it repeats (the BREACH attack); behind a fresh mask the secret
never has the same bytes twice. Which requests need a token is decided in `lms.web.room`.
"""

import base64
import hmac
import secrets

from flask import session

COOKIE_KEY = "csrf_token"


class TokenWrong(Exception):
    """A form came without the token of this browser's session."""


def make_token() -> str:
    """Return a token for the forms of one page."""
    return mask(browser_secret())


def browser_secret() -> str:
    """Return the secret of this browser's session, which is given one if it has none."""
    secret: str | None = session.get(COOKIE_KEY)
    if secret is None:
        secret = session[COOKIE_KEY] = secrets.token_urlsafe(24)
    return secret


def check_token(sent: str | None) -> None:
    """Raise `TokenWrong` unless `sent` is a token made for this session."""
    secret = session.get(COOKIE_KEY)
    if not (secret and sent and hmac.compare_digest(_unmask(sent), secret.encode())):
        raise TokenWrong


def mask(secret: str) -> str:
    """Return `secret` behind a random mask, which stands before it."""
    raw = secret.encode()
    noise = secrets.token_bytes(len(raw))
    return base64.urlsafe_b64encode(noise + _mixed(raw, noise)).decode()


def _unmask(token: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(token.encode())
    except ValueError:
        return b""
    half = len(raw) // 2
    return _mixed(raw[:half], raw[half : 2 * half])


def _mixed(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(len(one))
