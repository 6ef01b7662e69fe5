"""The list of a cohort's nominations as a table: which columns, and cells that no program runs.

Who may have it, and by which name a nominee stands in it, is decided elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.kit.folding import fold
from lms.kit.i18n import N_, translate
from lms.programmes.rules.nominations import SEX_NAMES, STATUS_NAMES, Standing, Status
from lms.programmes.rules.rows import NominationRow

COLUMNS = (
    N_("Name"),
    N_("State or agency"),
    N_("Rank"),
    N_("Sex"),
    N_("Language"),
    N_("Language group"),
    N_("Status"),
    N_("Parts done"),
    N_("Documents"),
    N_("Submitted on"),
)


@dataclass(frozen=True, slots=True)
class ListLine:
    """A nomination in the list: named and placed as the reader may see it."""

    row: NominationRow
    standing: Standing
    name: str
    place: str
    state: str
    documents: int


@dataclass(frozen=True, slots=True)
class ListWish:
    """What a reader asks for; empty texts ask for all."""

    text: str = ""
    status: str = ""
    state: str = ""


def choose_lines(lines: Sequence[ListLine], wish: ListWish) -> list[ListLine]:
    """Return the lines asked for; a name is searched as it is shown, never as it is kept."""
    words = fold(wish.text).split()
    return [
        line
        for line in lines
        if (not wish.status or line.standing.status == wish.status)
        and (not wish.state or line.row.state_id == wish.state)
        and all(word in fold(f"{line.name} {line.place}") for word in words)
    ]


def count_statuses(lines: Sequence[ListLine]) -> Mapping[Status, int]:
    """Return how many nominations stand how, in the order in which they are told."""
    counts = dict.fromkeys(STATUS_NAMES, 0)
    for line in lines:
        counts[line.standing.status] += 1
    return {status: count for status, count in counts.items() if count}


def to_rows(lines: Sequence[ListLine], language: str) -> list[tuple[str, ...]]:
    """Return the lines as cells in the reader's language, days as a machine reads them."""
    return [
        (
            line.name,
            line.place,
            "" if line.row.rank is None else str(line.row.rank),
            translate(language, SEX_NAMES[line.row.sex]),
            line.row.language,
            line.row.group_language,
            translate(language, STATUS_NAMES[line.standing.status]),
            f"{line.standing.done}/{line.standing.parts}",
            str(line.documents),
            line.row.submitted_at.date().isoformat() if line.row.submitted_at else "",
        )
        for line in lines
    ]


def to_header(language: str) -> list[str]:
    """Return the names of the columns in the reader's language."""
    return [translate(language, name) for name in COLUMNS]
