"""Verbs of keys: make the first, make a new one and retire the old, take one in, put one back.

None is ever deleted: what it signed is checked with it for good. Who may do it is who has the
command line.
"""

from datetime import datetime

from lms.audit import services as audit
from lms.certificates.models import SigningAuthority, SigningKey
from lms.certificates.queries import keys as queries
from lms.certificates.rules.keys import (
    ImportedAuthority,
    ImportedExpired,
    ImportedForOtherUse,
    ImportedTooEarly,
    KeyEnded,
    KeyInUse,
    KeyKnown,
    KeyKnownRetired,
    KeyMissingHere,
    KeyRow,
    KeyUnknown,
    label_once,
)
from lms.certificates.signing import keyring
from lms.certificates.signing.authority import Pair, make_authority, make_key
from lms.certificates.signing.sealing import fingerprint_of, label_of, to_pem, unseal
from lms.certificates.signing.signer import algorithm_of
from lms.certificates.signing.usage import is_authority, may_sign_documents
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.organisations import queries as organisations


def ensure_key(actor: Actor, now: datetime, name: str = "") -> str | None:
    """Make a key where there is none in use, and its authority; return its id, or nothing.

    They bear `name`, or that of the installation. Raises `KeyDoesNotOpen` where an authority is
    there and its key does not open.
    """
    queries.lock_keys()
    if queries.find_current_id() is not None:
        return None
    return _make_key(actor, now, "made", name, is_new_authority=False)


def rotate_key(
    actor: Actor, now: datetime, name: str = "", *, is_new_authority: bool = False
) -> str:
    """Make a new key, retire the one in use, and return the new one's id.

    What was signed before stays valid. Raises `KeyDoesNotOpen` where the authority's key does not
    open; `is_new_authority` makes a new one, too.
    """
    queries.lock_keys()
    return _make_key(actor, now, "rotated", name, is_new_authority=is_new_authority)


def import_key(actor: Actor, now: datetime, content: bytes, passphrase: str) -> str:
    """Take in an organisation's own key from a PKCS#12 file; return its id. It signs from now on.

    Raises what `unseal` does, and `KeyKindRefused`, `ImportedExpired`, `ImportedTooEarly`,
    `ImportedForOtherUse`, `ImportedAuthority`, `KeyKnown`, `KeyKnownRetired`.
    """
    pair = unseal(content, passphrase.encode())
    algorithm_of(pair.key)
    _check_certificate(pair, now)
    queries.lock_keys()
    known = queries.find_by_fingerprint(fingerprint_of(pair.certificate))
    if known is not None:
        raise KeyKnown if known.retired_at is None else KeyKnownRetired(key=known.id)
    return _put_in_use(actor, now, pair, None, "imported")


def reuse_key(actor: Actor, now: datetime, named: str) -> str:
    """Put a retired key back in use, retire the one that is, and return its id.

    Raises what `get_reusable` does.
    """
    queries.lock_keys()
    key = get_reusable(now, named)
    retired = _retire_all(now)
    db.session.get_one(SigningKey, key.id).retired_at = None
    db.session.flush()
    _record(actor, now, "reused", key.id, key.fingerprint, retired)
    return key.id


def get_reusable(now: datetime, named: str) -> KeyRow:
    """Return the retired key of this id, or whose fingerprint begins so, where it can sign again.

    Raises `KeyUnknown`, `KeyInUse`, `KeyEnded`, `KeyMissingHere`, and `KeyDoesNotOpen` where it
    belongs to another secret.
    """
    key = queries.find_named(named)
    if key is None:
        raise KeyUnknown
    if key.retired_at is None:
        raise KeyInUse
    if key.not_after <= now:
        raise KeyEnded(day=key.not_after.date())
    sealed = queries.get_sealed_key(key.id)
    if not sealed.content:
        raise KeyMissingHere
    keyring.check_opens(sealed)
    return key


def _check_certificate(pair: Pair, now: datetime) -> None:
    certificate = pair.certificate
    if certificate.not_valid_after_utc <= now:
        raise ImportedExpired(day=certificate.not_valid_after_utc.date())
    if certificate.not_valid_before_utc > now:
        raise ImportedTooEarly(day=certificate.not_valid_before_utc.date())
    if is_authority(certificate):
        raise ImportedAuthority
    if not may_sign_documents(certificate):
        raise ImportedForOtherUse


def _make_key(actor: Actor, now: datetime, how: str, name: str, *, is_new_authority: bool) -> str:
    name = name.strip() or organisations.find_installation().name
    authority = None if is_new_authority else keyring.open_authority()
    if authority is None or authority[1].certificate.not_valid_after_utc <= now:
        authority = _add_authority(actor, now, make_authority(name, now))
    authority_id, above = authority
    return _put_in_use(actor, now, make_key(above, name, now), authority_id, how)


def _add_authority(actor: Actor, now: datetime, pair: Pair) -> tuple[str, Pair]:
    taken = {authority.label for authority in queries.list_authorities()}
    row = SigningAuthority(
        id=new_id(),
        label=label_once(label_of(pair.certificate), taken),
        certificate=to_pem(pair.certificate),
        fingerprint=fingerprint_of(pair.certificate),
        sealed=keyring.seal_pair(pair),
        created_at=now,
        not_after=pair.certificate.not_valid_after_utc,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        actor, now, "certificates.authority_made", subject_type="signing_authority",
        subject_id=row.id, details={"fingerprint": row.fingerprint},
    )  # fmt: skip
    return row.id, pair


def _put_in_use(actor: Actor, now: datetime, pair: Pair, authority_id: str | None, how: str) -> str:
    taken = {key.label for key in queries.list_keys()}
    retired = _retire_all(now)
    row = SigningKey(
        id=new_id(),
        label=label_once(label_of(pair.certificate), taken),
        algorithm=algorithm_of(pair.key),
        chain=to_pem(pair.certificate, *pair.chain),
        fingerprint=fingerprint_of(pair.certificate),
        sealed=keyring.seal_pair(pair),
        authority_id=authority_id,
        created_at=now,
        not_after=pair.certificate.not_valid_after_utc,
    )
    db.session.add(row)
    db.session.flush()
    _record(actor, now, how, row.id, row.fingerprint, retired)
    return row.id


def _retire_all(now: datetime) -> list[str]:
    """Retire whatever is in use, and return its ids: one at most."""
    retired = [key.id for key in queries.list_keys() if key.retired_at is None]
    for key_id in retired:
        db.session.get_one(SigningKey, key_id).retired_at = now
    return retired


def _record(
    actor: Actor, now: datetime, how: str, key_id: str, fingerprint: str, retired: list[str]
) -> None:
    audit.record(
        actor, now, f"certificates.key_{how}", subject_type="signing_key", subject_id=key_id,
        details={"fingerprint": fingerprint, "retired": retired},
    )  # fmt: skip
