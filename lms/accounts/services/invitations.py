"""Inviting people, sending again, withdrawing, and what happens when somebody accepts.

Whom an administrator may invite is decided by `lms.accounts.policy`.
"""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from lms.accounts.models import Invitation
from lms.accounts.queries import (
    InvitationRow,
    find_invitation_by_token,
    find_person_by_email,
    find_waiting_invitation,
)
from lms.accounts.rules import (
    INVITATION_LASTS,
    AlreadyInvited,
    EmailTaken,
    Invitee,
    LinkNotValid,
    check_roles,
    clean_name,
    script_of,
)
from lms.accounts.services.people import create_person
from lms.audit import services as audit
from lms.kit.actor import STRANGER, Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.ids import digest, new_token
from lms.notifications.services import send


def invite(actor: Actor, now: datetime, invitee: Invitee) -> str:
    """Keep a place for somebody and mail them the link; return the invitation's id.

    Raises `EmailTaken`, `AlreadyInvited`, `RoleUnknown`, `NameMissing`.
    """
    if find_person_by_email(invitee.email) is not None:
        raise EmailTaken
    if find_waiting_invitation(invitee.email) is not None:
        raise AlreadyInvited
    token = new_token()
    name = clean_name(invitee.full_name)
    invitation = Invitation(
        email=invitee.email,
        full_name=name,
        script=script_of(name),
        language=invitee.language,
        organisation_id=invitee.organisation_id,
        roles=list(check_roles(invitee.roles)),
        is_protected=invitee.is_protected,
        token_digest=digest(token),
        invited_by=actor.person_id,
        created_at=now,
        sent_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    _mail(now, invitation, token)
    _record(actor, now, "invited", invitation.id, invitee.organisation_id)
    return invitation.id


def invite_all(actor: Actor, now: datetime, invitees: Iterable[Invitee]) -> list[str]:
    """Invite everybody or, where a rule is broken for one of them, nobody; return the ids."""
    return [invite(actor, now, invitee) for invitee in invitees]


def resend_invitation(actor: Actor, now: datetime, invitation_id: str) -> None:
    """Mail a new link, valid from now; the links of earlier mails open nothing any more."""
    invitation = _get_waiting(invitation_id)
    token = new_token()
    invitation.token_digest = digest(token)
    invitation.sent_at = now
    invitation.expires_at = now + INVITATION_LASTS
    db.session.flush()
    _mail(now, invitation, token)
    _record(actor, now, "invitation_resent", invitation_id, invitation.organisation_id)


def withdraw_invitation(actor: Actor, now: datetime, invitation_id: str) -> None:
    """Make an invitation void; the address can be invited anew."""
    invitation = _get_waiting(invitation_id)
    invitation.withdrawn_at = now
    db.session.flush()
    _record(actor, now, "invitation_withdrawn", invitation_id, invitation.organisation_id)


def accept_invitation(
    now: datetime, token: str, *, full_name: str, password_hash: str, time_zone: str = "UTC"
) -> str:
    """Make the person who was invited, who agreed to notice and terms; return the person's id.

    Raises `LinkNotValid`, and `EmailTaken` where an account was made otherwise meanwhile.
    """
    row = _get_open(token, now)
    person_id = create_person(
        STRANGER,
        now,
        email=row.email,
        password_hash=password_hash,
        full_name=full_name,
        language=row.language,
        organisation_id=row.organisation_id,
        roles=row.roles,
        time_zone=time_zone,
        is_protected=row.is_protected,
        has_consented=True,
    )
    db.session.get_one(Invitation, row.id).accepted_at = now
    db.session.flush()
    _record(STRANGER, now, "invitation_accepted", row.id, row.organisation_id)
    return person_id


def _get_open(token: str, now: datetime) -> InvitationRow:
    row = find_invitation_by_token(token, now)
    if row is None:
        raise LinkNotValid
    return row


def _get_waiting(invitation_id: str) -> Invitation:
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or invitation.accepted_at or invitation.withdrawn_at:
        raise NotVisible
    return invitation


def _mail(now: datetime, invitation: Invitation, token: str) -> None:
    send(
        now,
        kind="accounts.invitation",
        key=invitation.token_digest,
        email=invitation.email,
        language=invitation.language,
        template="mail/invitation.txt",
        context={"path": f"/invitations/{quote(token)}", "days": INVITATION_LASTS.days},
    )


def _record(actor: Actor, now: datetime, what: str, invitation_id: str, place: str) -> None:
    audit.record(
        actor,
        now,
        f"accounts.{what}",
        subject_type="invitation",
        subject_id=invitation_id,
        details={"organisation": place},
    )
