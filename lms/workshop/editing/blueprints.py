"""A blueprint as a table: lines of objectives and articles, columns of levels, in each a number.

What a blueprint may be is decided in `lms.questions.blueprints`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from lms.kit.i18n import N_
from lms.questions.blueprints import is_within
from lms.questions.cases import single
from lms.questions.drawing import Drawable
from lms.questions.levels import COGNITIVE_LEVELS

Data = Mapping[str, Any]
# The columns; the last one is of questions of any level.
COLUMNS: Mapping[str, str] = {**COGNITIVE_LEVELS, "": N_("Any level")}


class Spot(NamedTuple):
    """A cell of the table by what its questions are; empty stands for any."""

    objective: str = ""
    article: str = ""
    level: str = ""

    def fits(self, item: Drawable) -> bool:
        """Say whether a question could stand for the cell."""
        return (
            self.objective in {"", item.objective}
            and self.level in {"", item.level}
            and (not self.article or is_within(item.article or "", self.article))
        )


def rows_of(section: Data) -> list[Data]:
    """Return the rows of a section's blueprint as the file has them, as far as they are any."""
    found = section.get("blueprint")
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def is_by_blueprint(section: Data) -> bool:
    """Say whether a section draws by a blueprint."""
    return section.get("blueprint") is not None


def spot_of(row: Data) -> Spot:
    """Return the cell of a row."""
    return Spot(*(str(row.get(key) or "") for key in Spot._fields))


def count_rows(section: Data) -> int:
    """Return how many questions a blueprint draws, as far as its file says it."""
    return sum(_number(row) for row in rows_of(section))


def _number(row: Data) -> int:
    count = row.get("draw")
    return count if isinstance(count, int) and not isinstance(count, bool) else 0


def lines_of(section: Data, objectives: Iterable[str]) -> list[tuple[str, str]]:
    """Return the lines of the table as (objective, article): every objective, any, what else is."""
    said = [spot_of(row)[:2] for row in rows_of(section)]
    lines = [*((name, "") for name in objectives), ("", ""), *said]
    return list(dict.fromkeys(lines))


def cells_of(section: Data, objectives: Iterable[str]) -> list[tuple[Spot, int]]:
    """Return the cells of the table line by line, with their numbers; of none it is 0."""
    counts: Counter[Spot] = Counter()
    for row in rows_of(section):
        counts[spot_of(row)] += _number(row)
    spots = [
        Spot(objective, article, level)
        for objective, article in lines_of(section, objectives)
        for level in COLUMNS
    ]
    known = set(spots)
    # A level that there is not is shown all the same, to be emptied.
    spots += [spot for spot in counts if spot not in known]
    return [(spot, counts[spot]) for spot in spots]


def rows_from(cells: Iterable[tuple[Spot, int]], old: Sequence[Data]) -> list[dict[str, Any]]:
    """Return the rows that the cells say: those of before in their order, then new ones.

    A cell that stands twice in the file is one row from now on.
    """
    counts: Counter[Spot] = Counter()
    for spot, count in cells:
        counts[spot] += count
    rows = []
    for row in old:
        count = counts.pop(spot_of(row), 0)
        rows += [{**row, "draw": count}] if count else []
    for spot, count in counts.items():
        said = {key: value for key, value in spot._asdict().items() if value}
        rows += [{**said, "draw": count}] if count else []
    return rows


def begin_blueprint(count: int, cards: Iterable[Drawable]) -> list[dict[str, Any]]:
    """Return the rows of a new blueprint, all of which a bank can meet at once.

    A number is shared out evenly over the bank's objectives, and within each over its levels, as
    far as there are questions; a question that names neither stands for no row.
    """
    there = Counter(
        Spot(card.objective or "", "", card.level if card.level and card.level in COLUMNS else "")
        for card in single(list(cards))
    )
    there.pop(Spot(), None)
    drawn: Counter[Spot] = Counter()
    shares: Counter[str] = Counter()
    for _each in range(min(count, there.total())):
        left = [spot for spot in there if drawn[spot] < there[spot]]
        spot = min(left, key=lambda one: (shares[one.objective], drawn[one] - there[one]))
        drawn[spot] += 1
        shares[spot.objective] += 1
    # Line by line, as the table has them.
    lines, columns = list(dict.fromkeys(spot.objective for spot in there)), list(COLUMNS)
    spots = sorted(drawn, key=lambda one: (lines.index(one.objective), columns.index(one.level)))
    return rows_from([(spot, drawn[spot]) for spot in spots], ())
