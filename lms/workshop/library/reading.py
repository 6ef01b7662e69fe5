"""The questions of a course in one state, each with its texts in every language, and its hash.

A draft may hold questions that are not finished: what is no question yet is not among them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import ValidationError

from lms.content.format import CourseFile
from lms.content.hashes import hash_of
from lms.kit.i18n import LANGUAGES
from lms.questions.rules import Question
from lms.questions.types import get_type, parse_question
from lms.units import markdown
from lms.units.po import Status
from lms.units.unit import Key, join_lines
from lms.workshop.editing.banks import Bank

State = Literal["published", "draft"]
Said = Mapping[str, Mapping[Key, tuple[str, Status]]]
# What a question says in its course alone: another course has other ids and objectives.
_OWN = ("id", "objective")


def question_hash(question: Question) -> str:
    """Return the hash of what a question asks and how it is scored, wherever it stands."""
    data = question.model_dump(mode="json", exclude_defaults=True)
    asked = {key: value for key, value in data.items() if key not in _OWN}
    return hash_of({**asked, "type": question.type})


@dataclass(frozen=True)
class Entry:
    """A question as a course has it: its bank and place, what its file says, what that means."""

    bank: str
    place: int
    data: Mapping[str, Any]
    question: Question
    language: str
    said: Said

    @property
    def hash(self) -> str:
        """Return the hash of its content."""
        return question_hash(self.question)

    @property
    def words(self) -> str:
        """Return the bare words of what it asks, on one line."""
        return markdown.words(" ".join(self.question.text.split()))

    @cached_property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Return its texts in the language that it is written in, by the path of their field."""
        return tuple(get_type(self.question.type).texts(self.question))

    def key_of(self, field: str, text: str) -> Key:
        """Return what translators know a text of it by."""
        return Key(f"questions/{self.bank}.yaml#{self.question.id}.{field}", join_lines(text))

    def translations(self, language: str) -> dict[str, tuple[str, Status]]:
        """Return its texts in another language, as far as there are any, by field."""
        rows = self.said.get(language, {})
        found = {field: rows.get(self.key_of(field, text)) for field, text in self.fields}
        return {field: row for field, row in found.items() if row is not None and row[0]}

    def texts(self, language: str) -> dict[str, str]:
        """Return its texts in a language, as far as there are any, by field."""
        if language == self.language:
            return dict(self.fields)
        return {field: text for field, (text, _status) in self.translations(language).items()}

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which all of it is there, in the order of the six."""
        count = len(self.fields)
        return tuple(code for code in LANGUAGES if len(self.texts(code)) == count)


def read_entries(banks: Mapping[str, Bank], language: str, said: Said) -> Iterator[Entry]:
    """Yield the questions of banks, given by name, in order; what is none yet is passed over."""
    for name in sorted(banks):
        for place, card in enumerate(banks[name].cards):
            entry = read_entry(banks[name], name, place, card.id, language, said)
            if entry is not None:
                yield entry


def read_entry(
    bank: Bank, name: str, place: int, question_id: str, language: str, said: Said
) -> Entry | None:
    """Return one question of a bank, or nothing where it is none yet."""
    data = bank.data_of(question_id)
    try:
        question = parse_question(data)
    except (ValidationError, AttributeError):
        return None
    return Entry(name, place, data, question, language, said)


def deciding_banks(head: CourseFile | None, quizzes: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Return the files of the banks from which the quiz draws that decides about completion.

    `quizzes` are what their files say, by path.
    """
    rule = head.completion.achievement if head else None
    if head is None or rule is None:
        return set()
    files = {activity.quiz for activity in head.activities if activity.id == rule.quiz}
    sections = [part for file in files for part in quizzes.get(file or "", {}).get("sections", ())]
    return {str(part.get("from")) for part in sections if isinstance(part, Mapping)}
