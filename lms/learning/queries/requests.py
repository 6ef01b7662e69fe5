"""Reads of requests to be taken into a course: a person's own, and the queue of a course.

Who may see them is decided in `policy`; names come from `lms.accounts.queries`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from lms.accounts import queries as accounts
from lms.accounts.models import Person
from lms.content import queries as content
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.kit.territories import territory_name
from lms.learning.models import EnrolmentRequest
from lms.learning.rules import RequestRow, is_shown
from lms.organisations.models import Organisation

# How many decisions stand below the queue: enough to find what was decided by mistake.
DECIDED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Queue:
    """The requests of a course that wait, the oldest first, and those decided last.

    `names` and `places`, the organisations, are by person.
    """

    waiting: list[RequestRow]
    decided: list[RequestRow]
    names: Mapping[str, str]
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A person's own request with what the course says of itself."""

    request: RequestRow
    outline: content.Outline


def _request(row: Any) -> RequestRow:  # noqa: ANN401 - a row of ten columns has no type
    return RequestRow(*row)


_requests = select(
    EnrolmentRequest.id, EnrolmentRequest.course_id, EnrolmentRequest.person_id,
    EnrolmentRequest.language, EnrolmentRequest.message, EnrolmentRequest.status,
    EnrolmentRequest.asked_at, EnrolmentRequest.decided_by, EnrolmentRequest.decided_at,
    EnrolmentRequest.reason,
)  # fmt: skip
_by_id = _requests.where(EnrolmentRequest.id == bindparam("id"))
# One that waits is the newest, whatever the clock said.
_of_person = _requests.where(EnrolmentRequest.person_id == bindparam("person_id")).order_by(
    EnrolmentRequest.decided_at.is_not(None), EnrolmentRequest.asked_at.desc(), EnrolmentRequest.id
)
_in_course = _of_person.where(EnrolmentRequest.course_id == bindparam("course_id")).limit(1)


def get_request(request_id: str) -> RequestRow:
    """Return a request, whoever's it is; raise `NotVisible` where there is none."""
    row = read(_by_id, {"id": request_id}).one_or_none()
    if row is None:
        raise NotVisible
    return _request(row)


def get_request_locked(request_id: str) -> RequestRow:
    """Return a request that nobody else decides on until this transaction ends."""
    row = read(_by_id.with_for_update(), {"id": request_id}).one_or_none()
    if row is None:
        raise NotVisible
    return _request(row)


def list_waiting_locked(course_id: str, request_ids: Collection[str]) -> list[RequestRow]:
    """Return those of the requests that wait in a course, held until this transaction ends."""
    statement = (
        _requests.where(
            EnrolmentRequest.id.in_(request_ids),
            EnrolmentRequest.course_id == course_id,
            EnrolmentRequest.status == "waiting",
        )
        # One order for everybody: two who decide on the same requests wait, and do not block.
        .order_by(EnrolmentRequest.id)
        .with_for_update()
    )
    return [_request(row) for row in read(statement)]


def find_request(person_id: str | None, course_id: str) -> RequestRow | None:
    """Return a person's newest request in a course, or nothing."""
    if person_id is None:
        return None
    row = read(_in_course, {"person_id": person_id, "course_id": course_id}).one_or_none()
    return _request(row) if row else None


def list_asked(person_id: str, language: str, now: datetime) -> list[Asked]:
    """Return a person's requests that wait or were declined lately, the newest of each course."""
    newest: dict[str, RequestRow] = {}
    for row in read(_of_person, {"person_id": person_id}):
        newest.setdefault(row.course_id, _request(row))
    shown = {row.course_id: row for row in newest.values() if is_shown(row, now)}
    if not shown:
        return []
    versions = {row.id: str(row.shown_version_id) for row in content.list_catalogue()}
    wanted = [(versions[course_id], language) for course_id in shown]
    outlines = content.get_outlines(wanted)
    return [Asked(shown[outline.course_id], outline) for outline in outlines]


def count_waiting(course_ids: Collection[str]) -> dict[str, int]:
    """Return how many requests wait in each course; a course with none is not in it."""
    statement = (
        select(EnrolmentRequest.course_id, func.count())
        .where(EnrolmentRequest.course_id.in_(course_ids), EnrolmentRequest.status == "waiting")
        .group_by(EnrolmentRequest.course_id)
    )
    return {row[0]: row[1] for row in read(statement)}


def get_queue(actor: Actor, course: content.CourseRow, language: str) -> Queue:
    """Return the requests of a course as somebody who decides on them sees them."""
    here = _requests.where(EnrolmentRequest.course_id == course.id)
    waiting = here.where(EnrolmentRequest.status == "waiting").order_by(
        EnrolmentRequest.asked_at, EnrolmentRequest.id
    )
    decided = (
        here.where(EnrolmentRequest.status.in_(["approved", "declined"]))
        .order_by(EnrolmentRequest.decided_at.desc(), EnrolmentRequest.id)
        .limit(DECIDED_SHOWN)
    )
    rows = [_request(row) for row in read(waiting)]
    former = [_request(row) for row in read(decided)]
    people = {row.person_id for row in [*rows, *former]} | {
        row.decided_by for row in former if row.decided_by
    }
    return Queue(rows, former, accounts.get_names(actor, people), _places(rows, language))


def _places(rows: Collection[RequestRow], language: str) -> dict[str, str]:
    """Return the organisation of whoever waits, a State in the reader's language."""
    statement = (
        select(Person.id, Organisation.name, Organisation.country_code)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.id.in_([row.person_id for row in rows]))
    )
    return {
        person_id: territory_name(code, language) if code else name
        for person_id, name, code in read(statement)
    }
