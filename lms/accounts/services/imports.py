"""A list of people: sent in, read as a person says, carried out line by line, taken back whole.

Who may is decided by `lms.accounts.policy`; what a line says, by `lms.accounts.importing`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lms.accounts.importing.columns import Reading, first_reading, pack_reading
from lms.accounts.importing.lines import Line, choose_action
from lms.accounts.importing.sheets import Sheet
from lms.accounts.models import Invitation, PeopleImport
from lms.accounts.queries import find_grant_id, find_person, list_own_names
from lms.accounts.queries.imports import (
    ImportRow,
    count_uses,
    find_last_reading,
    list_done,
    list_statuses,
)
from lms.accounts.rules import (
    ImportBegun,
    ImportRunning,
    ImportUndone,
    Invitee,
    NothingToImport,
    script_of,
)
from lms.accounts.services.invitations import invite, withdraw_invitation
from lms.accounts.services.people import protect_person, remove_name, save_name
from lms.accounts.services.roles import grant_role, revoke_role
from lms.audit import services as audit
from lms.kit import jobs, storage
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import DomainError, NotVisible
from lms.kit.i18n import N_

IMPORT = "accounts.import"
UNDO = "accounts.undo_import"


class LineRefused(DomainError):
    """What was right when it was looked at may be wrong by the time it is done."""

    message = N_("This line cannot be imported any more.")

    def __init__(self, line: Line) -> None:
        super().__init__()
        if line.problems:
            self.text = line.problems[0].text


def begin_import(
    actor: Actor, now: datetime, *, file_name: str, content_hash: str, sheet: Sheet
) -> str:
    """Keep a list that was sent in, read as the actor's last one that looked so; return its id."""
    reading = find_last_reading(actor, sheet.headings) or first_reading(
        sheet.headings, actor.language, actor.organisation_id or ""
    )
    row = PeopleImport(
        person_id=actor.person_id,
        file_name=file_name,
        content_hash=content_hash,
        headings=list(sheet.headings),
        line_count=len(sheet.rows),
        reading=pack_reading(reading),
        choices={},
        job_ids=[],
        created_at=now,
    )
    db.session.add(row)
    db.session.flush()
    _record(actor, now, "import_sent", row.id, {"lines": len(sheet.rows)})
    return row.id


def save_reading(row: ImportRow, reading: Reading) -> None:
    """Read a list so from now on; what was chosen for its lines holds no more."""
    kept = _get_draft(row)
    kept.reading, kept.choices = pack_reading(reading), {}
    db.session.flush()


def save_choices(row: ImportRow, choices: Mapping[str, Any]) -> None:
    """Keep what is to be done with the lines."""
    _get_draft(row).choices = dict(choices)
    db.session.flush()


def discard_import(actor: Actor, now: datetime, row: ImportRow) -> None:
    """Forget a list of which nothing was done, and its file."""
    db.session.delete(_get_draft(row))
    db.session.flush()
    if not count_uses(row.content_hash):
        storage.remove(row.content_hash)
    _record(actor, now, "import_discarded", row.id)


def start_import(
    actor: Actor, now: datetime, row: ImportRow, lines: list[Line], choices: Mapping[str, Any]
) -> None:
    """Ask for what is chosen of each line; raise `NothingToImport` where that is nothing."""
    kept = _get_draft(row)
    chosen = {str(line.number): choose_action(line, choices) for line in lines}
    wanted = {number: action for number, action in chosen.items() if action != "skip"}
    if not wanted:
        raise NothingToImport
    kept.job_ids = [_enqueue(actor, now, row, wanted)]
    db.session.flush()
    _record(actor, now, "import_started", row.id, {"lines": len(wanted)})


def retry_import(actor: Actor, now: datetime, row: ImportRow) -> None:
    """Ask again for the lines that failed, or were not reached."""
    _check_at_rest(row)
    if row.undo_job_id:
        raise ImportUndone
    asked = jobs.find_arguments(row.job_ids[0]) or {}
    done = list_done(row.job_ids)
    left = {line: action for line, action in asked["lines"].items() if line not in done}
    if not left:
        raise NothingToImport
    job_id = _enqueue(actor, now, row, left)
    db.session.get_one(PeopleImport, row.id).job_ids = [*row.job_ids, job_id]
    db.session.flush()
    _record(actor, now, "import_retried", row.id, {"lines": len(left)})


