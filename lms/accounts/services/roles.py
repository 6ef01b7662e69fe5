"""Granting a role at an organisation, and taking it back.

Who may do so there is decided by `lms.accounts.policy`.
"""

from datetime import date, datetime

from lms.accounts.models import RoleGrant
from lms.accounts.queries import (
    count_root_administrators,
    find_grant_id,
    get_place,
    has_root_administrator_grant,
    lock_root_administration,
)
from lms.accounts.rules import LastAdministrator, check_roles
from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible


def grant_role(
    actor: Actor,
    now: datetime,
    person_id: str,
    *,
    role: str,
    organisation_id: str,
    until: date | None = None,
) -> None:
    """Give a person a role at an organisation, to the end of the day `until` if one is named.

    Granted before, its end changes. Raises `RoleUnknown`, `LastAdministrator`.
    """
    check_roles([role])
    place = get_place(organisation_id)
    lock_root_administration()
    grant_id = find_grant_id(person_id, role, organisation_id)
    if grant_id is None:
        db.session.add(
            RoleGrant(person_id=person_id, role=role, organisation_id=organisation_id, until=until)
        )
    else:
        db.session.get_one(RoleGrant, grant_id).until = until
    db.session.flush()
    if role == "administrator" and place.kind == "installation":
        _check_somebody_administers()
    _record(actor, now, "role_granted", person_id, role, organisation_id, until)


def revoke_role(actor: Actor, now: datetime, person_id: str, grant_id: str) -> None:
    """Take a role back; raise `LastAdministrator` where nobody would be left to give it again."""
    lock_root_administration()
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None or grant.person_id != person_id:
        raise NotVisible
    role, organisation_id = grant.role, grant.organisation_id
    was_root = has_root_administrator_grant(grant_id)
    db.session.delete(grant)
    db.session.flush()
    if was_root:
        _check_somebody_administers()
    _record(actor, now, "role_revoked", person_id, role, organisation_id, None)


def _check_somebody_administers() -> None:
    if not count_root_administrators():
        raise LastAdministrator


def _record(
    actor: Actor,
    now: datetime,
    what: str,
    person_id: str,
    role: str,
    organisation_id: str,
    until: date | None,
) -> None:
    audit.record(
        actor,
        now,
        f"accounts.{what}",
        subject_type="person",
        subject_id=person_id,
        details={
            "role": role,
            "organisation": organisation_id,
            "until": until.isoformat() if until else None,
        },
    )
