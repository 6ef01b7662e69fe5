"""Who there is: one person, who holds a role, and the lists of the administrators' pages.

Names come from `lms.accounts.queries.names`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from lms.accounts.models import MailedToken, Person, RoleGrant, organisation_table
from lms.accounts.rules import ancestors
from lms.kit.actor import Role
from lms.kit.db import db, read
from lms.kit.errors import NotVisible
from lms.kit.ids import digest


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A link that was mailed and may still be used."""

    id: str
    person_id: str
    email: str | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person without a name."""

    id: str
    email: str
    language: str | None
    time_zone: str
    organisation_id: str
    organisation_path: str
    is_protected: bool
    is_active: bool
    is_demo: bool
    created_at: datetime
    # The account that this one was merged into.
    merged_into_id: str | None


_person = select(
    Person.id,
    Person.email,
    Person.language,
    Person.time_zone,
    Person.organisation_id,
    organisation_table.c.path,
    Person.is_protected,
    Person.is_active,
    Person.is_demo,
    Person.created_at,
    Person.merged_into_id,
).join(organisation_table, organisation_table.c.id == Person.organisation_id)


def find_person(person_id: str) -> PersonRow | None:
    """Return one person, or nothing."""
    row = db.session.execute(_person.where(Person.id == person_id)).one_or_none()
    return PersonRow(*row) if row else None


def find_person_by_email(email: str) -> PersonRow | None:
    """Return the person with this address, however it is typed, or nothing.

    The address of an account that was merged into another finds the one that was kept.
    """
    meant = select(func.coalesce(Person.merged_into_id, Person.id)).where(
        Person.email == email.strip().lower()
    )
    row = db.session.execute(_person.where(Person.id == meant.scalar_subquery())).one_or_none()
    return PersonRow(*row) if row else None


def get_language_and_email(person_id: str) -> tuple[str, str]:
    """Return in which language and to which address a person is written to."""
    found = get_languages_and_emails([person_id])
    if person_id not in found:
        raise NotVisible
    return found[person_id]


def get_languages_and_emails(person_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return the same of those of the people that are there, by their ids."""
    query = select(Person.id, Person.language, Person.email).where(Person.id.in_(person_ids))
    return {row.id: (row.language or "en", row.email) for row in read(query)}


def _is_valid(now: datetime) -> ColumnElement[bool]:
    return or_(RoleGrant.until.is_(None), RoleGrant.until >= now.date())


def list_role_holders(role: Role, path: str, now: datetime) -> list[str]:
    """Return the ids of the active people whose `role` covers the organisation at `path`."""
    rows = db.session.execute(
        select(Person.id)
        .distinct()
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(organisation_table, organisation_table.c.id == RoleGrant.organisation_id)
        .where(
            Person.is_active,
            RoleGrant.role == role,
            _is_valid(now),
            organisation_table.c.path.in_(ancestors(path)),
        )
        .order_by(Person.id)
    )
    return list(rows.scalars())


def lock_root_administration() -> None:
    """Let one transaction at a time take away what makes somebody administer the installation.

    Two that each left the other in place would leave nobody. On SQLite there is one writer anyway.
    """
    query = select(organisation_table.c.id).where(organisation_table.c.kind == "installation")
    # Not against those who only refer to the row, such as a new person.
    db.session.execute(query.with_for_update(key_share=True))


def count_root_administrators(without_person: str | None = None) -> int:
    """Return how many active people administer the whole installation for good.

    Whoever's grant has an end is not counted: the day after, nobody would be left.
    """
    query = (
        select(func.count(Person.id.distinct()))
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(organisation_table, organisation_table.c.id == RoleGrant.organisation_id)
        .where(
            Person.is_active,
            RoleGrant.role == "administrator",
            RoleGrant.until.is_(None),
            organisation_table.c.kind == "installation",
        )
    )
    if without_person is not None:
        query = query.where(Person.id != without_person)
    return db.session.execute(query).scalar_one()


def count_demo_people() -> int:
    """Return how many accounts have the demo's public password."""
    query = select(func.count()).select_from(Person).where(Person.is_demo)
    return db.session.execute(query).scalar_one()


def count_other_people() -> int:
    """Return how many accounts are not the demo's."""
    query = select(func.count()).select_from(Person).where(Person.is_demo.is_(False))
    return db.session.execute(query).scalar_one()


def find_mailed_token(token: str, purpose: str, now: datetime) -> TokenRow | None:
    """Return the link of this secret, or nothing where it was used, replaced or is too old."""
    row = db.session.execute(
        select(MailedToken.id, MailedToken.person_id, MailedToken.email)
        .join(Person, Person.id == MailedToken.person_id)
        .where(
            MailedToken.token_digest == digest(token),
            MailedToken.purpose == purpose,
            MailedToken.used_at.is_(None),
            MailedToken.expires_at > now,
            Person.is_active,
        )
    ).one_or_none()
    return TokenRow(*row) if row else None
