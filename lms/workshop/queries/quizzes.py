"""Reads of the quizzes' editor: the list, one quiz with what it can draw, a paper as an example."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from lms.content.format import Quiz
from lms.content.problems import Problem
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.questions.cases import single
from lms.workshop.editing.banks import Card
from lms.workshop.editing.cases import list_cases
from lms.workshop.editing.edits import FileUnreadable, load
from lms.workshop.editing.findings import check_quiz
from lms.workshop.editing.outline import read_outline
from lms.workshop.editing.quizzes import Paper, count_drawn, draw_example, sections_of
from lms.workshop.queries.copies import Copy, get_outline
from lms.workshop.queries.outline import get_head, read_text
from lms.workshop.queries.questions import (
    BankRow,
    bank_file,
    list_banks,
    list_objectives,
    list_quiz_files,
    quiz_name,
)


class QuizUnknown(DomainError):
    """The course, as the person has it, has no quiz of this name."""

    status = 404
    message = N_("The course has no quiz “%(name)s”. It may have been removed meanwhile.")


@dataclass(frozen=True, slots=True)
class QuizRow:
    """A quiz in the list; `is_shown` says whether the outline has it."""

    name: str
    title: str
    minutes: int | None
    count: int
    is_shown: bool
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Supply:
    """How many questions a section can draw from, and the fewest that a group of them has.

    `cases` says how many there are, where whole cases are drawn.
    """

    available: int
    groups: int
    fewest: int
    cases: int | None = None


@dataclass(frozen=True)
class QuizPage:
    """One quiz as its editor shows it.

    `objectives` are those of the course, by id; `cards` are the banks' questions, by file; `form`
    is that of the example, where the quiz has forms, and `on_forms` says of each question on which.
    """

    name: str
    data: Mapping[str, Any]
    problems: tuple[Problem, ...]
    supplies: tuple[Supply, ...]
    banks: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    objectives: tuple[tuple[str, str], ...]
    cards: Mapping[str, tuple[Card, ...]]
    paper: tuple[Card, ...]
    form: int | None
    on_forms: tuple[tuple[Card, tuple[int, ...]], ...]
    why_no_paper: DomainError | None
    is_shown: bool


def quiz_file(name: str) -> str:
    """Return the file of a quiz."""
    return f"quizzes/{name}.yaml"


def list_quizzes(copy: Copy) -> list[QuizRow]:
    """Return the quizzes of a course by their titles."""
    shown, files = _shown(copy), list_quiz_files(copy)
    parts = [part for data in files.values() for part in sections_of(data)]
    # Only whole cases make it necessary to look into the banks.
    banks = _cards(list_banks(copy, {})) if any(part.get("of") for part in parts) else {}
    rows = [
        QuizRow(
            quiz_name(path), str(data.get("title") or path),
            minutes if isinstance(minutes := data.get("minutes"), int) else None,
            _count(data, banks),
            path in shown, path in copy.changes,
        )
        for path, data in files.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row.title)


def _count(data: Mapping[str, Any], banks: Mapping[str, tuple[Card, ...]]) -> int:
    found = ((part, banks.get(str(part.get("from")), ())) for part in sections_of(data))
    return sum(count_drawn(part, cards) for part, cards in found)


def _shown(copy: Copy) -> set[str]:
    outline = read_outline(get_head(copy))
    return {activity.file for module in outline for activity in module.activities}


def get_quiz(copy: Copy, name: str, example: int) -> QuizPage:
    """Return one quiz with an example of a paper, each number giving another one.

    Raises `QuizUnknown`, `FileUnreadable`.
    """
    file, files = quiz_file(name), list_quiz_files(copy)
    if file not in files:
        raise QuizUnknown(name=name)
    if not isinstance(load(read_text(copy, file)), dict | None):
        raise FileUnreadable
    rows = list_banks(copy, {})
    banks = _cards(rows)
    quizzes = _parse(files)
    others = {path: quiz for path, quiz in quizzes.items() if path != file}
    problems = check_quiz(copy.read(file) or b"", file, get_outline(copy), others, banks)
    paper = Paper()
    if file in quizzes:
        by_id = {quiz.id: quiz for quiz in quizzes.values()}
        paper = draw_example(by_id, banks, quizzes[file].id, example)
    cards = {card.id: card for bank in banks.values() for card in bank}
    return QuizPage(
        name, files[file], tuple(problems),
        tuple(_supply(part, banks) for part in sections_of(files[file])),
        tuple(banks), tuple((quiz.id, quiz.title) for quiz in others.values()),
        tuple((one.id, one.text) for one in list_objectives(copy, rows)), banks,
        tuple(cards[item] for item in paper.questions), paper.form,
        tuple((cards[item], numbers) for item, numbers in paper.on_forms), paper.problem,
        file in _shown(copy),
    )  # fmt: skip


def find_cards(copy: Copy, file: str) -> tuple[Card, ...]:
    """Return the questions of a bank; none where there is no such bank, or it cannot be read."""
    return _cards(list_banks(copy, {})).get(file, ())


def _cards(rows: Sequence[BankRow]) -> dict[str, tuple[Card, ...]]:
    return {bank_file(row.name): row.bank.cards if row.bank else () for row in rows}


def _parse(files: Mapping[str, Mapping[str, Any]]) -> dict[str, Quiz]:
    quizzes = {}
    for path, data in files.items():
        try:
            quizzes[path] = Quiz.model_validate(data)
        except ValidationError:
            continue
    return quizzes


def _supply(section: Mapping[str, Any], banks: Mapping[str, tuple[Card, ...]]) -> Supply:
    bank = banks.get(str(section.get("from", "")), ())
    if section.get("of") == "cases":
        return Supply(0, 0, 0, len(list_cases(bank)))
    cards = single(bank)
    by = section.get("by")
    if by == "objective":
        sizes = Counter(card.objective or "" for card in cards)
    elif by == "article":
        sizes = Counter((card.article or "").partition("(")[0] for card in cards)
    else:
        sizes = Counter()
    return Supply(len(cards), len(sizes), min(sizes.values(), default=0))
