"""Where the marks of an analysis's charts stand, in units of an SVG's view box.

Plain arithmetic; what a mark looks like is the template's. A chart that `is_mirrored` has its
horizontal axis begin on the right, as its readers read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lms.assessment.analysis.findings import LARGE, NEGLIGIBLE, Class, Dif, Part, Question

WIDTH, HEIGHT = 640.0, 380.0
# What the axes need at the sides where their numbers stand, and what is left free at the others.
AXIS, FREE = 44.0, 14.0
ROW = 20.0
# The room that a number takes, on a small screen too.
NUMBER_WIDE, NUMBER_HIGH = 24.0, 20.0
# An interval of 95 % reaches so many standard errors either way.
REACH = 1.96
FARTHEST = 6.0


class Tick(NamedTuple):
    """A number of an axis, and where it stands."""

    at: float
    value: float


class Spot(NamedTuple):
    """A question by its number, where it stands, and whether somebody should look at it.

    Where numbers would stand on each other only some are `is_named`.
    """

    number: int
    x: float
    y: float
    is_marked: bool
    is_named: bool


@dataclass(frozen=True, slots=True)
class Field:
    """Questions by facility (across) and discrimination (up); `floor` is where the latter is 0."""

    height: float
    spots: tuple[Spot, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    floor: float


class Bar(NamedTuple):
    """A question's delta with its interval."""

    number: int
    y: float
    start: float
    middle: float
    end: float
    letter: Class | None


class ShareBar(NamedTuple):
    """A choice by its number in the table: how high it stands, from where to where it goes."""

    number: int
    y: float
    x: float
    width: float
    share: float
    is_key: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of one part's choices as bars, one below the other, in the order of its table.

    `start` is where bars begin, from the other side where readers read from the right.
    """

    height: float
    bars: tuple[ShareBar, ...]
    start: float


@dataclass(frozen=True, slots=True)
class Forest:
    """The deltas of questions one below the other; `bands` are the edges of what is negligible."""

    height: float
    bars: tuple[Bar, ...]
    across: tuple[Tick, ...]
    bands: tuple[Tick, ...]
    zero: float


def _across(share: float, *, is_mirrored: bool) -> float:
    """Return where a share of the horizontal axis stands."""
    start = AXIS + share * (WIDTH - AXIS - FREE)
    return round(WIDTH - start if is_mirrored else start, 1)


def field(questions: Sequence[tuple[int, Question]], *, is_mirrored: bool) -> Field:
    """Return the field of numbered questions; those that lack either figure are left out."""
    known = [
        (number, row.facility, row.discrimination)
        for number, row in questions
        if row.facility is not None and row.discrimination is not None
    ]
    lowest = min([0.0, *(discrimination for _, _, discrimination in known)])
    bottom = -0.2 * -(-lowest // -0.2) if lowest < 0 else 0.0

    def up(value: float) -> float:
        share = (value - bottom) / (1 - bottom)
        return round(HEIGHT - AXIS - share * (HEIGHT - AXIS - FREE), 1)

    steps = round((1 - bottom) / 0.2)
    places = {
        number: (_across(facility, is_mirrored=is_mirrored), up(height))
        for number, facility, height in known
    }
    # The least useful questions are named first: they are looked for.
    named = _name([places[number] for number, _, _ in sorted(known, key=lambda row: row[2])])
    return Field(
        height=HEIGHT,
        spots=tuple(
            Spot(number, *places[number], height < 0, places[number] in named)
            for number, _, height in known
        ),
        across=tuple(
            Tick(_across(percent / 100, is_mirrored=is_mirrored), percent)
            for percent in range(0, 101, 20)
        ),
        up=tuple(
            Tick(up(value), value)
            for value in (round(bottom + 0.2 * step, 1) for step in range(steps + 1))
        ),
        floor=up(0),
    )


def _name(places: Sequence[tuple[float, float]]) -> set[tuple[float, float]]:
    """Return the places whose numbers have room, the first ones first."""
    named: set[tuple[float, float]] = set()
    for x, y in places:
        if all(abs(x - other) > NUMBER_WIDE or abs(y - up) > NUMBER_HIGH for other, up in named):
            named.add((x, y))
    return named


def bars(part: Part, *, is_mirrored: bool) -> Shares:
    """Return the shares of a part's choices."""
    start = _across(0, is_mirrored=is_mirrored)
    found = []
    for place, choice in enumerate(part.choices):
        end = _across(choice.share, is_mirrored=is_mirrored)
        found.append(
            ShareBar(
                place + 1,
                FREE + ROW * (place + 0.5),
                min(start, end),
                round(abs(end - start), 1),
                choice.share,
                choice.is_key,
            )
        )
    return Shares(2 * FREE + ROW * len(found), tuple(found), start)


def forest(difs: Sequence[tuple[int, Dif]], *, is_mirrored: bool) -> Forest | None:
    """Return the deltas of numbered questions; nothing where none has one."""
    known = [
        (number, dif.delta, dif.error, dif.letter)
        for number, dif in difs
        if dif.delta is not None and dif.error is not None
    ]
    if not known:
        return None
    farthest = max(abs(delta) + REACH * error for _, delta, error, _ in known)
    edge = min(max(float(-(-farthest // 1)), 2.0), FARTHEST)

    def across(delta: float) -> float:
        inside = min(max(delta, -edge), edge)
        return _across((inside + edge) / (2 * edge), is_mirrored=is_mirrored)

    bars = [
        Bar(
            number,
            FREE + ROW * (place + 0.5),
            across(delta - REACH * error),
            across(delta),
            across(delta + REACH * error),
            letter,
        )
        for place, (number, delta, error, letter) in enumerate(known)
    ]
    whole = range(-int(edge), int(edge) + 1)
    return Forest(
        height=FREE + ROW * len(bars) + AXIS,
        bars=tuple(bars),
        across=tuple(Tick(across(value), value) for value in whole),
        bands=tuple(
            Tick(across(value), value) for value in (-LARGE, -NEGLIGIBLE, NEGLIGIBLE, LARGE)
        ),
        zero=across(0),
    )
