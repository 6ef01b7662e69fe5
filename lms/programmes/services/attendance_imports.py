"""Attendance from a list of a video service: kept as read, looked over, taken, and undone.

What a list says, and who its people may be, is decided in `rules.video_lists`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, update

from lms.accounts.queries import get_names
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import AttendanceImport
from lms.programmes.queries import attendance, sessions
from lms.programmes.queries.attendance import ImportRow
from lms.programmes.rules.presence import (
    ImportNotTaken,
    ImportTaken,
    Presence,
    PresenceByMinutes,
    SentTwice,
)
from lms.programmes.rules.sessions import SessionRow
from lms.programmes.rules.video_lists import Found, Heard, Known, match_people
from lms.programmes.services.attendance import check_open, list_coming, note


def begin_import(
    actor: Actor, now: datetime, session: SessionRow, file_name: str, heard: Sequence[Heard]
) -> str:
    """Keep what was read of a list, so that it can be looked over; return its id.

    Raises what `check_open` raises.
    """
    check_open(session, now)
    import_id = new_id()
    values = {
        "id": import_id,
        "session_id": session.id,
        "file_name": file_name,
        "lines": [[one.name, one.email, one.minutes] for one in heard],
        "created_by": actor.person_id,
        "created_at": now,
    }
    db.session.execute(insert(AttendanceImport).values(values))
    return import_id


def match_import(actor: Actor, row: ImportRow, session: SessionRow) -> list[Found]:
    """Return each line of a list with who it may be, by what the actor may know of the people."""
    coming = list_coming(session)
    names = get_names(actor, coming.values())
    readers = sessions.list_readers(coming.values())
    known = [
        Known(key, names.get(person_id, ""), readers[person_id].email)
        for key, person_id in coming.items()
        if person_id in readers
    ]
    return match_people([Heard(*line) for line in row.lines], known)


def take_import(
    actor: Actor,
    now: datetime,
    row: ImportRow,
    session: SessionRow,
    chosen: Mapping[int, str],
    rule: PresenceByMinutes,
) -> int:
    """Note as present whom the list heard long enough; return of how many something is noted.

    `chosen` says by line whose it is. Who is already noted as present, late or excused stays so;
    with `rule.marks_others` whoever is not in the list is absent. Raises `ImportTaken`, `SentTwice`
    where two lines are one person's, and what `check_open` raises.
    """
    check_open(session, now)
    minutes: dict[str, int] = {}
    coming = list_coming(session)
    for place, key in sorted(chosen.items()):
        if key not in coming or place >= len(row.lines):
            continue
        if key in minutes:
            raise SentTwice
        minutes[key] = int(row.lines[place][2])
    _set_once(row, now, is_undone=False)
    known = attendance.get_marks(session.id)
    changes: dict[str, Presence] = {}
    for key in coming:
        status = rule.status_of(minutes.get(key))
        before = known[key].status if key in known else "none"
        if status != "none" and before in {"none", "absent"} and before != status:
            changes[key] = status
    note(actor, now, session, changes, "import", minutes=minutes, import_id=row.id)
    return len(changes)


def undo_import(actor: Actor, now: datetime, row: ImportRow, session: SessionRow) -> int:
    """Let hold again what held before a list was taken; return of how many.

    What somebody noted of a person since stays. Raises `ImportNotTaken`.
    """
    _set_once(row, now, is_undone=True)
    marks = attendance.list_imported(row.id)
    known = attendance.get_marks(session.id)
    before = attendance.list_before(session.id, marks)
    changes: dict[str, Presence] = {
        one.participation_id: before.get(one.participation_id, "none")
        for one in marks
        if known[one.participation_id].number == one.number
    }
    note(actor, now, session, changes, "undo", import_id=row.id)
    return len(changes)


def _set_once(row: ImportRow, now: datetime, *, is_undone: bool) -> None:
    """Mark a list as taken, or undone; of two who do it at once the second is refused."""
    table = AttendanceImport
    if is_undone:
        place = (table.taken_at.is_not(None), table.undone_at.is_(None))
    else:
        place = (table.taken_at.is_(None), table.undone_at.is_(None))
    values = {"undone_at" if is_undone else "taken_at": now}
    changed = db.session.execute(
        update(table).where(table.id == row.id, *place).values(values).returning(table.id)
    )
    if changed.one_or_none() is None:
        raise ImportNotTaken if is_undone else ImportTaken
