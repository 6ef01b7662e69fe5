"""A quiz as its form has it, the edits that bring its YAML there, and a paper as an example.

What a quiz may be is decided in `lms.content.format`; papers that count are `lms.assessment`'s.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.content.format import Quiz
from lms.content.sections import draw_section
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.questions.cases import cases_of, shuffled_blocks
from lms.questions.drawing import Drawable
from lms.workshop.editing.edits import Edit
from lms.workshop.editing.items import change_items, set_keys, unless_default

Data = Mapping[str, Any]
KEYS = (
    "id", "title", "minutes", "grace_minutes", "attempts", "wait_hours", "pass_points", "sections",
    "order", "feedback", "navigation", "layout", "honour_statement", "language_switch",
)  # fmt: skip
SECTION_KEYS = ("draw", "of", "from", "by", "without")
ORDERS = {"shuffled": N_("Mixed anew for each attempt"), "fixed": N_("As in the bank")}
FEEDBACKS = {
    "after_finish": N_("Shown after the attempt is finished"),
    "never": N_("Never shown"),
}
NAVIGATIONS = {
    "free": N_("Back and forth, until the attempt is finished"),
    "forward": N_("Forward only: there is no way back to a question"),
}
LAYOUTS = {
    "one": N_("Each on a page of its own"),
    "all": N_("All questions on one page"),
}
WHOLES = {
    "": N_("Single questions"),
    "cases": N_("Whole cases, each with all its questions"),
}
BALANCES = {
    "": N_("By chance"),
    "objective": N_("The same number for each objective"),
    "article": N_("The same number for each article"),
}
DEFAULTS: Mapping[str, object] = {
    "pass_points": 0,
    "order": "shuffled",
    "feedback": "after_finish",
    "navigation": "free",
    "layout": "one",
    "honour_statement": False,
    "language_switch": False,
}


@dataclass(frozen=True)
class Paper:
    """An example of a paper: the ids of its questions in order, or why it cannot be drawn."""

    questions: tuple[str, ...] = ()
    problem: DomainError | None = None


def sections_of(data: Data) -> list[Data]:
    """Return a quiz's sections as the file has them, as far as they are any."""
    found = data.get("sections")
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, list) else []


def count_drawn(section: Data, cards: Sequence[Drawable]) -> int:
    """Return how many questions a section draws from its bank, as far as its file says it."""
    count = section.get("draw")
    if not isinstance(count, int):
        return 0
    if section.get("of") != "cases":
        return count
    return count * max(map(len, cases_of(cards).values()), default=0)


def arrange(sections: Sequence[tuple[str, Data]], act: str) -> list[tuple[str, Data]]:
    """Return the sections after a button was pressed: add, up-…, down-… or remove-… with a name."""
    arranged = list(sections)
    verb, _, name = act.partition("-")
    if verb == "add":
        last = arranged[-1][1] if arranged else {}
        return [*arranged, ("new", {"draw": 1, "from": last.get("from", "")})]
    names = [name for name, _ in arranged]
    if name not in names:
        return arranged
    place = names.index(name)
    if verb == "remove":
        del arranged[place]
    elif verb in {"up", "down"}:
        to = place + (-1 if verb == "up" else 1)
        arranged.insert(min(max(to, 0), len(names) - 1), arranged.pop(place))
    return arranged


def quiz_edits(old: Data, new: Data, sections: Sequence[tuple[str, Data]]) -> list[Edit]:
    """Return the edits from what a quiz's file says to what its form says.

    `sections` come under the place that each has in the file, counted from 0.
    """
    plain = dict(new)
    for key, default in DEFAULTS.items():
        plain[key] = unless_default(old, key, plain[key], default)
    places = [str(place) for place in range(len(sections_of(old)))]
    return [
        *set_keys((), plain, KEYS),
        *change_items(("sections",), places, sections, SECTION_KEYS),
    ]


def draw_example(
    quizzes: Mapping[str, Quiz], banks: Mapping[str, Sequence[Drawable]], quiz_id: str, seed: str
) -> Paper:
    """Draw a paper as an attempt would get it; the same seed gives the same paper."""
    try:
        ids: Sequence[str] = _draw(quizzes, banks, quiz_id, seed, ())
    except (DomainError, KeyError) as error:
        return Paper(problem=error if isinstance(error, DomainError) else None)
    if quizzes[quiz_id].order == "shuffled":
        case_by_id = {card.id: card.case for bank in banks.values() for card in bank}
        ids = shuffled_blocks(ids, case_by_id, seed)
    return Paper(tuple(ids))


def _draw(
    quizzes: Mapping[str, Quiz], banks: Mapping[str, Sequence[Drawable]], quiz_id: str, seed: str,
    behind: tuple[str, ...],
) -> tuple[str, ...]:  # fmt: skip
    drawn: tuple[str, ...] = ()
    for number, section in enumerate(quizzes[quiz_id].sections):
        other = section.without
        without: Collection[str] = ()
        if other in quizzes and other not in behind:
            without = _draw(quizzes, banks, str(other), seed, (*behind, quiz_id))
        bank = banks[section.from_]
        taken = {*drawn, *without}
        drawn += draw_section(bank, section, taken, f"{seed}/{quiz_id}/{number}")
    return drawn
