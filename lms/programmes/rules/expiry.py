"""How many awards end in which month, of which programme, in which State; few are not told of.

Who may see which is decided elsewhere; names are not among it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from lms.kit.i18n import N_
from lms.programmes.rules.unlinkable import FEWEST
from lms.programmes.rules.validity import move

By = Literal["month", "programme", "state"]
BY_NAMES: Mapping[By, str] = {
    "month": N_("Month"),
    "programme": N_("Programme"),
    "state": N_("State"),
}
SPANS = (3, 6, 12, 24)
# The places of a cell beside States: people who are of none, and States that are told of together.
NO_STATE, OTHERS = "", "others"
_MONTH = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class EndingRow:
    """An award that stands for a programme and has a last day; `is_own`: of the reader's place."""

    award_id: str
    person_id: str
    programme_id: str
    state_id: str
    ends_on: date
    is_own: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """How many awards of a programme end in a month in a place; nothing where they are few."""

    month: date
    programme_id: str
    place: str
    count: int | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """Which months are asked for, how the cells are put together, and which of them."""

    first: date
    months: int
    by: By
    programme: str = ""
    state: str = ""

    @property
    def last(self) -> date:
        """Return the first day after the months."""
        return move(self.first, self.months)

    @property
    def last_day(self) -> date:
        """Return the last day of the months."""
        return self.last - timedelta(days=1)


def read_wish(sent: Mapping[str, str], today: date) -> Wish:
    """Return what an address asks for; what is none of ours is as by default: a year from now."""
    found = _MONTH.fullmatch(sent.get("first", ""))
    first = date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
    span = sent.get("months", "")
    by: By = next((name for name in BY_NAMES if name == sent.get("by")), "month")
    months = int(span) if span in map(str, SPANS) else 12
    return Wish(first, months, by, sent.get("programme", "")[:64], sent.get("state", "")[:64])


def count_cells(rows: Iterable[EndingRow]) -> list[Cell]:
    """Return how many end by month, programme and place.

    Of the reader's own place each cell is told. Of others no number below `FEWEST` is, nor can one
    be reckoned: what is left of a month and programme is told together.
    """
    own: dict[tuple[date, str], dict[str, int]] = {}
    others: dict[tuple[date, str], dict[str, int]] = {}
    for row in rows:
        key = (row.ends_on.replace(day=1), row.programme_id)
        places = (own if row.is_own else others).setdefault(key, {})
        places[row.state_id] = places.get(row.state_id, 0) + 1
    cells = [
        Cell(*key, place, count, is_own=True)
        for key, places in own.items()
        for place, count in places.items()
    ]
    for key, places in others.items():
        cells += [Cell(*key, *told, is_own=False) for told in hide_few(places)]
    return sorted(cells, key=lambda one: (one.month, one.programme_id, one.place))


def hide_few(counts: Mapping[str, int]) -> list[tuple[str, int | None]]:
    """Return which places are told of, each with at least `FEWEST`, and the rest as one.

    The rest has as many at least, or there is none: then no sum or difference of what is told is of
    fewer. Where all together are fewer, nothing is told but that there are some.
    """
    if sum(counts.values()) < FEWEST:
        return [(OTHERS, None)]
    by_size = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    shown = [one for one in by_size if one[1] >= FEWEST]
    rest = sum(counts.values()) - sum(count for _place, count in shown)
    while shown and 0 < rest < FEWEST:
        rest += shown.pop()[1]
    return [*shown, *([(OTHERS, rest)] if rest else [])]


def choose_cells(cells: Iterable[Cell], wish: Wish, programme_ids: Sequence[str]) -> list[Cell]:
    """Return the cells of the programmes and of the State that are asked for, those of all if none.

    They are chosen after few were hidden: no choice tells more than the whole.
    """
    return [
        one
        for one in cells
        if one.programme_id in programme_ids and wish.state in {"", one.place}
    ]  # fmt: skip


def group_cells(cells: Iterable[Cell], by: By) -> list[tuple[str, list[Cell]]]:
    """Return the cells put together by month (named by its first day), programme or State."""
    groups: dict[str, list[Cell]] = {}
    for one in cells:
        name = {
            "month": one.month.isoformat(),
            "programme": one.programme_id,
            "state": one.place,
        }[by]
        groups.setdefault(name, []).append(one)
    return list(groups.items())


def add_up(cells: Iterable[Cell]) -> int:
    """Return how many awards are told of."""
    return sum(one.count or 0 for one in cells)
