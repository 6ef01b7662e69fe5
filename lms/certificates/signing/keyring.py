"""The keys in the hands of this process: opened once each, by the installation's passphrase.

Which one is in use is asked of the table each time, so that a rotation is heeded at once.
"""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.certificates.queries import keys as queries
from lms.certificates.rules.keys import KeyDoesNotOpen, KeySealed
from lms.certificates.signing.authority import Pair
from lms.certificates.signing.sealing import derive_passphrase, seal, unseal
from lms.certificates.signing.signer import Signer, SoftwareSigner, algorithm_of

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

log = logging.getLogger(__name__)
WONT_OPEN = "the key in use does not open: LMS_KEY_PASSPHRASE, or the secret, is another one now"


@dataclass(frozen=True, slots=True)
class _Access:
    passphrase: bytes
    timestamp_url: str


_access: _Access | None = None
# By passphrase and id: a key is opened once in a process, which takes as long as a signature.
_opened: dict[tuple[bytes, str], SoftwareSigner] = {}


def use(*, passphrase: str, secret: str, timestamp_url: str) -> None:
    """Open keys by `passphrase`, or else by one that is derived from the installation's secret.

    `timestamp_url` is the address of a time-stamp service, or empty.
    """
    global _access  # noqa: PLW0603 - one installation a process, named at start
    _access = _Access(passphrase.encode() or derive_passphrase(secret), timestamp_url)


def current_signer() -> Signer | None:
    """Return the key in use, or nothing where there is none; raise `KeyDoesNotOpen`.

    A key on a hardware token will be a row without a sealed file, and another `Signer` here.
    """
    key_id = queries.find_current_id()
    if key_id is None:
        return None
    known = (_reach().passphrase, key_id)
    if known not in _opened:
        try:
            pair = _open(queries.get_sealed_key(key_id).content)
        except KeyDoesNotOpen:
            log.error(WONT_OPEN)
            raise
        _opened[known] = SoftwareSigner(
            key_id, algorithm_of(pair.key), pair.certificate, pair.chain, pair.key
        )
    return _opened[known]


def current_timestamper() -> "TimeStamper | None":
    """Return what asks the time-stamp service, or nothing where none is configured."""
    address = _reach().timestamp_url
    if not address:
        return None
    # pyHanko takes long to import, and only who makes files needs it.
    from lms.certificates.signing.timestamps import HttpTimeStamper  # noqa: PLC0415

    return HttpTimeStamper(address)


def does_open() -> bool:
    """Say whether the key in use opens, or there is none."""
    try:
        current_signer()
    except KeyDoesNotOpen:
        return False
    return True


def check_opens(sealed: queries.Sealed) -> None:
    """Raise `KeyDoesNotOpen` where a key was sealed under another passphrase than is used now."""
    _open(sealed.content)


def open_authority() -> tuple[str, Pair] | None:
    """Return the id of the newest authority and its key, or nothing; raise `KeyDoesNotOpen`."""
    sealed = queries.find_sealed_authority()
    return (sealed.id, _open(sealed.content)) if sealed else None


def seal_pair(pair: Pair) -> bytes:
    """Return a key sealed under the installation's passphrase."""
    return seal(pair, _reach().passphrase)


def _open(content: bytes) -> Pair:
    try:
        return unseal(content, _reach().passphrase)
    except KeySealed as error:
        raise KeyDoesNotOpen from error


def _reach() -> _Access:
    if _access is None:
        raise RuntimeError("the keyring has no passphrase yet")
    return _access
