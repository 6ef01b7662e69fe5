"""Drawing whole cases: their questions stay together, and in the order of the bank.

What a case file is, is in `case_file`; how single questions are drawn, in `drawing`.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, TypeAlias, TypeVar

from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.questions.drawing import BankTooSmall, Drawable, Earlier, check_draw, draw, shuffled

CASE_FILE = "case_file"
Of: TypeAlias = Literal["cases"]
D = TypeVar("D", bound=Drawable)


class TooFewCases(BankTooSmall):
    """The bank has fewer cases left than are to be drawn."""

    message = N_(
        "The bank has too few cases to draw from: %(available)s of the %(needed)s needed. "
        "Write more, or draw fewer."
    )


class CasesDiffer(DomainError):
    """Cases that are drawn at random have not as many questions, or not as many points."""

    message = N_(
        "The cases of the bank differ: “%(one)s” has %(questions)s questions worth %(points)s "
        "points, “%(other)s” has %(other_questions)s worth %(other_points)s. Give all as many, so "
        "that every paper is worth the same."
    )


def single(items: Sequence[D]) -> list[D]:
    """Return the questions that are drawn one by one: neither a case file nor of a case."""
    return [item for item in items if item.case is None and item.type != CASE_FILE]


def cases_of(items: Sequence[D]) -> dict[str, list[D]]:
    """Return the questions of each case file, both in the order of the bank."""
    found: dict[str, list[D]] = {item.id: [] for item in items if item.type == CASE_FILE}
    for item in items:
        if item.case in found:
            found[item.case].append(item)
    return found


def draw_cases(
    items: Sequence[Drawable], count: int, without: Collection[str], seed: str
) -> tuple[str, ...]:
    """Return the ids of the questions of `count` cases; raise `TooFewCases`.

    A case of which any question is in `without` is left out whole. The same arguments give the same
    paper.
    """
    cases = cases_of(items)
    used = [name for name, questions in cases.items() if any(q.id in without for q in questions)]
    try:
        drawn = draw(_files(items), count, None, used, seed)
    except BankTooSmall as error:
        raise TooFewCases(**error.text.params) from None
    return tuple(question.id for name in drawn for question in cases[name])


def check_cases(items: Sequence[Drawable], count: int, earlier: Sequence[int] = ()) -> None:
    """Raise as `draw_cases` would, for some seed, after draws of so many cases each."""
    files = _files(items)
    try:
        check_draw(files, count, None, [Earlier(files, taken, None) for taken in earlier])
    except BankTooSmall as error:
        raise TooFewCases(**error.text.params) from None


def check_alike(sizes: Mapping[str, tuple[int, int]]) -> None:
    """See that cases are alike, given how many questions and points each has.

    Raises `CasesDiffer`.
    """
    first = next(iter(sizes.items()), None)
    for name, (questions, points) in sizes.items():
        if first is not None and (questions, points) != first[1]:
            raise CasesDiffer(
                one=first[0], questions=first[1][0], points=first[1][1],
                other=name, other_questions=questions, other_points=points,
            )  # fmt: skip


def shuffled_blocks(
    ids: Sequence[str], case_by_id: Mapping[str, str | None], seed: str
) -> tuple[str, ...]:
    """Return `ids` mixed by `seed`, the questions of a case together and in their order."""
    blocks: dict[str, list[str]] = {}
    for name in ids:
        blocks.setdefault(case_by_id.get(name) or name, []).append(name)
    return tuple(name for block in shuffled(blocks, seed) for name in blocks[block])


def _files(items: Sequence[D]) -> list[D]:
    return [item for item in items if item.type == CASE_FILE]
