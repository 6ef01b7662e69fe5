"""A quiz as its form has it, the edits that bring its YAML there, and a paper as an example.

What a quiz may be is decided in `lms.content.format`; papers that count are `lms.assessment`'s.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.content.format import Quiz
from lms.content.parallel import make_forms
from lms.content.sections import count_questions, draw_section
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.questions.cases import cases_of, shuffled_blocks
from lms.questions.drawing import Drawable
from lms.workshop.editing.blueprints import count_rows, is_by_blueprint, rows_from, rows_of
from lms.workshop.editing.edits import Edit
from lms.workshop.editing.items import change_items, set_keys, unless_default

Data = Mapping[str, Any]
KEYS = (
    "id", "title", "minutes", "grace_minutes", "attempts", "wait_hours", "pass_points", "sections",
    "order", "forms", "exposure", "feedback", "navigation", "layout", "honour_statement",
    "language_switch",
)  # fmt: skip
SECTION_KEYS = ("draw", "of", "from", "by", "without", "blueprint")
# How the form calls a section with a blueprint; the file has the blueprint itself.
BY_BLUEPRINT = "blueprint"
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
    BY_BLUEPRINT: N_("Single questions by a blueprint, so many of each objective and level"),
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
    """An example of a paper: the ids of its questions in order, or why it cannot be drawn.

    Where the quiz has forms, the paper is one of them, `form`, from 1; `on_forms` says on which
    ones each question stands, the most used first.
    """

    questions: tuple[str, ...] = ()
    form: int | None = None
    on_forms: tuple[tuple[str, tuple[int, ...]], ...] = ()
    problem: DomainError | None = None


def sections_of(data: Data) -> list[Data]:
    """Return a quiz's sections as the file has them, as far as they are any."""
    found = data.get("sections")
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, list) else []


def count_drawn(section: Data, cards: Sequence[Drawable]) -> int:
    """Return how many questions a section draws from its bank, as far as its file says it."""
    if is_by_blueprint(section):
        return count_rows(section)
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
    before = {str(place): section for place, section in enumerate(sections_of(old))}
    wanted = [(name, _section(before.get(name, {}), section)) for name, section in sections]
    return [
        *set_keys((), plain, KEYS),
        *change_items(("sections",), list(before), wanted, SECTION_KEYS),
    ]


def _section(old: Data, new: Data) -> Data:
    """Return a section with the rows of its blueprint in the place of the cells of its form."""
    if "cells" not in new:
        return new
    return {**new, "blueprint": rows_from(new["cells"], rows_of(old))}


def draw_example(
    quizzes: Mapping[str, Quiz], banks: Mapping[str, Sequence[Drawable]], quiz_id: str, number: int
) -> Paper:
    """Draw a paper as an attempt would get it; the same number gives the same paper.

    Where the quiz has forms, they come one after the other.
    """
    quiz = quizzes[quiz_id]
    try:
        ids: Sequence[str] = _draw(quizzes, banks, quiz_id, number, ())
    except (DomainError, KeyError) as error:
        return Paper(problem=error if isinstance(error, DomainError) else None)
    if len(ids) < count_questions(quiz, banks):
        # Forms are put together as far as they go; why no further, the validator says.
        return Paper()
    if quiz.order == "shuffled":
        case_by_id = {card.id: card.case for bank in banks.values() for card in bank}
        ids = shuffled_blocks(ids, case_by_id, f"example-{number}")
    if not quiz.forms:
        return Paper(tuple(ids))
    on_forms = _on_forms(make_forms(quiz, banks))
    return Paper(tuple(ids), (number - 1) % quiz.forms + 1, on_forms)


def _on_forms(forms: Sequence[Sequence[str]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    found: dict[str, list[int]] = {}
    for number, form in enumerate(forms, start=1):
        for name in form:
            found.setdefault(name, []).append(number)
    most_first = sorted(found.items(), key=lambda one: -len(one[1]))
    return tuple((name, tuple(numbers)) for name, numbers in most_first)


def _draw(
    quizzes: Mapping[str, Quiz], banks: Mapping[str, Sequence[Drawable]], quiz_id: str,
    example: int, behind: tuple[str, ...],
) -> tuple[str, ...]:  # fmt: skip
    count = quizzes[quiz_id].forms
    if count:
        return make_forms(quizzes[quiz_id], banks)[(example - 1) % count]
    drawn: tuple[str, ...] = ()
    for number, section in enumerate(quizzes[quiz_id].sections):
        other = section.without
        without: Collection[str] = ()
        if other in quizzes and other not in behind:
            without = _draw(quizzes, banks, str(other), example, (*behind, quiz_id))
        bank = banks[section.from_]
        taken = {*drawn, *without}
        drawn += draw_section(bank, section, taken, f"example-{example}/{quiz_id}/{number}")
    return drawn
