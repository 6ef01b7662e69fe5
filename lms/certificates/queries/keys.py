"""Reads of signing keys and authorities: all that were ever, the one in use, their sealed files.

A sealed file is opened in `signing.keyring` alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, false, or_, select, text

from lms.certificates.models import SigningAuthority, SigningKey
from lms.certificates.rules.keys import AuthorityRow, Ending, KeyRow, ending_of
from lms.kit.db import db, read

_KEY = select(
    SigningKey.id,
    SigningKey.label,
    SigningKey.algorithm,
    SigningKey.chain,
    SigningKey.fingerprint,
    SigningKey.created_at,
    SigningKey.not_after,
    SigningKey.retired_at,
    SigningKey.authority_id.is_not(None),
).order_by(SigningKey.retired_at.is_not(None), SigningKey.created_at.desc(), SigningKey.id)
_AUTHORITY = select(
    SigningAuthority.id,
    SigningAuthority.label,
    SigningAuthority.certificate,
    SigningAuthority.fingerprint,
    SigningAuthority.created_at,
    SigningAuthority.not_after,
).order_by(SigningAuthority.created_at.desc(), SigningAuthority.id)
# Fewer digits of a fingerprint may be anybody's.
_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Sealed:
    """The sealed file of a key or an authority, by its id."""

    id: str
    content: bytes


def list_keys() -> list[KeyRow]:
    """Return every key that there ever was, the one in use first, then the newest."""
    return _keys(_KEY)


def find_key(key_id: str) -> KeyRow | None:
    """Return a key, or nothing."""
    return next(iter(_keys(_KEY.where(SigningKey.id == key_id))), None)


def find_current_key() -> KeyRow | None:
    """Return the key that signs, or nothing where there is none."""
    return next(iter(_keys(_KEY.where(SigningKey.retired_at.is_(None)).limit(1))), None)


def find_by_fingerprint(fingerprint: str) -> KeyRow | None:
    """Return the key whose certificate has this fingerprint, retired or not; or nothing."""
    return next(iter(_keys(_KEY.where(SigningKey.fingerprint == fingerprint))), None)


def find_named(text: str) -> KeyRow | None:
    """Return the one key of this id, or whose fingerprint begins so, however it is grouped."""
    plain = text.strip().lower().replace(" ", "").replace(":", "")
    begins = SigningKey.fingerprint.startswith(plain, autoescape=True)
    is_meant = or_(SigningKey.id == plain, begins) if len(plain) >= _SHORTEST else false()
    found = _keys(_KEY.where(is_meant))
    return found[0] if len(found) == 1 else None


def find_current_id() -> str | None:
    """Return the id of the key that signs, or nothing where there is none."""
    query = (
        select(SigningKey.id)
        .where(SigningKey.retired_at.is_(None))
        .order_by(SigningKey.created_at.desc(), SigningKey.id)
        .limit(1)
    )
    return read(query).scalar_one_or_none()


def get_sealed_key(key_id: str) -> Sealed:
    """Return the sealed file of a key that is there and has one."""
    content = read(select(SigningKey.sealed).where(SigningKey.id == key_id)).scalar_one()
    return Sealed(key_id, content or b"")


def list_authorities() -> list[AuthorityRow]:
    """Return every self-made authority that there ever was, the newest first."""
    return [AuthorityRow(*row) for row in read(_AUTHORITY)]


def find_authority() -> AuthorityRow | None:
    """Return the authority that vouches for new keys, or nothing where there is none."""
    row = read(_AUTHORITY.limit(1)).one_or_none()
    return AuthorityRow(*row) if row else None


def find_sealed_authority() -> Sealed | None:
    """Return the sealed file of the authority that vouches for new keys, or nothing."""
    row = read(
        select(SigningAuthority.id, SigningAuthority.sealed)
        .order_by(SigningAuthority.created_at.desc(), SigningAuthority.id)
        .limit(1)
    ).one_or_none()
    return Sealed(row.id, row.sealed) if row else None


def list_endings(now: datetime) -> tuple[Ending, ...]:
    """Return what signing needs and what ends within the days to warn."""
    key = find_current_key()
    authority = _authority_of(key.id) if key else None
    return ending_of(key, authority, now)


def lock_keys() -> None:
    """Let nobody else change keys until this transaction ends; SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE signing_key IN SHARE ROW EXCLUSIVE MODE"))


def _keys(query: Select[*tuple[Any, ...]]) -> list[KeyRow]:
    return [KeyRow(*row) for row in read(query)]


def _authority_of(key_id: str) -> AuthorityRow | None:
    row = read(
        _AUTHORITY.join(SigningKey, SigningKey.authority_id == SigningAuthority.id).where(
            SigningKey.id == key_id
        )
    ).one_or_none()
    return AuthorityRow(*row) if row else None
