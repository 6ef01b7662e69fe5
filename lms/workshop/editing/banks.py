"""Banks of questions as an author changes them: a question is found, changed and written alone.

A bank has up to thousands of questions: each is read once, by its own text, and remembered.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.units import markdown
from lms.workshop.editing.edits import Edit, FileUnreadable, Insert, Move, Remove, load
from lms.workshop.editing.splicing import apply

# How many questions and whole banks a process remembers, about a kilobyte each question.
QUESTIONS_REMEMBERED = 16_384
BANKS_REMEMBERED = 64
# An opinion is never wrong: there is nothing to tell why.
_SURVEYS = frozenset({"scale", "rank", "comment"})
_ITEM = re.compile(r"^-(?=[ \n])", re.MULTILINE)


class QuestionUnknown(DomainError):
    """The bank has no question of this id."""

    status = 404
    message = N_("The bank has no question “%(name)s”. It may have been removed meanwhile.")


@dataclass(frozen=True, slots=True)
class Card:
    """A question as a list shows it; `asked` are its bare words, on one line."""

    id: str
    type: str
    asked: str
    objective: str | None
    article: str | None
    choices: int
    has_feedback: bool
    has_source: bool
    case: str | None = None
    weight: int = 1
    level: str | None = None

    def holds(self, words: str) -> bool:
        """Say whether the question has the words asked for, in any case."""
        return words in self.asked.casefold() or words in self.id


@dataclass(frozen=True)
class Bank:
    """A bank's questions in order; `parts` are their texts, with what stands before the first.

    Where a bank is not laid out one question after another, `parts` is empty.
    """

    text: str
    cards: tuple[Card, ...]
    parts: tuple[str, ...]

    def place_of(self, question_id: str) -> int:
        """Return the place of a question; raise `QuestionUnknown`."""
        for place, card in enumerate(self.cards):
            if card.id == question_id:
                return place
        raise QuestionUnknown(name=question_id)

    def text_of(self, place: int) -> str:
        """Return one question's own YAML, where it has lines of its own, else the whole bank."""
        return self.parts[place + 1] if self.parts else self.text

    def data_of(self, question_id: str) -> Mapping[str, Any]:
        """Return what the file says of a question; raise `QuestionUnknown`."""
        place = self.place_of(question_id)
        data: Mapping[str, Any] = load(self.text_of(place))[0 if self.parts else place]
        return data


@lru_cache(maxsize=BANKS_REMEMBERED)
def read_bank(text: str) -> Bank:
    """Return a bank's questions; raise `FileUnreadable`."""
    starts = [match.start() for match in _ITEM.finditer(text)]
    parts = [text[at:to] for at, to in zip([0, *starts], [*starts, len(text)], strict=True)]
    try:
        cards = [_read_alone(part) for part in parts[1:]]
        if parts[1:] and load(parts[0]) is None:
            return Bank(text, tuple(cards), tuple(parts))
    except FileUnreadable:
        pass
    data = load(text)
    if not isinstance(data, list | None):
        raise FileUnreadable
    return Bank(text, tuple(map(_card, data or ())), ())


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def _read_alone(text: str) -> Card:
    data = load.__wrapped__(text)
    if not isinstance(data, list) or len(data) != 1:
        raise FileUnreadable
    return _card(data[0])


def _card(data: object) -> Card:
    question: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    choices = [part for part in question.get("choices") or () if isinstance(part, Mapping)]
    return Card(
        id=str(question.get("id", "")),
        type=str(question.get("type", "")),
        asked=markdown.words(" ".join(str(question.get("text") or "").split())),
        objective=_word(question.get("objective")),
        article=_word(question.get("article")),
        choices=len(choices),
        has_feedback=_says_something(question, choices),
        has_source=any(part.get("source") for part in (question, *choices)),
        case=_word(question.get("case")),
        level=_word(question.get("level")),
        weight=weight if isinstance(weight := question.get("weight"), int) else 1,
    )


