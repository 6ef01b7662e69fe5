"""Signing in and out, and changing what one signs in with.

Checking a password is slow and comes before the transaction: `lms.accounts.passwords`.
"""

from datetime import datetime
from urllib.parse import quote

from sqlalchemy import delete, update

from lms.accounts.models import MailedToken, WebSession
from lms.accounts.queries import (
    PersonRow,
    find_mailed_token,
    find_person_by_email,
    get_language_and_email,
    list_sessions,
)
from lms.accounts.rules import (
    SESSION_IDLE,
    SESSION_LONGEST,
    TOKEN_LASTS,
    EmailTaken,
    LinkNotValid,
    describe_browser,
)
from lms.accounts.services.people import get_person
from lms.audit import services as audit
from lms.kit.actor import STRANGER, Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.ids import digest, new_token
from lms.notifications.services import change_address, send


def begin_web_session(person_id: str, now: datetime, user_agent: str) -> str:
    """Sign a person in in one more browser; return the secret that the browser keeps.

    Their sessions that have ended are cleared away.
    """
    db.session.execute(
        delete(WebSession).where(
            WebSession.person_id == person_id,
            (WebSession.ends_at <= now) | (WebSession.last_used_at <= now - SESSION_IDLE),
        )
    )
    token = new_token()
    db.session.add(
        WebSession(
            person_id=person_id,
            token_digest=digest(token),
            browser=describe_browser(user_agent),
            created_at=now,
            last_used_at=now,
            ends_at=now + SESSION_LONGEST,
        )
    )
    db.session.flush()
    return token


def sign_in(actor: Actor, now: datetime, *, user_agent: str, old_token: str | None = None) -> str:
    """Begin the session of somebody whose password was right, ending the browser's old one."""
    person_id = str(actor.person_id)
    if old_token is not None:
        db.session.execute(delete(WebSession).where(WebSession.token_digest == digest(old_token)))
    token = begin_web_session(person_id, now, user_agent)
    _record(actor, now, "signed_in", person_id)
    return token


def record_failed_sign_in(now: datetime, email: str, *, is_throttled: bool) -> None:
    """Record that somebody was not let in; the address stands in the details, not in the log."""
    audit.record(
        STRANGER,
        now,
        "accounts.sign_in_failed",
        subject_type="email",
        subject_id=digest(email)[:26],
        details={"email": email[:254], "is_throttled": is_throttled},
    )


def sign_out(actor: Actor, now: datetime, token: str) -> None:
    """End the session of this browser."""
    db.session.execute(delete(WebSession).where(WebSession.token_digest == digest(token)))
    _record(actor, now, "signed_out", str(actor.person_id))


def end_session(actor: Actor, now: datetime, session_id: str) -> None:
    """End one of one's own sessions; raise `NotVisible` where it is none of them."""
    person_id = str(actor.person_id)
    if session_id not in {row.id for row in list_sessions(person_id, None, now)}:
        raise NotVisible
    db.session.execute(delete(WebSession).where(WebSession.id == session_id))
    _record(actor, now, "session_ended", person_id)


def end_other_sessions(actor: Actor, now: datetime, token: str) -> None:
    """End one's own sessions in all browsers but this one."""
    person_id = str(actor.person_id)
    _end_sessions(person_id, without_token=token)
    _record(actor, now, "other_sessions_ended", person_id)


def _end_sessions(person_id: str, without_token: str | None = None) -> None:
    condition = WebSession.person_id == person_id
    if without_token is not None:
        condition &= WebSession.token_digest != digest(without_token)
    db.session.execute(delete(WebSession).where(condition))


def note_session_use(token: str, now: datetime) -> None:
    """Note when a session was last used, from which its idle time counts."""
    db.session.execute(
        update(WebSession).where(WebSession.token_digest == digest(token)).values(last_used_at=now)
    )


def change_password(actor: Actor, now: datetime, password_hash: str, token: str) -> None:
    """Set one's own password, and sign out everywhere but here."""
    person_id = str(actor.person_id)
    _set_password(actor, now, person_id, password_hash)
    _end_sessions(person_id, without_token=token)


def _set_password(actor: Actor, now: datetime, person_id: str, password_hash: str) -> None:
    person = get_person(person_id)
    person.password_hash = password_hash
    _void_tokens(person_id, now)
    db.session.flush()
    _record(actor, now, "password_changed", person_id)
    send(
        now,
        kind="accounts.password_changed",
        key=f"{person_id}:{now.isoformat()}",
        person_id=person_id,
        email=person.email,
        language=person.language or "en",
        template="mail/password_changed.txt",
        context={"path": "/password/forgotten"},
    )


