"""From a browser's token to the actor, and what sign-in needs to know.

The statement behind every request is built once, here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import (
    Consent,
    Person,
    RoleGrant,
    WebSession,
    assignment_table,
    organisation_table,
)
from lms.accounts.rules import SESSION_IDLE, PersonUnknown, missing_documents
from lms.kit.actor import Actor, Grant
from lms.kit.db import read
from lms.kit.ids import digest
from lms.notifications.models import Message

_own = organisation_table.alias("own")
_granted = organisation_table.alias("granted")
_actor_columns = (
    Person.id,
    Person.language,
    Person.time_zone,
    Person.organisation_id,
    _own.c.path,
    RoleGrant.role,
    _granted.c.path.label("granted_path"),
    # Every page shows it: as a column it costs no query of its own.
    select(func.count())
    .select_from(Message)
    .where(Message.person_id == Person.id, Message.read_at.is_(None))
    .correlate(Person)
    .scalar_subquery()
    .label("unread"),
    exists()
    .where(assignment_table.c.person_id == Person.id, assignment_table.c.until.is_(None))
    .correlate(Person)
    .label("has_task"),
)


def _with_grants(query: Select[Any]) -> Select[Any]:
    return (
        query.join(_own, _own.c.id == Person.organisation_id)
        .outerjoin(
            RoleGrant,
            and_(
                RoleGrant.person_id == Person.id,
                or_(RoleGrant.until.is_(None), RoleGrant.until >= bindparam("today")),
            ),
        )
        .outerjoin(_granted, _granted.c.id == RoleGrant.organisation_id)
        .where(Person.is_active)
    )


_session_actor = _with_grants(
    select(*_actor_columns, WebSession.last_used_at)
    .select_from(WebSession)
    .join(Person, Person.id == WebSession.person_id)
    .where(
        WebSession.token_digest == bindparam("token_digest"),
        WebSession.ends_at > bindparam("now"),
        WebSession.last_used_at > bindparam("idle_since"),
    )
)
_person_actor = _with_grants(select(*_actor_columns).where(Person.id == bindparam("person_id")))


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One browser in which a person is signed in."""

    id: str
    browser: str
    created_at: datetime
    last_used_at: datetime
    is_current: bool


def find_session_actor(token: str, now: datetime) -> tuple[Actor, datetime] | None:
    """Return the actor of a session and when it was last noted in use.

    Nothing where the session has ended, stood idle too long, or the person was deactivated.
    """
    rows = read(
        _session_actor,
        {
            "token_digest": digest(token),
            "now": now,
            "idle_since": now - SESSION_IDLE,
            "today": now.date(),
        },
    ).all()
    return (_actor(rows), rows[0].last_used_at) if rows else None


def find_actor(person_id: str, now: datetime) -> Actor | None:
    """Return a person as an actor, or nothing where there is none who is active."""
    rows = read(_person_actor, {"person_id": person_id, "today": now.date()}).all()
    return _actor(rows) if rows else None


def get_actor_by_email(email: str, now: datetime) -> Actor:
    """Return the active person of this address as an actor; raise `PersonUnknown` for none."""
    query = select(Person.id).where(Person.email == email.strip().lower())
    person_id = read(query).scalar_one_or_none()
    actor = find_actor(person_id, now) if person_id else None
    if actor is None:
        raise PersonUnknown(email=email)
    return actor


def _actor(rows: Sequence[Any]) -> Actor:
    first = rows[0]
    return Actor(
        kind="person",
        person_id=first.id,
        language=first.language,
        time_zone=first.time_zone,
        organisation_id=first.organisation_id,
        organisation_path=first.path,
        grants=tuple(Grant(row.role, row.granted_path) for row in rows if row.role),
        unread=first.unread,
        has_task=bool(first.has_task),
    )


@dataclass(frozen=True, slots=True)
class PasswordRow:
    """What is compared at sign-in; `instead`: the address to use since two accounts are one."""

    person_id: str
    password_hash: str | None
    instead: str | None


def find_password(email: str) -> PasswordRow | None:
    """Return the password's hash of the active person with this address, or nothing.

    Of an account that was merged into another too, with the address of the other.
    """
    kept = aliased(Person)
    row = read(
        select(Person.id, Person.password_hash, kept.email)
        .outerjoin(kept, and_(kept.id == Person.merged_into_id, kept.is_active))
        .where(Person.email == email, or_(Person.is_active, kept.id.is_not(None)))
    ).one_or_none()
    return PasswordRow(*row) if row else None


def find_password_by_id(person_id: str) -> str | None:
    """Return the hash of a person's password, or nothing where none is set."""
    query = select(Person.password_hash).where(Person.id == person_id)
    return read(query).scalar_one_or_none()


def list_sessions(person_id: str, token: str | None, now: datetime) -> list[SessionRow]:
    """Return the browsers in which a person is signed in, the one last used first."""
    rows = read(
        select(
            WebSession.id,
            WebSession.browser,
            WebSession.created_at,
            WebSession.last_used_at,
            WebSession.token_digest,
        )
        .where(
            WebSession.person_id == person_id,
            WebSession.ends_at > now,
            WebSession.last_used_at > now - SESSION_IDLE,
        )
        .order_by(WebSession.last_used_at.desc(), WebSession.id)
    )
    current = digest(token) if token else None
    return [
        SessionRow(
            row.id, row.browser, row.created_at, row.last_used_at, row.token_digest == current
        )
        for row in rows
    ]


def list_missing_documents(person_id: str) -> tuple[str, ...]:
    """Return the documents whose present version the person has not agreed to."""
    rows = read(select(Consent.document, Consent.version).where(Consent.person_id == person_id))
    return missing_documents((row.document, row.version) for row in rows)


def list_consents(person_id: str) -> list[tuple[str, str, datetime]]:
    """Return (document, version, when) of all that a person agreed to, the newest first."""
    rows = read(
        select(Consent.document, Consent.version, Consent.given_at)
        .where(Consent.person_id == person_id)
        .order_by(Consent.given_at.desc(), Consent.document)
    )
    return [(row.document, row.version, row.given_at) for row in rows]
