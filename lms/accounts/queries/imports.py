"""Lists of people that were sent in: how they are read, checked against who is there, and ended.

What became of each line is what the jobs recorded of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from lms.accounts.importing.columns import Reading, unpack_reading
from lms.accounts.importing.lines import Known, Line, check_lines, name_places, read_line
from lms.accounts.importing.sheets import Sheet, unpack_sheet
from lms.accounts.models import PeopleImport, Person, organisation_table
from lms.accounts.queries.invitations import list_waiting_emails
from lms.accounts.queries.names import list_keys
from lms.accounts.queries.places import PlaceRow, list_places
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.jobs import Job, JobItem

# Neither database takes much more in one statement.
_MOST_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A list that was sent in."""

    id: str
    person_id: str | None
    file_name: str
    content_hash: str
    line_count: int
    reading: Reading
    choices: Mapping[str, Any]
    job_ids: tuple[str, ...]
    undo_job_id: str | None
    created_at: datetime

    @property
    def is_begun(self) -> bool:
        """Say whether anything was done with it."""
        return bool(self.job_ids)

    def read_sheet(self) -> Sheet:
        """Return the list itself."""
        return unpack_sheet(storage.get(self.content_hash))


_columns = (
    PeopleImport.id,
    PeopleImport.person_id,
    PeopleImport.file_name,
    PeopleImport.content_hash,
    PeopleImport.line_count,
    PeopleImport.reading,
    PeopleImport.choices,
    PeopleImport.job_ids,
    PeopleImport.undo_job_id,
    PeopleImport.created_at,
)


def _row(row: Any) -> ImportRow:  # noqa: ANN401 - a row of the columns above
    values = dict(row._mapping)
    reading, job_ids = unpack_reading(values.pop("reading")), tuple(values.pop("job_ids"))
    return ImportRow(**values, reading=reading, job_ids=job_ids)


def find_import(import_id: str) -> ImportRow | None:
    """Return one list, or nothing."""
    row = db.session.execute(select(*_columns).where(PeopleImport.id == import_id)).one_or_none()
    return _row(row) if row else None


def administers_all(actor: Actor) -> bool:
    """Say whether the actor administers the whole installation."""
    return any(place.kind == "installation" for place in list_places(actor))


def _is_shown(actor: Actor) -> ColumnElement[bool]:
    if administers_all(actor):
        return true()
    return PeopleImport.person_id == actor.person_id


def list_imports(actor: Actor, first: int, size: int) -> list[ImportRow]:
    """Return the lists that the actor may see, the newest first."""
    rows = db.session.execute(
        select(*_columns)
        .where(_is_shown(actor))
        .order_by(PeopleImport.created_at.desc(), PeopleImport.id)
        .offset(first)
        .limit(size)
    )
    return [_row(row) for row in rows]


def count_imports(actor: Actor) -> int:
    """Return how many lists the actor may see."""
    query = select(func.count()).select_from(PeopleImport).where(_is_shown(actor))
    return db.session.execute(query).scalar_one()


def find_last_reading(actor: Actor, headings: Iterable[str]) -> Reading | None:
    """Return how the actor read the last list whose columns were named so, or nothing."""
    rows = db.session.execute(
        select(PeopleImport.headings, PeopleImport.reading)
        .where(PeopleImport.person_id == actor.person_id)
        .order_by(PeopleImport.created_at.desc())
        .limit(20)
    )
    wanted = list(headings)
    return next((unpack_reading(row.reading) for row in rows if row.headings == wanted), None)


def count_uses(content_hash: str) -> int:
    """Return how many lists are this file."""
    query = select(func.count()).where(PeopleImport.content_hash == content_hash)
    return db.session.execute(query).scalar_one()


def check_import(actor: Actor, sheet: Sheet, reading: Reading) -> list[Line]:
    """Return the lines of a list, checked against what the actor administers and who is there."""
    place = reading.columns.get("email")
    emails = [] if place is None else [cells[place].lower() for _line, cells in sheet.rows]
    return check_lines(sheet, reading, _know(actor, emails))


