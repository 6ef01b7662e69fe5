"""The way through an open paper: what each of its places shows, and the whole of one of them.

Of the others neither the order of their choices nor their answers are wanted, but for whether
there is one; the page of a question is asked for more often than any other.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, case, select

from lms.assessment.models import PaperItem
from lms.assessment.queries.attempts import paper_row, ranked
from lms.assessment.rules import PaperRow, PlaceRow, ResponseRow
from lms.kit.db import read


@dataclass(frozen=True, slots=True)
class Way:
    """All places of a paper; the question at one of them, and the answer to it that counts."""

    places: tuple[PlaceRow, ...]
    row: PaperRow | None = None
    response: ResponseRow | None = None


_is_here = PaperItem.position == bindparam("position")
_way = (
    select(
        PaperItem.position,
        PaperItem.item_id,
        PaperItem.is_flagged,
        ranked.c.value,
        case((_is_here, PaperItem.choices)),
        case((_is_here, PaperItem.made)),
        case((_is_here, ranked.c.seq)),
        case((_is_here, ranked.c.at)),
    )
    .outerjoin(ranked, (ranked.c.item_id == PaperItem.item_id) & (ranked.c.place == 1))
    .where(PaperItem.attempt_id == bindparam("id"))
    .order_by(PaperItem.position)
)


def get_way(attempt_id: str, position: int = 0) -> Way:
    """Return the way through an attempt's paper, with the question at `position` if it has one."""
    rows = read(_way, {"id": attempt_id, "position": position}).all()
    places = tuple(
        PlaceRow(place, item_id, bool(value) and any(value.values()), is_flagged)
        for place, item_id, is_flagged, value, *_here in rows
    )
    if not 1 <= position <= len(rows):
        return Way(places)
    _place, item_id, is_flagged, value, choices, made, seq, at = rows[position - 1]
    response = ResponseRow(seq, item_id, value, at) if seq is not None else None
    return Way(places, paper_row(position, item_id, choices, made, is_flagged), response)
