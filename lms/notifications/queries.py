"""Reads of the outbox, of one's notices, and of how people want to be told.

Nothing is sent here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Subquery, and_, case, func, null, select, union_all

from lms.kit.db import db
from lms.notifications.models import (
    MailAddress,
    MailPreference,
    Message,
    invitation_table,
    nomination_table,
    person_table,
)
from lms.notifications.rules.kinds import KINDS
from lms.notifications.rules.timing import Preference

NO_NOTICE = tuple(name for name, kind in KINDS.items() if not kind.is_notice)
Coder = Callable[[str, str], str]
_coders: list[Coder] = []


def ask_for_codes(coder: Coder) -> None:
    """Let `coder(person_id, language)` say what stands for a protected person's address."""
    _coders[:] = [coder]


@dataclass(frozen=True, slots=True)
class Reader:
    """What decides when somebody is told: where they are, and how they want it."""

    time_zone: str
    preference: Preference


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the outbox is asked for; empty texts ask for all."""

    text: str = ""
    status: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message as the outbox lists it; `to` is a code where the identity is protected."""

    id: str
    kind: str
    status: str
    to: str
    language: str
    created_at: datetime
    sent_at: datetime | None
    due_at: datetime | None
    tries: int
    error: str | None


@dataclass(frozen=True, slots=True)
class BadAddress:
    """An address from which mail came back for good."""

    email: str
    since: datetime
    reason: str


def get_message(message_id: str) -> Message:
    """Return the message of this id."""
    return db.session.execute(select(Message).where(Message.id == message_id)).scalar_one()


def lock_message(message_id: str) -> Message | None:
    """Return the message of this id for a change that nobody else makes at once, or nothing."""
    query = select(Message).where(Message.id == message_id).with_for_update()
    return db.session.execute(query).scalar_one_or_none()


def list_known_keys(kind: str, keys: Iterable[str]) -> set[str]:
    """Return those of the keys of which a message of this kind was written already."""
    query = select(Message.key).where(Message.kind == kind, Message.key.in_(list(keys)))
    return set(db.session.execute(query).scalars())


def list_written_ids(ids: Iterable[str]) -> list[str]:
    """Return those of the messages that are there."""
    query = select(Message.id).where(Message.id.in_(list(ids)))
    return list(db.session.execute(query).scalars())


def find_readers(person_ids: Iterable[str]) -> dict[str, Reader]:
    """Return where each of the people is, and how they want to be told."""
    rows = db.session.execute(
        select(
            person_table.c.id,
            person_table.c.time_zone,
            MailPreference.duty,
            MailPreference.news,
            MailPreference.quiet_from,
            MailPreference.quiet_to,
        )
        .outerjoin(MailPreference, MailPreference.person_id == person_table.c.id)
        .where(person_table.c.id.in_(list(person_ids)))
    )
    return {row.id: Reader(row.time_zone, _preference(row)) for row in rows}


def find_reader(person_id: str) -> Reader | None:
    """Return where somebody is, and how they want to be told, or nothing."""
    return find_readers([person_id]).get(person_id)


def find_preference(person_id: str) -> Preference:
    """Return how somebody wants to be told; as everybody is, where they never said so."""
    row = db.session.execute(
        select(
            MailPreference.duty,
            MailPreference.news,
            MailPreference.quiet_from,
            MailPreference.quiet_to,
        ).where(MailPreference.person_id == person_id)
    ).one_or_none()
    return _preference(row) if row else Preference()


def _preference(row: Any) -> Preference:  # noqa: ANN401 - a row of either of two selects
    if row.duty is None:
        return Preference()
    return Preference(row.duty, row.news, row.quiet_from, row.quiet_to)


def list_undeliverable(emails: Iterable[str]) -> set[str]:
    """Return those of the addresses that do not work."""
    query = select(MailAddress.email).where(
        MailAddress.email.in_(list(emails)), MailAddress.undeliverable_at.is_not(None)
    )
    return set(db.session.execute(query).scalars())


