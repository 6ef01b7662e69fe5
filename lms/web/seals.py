"""Seals: an address that only the person can use for whom it was made; nothing is stored for it.

What an address opens is the room's.
"""

import hmac

from flask import current_app


def make_seal(purpose: str, *parts: str) -> str:
    """Return the HMAC-SHA256 of `parts` for a purpose, under the site's secret, hexadecimal."""
    message = "\n".join((purpose, *parts))
    key = str(current_app.config["SECRET_KEY"])
    return hmac.digest(key.encode(), message.encode(), "sha256").hex()


def is_sealed(seal: str, purpose: str, *parts: str) -> bool:
    """Say whether `seal` was made here for the same purpose and parts."""
    return hmac.compare_digest(seal.encode(), make_seal(purpose, *parts).encode())
