"""Questions from another system on their way into a course: their banks, ids and objectives.

How a file is read is in `lms.questions.exchange`. Nothing is written here.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.content.format import CourseFile
from lms.kit.i18n import N_, Text
from lms.questions.exchange.found import Item, Left, Reading
from lms.workshop.editing.banks import Bank, add_questions
from lms.workshop.editing.findings import check_question
from lms.workshop.editing.questions import WORDS_IN_ID
from lms.workshop.media import FOLDER
from lms.workshop.pages import name_for
from lms.workshop.uploads import UploadRefused, check_upload

ALREADY_HERE = N_("The course has this question already: “%(id)s” in the bank “%(bank)s”.")
TWICE = N_("The file has it twice, with the same answers.")
_PLACE_KEYS = ("id", "objective", "article", "source")


@dataclass(frozen=True)
class Target:
    """The course that questions come into: its banks by name, its objectives, its files."""

    banks: Mapping[str, Bank]
    objectives: Mapping[str, str]
    head: CourseFile | None
    paths: Collection[str]


@dataclass(frozen=True)
class Placed:
    """A question that comes in: from which line, into which bank, under which id."""

    line: int
    name: str
    bank: str
    data: Mapping[str, Any]
    losses: tuple[Text, ...]


@dataclass(frozen=True)
class Plan:
    """What taking a file in would do: nothing is done yet.

    `known` are the questions that the course has already: they are no mistake, and do not come in
    again. `changes` are the files that it would write.
    """

    placed: tuple[Placed, ...]
    left: tuple[Left, ...]
    known: tuple[Left, ...]
    changes: Mapping[str, bytes]

    @property
    def banks(self) -> tuple[str, ...]:
        """Return the names of the banks that questions come into, in order."""
        return tuple(dict.fromkeys(placed.bank for placed in self.placed))


def plan_incoming(target: Target, reading: Reading, bank: str | None, fallback: str) -> Plan:
    """Return what would come of a file that was read.

    Each category of the file is a bank; with `bank` all go into that one. `fallback` names the bank
    of what has no category.
    """
    planner = _Planner(target, bank, fallback)
    for item in reading.taken:
        planner.take(item)
    left = sorted((*reading.left, *planner.left), key=lambda one: one.line)
    return Plan(tuple(planner.placed), tuple(left), tuple(planner.known), planner.changes())


class _Planner:
    """Gives each question its place in turn: what came before it decides what is taken."""

    def __init__(self, target: Target, bank: str | None, fallback: str) -> None:
        self._target = target
        self._bank = bank
        self._fallback = fallback
        self._ids = {card.id for found in target.banks.values() for card in found.cards}
        self._seen = dict(_fingerprints(target.banks))
        self._media: dict[str, bytes] = {}
        self.placed: list[Placed] = []
        self.left: list[Left] = []
        self.known: list[Left] = []

    def take(self, item: Item) -> None:
        """Place a question, or say why it stays outside."""
        mark = _fingerprint(item.built.data)
        if mark in self._seen:
            self.known.append(Left(item.line, item.name, self._seen[mark]))
            return
        try:
            # A name has only one content: what came in before is not drawn anew.
            pictures = {
                name: self._media.get(name) or _redrawn(name, content)
                for name, content in item.pictures.items()
            }
        except UploadRefused as error:
            self.left.append(Left(item.line, item.name, error.text))
            return
        placed = self._place(item)
        problem = self._find_problem(placed, pictures)
        if problem is not None:
            self.left.append(Left(item.line, item.name, problem))
            return
        self._ids.add(str(placed.data["id"]))
        self._seen[mark] = Text(TWICE)
        self._media.update(pictures)
        self.placed.append(placed)

    def _place(self, item: Item) -> Placed:
        words = " ".join(item.name.split()[:WORDS_IN_ID])
        question_id = name_for(words, self._ids, "question")
        data: dict[str, Any] = {"id": question_id, "type": item.built.data["type"]}
        objective = self._objective_of(item)
        if objective:
            data["objective"] = objective
        data |= {key: value for key, value in item.built.data.items() if key != "type"}
        return Placed(item.line, item.name, self._bank_of(item), data, item.built.losses)

    def _bank_of(self, item: Item) -> str:
        if self._bank is not None:
            return self._bank
        return name_for(" ".join(item.category) or self._fallback, (), "questions")

    def _objective_of(self, item: Item) -> str | None:
        """Return the objective that the file names: as a category or a tag, by its id or words."""
        said = {label.casefold() for label in (*item.category, *item.tags)}
        for objective, text in self._target.objectives.items():
            if objective in said or text.casefold() in said:
                return objective
        return None

    def _find_problem(self, placed: Placed, pictures: Collection[str]) -> Text | None:
        """Return what the course's validator says of the question first, or nothing."""
        paths = [*self._target.paths, *(FOLDER + name for name in pictures)]
        text = add_questions("", [placed.data])
        problems = check_question(text, f"questions/{placed.bank}.yaml", self._target.head, paths)
        return problems[0].message if problems else None

    def changes(self) -> dict[str, bytes]:
        """Return the files that change: the banks, and the pictures that are new."""
        changes = {FOLDER + name: content for name, content in self._media.items()}
        by_bank: dict[str, list[Mapping[str, Any]]] = {}
        for placed in self.placed:
            by_bank.setdefault(placed.bank, []).append(placed.data)
        for name, values in by_bank.items():
            found = self._target.banks.get(name)
            text = add_questions(found.text if found else "", values)
            changes[f"questions/{name}.yaml"] = text.encode()
        return changes


def _redrawn(name: str, content: bytes) -> bytes:
    """Return a picture as media are kept; raise `UploadRefused`."""
    return check_upload(name, content).content


def _fingerprints(banks: Mapping[str, Bank]) -> Iterator[tuple[str, Text]]:
    for name, bank in banks.items():
        for card in bank.cards:
            said = Text(ALREADY_HERE, id=card.id, bank=name)
            yield _fingerprint(bank.data_of(card.id)), said


def _fingerprint(data: Mapping[str, Any]) -> str:
    """Return what a question asks and how it is scored, wherever it stands."""
    asked = {key: value for key, value in data.items() if key not in _PLACE_KEYS}
    return json.dumps(asked, sort_keys=True, ensure_ascii=False, default=str)
