"""Argon2id: hashing a password and checking one, in the same time whether or not there is one.

What a password must be like is a rule: `lms.accounts.rules`.
"""

import os
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's second recommendation, 2024: a sign-in costs some 30 ms and 19 MiB. The tests, which
# make hundreds of people, ask for cheap hashes; these verify nowhere as anything better.
_SOUND = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def _hasher() -> PasswordHasher:
    return _CHEAP if os.environ.get("LMS_CHEAP_PASSWORDS") else _SOUND


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher().hash("the password of nobody")


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password, with its parameters and a fresh salt."""
    return _hasher().hash(password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Say whether `password` is the one of this hash; without a hash it takes as long."""
    try:
        _hasher().verify(password_hash or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