def request_password_reset(now: datetime, email: str) -> None:
    """Mail a link for a new password, where the address is an active person's; else nothing.

    Where it was merged into another account, the mail says which address to use.
    """
    person = find_person_by_email(email)
    if person is None or not person.is_active:
        return
    address = email.strip().lower()
    if person.email != address:
        _mail_other_address(now, person, address)
        return
    token = _mail_token(now, person.id, "password")
    send(
        now,
        kind="accounts.password_reset",
        key=digest(token),
        person_id=person.id,
        email=person.email,
        language=person.language or "en",
        template="mail/password_reset.txt",
        context={"path": f"/password/{quote(token)}"},
    )
    _record(STRANGER, now, "password_reset_requested", person.id)


def _mail_other_address(now: datetime, person: PersonRow, address: str) -> None:
    """Tell whoever reads mail at a former address which one opens the account."""
    send(
        now,
        kind="accounts.address_merged",
        key=f"{address}:{now.isoformat()}",
        person_id=person.id,
        email=address,
        language=person.language or "en",
        template="mail/address_merged.txt",
        context={"email": person.email, "path": "/password/forgotten"},
    )
    _record(STRANGER, now, "merged_address_asked", person.id)


def reset_password(now: datetime, token: str, password_hash: str) -> None:
    """Set the password of whoever the link was mailed to, and sign them out everywhere.

    Raises `LinkNotValid`.
    """
    row = _use_token(now, token, "password")
    _set_password(STRANGER, now, row.person_id, password_hash)
    _end_sessions(row.person_id)


def request_email_change(actor: Actor, now: datetime, email: str) -> None:
    """Mail a link to the new address; only whoever reads mail there can confirm it.

    An address that is somebody's already gets no mail, and nobody is told.
    """
    person_id = str(actor.person_id)
    if find_person_by_email(email) is not None:
        return
    token = _mail_token(now, person_id, "email", email)
    language, _ = get_language_and_email(person_id)
    send(
        now,
        kind="accounts.email_change",
        key=digest(token),
        person_id=person_id,
        email=email,
        language=language,
        template="mail/email_change.txt",
        context={"path": f"/account/email/{quote(token)}"},
    )
    _record(actor, now, "email_change_requested", person_id)


def change_email(now: datetime, token: str) -> None:
    """Move an account to the address that its link was mailed to, and tell the old address.

    Raises `LinkNotValid`, `EmailTaken`.
    """
    row = _use_token(now, token, "email")
    if find_person_by_email(str(row.email)) is not None:
        raise EmailTaken
    person = get_person(row.person_id)
    old = person.email
    person.email = str(row.email)
    db.session.flush()
    change_address(now, person.id, person.email)
    send(
        now,
        kind="accounts.email_changed",
        key=row.id,
        person_id=person.id,
        email=old,
        language=person.language or "en",
        template="mail/email_changed.txt",
        context={},
    )
    _record(STRANGER, now, "email_changed", person.id)


def _mail_token(now: datetime, person_id: str, purpose: str, email: str | None = None) -> str:
    # Asking again makes the earlier links void: only the newest mail counts.
    db.session.execute(
        delete(MailedToken).where(
            MailedToken.person_id == person_id, MailedToken.purpose == purpose
        )
    )
    token = new_token()
    db.session.add(
        MailedToken(
            person_id=person_id,
            purpose=purpose,
            token_digest=digest(token),
            email=email,
            created_at=now,
            expires_at=now + TOKEN_LASTS,
        )
    )
    db.session.flush()
    return token


def _use_token(now: datetime, token: str, purpose: str) -> MailedToken:
    row = find_mailed_token(token, purpose, now)
    if row is None:
        raise LinkNotValid
    kept = db.session.get_one(MailedToken, row.id, with_for_update=True, populate_existing=True)
    if kept.used_at is not None:
        # Somebody used it between the look and the lock.
        raise LinkNotValid
    kept.used_at = now
    db.session.flush()
    return kept


def _void_tokens(person_id: str, now: datetime) -> None:
    """Make every link that was mailed before worthless: who changes a password may fear one."""
    db.session.execute(
        update(MailedToken)
        .where(MailedToken.person_id == person_id, MailedToken.used_at.is_(None))
        .values(used_at=now)
    )


def _record(actor: Actor, now: datetime, what: str, person_id: str) -> None:
    audit.record(actor, now, f"accounts.{what}", subject_type="person", subject_id=person_id)
