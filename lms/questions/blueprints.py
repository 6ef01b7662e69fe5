"""A blueprint: how many questions of which objective, article and level stand on each paper.

A question stands for one row, also where rows overlap. Parallel forms are made in `parallel`.
"""

from collections.abc import Collection, Sequence
from typing import Annotated

from pydantic import Field, model_validator

from lms.kit.i18n import N_, Text
from lms.questions.advice import as_error
from lms.questions.drawing import BankTooSmall, Drawable, Earlier, most_taken, shuffled
from lms.questions.filling import Need, Short, fill, find_short
from lms.questions.levels import CognitiveLevel
from lms.questions.rules import Article, Slug, Strict

MOST_IN_A_ROW = 1000


class BlueprintRow(Strict):
    """So many questions of an objective, an article, a level, or of several of these at once."""

    objective: Slug | None = None
    article: Article | None = None
    level: CognitiveLevel | None = None
    draw: Annotated[int, Field(ge=1, le=MOST_IN_A_ROW, strict=True)]

    @model_validator(mode="after")
    def _check_any(self) -> "BlueprintRow":
        if not self.name:
            raise as_error(
                "empty_row",
                Text(N_("Say what the row is of: “objective”, “article”, “level” or several.")),
            )
        return self

    @property
    def name(self) -> str:
        """Return what the row is of, as the file says it."""
        said = {"objective": self.objective, "article": self.article, "level": self.level}
        return ", ".join(f"{key}: {value}" for key, value in said.items() if value)

    def fits(self, item: Drawable) -> bool:
        """Say whether a question can stand for the row; an article has its paragraphs with it."""
        return (
            self.objective in {None, item.objective}
            and self.level in {None, item.level}
            and (self.article is None or is_within(item.article or "", self.article))
        )


def is_within(article: str, other: str) -> bool:
    """Say whether a place of the Convention is another one, or a part of it."""
    return article == other or article.startswith(f"{other}(")


class RowTooSmall(BankTooSmall):
    """A row has fewer questions left than it draws; `place` is the row's, from 0."""

    message = N_(
        "The row “%(row)s” of the blueprint has too few questions to draw from: %(available)s of "
        "the %(needed)s needed. Write more for it, or draw fewer."
    )

    def __init__(self, place: int, **params: object) -> None:
        super().__init__(**params)
        self.place = place


class RowsTooSmall(RowTooSmall):
    """Rows that overlap have fewer questions left between them than they draw."""

    message = N_(
        "Together the rows %(rows)s of the blueprint have too few questions to draw from: "
        "%(available)s of the %(needed)s needed. Write more for them, or draw fewer."
    )


def needs_of(items: Sequence[Drawable], rows: Sequence[BlueprintRow]) -> list[Need]:
    """Return what the rows ask of a bank, in their order."""
    return [Need(row.draw, frozenset(item.id for item in items if row.fits(item))) for row in rows]


def draw_blueprint(
    items: Sequence[Drawable], rows: Sequence[BlueprintRow], without: Collection[str], seed: str
) -> tuple[str, ...]:
    """Return the ids of the questions for all rows, in the order in which the bank has them.

    The same arguments give the same paper. Raises `RowTooSmall`.
    """
    left = [item for item in items if item.id not in without]
    needs = needs_of(left, rows)
    held = fill(needs, shuffled((item.id for item in left), seed, "draw"))
    for place, (need, ids) in enumerate(zip(needs, held, strict=True)):
        if len(ids) < need.count:
            raise _as_error(rows, Short((place,), need.count, len(ids)))
    drawn = {name for ids in held for name in ids}
    return tuple(dict.fromkeys(item.id for item in items if item.id in drawn))


def check_blueprint(
    items: Sequence[Drawable], rows: Sequence[BlueprintRow], earlier: Sequence[Earlier] = ()
) -> None:
    """Raise as `draw_blueprint` would, if for some seed rows could run short after other draws.

    It reckons with the most that the earlier draws can take from each set of rows; so one that can
    fail is never let through. Raises `TooManyOverlap` where that cannot be reckoned.
    """

    def left(ids: frozenset[str]) -> int:
        return len(ids) - sum(most_taken(ids, other) for other in earlier)

    short = find_short(needs_of(items, rows), left)
    if short is not None:
        raise _as_error(rows, short)


def _as_error(rows: Sequence[BlueprintRow], short: Short) -> RowTooSmall:
    names = [rows[place].name for place in short.places]
    found = {"needed": short.needed, "available": short.available}
    if len(names) == 1:
        return RowTooSmall(short.places[0], row=names[0], **found)
    listed = "; ".join(f"“{name}”" for name in names)
    return RowsTooSmall(short.places[0], rows=listed, **found)