def undo_import(actor: Actor, now: datetime, row: ImportRow) -> None:
    """Ask for everything to be taken back that nobody has used yet."""
    _check_at_rest(row)
    arguments = {"import": row.id, "actor": actor.person_id, "lines": list(list_done(row.job_ids))}
    job_id = jobs.enqueue(UNDO, row.id, arguments, now)
    db.session.get_one(PeopleImport, row.id).undo_job_id = job_id
    db.session.flush()
    _record(actor, now, "import_undone", row.id)


def _enqueue(actor: Actor, now: datetime, row: ImportRow, lines: Mapping[str, str]) -> str:
    arguments = {"import": row.id, "actor": actor.person_id, "lines": dict(lines)}
    return jobs.enqueue(IMPORT, row.id, arguments, now)


def _get_draft(row: ImportRow) -> PeopleImport:
    kept = db.session.get(PeopleImport, row.id, with_for_update=True)
    if kept is None:
        raise NotVisible
    if kept.job_ids:
        raise ImportBegun
    return kept


def _check_at_rest(row: ImportRow) -> None:
    kept = db.session.get(PeopleImport, row.id, with_for_update=True)
    if kept is None or not kept.job_ids:
        raise NotVisible
    every = [*kept.job_ids, *([kept.undo_job_id] if kept.undo_job_id else [])]
    if set(list_statuses(every).values()) & {"due", "taken"}:
        raise ImportRunning


def import_one(actor: Actor, now: datetime, line: Line, action: str) -> dict[str, Any]:
    """Do what is chosen of one line; return what was done, for the record and for its undoing.

    Raises `LineRefused`, and what `invite` raises.
    """
    if line.invitee is None:
        raise LineRefused(line)
    if action == "invite":
        return {"outcome": "invited", "invitation": invite(actor, now, line.invitee)}
    if line.person_id is None or line.standing != "known":
        raise LineRefused(line)
    return _update(actor, now, line.person_id, line.invitee)


def _update(actor: Actor, now: datetime, person_id: str, invitee: Invitee) -> dict[str, Any]:
    """Add to an account what the line has and it lacks; nothing that is there is changed."""
    person, place = find_person(person_id), invitee.organisation_id
    added: dict[str, Any] = {"person": person_id, "organisation": place, "roles": []}
    for role in invitee.roles:
        if find_grant_id(person_id, role, place) is None:
            grant_role(actor, now, person_id, role=role, organisation_id=place)
            added["roles"].append(role)
    script = script_of(invitee.full_name)
    if script not in {name.script for name in list_own_names(person_id)}:
        added["name"] = save_name(actor, now, person_id, invitee.full_name)
    if invitee.is_protected and person is not None and not person.is_protected:
        protect_person(actor, now, person_id, is_protected=True)
        added["protected"] = True
    is_changed = bool(added["roles"]) or "name" in added or "protected" in added
    return {"outcome": "updated" if is_changed else "unchanged", **added}


def undo_one(actor: Actor, now: datetime, done: Mapping[str, Any]) -> dict[str, Any]:
    """Take back what was done with one line, as far as nobody has used it."""
    if done["outcome"] == "invited":
        return {"outcome": _withdraw(actor, now, done["invitation"])}
    if done["outcome"] == "updated":
        _take_back(actor, now, done)
        return {"outcome": "taken_back"}
    return {"outcome": "unchanged"}


def _withdraw(actor: Actor, now: datetime, invitation_id: str) -> str:
    invitation = db.session.get_one(Invitation, invitation_id)
    if invitation.accepted_at is not None:
        return "used"
    if invitation.withdrawn_at is None:
        withdraw_invitation(actor, now, invitation_id)
    return "withdrawn"


def _take_back(actor: Actor, now: datetime, done: Mapping[str, Any]) -> None:
    person_id = done["person"]
    for role in done["roles"]:
        grant_id = find_grant_id(person_id, role, done["organisation"])
        if grant_id is not None:
            revoke_role(actor, now, person_id, grant_id)
    names = list_own_names(person_id)
    # A name that the person confirmed is the person's own by now.
    ours = [one for one in names if one.id == done.get("name") and one.confirmed_at is None]
    if ours and len(names) > 1:
        remove_name(actor, now, person_id, ours[0].id)
    if done.get("protected"):
        protect_person(actor, now, person_id, is_protected=False)


def _record(
    actor: Actor,
    now: datetime,
    what: str,
    import_id: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    audit.record(
        actor, now, f"accounts.{what}", subject_type="people_import", subject_id=import_id,
        details=details,
    )  # fmt: skip
