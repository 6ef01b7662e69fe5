"""A person comes, is named, agrees, chooses, goes.

Roles and sign-in have their own files.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete

from lms.accounts.events import IdentityProtected
from lms.accounts.models import Consent, Person, PersonName, RoleGrant, WebSession
from lms.accounts.queries import (
    count_root_administrators,
    find_person_by_email,
    list_missing_documents,
    list_own_names,
    lock_root_administration,
)
from lms.accounts.rules import (
    DOCUMENTS,
    AccountMerged,
    EmailTaken,
    LastAdministrator,
    LastName,
    check_roles,
    clean_honorific,
    clean_name,
    script_of,
)
from lms.audit import services as audit
from lms.kit import events
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.folding import fold


def create_person(
    actor: Actor,
    now: datetime,
    *,
    email: str,
    password_hash: str | None,
    full_name: str,
    language: str | None,
    organisation_id: str,
    script: str | None = None,
    roles: Iterable[str] = (),
    time_zone: str = "UTC",
    is_demo: bool = False,
    is_protected: bool = False,
    has_consented: bool = False,
) -> str:
    """Make an account with its name, and its roles at its own organisation; return its id.

    Raises `EmailTaken`, `RoleUnknown`, `NameMissing`.
    """
    if find_person_by_email(email) is not None:
        raise EmailTaken
    person = Person(
        email=email.strip().lower(),
        password_hash=password_hash,
        language=language,
        time_zone=time_zone,
        organisation_id=organisation_id,
        is_demo=is_demo,
        is_protected=is_protected,
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()
    save_name(actor, now, person.id, full_name, script)
    granted = _grant(person.id, roles, organisation_id)
    _record(actor, now, "created", person.id, {"roles": granted, "organisation": organisation_id})
    if has_consented:
        record_consent(actor, now, person.id)
    return person.id


def _grant(person_id: str, roles: Iterable[str], organisation_id: str) -> tuple[str, ...]:
    granted = check_roles(roles)
    db.session.add_all(
        RoleGrant(person_id=person_id, role=role, organisation_id=organisation_id)
        for role in granted
    )
    db.session.flush()
    return granted


def save_name(
    actor: Actor, now: datetime, person_id: str, full_name: str, script: str | None = None
) -> str:
    """Write a person's name in one script, replacing the one there was; return the name's id.

    The script is the one that most letters are of, unless it is said. A name that changed is
    not confirmed any more. Raises `NameMissing`.
    """
    text = clean_name(full_name)
    own_script = script or script_of(text)
    name = _find_name(person_id, own_script)
    if name is None:
        name = PersonName(person_id=person_id, script=own_script, full_name=text, folded=fold(text))
        db.session.add(name)
    elif name.full_name != text:
        name.full_name, name.folded, name.confirmed_at = text, fold(text), None
    db.session.flush()
    _record(actor, now, "name_saved", person_id, {"script": own_script})
    return name.id


def _find_name(person_id: str, script: str) -> PersonName | None:
    for row in list_own_names(person_id):
        if row.script == script:
            return db.session.get(PersonName, row.id)
    return None


def change_honorific(name_id: str, honorific: str) -> None:
    """Write what stands before a name on certificates; empty: nothing.

    A name before which something else stands is not confirmed any more. Raises `HonorificTooLong`.
    """
    name, text = db.session.get_one(PersonName, name_id), clean_honorific(honorific)
    if name.honorific != text:
        name.honorific, name.confirmed_at = text, None
        db.session.flush()


def confirm_name(
    actor: Actor,
    now: datetime,
    person_id: str,
    full_name: str,
    script: str | None = None,
    honorific: str | None = None,
) -> str:
    """Record that the person wants to be named so on certificates; return the name's id.

    `honorific` stands before it there; without one, nothing does. Raises `NameMissing`,
    `HonorificTooLong`.
    """
    name_id = save_name(actor, now, person_id, full_name, script)
    change_honorific(name_id, honorific or "")
    name = db.session.get_one(PersonName, name_id)
    name.confirmed_at = now
    db.session.flush()
    _record(actor, now, "name_confirmed", person_id, {"script": name.script})
    return name_id


def remove_name(actor: Actor, now: datetime, person_id: str, name_id: str) -> None:
    """Remove a person's name in one script; raise `LastName` where it is the only one."""
    names = list_own_names(person_id)
    if name_id not in {name.id for name in names}:
        raise NotVisible
    if len(names) == 1:
        raise LastName
    db.session.delete(db.session.get_one(PersonName, name_id))
    db.session.flush()
    _record(actor, now, "name_removed", person_id)


def record_consent(actor: Actor, now: datetime, person_id: str) -> None:
    """Record that the person agreed to the present privacy notice and terms; once each."""
    for document in list_missing_documents(person_id):
        version = DOCUMENTS[document]
        consent = Consent(person_id=person_id, document=document, version=version, given_at=now)
        db.session.add(consent)
        _record(actor, now, "consented", person_id, {"document": document, "version": version})
    db.session.flush()


def change_preferences(
    actor: Actor, now: datetime, person_id: str, *, language: str, time_zone: str
) -> None:
    """Set in which language and in which time zone a person reads."""
    person = get_person(person_id)
    person.language, person.time_zone = language, time_zone
    db.session.flush()
    _record(
        actor, now, "preferences_changed", person_id,
        {"language": language, "time_zone": time_zone},
    )  # fmt: skip


def deactivate_person(actor: Actor, now: datetime, person_id: str) -> None:
    """Close an account: its sessions end, its records stay. Raises `LastAdministrator`."""
    lock_root_administration()
    person = get_person(person_id)
    if not count_root_administrators(without_person=person_id) and (count_root_administrators()):
        raise LastAdministrator
    person.is_active = False
    db.session.execute(delete(WebSession).where(WebSession.person_id == person_id))
    db.session.flush()
    _record(actor, now, "deactivated", person_id)


def reactivate_person(actor: Actor, now: datetime, person_id: str) -> None:
    """Open a closed account again, with the roles that it had. Raises `AccountMerged`."""
    person = get_person(person_id)
    if person.merged_into_id is not None:
        raise AccountMerged
    person.is_active = True
    db.session.flush()
    _record(actor, now, "reactivated", person_id)


def protect_person(actor: Actor, now: datetime, person_id: str, *, is_protected: bool) -> None:
    """Show the person to others by a code instead of a name, or by name again.

    Whatever shows the name until then hears of the protection in the same transaction.
    """
    is_new = is_protected and not is_protected_still(person_id)
    get_person(person_id).is_protected = is_protected
    db.session.flush()
    _record(actor, now, "protected" if is_protected else "unprotected", person_id)
    if is_new:
        events.announce(IdentityProtected(person_id, actor), now)


def is_protected_still(person_id: str) -> bool:
    """Say whether a person's identity is protected; until the transaction ends, that stays so.

    Raises `NotVisible` where there is no such person.
    """
    person = db.session.get(Person, person_id, with_for_update=True, populate_existing=True)
    if person is None:
        raise NotVisible
    return person.is_protected


def get_person(person_id: str) -> Person:
    """Return the person to be changed; raise `NotVisible` where there is none."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotVisible
    return person


def _record(
    actor: Actor,
    now: datetime,
    what: str,
    person_id: str,
    details: dict[str, object] | None = None,
) -> None:
    audit.record(
        actor, now, f"accounts.{what}", subject_type="person", subject_id=person_id,
        details=details,
    )  # fmt: skip
