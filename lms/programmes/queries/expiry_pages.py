"""The calendar of awards that end, as pages, tables and calendar programs show it.

What of it may be told is decided in `rules.expiry`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton

from lms.accounts.queries import get_names
from lms.kit.actor import Actor
from lms.kit.i18n import N_, Text, formats
from lms.organisations import queries as organisations
from lms.programmes.queries import curricula, expiry, renewals
from lms.programmes.queries.expiry import Scope
from lms.programmes.queries.pages import Named
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.expiry import (
    NO_STATE,
    OTHERS,
    Cell,
    EndingRow,
    Wish,
    add_up,
    choose_cells,
    count_cells,
    group_cells,
)
from lms.programmes.rules.expiry_calendar import ExpiryEntry
from lms.programmes.rules.unlinkable import FEWEST

FEW = Text(N_("fewer than %(count)s"), count=FEWEST)
STATELESS = N_("Without a State")
TOGETHER = N_("Other States together")
COLUMNS = ("month", "programme", "state", "awards")
PEOPLE = ("name", "programme", "valid_until", "recertification")


@dataclass(frozen=True, slots=True)
class Group:
    """Cells that stand together under one heading; `total` is of those that are told of."""

    name: Named
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ExpiryPage:
    """The calendar: the cells by what was asked for, the names of all that occurs, the choices.

    `own` are the awards whose holders the reader sees by name. `hides` where few were hidden.
    """

    wish: Wish
    groups: tuple[Group, ...]
    programmes: Mapping[str, Named]
    places: Mapping[str, str]
    months: Mapping[date, str]
    own: tuple[EndingRow, ...]
    hides: bool

    @property
    def total(self) -> int:
        """Return how many awards are told of."""
        return sum(group.total for group in self.groups)

    @property
    def cells(self) -> list[Cell]:
        """Return all cells, in their order."""
        return [one for group in self.groups for one in group.cells]


def get_page(scope: Scope, wish: Wish, language: str) -> ExpiryPage:
    """Return the calendar of a scope as it was asked for; a fixed number of queries."""
    rows = expiry.list_ending(scope, wish.first, wish.last)
    every = count_cells(rows)
    programmes = _name_programmes(rows, language)
    places = _name_places(every, language)
    months = {one.month: name_month(one.month, language) for one in every}
    wanted = [one for one in programmes if wish.programme in {"", one}]
    cells = choose_cells(every, wish, wanted)
    names = {
        "month": {key.isoformat(): (name, language) for key, name in months.items()},
        "programme": programmes,
        "state": {key: (name, language) for key, name in places.items()},
    }[wish.by]
    groups = [
        Group(names[name], tuple(found), add_up(found))
        for name, found in group_cells(cells, wish.by)
    ]
    if wish.by != "month":
        groups.sort(key=lambda group: group.name[0].casefold())
    own = [
        row
        for row in rows
        if row.is_own and row.programme_id in wanted and wish.state in {"", row.state_id}
    ]
    hides = any(not one.is_own for one in every)
    return ExpiryPage(wish, tuple(groups), programmes, places, months, tuple(own), hides)


def name_month(month: date, language: str) -> str:
    """Return a month with its year, as the language writes it."""
    return format_skeleton("yMMMM", month, locale=formats(language).locale)


def _name_programmes(rows: Sequence[EndingRow], language: str) -> dict[str, Named]:
    found = curricula.get_programmes(list({row.programme_id for row in rows}))
    versions = curricula.get_versions([one.version_id for one in found.values() if one.version_id])
    named = {}
    for one in found.values():
        definition = versions[str(one.version_id)].definition
        named[one.id] = choose_text(definition.title, language, definition.source_language)
    return dict(sorted(named.items(), key=lambda one: one[1][0].casefold()))


def _name_places(cells: Iterable[Cell], language: str) -> dict[str, str]:
    wanted = {one.place for one in cells}
    labels = {row.id: row.label(language) for row in organisations.list_organisations()}
    labels |= {
        NO_STATE: Text(STATELESS).in_language(language),
        OTHERS: Text(TOGETHER).in_language(language),
    }
    return dict(
        sorted(
            ((place, labels[place]) for place in wanted), key=lambda one: one[1].casefold()
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HolderLine:
    """Somebody whose award ends, by name as the reader may see it, and whether renewal is begun."""

    row: EndingRow
    name: str
    is_begun: bool


def list_holders(actor: Actor, rows: Sequence[EndingRow]) -> list[HolderLine]:
    """Return whose awards these are."""
    names = get_names(actor, [row.person_id for row in rows])
    begun = renewals.list_renewals([row.award_id for row in rows])
    return [HolderLine(row, names.get(row.person_id, ""), row.award_id in begun) for row in rows]


def to_rows(page: ExpiryPage, language: str) -> list[tuple[str, ...]]:
    """Return the cells as a table for other programs, with the same hidden as on the page."""
    return [
        (
            f"{one.month:%Y-%m}",
            page.programmes[one.programme_id][0],
            page.places[one.place],
            FEW.in_language(language) if one.count is None else str(one.count),
        )
        for one in page.cells
    ]


def to_people(page: ExpiryPage, holders: Iterable[HolderLine]) -> list[tuple[str, ...]]:
    """Return whose awards end as a table for other programs; its words are the same everywhere."""
    return [
        (
            one.name,
            page.programmes[one.row.programme_id][0],
            one.row.ends_on.isoformat(),
            "begun" if one.is_begun else "not begun",
        )
        for one in holders
    ]


def to_entries(page: ExpiryPage, language: str) -> list[ExpiryEntry]:
    """Return an entry for each month and programme, on the month's first day.

    The description has the numbers by State; nobody is named.
    """
    told = formats(language)
    found: dict[tuple[date, str], list[Cell]] = {}
    for one in page.cells:
        found.setdefault((one.month, one.programme_id), []).append(one)
    entries = []
    for (month, programme_id), cells in sorted(found.items()):
        lines = [
            f"{page.places[one.place]}: "
            f"{FEW.in_language(language) if one.count is None else told.number(one.count)}"
            for one in cells
        ]
        total = add_up(cells)
        text = Text(
            N_("Awards that end in this month: %(count)s – %(programme)s"),
            count=told.number(total) if total else FEW,
            programme=page.programmes[programme_id][0],
        )
        key = f"{programme_id}-{month:%Y-%m}"
        entries.append(ExpiryEntry(key, month, text.in_language(language), "\n".join(lines)))
    return entries