def _says_something(question: Mapping[str, Any], choices: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether candidates learn why; a rubric says it, and a survey needs nothing of it."""
    if "rubric" in question or str(question.get("type")) in _SURVEYS:
        return True
    scenes = [part for part in question.get("scenes") or () if isinstance(part, Mapping)]
    options = (part for scene in scenes for part in scene.get("options") or ())
    told = (part for part in (question, *choices, *options) if isinstance(part, Mapping))
    return any(part.get("feedback") for part in told)


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def change_question(bank: Bank, question_id: str, edits: Sequence[Edit]) -> str:
    """Return the bank's text after edits whose paths begin at the question."""
    place = bank.place_of(question_id)
    if not bank.parts:
        return apply(bank.text, list(_at(place, edits)))
    return _joined(bank, {place + 1: apply(bank.text_of(place), list(_at(0, edits)))})


def _at(place: int, edits: Sequence[Edit]) -> Iterator[Edit]:
    for edit in edits:
        path = (place, *edit.path)
        if isinstance(edit, Move):
            yield Move(path, (place, *edit.to), edit.index)
        elif isinstance(edit, Insert):
            yield Insert(path, edit.index, edit.value, edit.is_block)
        elif isinstance(edit, Remove):
            yield Remove(path)
        else:
            yield type(edit)(path, edit.value, edit.order)


def _joined(bank: Bank, changes: Mapping[int, str]) -> str:
    return "".join(changes.get(number, part) for number, part in enumerate(bank.parts))


def add_question(bank: Bank, value: Mapping[str, Any]) -> str:
    """Return the bank's text with a new last question."""
    if not bank.parts:
        return apply(bank.text, [Insert((), len(bank.cards), value, is_block=True)])
    new = apply("", [Insert((), 0, value, is_block=True)])
    return f"{bank.text}{'' if bank.text.endswith(chr(10)) else chr(10)}{new}"


def add_questions(text: str, values: Sequence[Mapping[str, Any]]) -> str:
    """Return the text of a bank with new last questions; raise `FileUnreadable`.

    A bank laid out question by question is read twice, however many come.
    """
    for place, value in enumerate(values):
        bank = read_bank(text)
        text = add_question(bank, value)
        if bank.parts:
            # From now on each stands on lines of its own, below the others.
            rest = values[place + 1 :]
            return text + "".join(apply("", [Insert((), 0, one, is_block=True)]) for one in rest)
    return text


def remove_question(bank: Bank, question_id: str) -> str:
    """Return the bank's text without a question."""
    place = bank.place_of(question_id)
    if not bank.parts or len(bank.cards) == 1:
        return apply(bank.text, [Remove((place,))])
    emptied = apply(bank.text_of(place), [Remove((0,))])
    # What is left is the list's sign for nothing, and whatever heads the questions below.
    return _joined(bank, {place + 1: emptied.removeprefix("[]\n")})


def replace_question(bank: Bank, question_id: str, value: Mapping[str, Any]) -> str:
    """Return the bank's text with a question written anew at its place."""
    place = bank.place_of(question_id)
    if not bank.parts:
        without = remove_question(bank, question_id)
        return apply(without, [Insert((), place, value, is_block=True)])
    emptied = apply(bank.text_of(place), [Remove((0,))]).removeprefix("[]\n")
    new = apply("", [Insert((), 0, value, is_block=True)])
    return _joined(bank, {place + 1: new + emptied})


def move_question(bank: Bank, question_id: str, step: int) -> str:
    """Return the bank's text with a question some places further on, or back."""
    place = bank.place_of(question_id)
    to = min(max(place + step, 0), len(bank.cards) - 1)
    if to == place:
        return bank.text
    if not bank.parts:
        return apply(bank.text, [Move((place,), (), to)])
    first, last = sorted((place, to))
    between = "".join(bank.parts[first + 1 : last + 2])
    moved = apply(between, [Move((place - first,), (), to - first)])
    gone = dict.fromkeys(range(first + 2, last + 2), "")
    return _joined(bank, {**gone, first + 1: moved})
