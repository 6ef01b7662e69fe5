"""What an account is known by, as one value: read and written as a whole where two become one.

Which of two identities is kept, and what comes back, is decided by `lms.merging.rules`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from lms.accounts.models import MailedToken, Person, PersonName, WebSession
from lms.accounts.queries import list_own_names
from lms.accounts.services.people import get_person
from lms.kit.db import db
from lms.kit.folding import fold
from lms.kit.ids import new_id

FIELDS = ("email", "language", "time_zone", "organisation_id", "is_protected", "is_active",
          "merged_into_id")  # fmt: skip


def read_identity(person_id: str) -> dict[str, Any]:
    """Return what an account is known by, in plain JSON values; names are by script."""
    person = get_person(person_id)
    names = {
        name.script: {
            "full_name": name.full_name,
            "honorific": name.honorific,
            "confirmed_at": name.confirmed_at.isoformat() if name.confirmed_at else None,
        }
        for name in list_own_names(person_id)
    }
    return {name: getattr(person, name) for name in FIELDS} | {"names": names}


def write_identities(identities: Mapping[str, Mapping[str, Any]]) -> None:
    """Write what accounts are known by, as `read_identity` gives it; two may swap addresses."""
    people = {person_id: get_person(person_id) for person_id in identities}
    for person_id, person in people.items():
        if person.email != identities[person_id]["email"]:
            # An address is one account's: for a moment it is nobody's.
            person.email = f"{new_id().lower()}@merged.invalid"
    db.session.flush()
    for person_id, person in people.items():
        for name in FIELDS:
            setattr(person, name, identities[person_id][name])
        _write_names(person_id, identities[person_id]["names"])
    db.session.flush()


def _write_names(person_id: str, names: Mapping[str, Mapping[str, Any]]) -> None:
    for row in list_own_names(person_id):
        name = db.session.get_one(PersonName, row.id)
        if row.script in names:
            _fill(name, names[row.script])
        else:
            db.session.delete(name)
    there = {row.script for row in list_own_names(person_id)}
    for script in names.keys() - there:
        name = PersonName(person_id=person_id, script=script)
        _fill(name, names[script])
        db.session.add(name)
    db.session.flush()


def _fill(name: PersonName, values: Mapping[str, Any]) -> None:
    confirmed_at = values["confirmed_at"]
    name.full_name, name.folded = values["full_name"], fold(values["full_name"])
    # What was kept of a merge before there were forms of address has none.
    name.honorific = values.get("honorific")
    name.confirmed_at = datetime.fromisoformat(confirmed_at) if confirmed_at else None


def swap_passwords(one_id: str, other_id: str) -> None:
    """Let two accounts exchange their passwords, as they exchange their addresses."""
    one, other = get_person(one_id), get_person(other_id)
    one.password_hash, other.password_hash = other.password_hash, one.password_hash
    db.session.flush()


def drop_password(person_id: str) -> None:
    """Leave an account without a password: whoever reads its mail chooses a new one."""
    get_person(person_id).password_hash = None
    db.session.flush()


def end_access(person_id: str) -> None:
    """Sign a person out everywhere, and make every link void that was mailed to them."""
    for model in (WebSession, MailedToken):
        db.session.execute(delete(model).where(model.person_id == person_id))


def lock_people(person_ids: tuple[str, str]) -> None:
    """Let one transaction at a time change what these accounts are; always in the same order."""
    for person_id in sorted(person_ids):
        db.session.get(Person, person_id, with_for_update=True, populate_existing=True)
