"""The register of the organisations that somebody administers: searched, filtered, by pages.

Everything is asked of the database: a page costs the same few queries however long the register is.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from lms.accounts.models import organisation_table
from lms.accounts.queries.homes import has_address
from lms.accounts.queries.listing import is_called, is_open_to
from lms.accounts.queries.places import is_within, scope_of
from lms.certificates.models import Certificate, CertificateFile, CertificateStatus
from lms.certificates.queries.certificates import get_certificates
from lms.certificates.queries.orders import Part, list_parts
from lms.certificates.queries.papers import MARK
from lms.certificates.rules.codes import read_code
from lms.certificates.rules.register import SHORTEST_PIECE, Wish
from lms.certificates.rules.rows import CertificateRow
from lms.content.models import Course
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.folding import fold
from lms.programmes.models import Programme

# So many are in memory at once while an export is written.
_AT_ONCE = 500
_LARGEST_NUMBER = 2**31 - 1


def list_page(
    actor: Actor, now: datetime, wish: Wish, *, first: int, size: int
) -> tuple[list[CertificateRow], int]:
    """Return a page of what meets the wish, in its order, and how many there are."""
    asked = in_register(actor, wish, now)
    total, found = _count(asked), list[str]()
    for part in list_parts(actor, wish, total):
        conditions = asked + part.conditions
        query = _find(conditions, part).offset(first).limit(size - len(found))
        found += read(query).scalars()
        if len(found) == size or not part.is_more_to_come:
            break
        # What comes behind this part begins so much later.
        first = max(0, first - _count(conditions))
    return _get_rows(found, now), total


def list_ids(actor: Actor, now: datetime, wish: Wish) -> list[str]:
    """Return the ids of everything that meets the wish, in its order."""
    asked = in_register(actor, wish, now)
    return [
        found
        for part in list_parts(actor, wish, _count(asked))
        for found in read(_find(asked + part.conditions, part)).scalars()
    ]


def _find(conditions: list[ColumnElement[bool]], part: Part) -> Select[*tuple[Any, ...]]:
    """Return the query for ids alone: to find them, an index is enough."""
    return join_issuers(select(Certificate.id), conditions).order_by(*part.order)


def list_portions(certificate_ids: Sequence[str], now: datetime) -> Iterator[list[CertificateRow]]:
    """Yield the certificates that `list_ids` found, in its order, a few hundred at once."""
    for start in range(0, len(certificate_ids), _AT_ONCE):
        yield _get_rows(certificate_ids[start : start + _AT_ONCE], now)


def _get_rows(certificate_ids: Sequence[str], now: datetime) -> list[CertificateRow]:
    rows = get_certificates(certificate_ids, now)
    return [rows[found] for found in certificate_ids]


def _count(conditions: list[ColumnElement[bool]]) -> int:
    query = join_issuers(select(func.count()).select_from(Certificate), conditions)
    return int(read(query).scalar_one())


def in_register(actor: Actor, wish: Wish, now: datetime) -> list[ColumnElement[bool]]:
    """Return the conditions of what the actor administers and the wish asks for.

    They stand over certificates that are joined to their issuers.
    """
    asked: list[ColumnElement[bool]] = [is_within(scope_of(actor))]
    asked += _finds_text(actor, wish.text)
    if wish.kind:
        asked.append(Certificate.kind == wish.kind)
    if wish.language:
        asked.append(Certificate.language == wish.language)
    if wish.subject:
        asked.append(_is_of(wish.subject))
    if wish.status:
        asked.append(has_status(wish.status, now))
    if wish.key:
        asked.append(_signed_with(wish.key))
    if wish.review:
        asked.append(_is_due(now))
    return asked + _between(wish)


def join_issuers(
    query: Select[*tuple[Any, ...]], conditions: list[ColumnElement[bool]]
) -> Select[*tuple[Any, ...]]:
    """Return a query over certificates as it is asked of those that meet the conditions."""
    return query.join(
        organisation_table, organisation_table.c.id == Certificate.issuer_id
    ).where(*conditions)  # fmt: skip


def _finds_text(actor: Actor, text: str) -> list[ColumnElement[bool]]:
    """Return the conditions of what is searched for: an address, a code, or words that all fit."""
    folded = fold(text)
    if "@" in text and len(text.split()) == 1:
        return [has_address(actor, Certificate.person_id, text)]
    code = read_code(folded)
    words = [_finds(actor, word) for word in ([code] if code else folded.split())]
    # A number on paper may have spaces in it.
    return [or_(and_(*words), _is_on_paper(folded))] if len(words) > 1 else words


def _finds(actor: Actor, word: str) -> ColumnElement[bool]:
    """Return whether a word is of a name of the holder's, of the code, or the number.

    The name is the one on the certificate or one of today; both are found by those alone who may
    see them. The number is the register's or the one on paper.
    """
    number, code = word.lstrip("#"), word.replace("-", "").upper()
    places = [
        is_called(actor, Certificate.person_id, word),
        and_(
            Certificate.folded_name.contains(word, autoescape=True),
            is_open_to(actor, Certificate.person_id),
        ),
    ]
    # A short piece would be found in nearly every code.
    if len(code) >= SHORTEST_PIECE and code.isascii() and code.isalnum():
        places.append(Certificate.code.contains(code, autoescape=True))
    if number.isascii() and number.isdecimal() and int(number) <= _LARGEST_NUMBER:
        places.append(Certificate.number == int(number))
    if not word.startswith("#"):
        places.append(_is_on_paper(word))
    return or_(*places)


def _is_on_paper(word: str) -> ColumnElement[bool]:
    """Return whether the number on a paper begins so, or is it, where it has digits alone.

    It stands in the key of what was entered, after whoever issued it.
    """
    ending = MARK if word.isdecimal() else ""
    return Certificate.import_key.contains(f"|{word}{ending}", autoescape=True)


def _is_of(subject: str) -> ColumnElement[bool]:
    kind, _, code = subject.partition(":")
    if kind == "course":
        course = select(Course.id).where(Course.slug == code)
        return Certificate.course_id.in_(course) if code else Certificate.course_id.is_not(None)
    if kind == "programme":
        programme = select(Programme.id).where(Programme.slug == code)
        is_any = Certificate.programme_id.is_not(None)
        return Certificate.programme_id.in_(programme) if code else is_any
    return Certificate.import_key.is_not(None)


def _between(wish: Wish) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wish.issued_from:
        asked.append(Certificate.issued_on >= wish.issued_from)
    if wish.issued_to:
        asked.append(Certificate.issued_on <= wish.issued_to)
    if wish.ends_from:
        asked.append(Certificate.valid_until >= wish.ends_from)
    if wish.ends_to:
        asked.append(Certificate.valid_until <= wish.ends_to)
    return asked


def _signed_with(key_id: str) -> ColumnElement[bool]:
    return exists().where(
        CertificateFile.certificate_id == Certificate.id, CertificateFile.key_id == key_id
    )


def _decided(decision: str) -> ColumnElement[bool]:
    return exists().where(
        CertificateStatus.certificate_id == Certificate.id, CertificateStatus.decision == decision
    )


def _is_suspended(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return whether the last word on a suspension is that it holds; `more` is asked of it."""
    later = aliased(CertificateStatus)
    ended = exists().where(
        later.certificate_id == CertificateStatus.certificate_id,
        later.decision == "reinstated",
        later.seq > CertificateStatus.seq,
    )
    return exists().where(
        CertificateStatus.certificate_id == Certificate.id,
        CertificateStatus.decision == "suspended",
        ~ended,
        *more,
    )


def _is_due(now: datetime) -> ColumnElement[bool]:
    return has_status("suspended", now) & _is_suspended(CertificateStatus.review_on <= now.date())


def has_status(status: str, now: datetime) -> ColumnElement[bool]:
    """Return whether a certificate stands so, as `rules.status.standing` derives it of one."""
    is_over = Certificate.valid_until < now.date()
    lasts = or_(Certificate.valid_until.is_(None), Certificate.valid_until >= now.date())
    revoked, superseded = _decided("revoked"), _decided("superseded")
    conditions: dict[str, Callable[[], ColumnElement[bool]]] = {
        "revoked": lambda: revoked,
        "superseded": lambda: and_(~revoked, superseded),
        "suspended": lambda: and_(~revoked, ~superseded, _is_suspended()),
        "expired": lambda: and_(~revoked, ~superseded, ~_is_suspended(), is_over),
        "valid": lambda: and_(~revoked, ~superseded, ~_is_suspended(), lasts),
    }
    return conditions.get(status, true)()