def find_bad_address(person_id: str) -> BadAddress | None:
    """Return a person's address where mail to it comes back, or nothing where it works."""
    row = db.session.execute(
        select(MailAddress.email, MailAddress.undeliverable_at, MailAddress.reason)
        .join(person_table, person_table.c.email == MailAddress.email)
        .where(person_table.c.id == person_id, MailAddress.undeliverable_at.is_not(None))
    ).one_or_none()
    return BadAddress(row.email, row.undeliverable_at, row.reason) if row else None


def list_held(now: datetime, limit: int) -> list[Message]:
    """Return messages whose time has come, person by person, for a change."""
    query = (
        select(Message)
        .where(Message.status == "held", Message.due_at <= now)
        .order_by(Message.person_id, Message.created_at, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(db.session.execute(query).scalars())


def list_messages(ids: Sequence[str]) -> list[Message]:
    """Return these messages in the order in which they were written."""
    query = select(Message).where(Message.id.in_(ids)).order_by(Message.created_at, Message.id)
    return list(db.session.execute(query).scalars())


def _is_notice_of(person_id: str) -> ColumnElement[bool]:
    return and_(Message.person_id == person_id, Message.kind.not_in(NO_NOTICE))


def list_notices(person_id: str, *, first: int, size: int) -> tuple[list[Message], int]:
    """Return a page of somebody's notices, unread ones first, and how many there are in all."""
    mine = _is_notice_of(person_id)
    total = db.session.execute(select(func.count()).select_from(Message).where(mine)).scalar_one()
    query = (
        select(Message)
        .where(mine)
        .order_by(Message.read_at.is_not(None), Message.created_at.desc(), Message.id)
        .offset(first)
        .limit(size)
    )
    return list(db.session.execute(query).scalars()), total


def find_notice(person_id: str, message_id: str) -> Message | None:
    """Return a notice of exactly this person, or nothing."""
    query = select(Message).where(_is_notice_of(person_id), Message.id == message_id)
    return db.session.execute(query).scalar_one_or_none()


def list_outbox(
    wanted: Wanted, language: str, *, first: int, size: int
) -> tuple[list[OutboxRow], int]:
    """Return a page of the outbox, the newest first, and how many messages there are in all.

    `language` is that of the reader, to whom a protected person is a code.
    """
    conditions = _conditions(wanted)
    there = outbox_source().where(*conditions)
    total = db.session.execute(select(func.count()).select_from(there.subquery())).scalar_one()
    rows = db.session.execute(
        there.order_by(Message.created_at.desc(), Message.id).offset(first).limit(size)
    )
    return [_outbox_row(row, language) for row in rows], total


def _list_protected() -> Subquery:
    """Return the addresses of protected people, each with what their code is made of.

    Accounts come before invitations and nominations, so that somebody who has joined is the
    code that they are everywhere.
    """
    people = [
        select(person_table.c.email, person_table.c.id.label("person_id"), null().label("other_id"))
        .where(person_table.c.is_protected.is_(True))
    ]  # fmt: skip
    others = [
        select(here.c.email, null(), here.c.id).where(here.c.is_protected.is_(True))
        for here in (invitation_table, nomination_table)
    ]
    every = union_all(*people, *others).subquery()
    code_of = func.coalesce(func.max(every.c.person_id), func.max(every.c.other_id))
    return select(every.c.email, code_of.label("code_of")).group_by(every.c.email).subquery()


# Mail about an invitation or a nomination has no person: there the address decides.
_protected = _list_protected()
_code_of = case(
    (person_table.c.is_protected.is_(True), Message.person_id),
    (person_table.c.is_protected.is_(None), _protected.c.code_of),
    else_=None,
)


def outbox_source() -> Any:  # noqa: ANN401 - a select of eleven columns of four types
    """Return the select of what the outbox shows of a message."""
    source = select(
        Message.id,
        Message.kind,
        Message.status,
        Message.email,
        Message.language,
        Message.created_at,
        Message.sent_at,
        Message.due_at,
        Message.tries,
        Message.error,
        _code_of.label("code_of"),
    )
    return source.outerjoin(person_table, person_table.c.id == Message.person_id).outerjoin(
        _protected, _protected.c.email == Message.email
    )


def _outbox_row(row: Row[Any], language: str) -> OutboxRow:
    to = _coders[0](row.code_of, language) if row.code_of else row.email
    is_telling = row.code_of and row.error and row.email.partition("@")[0] in row.error.lower()
    error = None if is_telling else row.error
    return OutboxRow(
        row.id, row.kind, row.status, to, row.language, row.created_at, row.sent_at, row.due_at,
        row.tries, error,
    )  # fmt: skip


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text.strip():
        # Whom a search finds by the address would be known by it.
        text = wanted.text.strip().lower()
        conditions.append(and_(_code_of.is_(None), Message.email.contains(text, autoescape=True)))
    if wanted.status:
        conditions.append(Message.status == wanted.status)
    if wanted.kind:
        conditions.append(Message.kind == wanted.kind)
    return conditions


def count_by_status() -> dict[str, int]:
    """Return how many messages are in each state."""
    query = select(Message.status, func.count()).group_by(Message.status)
    return {status: count for status, count in db.session.execute(query)}  # noqa: C416 - a row is no pair to the type checker


def find_last_context(kind: str, email: str) -> dict[str, Any] | None:
    """Return what the newest message of this kind to an address said, where it is kept."""
    query = (
        select(Message.context)
        .where(Message.kind == kind, Message.email == email)
        .order_by(Message.created_at.desc())
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none() or None


def find_person(email: str) -> tuple[str, str | None, bool] | None:
    """Return (id, language, is protected) of who has this address, or nothing."""
    row = db.session.execute(
        select(person_table.c.id, person_table.c.language, person_table.c.is_protected)
        .where(person_table.c.email == email)
    ).one_or_none()  # fmt: skip
    return (row.id, row.language, row.is_protected) if row else None


def name_address(
    email: str, person: tuple[str, str | None, bool], language: str
) -> tuple[str, str | None]:
    """Return what stands for a person's address to a reader of `language`, and their language."""
    person_id, own, is_protected = person
    return (_coders[0](person_id, language) if is_protected else email), own


def find_email(person_id: str) -> str | None:
    """Return a person's present address, or nothing."""
    query = select(person_table.c.email).where(person_table.c.id == person_id)
    return db.session.execute(query).scalar_one_or_none()


def find_kept(person_id: str) -> str:
    """Return the account that one was merged into, else itself."""
    query = select(person_table.c.merged_into_id).where(person_table.c.id == person_id)
    return db.session.execute(query).scalar_one_or_none() or person_id


def find_address(email: str) -> MailAddress | None:
    """Return what is known of an address from which mail came back, or nothing."""
    query = select(MailAddress).where(MailAddress.email == email)
    return db.session.execute(query).scalar_one_or_none()


def find_preference_row(person_id: str) -> MailPreference | None:
    """Return the row of a person's choice for a change, or nothing."""
    query = select(MailPreference).where(MailPreference.person_id == person_id)
    return db.session.execute(query).scalar_one_or_none()


def list_stopped(person_id: str) -> list[Message]:
    """Return a person's messages that were not sent because the address does not work."""
    query = select(Message).where(Message.person_id == person_id, Message.status == "undeliverable")
    return list(db.session.execute(query).scalars())


def list_stopped_at(email: str) -> list[Message]:
    """Return what was not sent to an address because it does not work, for a change."""
    query = (
        select(Message)
        .where(Message.email == email, Message.status == "undeliverable")
        .order_by(Message.id)
        .with_for_update()
    )
    return list(db.session.execute(query).scalars())


def list_held_of(person_id: str) -> list[Message]:
    """Return what waits for a digest or the end of a person's quiet hours."""
    query = select(Message).where(Message.person_id == person_id, Message.status == "held")
    return list(db.session.execute(query).scalars())


def list_by_status(status: str) -> list[str]:
    """Return the ids of all messages in a state."""
    query = select(Message.id).where(Message.status == status).order_by(Message.created_at)
    return list(db.session.execute(query).scalars())
