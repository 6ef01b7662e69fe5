"""Reads of the questions' editor: the banks with what draws from them, one question, its past.

A bank of thousands is read once and remembered; a list page reads every bank and shows fifty.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.content import queries as content
from lms.content.problems import Problem
from lms.kit import storage
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.workshop.editing.banks import Bank, Card, QuestionUnknown, add_question, read_bank
from lms.workshop.editing.cases import grouped, list_cases, questions_of
from lms.workshop.editing.edits import FileUnreadable, load
from lms.workshop.editing.findings import check_question
from lms.workshop.editing.questions import Change, compare
from lms.workshop.editing.quizzes import count_drawn, sections_of
from lms.workshop.queries.copies import Copy, get_outline
from lms.workshop.queries.outline import get_head, read_text

_FILE = re.compile(r"questions/([a-z0-9][a-z0-9-]{0,79})\.yaml")
_QUIZ = re.compile(r"quizzes/([a-z0-9][a-z0-9-]{0,79})\.yaml")


class BankUnknown(DomainError):
    """The course, as the person has it, has no bank of this name."""

    status = 404
    message = N_("The course has no bank of questions “%(name)s”.")


@dataclass(frozen=True, slots=True)
class QuizDraw:
    """A quiz that draws from a bank; `name` is that of its file."""

    name: str
    title: str
    count: int


@dataclass(frozen=True)
class BankRow:
    """A bank in the list: its questions by objective, and which quizzes draw from it.

    `bank` is nothing where its file cannot be read.
    """

    name: str
    bank: Bank | None
    quizzes: tuple[QuizDraw, ...]


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective of the course, with how many questions test it."""

    id: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """A question of a list, and the bank that it stands in."""

    bank: str
    card: Card


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of questions is narrowed to; empty means all."""

    words: str = ""
    bank: str = ""
    objective: str = ""
    article: str = ""
    type: str = ""
    level: str = ""

    def fits(self, found: Found) -> bool:
        """Say whether a question is asked for."""
        card = found.card
        return (
            self.bank in {"", found.bank}
            and self.objective in {"", card.objective}
            and self.type in {"", card.type}
            and self.level in {"", card.level}
            and (not self.article or _article_of(card) == self.article.partition("(")[0].strip())
            and (not self.words or card.holds(self.words.casefold()))
        )


def _article_of(card: Card) -> str:
    return (card.article or "").partition("(")[0]


@dataclass(frozen=True)
class QuestionPage:
    """One question as its editor shows it; fields of the problems begin at the question.

    `cases` are those of its bank; where it is a case itself, `of_case` are its questions.
    """

    bank: str
    id: str
    data: Mapping[str, Any]
    text: str
    problems: tuple[Problem, ...]
    change: Change
    before: str | None
    after: str | None
    cases: tuple[Card, ...]
    of_case: tuple[Card, ...]


def bank_file(name: str) -> str:
    """Return the file of a bank."""
    return f"questions/{name}.yaml"


def bank_name(path: str) -> str:
    """Return the name of a bank's file, empty where an address cannot have it."""
    found = _FILE.fullmatch(path)
    return found[1] if found else ""


def quiz_name(path: str) -> str:
    """Return the name of a quiz's file, empty where an address cannot have it."""
    found = _QUIZ.fullmatch(path)
    return found[1] if found else ""


def get_bank(copy: Copy, name: str) -> Bank:
    """Return a bank as the person has it; raise `BankUnknown`, `FileUnreadable`."""
    if bank_file(name) not in copy.paths:
        raise BankUnknown(name=name)
    return read_bank(read_text(copy, bank_file(name)))


def list_banks(copy: Copy, quizzes: Mapping[str, Mapping[str, Any]]) -> list[BankRow]:
    """Return every bank of a course; `quizzes` are what their files say, by path."""
    names = [name for path in copy.paths if (name := bank_name(path))]
    found = [(name, _find_bank(copy, name)) for name in names]
    return [
        BankRow(name, bank, tuple(_draws(bank_file(name), bank.cards if bank else (), quizzes)))
        for name, bank in found
    ]


