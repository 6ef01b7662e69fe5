"""The whole paper of an attempt, locked for answers: what a page of all questions needs at once.

One answer alone takes its one seat from `attempts`, by one statement.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from lms.assessment.models import Response
from lms.assessment.queries.attempts import Seat, get_attempt_locked, get_paper
from lms.assessment.rules import AttemptRow, PaperRow, StoredRow
from lms.kit.db import read

_revisions = (
    select(Response.item_id, func.max(Response.revision))
    .where(Response.attempt_id == bindparam("id"))
    .group_by(Response.item_id)
)
_stored = select(
    Response.client_id, Response.item_id, Response.value, Response.at, Response.is_late
).where(
    Response.attempt_id == bindparam("id"),
    Response.client_id.in_(bindparam("client_ids", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class Seats:
    """A locked attempt with its paper, the answers so far counted, and those sent before."""

    attempt: AttemptRow
    paper: Mapping[int, PaperRow]
    revisions: Mapping[str, int]
    stored: Mapping[str, StoredRow]

    def take(self, position: int, client_id: str) -> Seat:
        """Return one place of the paper, as saving an answer takes it."""
        row = self.paper.get(position)
        count = self.revisions.get(row.item_id, 0) if row else 0
        return Seat(self.attempt, row, count, self.stored.get(client_id))


def get_seats_locked(attempt_id: str, client_ids: Collection[str]) -> Seats:
    """Return the paper of an attempt, locked, by four statements; raise `NotVisible`."""
    attempt, values = get_attempt_locked(attempt_id), {"id": attempt_id}
    stored = read(_stored, {**values, "client_ids": list(client_ids)})
    return Seats(
        attempt=attempt,
        paper={row.position: row for row in get_paper(attempt_id)},
        revisions={row[0]: row[1] for row in read(_revisions, values)},
        stored={row.client_id: StoredRow(*row[1:]) for row in stored},
    )
