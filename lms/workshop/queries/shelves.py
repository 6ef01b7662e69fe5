"""Reads of a course's questions as they stand published, and as its draft is saved.

What a question is, and its hash, is in `lms.workshop.library`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from lms.content import queries as content
from lms.content.catalogues import translations_in
from lms.content.format import COURSE_FILE, CourseFile
from lms.content.queries import CourseRow
from lms.content.reader import read_course
from lms.kit import storage
from lms.workshop.editing.banks import Bank, QuestionUnknown, read_bank
from lms.workshop.editing.edits import FileUnreadable, load
from lms.workshop.library.reading import (
    Entry,
    Said,
    State,
    deciding_banks,
    read_entries,
    read_entry,
)
from lms.workshop.queries.copies import read_head
from lms.workshop.queries.lineage import find_state
from lms.workshop.queries.questions import bank_name, quiz_name

LOCALE = "locale/"


@dataclass(frozen=True)
class Shelf:
    """A course's questions in one state; `hashes` are those of its files by path.

    `said` are the translations that belong to it.
    """

    course: CourseRow
    state: State
    version_number: int | None
    hashes: Mapping[str, str]
    said: Said

    def _text(self, path: str) -> str:
        content_hash = self.hashes.get(path)
        try:
            return storage.get(content_hash).decode() if content_hash else ""
        except UnicodeDecodeError:
            raise FileUnreadable from None

    @cached_property
    def head(self) -> CourseFile | None:
        """Return what its `course.yaml` says, or nothing where that cannot be read."""
        return read_head(storage.get(self.hashes[COURSE_FILE]))

    @property
    def language(self) -> str:
        """Return the language that the course is written in."""
        return self.head.source_language if self.head else "en"

    @property
    def title(self) -> str:
        """Return what the course is called."""
        return self.head.title if self.head else self.course.slug

    @cached_property
    def banks(self) -> dict[str, Bank]:
        """Return the banks that can be read, by name."""
        found: dict[str, Bank] = {}
        for path in sorted(self.hashes):
            name = bank_name(path)
            if name:
                bank = self._find_bank(path)
                found |= {name: bank} if bank else {}
        return found

    def _find_bank(self, path: str) -> Bank | None:
        try:
            return read_bank(self._text(path))
        except FileUnreadable:
            return None

    @property
    def objectives(self) -> dict[str, str]:
        """Return the words of the course's objectives by id."""
        return {one.id: one.text for one in self.head.objectives} if self.head else {}

    def entries(self) -> Iterator[Entry]:
        """Yield its questions, bank by bank."""
        return read_entries(self.banks, self.language, self.said)

    def find(self, question_id: str) -> Entry | None:
        """Return one question, or nothing where there is none, or it is not finished."""
        for name, bank in self.banks.items():
            try:
                place = bank.place_of(question_id)
            except QuestionUnknown:
                continue
            return read_entry(bank, name, place, question_id, self.language, self.said)
        return None

    def quizzes(self) -> dict[str, Mapping[str, Any]]:
        """Return what the files of its quizzes say, by path."""
        return {path: self._find_quiz(path) for path in self.hashes if quiz_name(path)}

    def _find_quiz(self, path: str) -> Mapping[str, Any]:
        try:
            data = load(self._text(path))
        except FileUnreadable:
            return {}
        return data if isinstance(data, dict) else {}

    def deciding(self) -> set[str]:
        """Return the files of the banks from which the quiz draws that completes the course."""
        return deciding_banks(self.head, self.quizzes())


def find_published(course: CourseRow) -> Shelf | None:
    """Return a course's newest published state with its newest texts, or nothing."""
    state = find_state(course)
    if state is None:
        return None
    hashes = content.get_entries(state.tree_hash)
    return Shelf(course, "published", state.version_number, hashes, read_said(state.tree_hash))


def find_draft(course: CourseRow) -> Shelf | None:
    """Return a course's draft as it is saved, with the translations of today, or nothing."""
    revision = content.find_revision(course.id)
    if revision is None:
        return None
    said = {
        language: {key: (row.text, row.status) for key, row in rows.items()}
        for language, rows in content.list_translations(course.id).items()
    }
    return Shelf(course, "draft", None, content.get_entries(revision.tree_hash), said)


@lru_cache(maxsize=4)
def read_said(tree_hash: str) -> Said:
    """Return the translations that a tree holds as files, by language."""
    entries = content.get_entries(tree_hash)
    files = {path: storage.get(entries[path]) for path in entries if path.startswith(LOCALE)}
    course, _problems = read_course(files)
    return {
        language: translations_in(catalogue) for language, catalogue in course.catalogues.items()
    }
