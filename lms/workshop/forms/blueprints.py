"""What the quizzes' editor sends of a blueprint, and the table in which it is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from wtforms import Field, HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from lms.content.problems import Problem
from lms.kit.i18n import N_
from lms.questions.cases import single
from lms.questions.drawing import Drawable
from lms.web.forms import Form
from lms.workshop.editing.blueprints import COLUMNS, Spot, cells_of, rows_of, spot_of

MOST_CELLS = 2000


class CellForm(Form):
    objective = HiddenField()
    article = HiddenField()
    level = HiddenField()
    draw = IntegerField(
        N_("Number of questions"),
        validators=[Optional(), NumberRange(0, 1000, N_("Please write a number from 0 to 1000."))],
        render_kw={"min": 0, "max": 1000},
    )

    @property
    def spot(self) -> Spot:
        """Return what the questions of the cell are."""
        return Spot(*(str(getattr(self, key).data or "").strip() for key in Spot._fields))


@dataclass(frozen=True)
class Cell:
    """A cell as it is shown: its fields, how many questions of the bank fit, what is wrong."""

    form: CellForm
    there: int
    problems: tuple[Problem, ...]

    @property
    def field(self) -> Field:
        """Return the field with the number."""
        return self.form.draw


@dataclass(frozen=True)
class Line:
    """A line of the table: what its questions are of, and its cells."""

    objective: str
    article: str
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        """Return how many questions the line draws."""
        return sum(_count(cell.form) for cell in self.cells)

    @property
    def problems(self) -> list[Problem]:
        """Return what is wrong with the line's cells."""
        return [problem for cell in self.cells for problem in cell.problems]


@dataclass(frozen=True)
class Board:
    """A blueprint as a table; `anchors` are the fields that problems are about, by their place."""

    lines: tuple[Line, ...]
    anchors: Mapping[str, str]

    @property
    def totals(self) -> list[int]:
        """Return how many questions each column draws."""
        cells = [cell.form for line in self.lines for cell in line.cells]
        return [sum(_count(form) for form in cells if form.spot.level == key) for key in COLUMNS]

    @property
    def total(self) -> int:
        """Return how many questions a paper has of the section."""
        return sum(line.total for line in self.lines)


def _count(form: CellForm) -> int:
    return form.draw.data or 0


def fill_cells(section: Mapping[str, Any], objectives: Iterable[str]) -> list[dict[str, Any]]:
    """Return the fields of the cells of a section as its file has it."""
    cells = cells_of(section, objectives)
    return [{**spot._asdict(), "draw": count or None} for spot, count in cells]


def lay_out(
    forms: Sequence[CellForm],
    section: Mapping[str, Any],
    cards: Sequence[Drawable],
    problems: Mapping[int, Sequence[Problem]],
) -> Board:
    """Return the table of some cells; `problems` are by the rows that the file has."""
    rows: dict[Spot, list[int]] = {}
    for number, row in enumerate(rows_of(section)):
        rows.setdefault(spot_of(row), []).append(number)
    items, anchors = single(list(cards)), {}
    cells = []
    for form in forms:
        numbers = rows.get(form.spot, [])
        found = tuple(each for number in numbers for each in problems.get(number, ()))
        anchors.update({each.field: form.draw.id for each in found})
        cells.append(Cell(form, sum(form.spot.fits(item) for item in items), found))
    lines = groupby(cells, key=lambda cell: cell.form.spot[:2])
    return Board(tuple(Line(said[0], said[1], tuple(each)) for said, each in lines), anchors)
