"""Reads of the front of a course: its outline with titles, as the person has it."""

from dataclasses import dataclass
from functools import lru_cache

from lms.content.format import ActivityFile, CourseFile
from lms.content.reader import read_course
from lms.workshop.queries.copies import Copy
from lms.workshop.queries.pages import list_pages

REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class Item:
    """A page or a quiz of the outline; `name` is its file's, `is_missing`: there is no file."""

    title: str
    kind: str
    name: str
    minutes: int | None
    is_changed: bool
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A module with its pages and quizzes."""

    title: str
    items: tuple[Item, ...]


def lay_out(copy: Copy, outline: CourseFile) -> list[Section]:
    """Return the outline with what each part is called."""
    titles = {row.path: row.title for row in list_pages(copy, outline)}
    there = set(copy.paths)
    return [
        Section(
            module.title,
            tuple(_item(copy, activity, titles, there) for activity in module.activities),
        )
        for module in outline.modules
    ]


def _item(copy: Copy, activity: ActivityFile, titles: dict[str, str], there: set[str]) -> Item:
    path = activity.page or activity.quiz or ""
    title = activity.title or titles.get(path)
    if activity.quiz and path in there:
        title = title or _quiz_title(path, copy.read(path) or b"")
    return Item(
        title or activity.id,
        "page" if activity.page else "quiz",
        path.rpartition("/")[2].rpartition(".")[0],
        activity.minutes,
        path in copy.changes,
        path not in there,
    )


@lru_cache(maxsize=REMEMBERED)
def _quiz_title(path: str, content: bytes) -> str:
    quizzes = read_course({path: content})[0].quizzes
    return quizzes[path].title if path in quizzes else ""
