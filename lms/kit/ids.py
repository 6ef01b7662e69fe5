"""Random identifiers and secrets, and the digest under which a secret is stored.

No counters: what stands in an address must not tell how many there are.
"""

import base64
import hashlib
import re
import secrets

ID_LENGTH = 26
ID_PATTERN = re.compile(r"[a-z2-7]{26}")


def new_id() -> str:
    """Return a random identifier: 128 bits as 26 letters and digits of base32."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def new_token() -> str:
    """Return a secret of 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return the SHA-256 of a secret as 64 hexadecimal digits; only this is stored."""
    return hashlib.sha256(token.encode()).hexdigest()
