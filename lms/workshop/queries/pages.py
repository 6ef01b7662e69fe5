"""Reads of the editors: one page, the list of pages, which files name which.

What a file names is remembered by the hash of its content, which never changes under it.
"""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from lms.content import hashes
from lms.content.format import CourseFile
from lms.content.naming import title_of
from lms.kit import storage
from lms.kit.db import db
from lms.workshop.models import WorkingCopy
from lms.workshop.pages import PAGE, PageUnknown, mentions, path_of
from lms.workshop.queries.copies import Copy

# How many files' mentions and titles a process remembers, some hundred bytes each.
REMEMBERED = 8192
_TEXTS = ("pages/", "variants/", "questions/", "quizzes/", "course.yaml")


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as a person has it; `hash` names this state of it."""

    name: str
    path: str
    text: str
    hash: str
    title: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page in the list: where it stands in the outline, if anywhere, and whether it is saved."""

    name: str
    path: str
    title: str
    module: str
    is_shown: bool
    is_changed: bool


def hold_copy(course_id: str, person_id: str | None) -> None:
    """Hold a person's working copy until the transaction ends: two windows write one by one."""
    db.session.execute(
        select(WorkingCopy.id)
        .where(WorkingCopy.course_id == course_id, WorkingCopy.person_id == person_id)
        .with_for_update()
    )


def get_page(copy: Copy, name: str) -> PageText:
    """Return a page as a person has it; raise `PageUnknown`."""
    path = path_of(name)
    content = copy.read(path)
    if content is None:
        raise PageUnknown(name=name)
    text = content.decode(errors="replace")
    return PageText(name, path, text, hashes.content_hash(content), title_of(text))


def list_pages(copy: Copy, outline: CourseFile | None) -> list[PageRow]:
    """Return the pages in the outline's order, then those that stand nowhere."""
    places = {
        activity.page: (module.title, activity.title or "")
        for module in (outline.modules if outline else ())
        for activity in module.activities
        if activity.page
    }
    found = [path for path in copy.paths if PAGE.fullmatch(path)]
    order = {path: number for number, path in enumerate(places)}
    found.sort(key=lambda path: (order.get(path, len(order)), path))
    return [_row(copy, path, places.get(path)) for path in found]


def _row(copy: Copy, path: str, place: tuple[str, str] | None) -> PageRow:
    name = path.removeprefix("pages/").removesuffix(".md")
    module, given = place or ("", "")
    title = given or _known(copy, path)[1] or name
    return PageRow(name, path, title, module, place is not None, path in copy.changes)


def list_mentions(copy: Copy) -> dict[str, frozenset[str]]:
    """Return for each text of a course the media and pages that it names."""
    return {path: _known(copy, path)[0] for path in copy.paths if path.startswith(_TEXTS)}


def list_sizes(copy: Copy) -> dict[str, int]:
    """Return the bytes of each media file, by path; of other files nothing but their names."""
    return {path: _size(copy, path) if path.startswith("media/") else 0 for path in copy.paths}


def _size(copy: Copy, path: str) -> int:
    if path in copy.changes:
        return len(copy.changes[path].content or b"")
    return _stored_size(copy.entries[path])


@lru_cache(maxsize=REMEMBERED)
def _stored_size(content_hash: str) -> int:
    return storage.size(content_hash)


def _known(copy: Copy, path: str) -> tuple[frozenset[str], str]:
    """Return what a text names, and its title."""
    if path in copy.changes:
        return _look_into(copy.changes[path].content or b"")
    return _stored(copy.entries[path])


def title_of_stored(content_hash: str) -> str:
    """Return the title that a saved page gives itself, empty where it has none."""
    return _stored(content_hash)[1]


@lru_cache(maxsize=REMEMBERED)
def _stored(content_hash: str) -> tuple[frozenset[str], str]:
    return _look_into(storage.get(content_hash))


def _look_into(content: bytes) -> tuple[frozenset[str], str]:
    text = content.decode(errors="replace")
    return mentions(text), title_of(text)
