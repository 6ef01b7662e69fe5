"""Every text of a course, as units: the blocks of its pages and the human texts of its YAML files.

How a page is taken apart is in `lms.units.markdown`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from lms.content.format import COURSE_FILE
from lms.content.reader import Course
from lms.questions.rules import Question
from lms.questions.types import get_type
from lms.units import markdown
from lms.units.unit import Unit, join_lines


def list_units(course: Course) -> list[Unit]:
    """Return every unit: `course.yaml`, the pages and quizzes in the course's order, the banks."""
    units = list(_course_units(course))
    for file in _in_order(course):
        if file in course.pages:
            units += markdown.extract(file, course.pages[file])
        elif file in course.quizzes:
            title = course.quizzes[file].title
            units.append(_unit(course, file, "title", title, "title of a quiz", "title"))
    for file in course.banks:
        units += _bank_units(course, file)
    return units


def _unit(course: Course, file: str, name: str, text: str, kind: str, *path: str | int) -> Unit:
    return Unit(f"{file}#{name}", join_lines(text), file, course.line(file, *path), kind)


def _course_units(course: Course) -> Iterator[Unit]:
    if course.course is None:
        return
    head = course.course
    yield _unit(course, COURSE_FILE, "title", head.title, "title of the course", "title")
    yield _unit(course, COURSE_FILE, "summary", head.summary, "summary of the course", "summary")
    for place, objective in enumerate(head.objectives):
        name, path = f"objectives.{objective.id}.text", ("objectives", place, "text")
        yield _unit(course, COURSE_FILE, name, objective.text, "objective", *path)
    for place, module in enumerate(head.modules):
        name, path = f"modules.{module.id}.title", ("modules", place, "title")
        yield _unit(course, COURSE_FILE, name, module.title, "title of a module", *path)
        for number, activity in enumerate(module.activities):
            if activity.title:
                at = ("modules", place, "activities", number, "title")
                name = f"activities.{activity.id}.title"
                yield _unit(course, COURSE_FILE, name, activity.title, "title of a page", *at)


def _in_order(course: Course) -> list[str]:
    """Return the pages and quizzes as the course shows them, then those it does not show."""
    shown: list[str] = []
    if course.course:
        shown = [activity.page or activity.quiz or "" for activity in course.course.activities]
    others = sorted([*course.pages, *course.quizzes])
    return list(dict.fromkeys([*shown, *others]))


def _bank_units(course: Course, file: str) -> Iterator[Unit]:
    for place, question in enumerate(course.banks[file]):
        data = course.documents[file].data[place]
        for name, text in get_type(question.type).texts(question):
            path = (place, *_path_of(name, data))
            yield _unit(course, file, f"{question.id}.{name}", text, _kind_of(name), *path)
        for block in list_blocks(course, file, place, question):
            for unit in markdown.extract(block.context, block.text):
                yield replace(unit, file=file, line=block.line + unit.line - 1)


class Block(NamedTuple):
    """A text of several blocks in a bank, such as a document of a case; `line` is its first."""

    context: str
    text: str
    line: int


def list_blocks(course: Course, file: str, place: int, question: Question) -> Iterator[Block]:
    """Yield the texts of several blocks that a question of a bank has."""
    for name, text in get_type(question.type).blocks(question):
        path = _path_of(name, course.documents[file].data[place])
        # Such a text stands below the line of its key.
        line = course.line(file, place, *path) + 1
        yield Block(f"{file}#{question.id}.{name}", text, line)


def _kind_of(name: str) -> str:
    """Return what a text of a question is, by the path of its field."""
    *_, part, last = ("", *name.split("."))
    if last == "feedback":
        return "feedback"
    if not part:
        return "question"
    return "choice" if "choices" in name.split(".") else "part of a question"


def _path_of(
    name: str,
    data: Any,  # noqa: ANN401 - any part of a YAML file
) -> tuple[str | int, ...]:
    """Return where a named text stands in its question: `choices.weigh.text` → choices, 2, text."""
    path: list[str | int] = []
    for part in name.split("."):
        ids = [entry.get("id") for entry in data] if isinstance(data, list) else None
        path.append(part if ids is None else ids.index(part))
        data = data[path[-1]]
    return tuple(path)
