"""Reads of one question's page: its texts, its versions by hash, its lineage and its use."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.content.models import Item, Version
from lms.content.queries import CourseRow
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.kit.i18n import LANGUAGES
from lms.questions.types import parse_question
from lms.units import markdown
from lms.workshop.comparison.fields import Field, compare_fields
from lms.workshop.comparison.names import names_of
from lms.workshop.library.copying import Original
from lms.workshop.library.reading import Entry, question_hash
from lms.workshop.queries.descent import Descent, list_ancestors, list_copies
from lms.workshop.queries.library import get_titles
from lms.workshop.queries.questions import bank_file, quiz_name
from lms.workshop.queries.shelves import Shelf, find_draft, find_published
from lms.workshop.queries.uses import VersionUse, list_uses_of

# The course of a question, by the ids of both, where the reader sees that question.
Seen = Callable[[str, str], CourseRow | None]

_versions = (
    select(Version.number, Version.published_at, Item.data)
    .join(Item, Item.version_id == Version.id)
    .order_by(Version.number)
)


@dataclass(frozen=True, slots=True)
class Told:
    """A question as it was published, or as the draft has it (without a number), with its hash.

    `changed` is what differs from the one before; nothing (`None`) of the first.
    """

    number: int | None
    at: datetime | None
    hash: str
    changed: tuple[Field, ...] | None


@dataclass(frozen=True, slots=True)
class Relative:
    """A question that another was copied from or to, and when."""

    slug: str
    title: str
    language: str
    question_id: str
    at: datetime
    version: int | None


@dataclass(frozen=True)
class Renewal:
    """What of the original has changed since it was copied; `is_own_changed`: the copy has too."""

    original: Original
    changed: tuple[Field, ...]
    is_own_changed: bool


@dataclass(frozen=True)
class Quizzes:
    """A quiz that draws from the question's bank: the name of its file, and its title."""

    name: str
    title: str


@dataclass(frozen=True)
class LibraryPage:
    """One question with all that is told of it; of others' courses neither figures nor keys.

    `texts` are by language and field; `hidden` counts the copies in courses that the reader does
    not see.
    """

    shelf: Shelf
    entry: Entry
    is_own: bool
    texts: Mapping[str, Mapping[str, str]]
    versions: tuple[Told, ...]
    descent: Descent | None
    ancestors: tuple[Relative | None, ...]
    copies: tuple[Relative, ...]
    hidden: int
    quizzes: tuple[Quizzes, ...]
    uses: tuple[VersionUse, ...]
    titles: Mapping[str, str]

    @property
    def objective(self) -> str | None:
        """Return the words of the objective that it tests."""
        name = self.entry.question.objective
        return self.shelf.objectives.get(name or "", name)


def open_shelves(course: CourseRow, *, is_own: bool) -> tuple[Shelf, ...]:
    """Return the states of a course that somebody sees, the newest first."""
    found = (
        find(course) for find in ((find_draft, find_published) if is_own else (find_published,))
    )
    return tuple(shelf for shelf in found if shelf is not None)


def find_original(shelves: Sequence[Shelf], question_id: str) -> Original | None:
    """Return a question as somebody sees it, to be copied, or nothing."""
    found = _find(shelves, question_id)
    return _original(*found) if found else None


def _find(shelves: Sequence[Shelf], question_id: str) -> tuple[Shelf, Entry] | None:
    """Return a question as somebody sees it.

    What the draft and the newest version say alike is published, with the translations of today.
    """
    found: tuple[Shelf, Entry] | None = None
    for shelf in shelves:
        entry = shelf.find(question_id)
        if entry is None:
            continue
        if found is None:
            found = shelf, entry
        elif entry.hash == found[1].hash:
            number = shelf.version_number
            found = replace(found[0], state="published", version_number=number), found[1]
    return found


def _original(shelf: Shelf, entry: Entry) -> Original:
    name = entry.question.objective
    return Original(
        shelf.course.slug, shelf.course.id, shelf.state, shelf.version_number, entry, shelf.hashes,
        shelf.objectives.get(name or "", name),
    )  # fmt: skip


