"""Who was invited and has not come yet, and whom a list of addresses knows already.

Accepted invitations stay, as a record of who invited whom.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from lms.accounts.models import Invitation, organisation_table
from lms.accounts.queries.people import find_person_by_email
from lms.accounts.queries.places import is_within, scope_of
from lms.accounts.rules import AlreadyInvited, EmailTaken, invitation_status, name_organisation
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.folding import fold
from lms.kit.ids import digest
from lms.notifications.models import Message


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation with the organisation it is for, and what became of its newest mail."""

    id: str
    email: str
    full_name: str
    language: str
    roles: list[str]
    is_protected: bool
    organisation_id: str
    organisation_path: str
    country_code: str | None
    organisation_name: str
    sent_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None
    mail_status: str | None
    mail_error: str | None

    def status(self, now: datetime) -> str:
        """Return `accepted`, `withdrawn`, `expired` or `open`."""
        return invitation_status(
            accepted_at=self.accepted_at,
            withdrawn_at=self.withdrawn_at,
            expires_at=self.expires_at,
            now=now,
        )

    def label(self, language: str) -> str:
        """Return the organisation's name for a reader."""
        return name_organisation(self.country_code, self.organisation_name, language)


_invitation = select(
    Invitation.id,
    Invitation.email,
    Invitation.full_name,
    Invitation.language,
    Invitation.roles,
    Invitation.is_protected,
    Invitation.organisation_id,
    organisation_table.c.path,
    organisation_table.c.country_code,
    organisation_table.c.name,
    Invitation.sent_at,
    Invitation.expires_at,
    Invitation.accepted_at,
    Invitation.withdrawn_at,
    Message.status,
    Message.error,
).join(organisation_table, organisation_table.c.id == Invitation.organisation_id)
# Sending again makes a new token, and thereby another message.
_invitation = _invitation.outerjoin(
    Message,
    (Message.kind == "accounts.invitation") & (Message.key == Invitation.token_digest),
)
_is_waiting = Invitation.accepted_at.is_(None) & Invitation.withdrawn_at.is_(None)


def find_invitation(invitation_id: str) -> InvitationRow | None:
    """Return one invitation, or nothing."""
    row = db.session.execute(_invitation.where(Invitation.id == invitation_id)).one_or_none()
    return InvitationRow(*row) if row else None


def find_invitation_by_token(token: str, now: datetime) -> InvitationRow | None:
    """Return the invitation that a link is for, or nothing where it is not open any more."""
    row = db.session.execute(
        _invitation.where(
            Invitation.token_digest == digest(token), _is_waiting, Invitation.expires_at > now
        )
    ).one_or_none()
    return InvitationRow(*row) if row else None


def find_waiting_invitation(email: str) -> str | None:
    """Return the id of the invitation of this address that waits, expired or not."""
    query = select(Invitation.id).where(Invitation.email == email, _is_waiting)
    return db.session.execute(query).scalar_one_or_none()


def list_invitations(actor: Actor, first: int, size: int) -> list[InvitationRow]:
    """Return the waiting invitations to what the actor administers, the newest first."""
    return _list(_waiting_for(actor).offset(first).limit(size))


def search_invitations(actor: Actor, text: str) -> list[InvitationRow]:
    """Return those of the waiting invitations whose name or address has all words of a text.

    Names are compared without case and accents, which no database does alike in every script.
    """
    words = fold(text).split()
    return [
        row
        for row in _list(_waiting_for(actor))
        if all(word in f"{fold(row.full_name)} {row.email}" for word in words)
    ]


def _waiting_for(actor: Actor) -> Select[Any]:
    return _invitation.where(_is_waiting, is_within(scope_of(actor))).order_by(
        Invitation.sent_at.desc(), Invitation.email
    )


def _list(query: Select[Any]) -> list[InvitationRow]:
    return [InvitationRow(*row) for row in db.session.execute(query)]


def count_invitations(actor: Actor) -> int:
    """Return how many invitations wait for people of what the actor administers."""
    query = (
        select(func.count())
        .select_from(Invitation)
        .join(organisation_table, organisation_table.c.id == Invitation.organisation_id)
        .where(_is_waiting, is_within(scope_of(actor)))
    )
    return db.session.execute(query).scalar_one()


def find_invitation_problem(email: str) -> str | None:
    """Return why this address cannot be invited, as a msgid, or nothing."""
    if find_person_by_email(email) is not None:
        return EmailTaken.message
    return AlreadyInvited.message if find_waiting_invitation(email) is not None else None


def list_waiting_emails(emails: Iterable[str]) -> set[str]:
    """Return which of these addresses have a waiting invitation."""
    query = select(Invitation.email).where(Invitation.email.in_(list(emails)), _is_waiting)
    return set(db.session.execute(query).scalars())