def read_lines(actor: Actor, row: ImportRow, numbers: Iterable[int]) -> dict[int, Line]:
    """Return what these lines of a list say, by number, in organisations the actor administers."""
    places = list_places(actor)
    known = Known(_name(places), frozenset(one.id for one in places))
    wanted = frozenset(numbers)
    return {
        number: read_line(number, cells, row.reading, known)
        for number, cells in row.read_sheet().rows
        if number in wanted
    }


def _name(places: Iterable[PlaceRow]) -> dict[str, tuple[str, ...]]:
    return name_places((one.id, one.path, one.country_code, one.name) for one in places)


def _know(actor: Actor, emails: list[str]) -> Known:
    places = list_places(actor)
    people: dict[str, str | None] = {}
    invited: set[str] = set()
    for start in range(0, len(emails), _MOST_AT_ONCE):
        some = emails[start : start + _MOST_AT_ONCE]
        people |= find_people(actor, some)
        invited |= list_waiting_emails(some)
    return Known(
        _name(places),
        frozenset(one.id for one in places),
        people,
        frozenset(invited),
        list_keys(actor),
    )


def find_people(actor: Actor, emails: list[str]) -> dict[str, str | None]:
    """Return the accounts of these addresses, nothing for those whom others administer."""
    # Who was merged into another account is meant by it.
    kept = aliased(Person)
    rows = db.session.execute(
        select(Person.email, kept.id, organisation_table.c.path)
        .join(kept, kept.id == func.coalesce(Person.merged_into_id, Person.id))
        .join(organisation_table, organisation_table.c.id == kept.organisation_id)
        .where(Person.email.in_(emails))
    )
    # Of others the list learns no more than that the address is taken.
    return {
        row.email: row.id if actor.has_role("administrator", path=row.path) else None
        for row in rows
    }


def _is_counted(job_ids: tuple[str, ...]) -> ColumnElement[bool]:
    """Return which of the jobs' records count: a line that failed was tried again by the next."""
    return or_(
        JobItem.job_id == job_ids[-1],
        and_(JobItem.job_id.in_(job_ids), JobItem.status == "done"),
    )


def count_outcomes(job_ids: tuple[str, ...]) -> Counter[str]:
    """Return how many lines ended how: by outcome, and `failed`."""
    outcome = JobItem.result["outcome"].as_string()
    rows = db.session.execute(
        select(JobItem.status, outcome, func.count())
        .where(_is_counted(job_ids))
        .group_by(JobItem.status, outcome)
    )
    return Counter({("failed" if row[0] == "failed" else row[1]): row[2] for row in rows})


def list_outcomes(
    job_ids: tuple[str, ...], *, failed: bool, first: int, size: int
) -> list[tuple[str, str, dict[str, Any]]]:
    """Return (line, status, result) of a page of lines, all or those that failed."""
    conditions = [_is_counted(job_ids)]
    if failed:
        conditions.append(JobItem.status == "failed")
    rows = db.session.execute(
        select(JobItem.key, JobItem.status, JobItem.result)
        .where(*conditions)
        .order_by(func.length(JobItem.key), JobItem.key)
        .offset(first)
        .limit(size)
    )
    return [(row.key, row.status, row.result) for row in rows]


def list_done(job_ids: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Return what was done with each line, by line."""
    rows = db.session.execute(
        select(JobItem.key, JobItem.result).where(
            JobItem.job_id.in_(job_ids), JobItem.status == "done"
        )
    )
    return {row.key: row.result for row in rows}


def list_statuses(job_ids: Iterable[str]) -> dict[str, str]:
    """Return how far these jobs are, by their ids."""
    rows = db.session.execute(select(Job.id, Job.status).where(Job.id.in_(list(job_ids))))
    return {row.id: row.status for row in rows}