def get_library_page(
    course: CourseRow, question_id: str, *, is_own: bool, seen: Seen
) -> LibraryPage:
    """Return what the page of a question shows; `seen` gives the course of one that is seen.

    Raises `NotVisible` where there is no such question.
    """
    found = _find(open_shelves(course, is_own=is_own), question_id)
    if found is None:
        raise NotVisible
    shelf, entry = found
    ancestors, copies = (f(course.id, question_id) for f in (list_ancestors, list_copies))
    titles = get_titles(
        {one.origin_course_id for one in ancestors} | {one.course_id for one in copies}
    )
    shown = [_relative(one.course_id, one.question_id, one, titles, seen) for one in copies]
    known = tuple(one for one in shown if one is not None)
    return LibraryPage(
        shelf, entry, is_own,
        _texts(entry, is_own=is_own),
        tuple(_versions_of(course, entry, shelf)) if is_own else (),
        ancestors[0] if ancestors else None,
        tuple(
            _relative(one.origin_course_id, one.origin_question_id, one, titles, seen)
            for one in ancestors
        ),
        known,
        len(copies) - len(known),
        tuple(_quizzes(shelf, entry)) if is_own else (),
        tuple(list_uses_of(course.id, question_id)) if is_own else (),
        _activity_titles(shelf),
    )  # fmt: skip


def _texts(entry: Entry, *, is_own: bool) -> dict[str, dict[str, str]]:
    """Return the texts by language, the original's first, without mark-up.

    What is said of answers tells the key: it is for those who work on the course.
    """
    order = [entry.language, *(code for code in LANGUAGES if code != entry.language)]
    texts = {code: entry.texts(code) for code in order}
    return {
        code: {
            field: markdown.words(text)
            for field, text in said.items()
            if is_own or not field.endswith("feedback")
        }
        for code, said in texts.items()
        if said
    }


def _versions_of(course: CourseRow, entry: Entry, shelf: Shelf) -> Iterator[Told]:
    """Yield the newest first: the draft, where it differs, then each version that has it."""
    told = list(_told(course, entry, shelf))
    yield from reversed(told)


def _told(course: CourseRow, entry: Entry, shelf: Shelf) -> Iterator[Told]:
    before: Mapping[str, Any] | None = None
    known = _versions.where(Version.course_id == course.id, Item.item_id == entry.question.id)
    states: list[tuple[int | None, datetime | None, Mapping[str, Any]]] = [
        (number, at, data) for number, at, data in read(known)
    ]
    if shelf.state == "draft":
        states.append((None, None, entry.question.model_dump(mode="json", exclude_none=True)))
    for number, at, data in states:
        changed = None if before is None else compare_fields(names_of(data), before, data)
        yield Told(number, at, question_hash(parse_question(data)), changed)
        before = data


def _relative(
    course_id: str,
    question_id: str,
    one: Descent,
    titles: Mapping[str, tuple[str, str, str]],
    seen: Seen,
) -> Relative | None:
    """Return a relative, or nothing where the reader does not see that question."""
    course = seen(course_id, question_id)
    if course is None:
        return None
    _slug, title, language = titles.get(course_id, (course.slug, course.slug, "en"))
    return Relative(course.slug, title, language, question_id, one.at, one.origin_version)


def _quizzes(shelf: Shelf, entry: Entry) -> Iterator[Quizzes]:
    for path, quiz in sorted(shelf.quizzes().items()):
        sections: Sequence[Any] = quiz.get("sections") or ()
        files = {part.get("from") for part in sections if isinstance(part, Mapping)}
        if bank_file(entry.bank) in files:
            yield Quizzes(quiz_name(path), str(quiz.get("title") or path))


def _activity_titles(shelf: Shelf) -> dict[str, str]:
    """Return what the quizzes of the course are called, by the id of their activity."""
    quizzes = shelf.quizzes()
    return {
        activity.id: str(activity.title or quizzes.get(activity.quiz, {}).get("title") or "")
        for activity in (shelf.head.activities if shelf.head else ())
        if activity.quiz
    }


def find_renewal(page: LibraryPage, origin: CourseRow, *, is_origin_own: bool) -> Renewal | None:
    """Return what of the original, in a course that the reader sees, changed since the copy.

    Nothing where nothing did, or where a draft was taken that the reader does not see.
    """
    descent = page.descent
    if descent is None or (descent.origin_state == "draft" and not is_origin_own):
        return None
    shelves = open_shelves(origin, is_own=is_origin_own)
    original = find_original(shelves, descent.origin_question_id)
    if original is None or original.entry.hash == descent.origin_hash:
        return None
    changed = compare_fields(
        names_of(original.entry.data), _content(descent.taken), _content(original.entry.data)
    )
    return Renewal(original, changed, page.entry.hash != descent.copy_hash)


def _content(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a question's file says of it in every course alike."""
    return {key: value for key, value in data.items() if key not in {"id", "objective"}}
