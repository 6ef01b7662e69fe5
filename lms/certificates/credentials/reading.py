"""Reading signed tokens again with published keys: of a wallet, a PDF, a status list in a folder.

Nothing is fetched: the keys are given. What a token says of a certificate is judged elsewhere.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any, Literal

Why = Literal["unreadable", "another_key", "changed"]
Keys = Mapping[str, Any]
# The largest that we make has some kilobytes; a status list that is full, thirty.
LARGEST = 256 * 1024
_PARTS = 3
_NUMBERS = frozenset({"kty", "crv", "x", "y", "n", "e"})


class TokenRefused(Exception):
    """A token is none, is signed with a key that is not ours, or was changed after signing."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def read_token(token: bytes, keys: Keys) -> dict[str, Any]:
    """Return what a signed token says, once its signature is found good; raise `TokenRefused`.

    `keys` is the published set of keys (RFC 7517, 5), the retired ones in it. Whatever key the
    token brings along itself is not believed.
    """
    from joserfc import jws  # noqa: PLC0415 - only whoever checks something pays for it
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import ECKey, RSAKey  # noqa: PLC0415

    known = _find_key(_part(token, 0), keys)
    try:
        # Public numbers alone: what a set says beside them decides nothing.
        kind = ECKey if known["kty"] == "EC" else RSAKey
        key = kind.import_key({name: known[name] for name in known if name in _NUMBERS})
        jws.deserialize_compact(token.strip(), key, algorithms=[known["alg"]])
    except (JoseError, ValueError) as error:
        raise TokenRefused("changed") from error
    return _part(token, 1)


def peek(token: bytes) -> dict[str, Any]:
    """Return what a token says of itself, whoever wrote it; raise `TokenRefused`."""
    return _part(token, 1)


def _find_key(header: Mapping[str, Any], keys: Keys) -> Mapping[str, Any]:
    """Return the published key that a token names; its address ends in the key's id."""
    named = str(header.get("kid", "")).rpartition("/")[2]
    for key in keys.get("keys", ()):
        if key.get("kid", "").rpartition("/")[2] == named:
            found: Mapping[str, Any] = key
            return found
    raise TokenRefused("another_key")


def _part(token: bytes, which: int) -> dict[str, Any]:
    parts = token.strip().split(b".") if len(token) <= LARGEST else []
    if len(parts) != _PARTS:
        raise TokenRefused("unreadable")
    body = parts[which]
    try:
        decoded = json.loads(base64.urlsafe_b64decode(body + b"=" * (-len(body) % 4)))
    except (ValueError, RecursionError) as error:
        raise TokenRefused("unreadable") from error
    if not isinstance(decoded, dict):
        raise TokenRefused("unreadable")
    return decoded
