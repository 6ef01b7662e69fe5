"""Reads of the outline's editor: modules and activities as the person has them, with titles.

What a file says is remembered by its text, which never changes under it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from lms.content.format import COURSE_FILE
from lms.content.problems import Problem
from lms.kit.db import db
from lms.workshop.editing.edits import FileUnreadable, load
from lms.workshop.editing.findings import check_head
from lms.workshop.editing.outline import Activity, Module, read_outline
from lms.workshop.models import WorkingCopy, WorkingFile
from lms.workshop.pages import PAGE
from lms.workshop.queries.copies import Copy, get_outline
from lms.workshop.queries.pages import list_pages

QUIZZES = "quizzes/"


@dataclass(frozen=True)
class OutlinePage:
    """The outline with the words for each file, and the files that stand nowhere in it."""

    copy: Copy
    title: str
    language: str
    modules: tuple[Module, ...]
    titles: Mapping[str, str]
    spare: tuple[str, ...]
    problems: tuple[Problem, ...]
    is_undoable: bool

    def title_of(self, activity: Activity) -> str:
        """Return what an activity is called: its own title, its file's, or its id."""
        return activity.title or self.titles.get(activity.file) or activity.id

    def name_of(self, module_id: str) -> str:
        """Return the title of a module, or its id where there is no such module."""
        return next((m.title for m in self.modules if m.id == module_id), module_id)


def read_text(copy: Copy, path: str) -> str:
    """Return a text file as the person has it, empty where there is none.

    Raises `FileUnreadable` where it is not in UTF-8.
    """
    try:
        return (copy.read(path) or b"").decode()
    except UnicodeDecodeError:
        raise FileUnreadable from None


def get_head(copy: Copy) -> Mapping[str, Any]:
    """Return what `course.yaml` says, whether or not it may be published."""
    data = load(read_text(copy, COURSE_FILE))
    return data if isinstance(data, dict) else {}


def get_outline_page(copy: Copy) -> OutlinePage:
    """Return what the outline's editor shows; raise `FileUnreadable`."""
    head = get_head(copy)
    modules = read_outline(head)
    titles = list_titles(copy)
    shown = {activity.file for module in modules for activity in module.activities}
    text = (copy.read(COURSE_FILE) or b"").decode()
    return OutlinePage(
        copy=copy,
        title=str(head.get("title", copy.course.slug)),
        language=language_of(copy),
        modules=modules,
        titles=titles,
        spare=tuple(file for file in titles if file not in shown),
        problems=tuple(check_head(text.encode(), copy.paths)),
        is_undoable=is_undoable(copy, COURSE_FILE),
    )


def title_of(copy: Copy) -> str:
    """Return what a course is called as the person has it, its slug where that cannot be read."""
    return title_in(copy.read(COURSE_FILE) or b"", copy.course.slug)


def title_in(content: bytes, slug: str) -> str:
    """Return the title that a `course.yaml` gives, whether or not it may be published."""
    try:
        data = load(content.decode(errors="replace"))
    except FileUnreadable:
        return slug
    return str(data.get("title") or slug) if isinstance(data, dict) else slug


def language_of(copy: Copy) -> str:
    """Return the language in which a course is written."""
    return str(get_head(copy).get("source_language") or "en")


def list_titles(copy: Copy) -> dict[str, str]:
    """Return the title of every page and quiz, by its file."""
    titles = {row.path: row.title for row in list_pages(copy, get_outline(copy))}
    for path in copy.paths:
        if path.startswith(QUIZZES):
            titles[path] = _quiz_title(copy, path)
    return titles


def _quiz_title(copy: Copy, path: str) -> str:
    try:
        data = load(read_text(copy, path))
    except FileUnreadable:
        return path
    return str(data.get("title") or path) if isinstance(data, dict) else path


def page_name(path: str) -> str:
    """Return the name under which the editor of pages knows a file, or nothing."""
    found = PAGE.fullmatch(path)
    return found[1] if found else ""


_previous = select(WorkingFile.previous).join(WorkingCopy, WorkingCopy.id == WorkingFile.copy_id)


def find_previous(copy: Copy, person_id: str | None, path: str) -> str | None:
    """Return what a file of a working copy was before its last change, or nothing."""
    query = _previous.where(
        WorkingCopy.course_id == copy.course.id,
        WorkingCopy.person_id == person_id,
        WorkingFile.path == path,
    )
    return db.session.execute(query).scalar_one_or_none()


def is_undoable(copy: Copy, path: str) -> bool:
    """Say whether the last change of a file can be undone."""
    return path in copy.changes and copy.changes[path].content is not None