def _find_bank(copy: Copy, name: str) -> Bank | None:
    try:
        return get_bank(copy, name)
    except FileUnreadable:
        return None


def _draws(
    file: str, cards: Sequence[Card], quizzes: Mapping[str, Mapping[str, Any]]
) -> list[QuizDraw]:
    found = []
    for path, quiz in quizzes.items():
        parts = [part for part in sections_of(quiz) if part.get("from") == file]
        if parts:
            drawn = sum(count_drawn(part, cards) for part in parts)
            found.append(QuizDraw(quiz_name(path), str(quiz.get("title") or path), drawn))
    return found


def list_questions(banks: Sequence[BankRow]) -> list[Found]:
    """Return every question of the banks, in order; those of a case stand below it."""
    return [Found(row.name, card) for row in banks if row.bank for card in grouped(row.bank.cards)]


def list_objectives(copy: Copy, banks: Sequence[BankRow]) -> list[Objective]:
    """Return the course's objectives, each with the number of its questions."""
    counts = Counter(found.card.objective for found in list_questions(banks))
    return [
        Objective(str(part.get("id", "")), str(part.get("text", "")), counts[str(part.get("id"))])
        for part in get_head(copy).get("objectives") or ()
        if isinstance(part, Mapping)
    ]


def list_articles(found: Sequence[Found]) -> list[str]:
    """Return the articles that questions are about, in order."""
    numbers = {_article_of(question.card) for question in found}
    return sorted(filter(str.isdecimal, numbers), key=int)


def get_question(copy: Copy, bank_at: str, question_id: str) -> QuestionPage:
    """Return one question; raise `BankUnknown`, `QuestionUnknown`, `FileUnreadable`."""
    bank = get_bank(copy, bank_at)
    place = bank.place_of(question_id)
    data = bank.data_of(question_id)
    # A bank that is not laid out question by question is checked by a copy that is.
    text = bank.text_of(place) if bank.parts else add_question(read_bank(""), data)
    others = [card for card in bank.cards if card.id != question_id]
    problems = check_question(text, bank_file(bank_at), get_outline(copy), copy.paths, others)
    ids = [card.id for card in bank.cards]
    return QuestionPage(
        bank_at, question_id, data, text, tuple(problems),
        compare(_published(copy, bank_at, question_id), data),
        ids[place - 1] if place else None,
        ids[place + 1] if place + 1 < len(ids) else None,
        tuple(list_cases(others)), tuple(questions_of(others, question_id)),
    )  # fmt: skip


def find_case_of(
    copy: Copy, bank_at: str, question_id: str
) -> tuple[Mapping[str, Any], int, int] | None:
    """Return the case of a question as its file has it, which question it is, and of how many."""
    bank = get_bank(copy, bank_at)
    name = bank.cards[bank.place_of(question_id)].case
    if name is None or name not in [card.id for card in list_cases(bank.cards)]:
        return None
    mates = [card.id for card in questions_of(bank.cards, name)]
    return bank.data_of(name), mates.index(question_id) + 1, len(mates)


def _published(copy: Copy, bank: str, question_id: str) -> Mapping[str, Any] | None:
    """Return what a question said when it was last published, or nothing."""
    version_id = copy.course.newest_version_id
    tree_hash = content.find_edition_tree(version_id) if version_id else None
    content_hash = content.get_entries(tree_hash).get(bank_file(bank)) if tree_hash else None
    if content_hash is None:
        return None
    try:
        return read_bank(storage.get(content_hash).decode()).data_of(question_id)
    except (QuestionUnknown, FileUnreadable, UnicodeDecodeError):
        return None


def list_quiz_files(copy: Copy) -> dict[str, Mapping[str, Any]]:
    """Return what each quiz's file says, by path; one that cannot be read says nothing."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in copy.paths:
        if quiz_name(path):
            found[path] = _find_data(copy, path)
    return found


def _find_data(copy: Copy, path: str) -> Mapping[str, Any]:
    try:
        data = load(read_text(copy, path))
    except FileUnreadable:
        return {}
    return data if isinstance(data, dict) else {}
