"""Reads of signatories: an organisation's, one by id or by the link that was mailed.

Who may see them is decided in `design_policy`.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select

from lms.certificates.models import Signatory
from lms.certificates.rules import facts
from lms.certificates.rules.design_rows import SignatoryRow
from lms.kit.db import read
from lms.kit.ids import digest
from lms.organisations.models import Organisation

_SIGNATORY = select(
    Signatory.id,
    Signatory.organisation_id,
    Organisation.path,
    Signatory.name,
    Signatory.offices,
    Signatory.email,
    Signatory.language,
    Signatory.picture_hash,
    Signatory.asked_at,
    Signatory.consented_seal,
    Signatory.consented_at,
    Signatory.overtaken_at,
    Signatory.withdrawn_at,
    Signatory.archived_at,
).join(Organisation, Organisation.id == Signatory.organisation_id)


def find_signatory(signatory_id: str) -> SignatoryRow | None:
    """Return a signatory, or nothing."""
    return _find(_SIGNATORY.where(Signatory.id == signatory_id))


def find_by_token(token: str) -> SignatoryRow | None:
    """Return the signatory to whom the link with this token was mailed, or nothing."""
    return _find(_SIGNATORY.where(Signatory.token_digest == digest(token)))


def list_signatories(organisation_ids: Collection[str]) -> list[SignatoryRow]:
    """Return who signs for these organisations, by name; nobody who was taken off the list."""
    query = _SIGNATORY.where(
        Signatory.organisation_id.in_(organisation_ids), Signatory.archived_at.is_(None)
    )
    return _list(query.order_by(Signatory.name, Signatory.id))


def get_signatories(signatory_ids: Collection[str]) -> dict[str, SignatoryRow]:
    """Return those of these signatories who still sign, by id."""
    query = _SIGNATORY.where(Signatory.id.in_(signatory_ids), Signatory.archived_at.is_(None))
    return {row.id: row for row in _list(query)}


def ask_anew(frozen: Sequence[facts.Signatory], path: str) -> tuple[facts.Signatory, ...]:
    """Return who signs, each with the picture to which they consent by now, or none.

    A certificate keeps no ids of them: they are known by name and office, to which they agreed with
    the picture, among those who sign for the issuer, whose path this is, and for those above it.
    """
    if not frozen:
        return ()
    now = [row.as_printed for row in list_signatories(path.split("/"))]
    return tuple(replace(one, picture_hash=_picture_now(one, now)) for one in frozen)


def _picture_now(one: facts.Signatory, now: Sequence[facts.Signatory]) -> str | None:
    same = (other for other in now if (other.name, other.offices) == (one.name, one.offices))
    return next((other.picture_hash for other in same if other.picture_hash), None)


def _find(query: Select[*tuple[Any, ...]]) -> SignatoryRow | None:
    rows = _list(query)
    return rows[0] if rows else None


def _list(query: Select[*tuple[Any, ...]]) -> list[SignatoryRow]:
    return [SignatoryRow(*row) for row in read(query)]
