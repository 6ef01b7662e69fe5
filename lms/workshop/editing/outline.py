"""The outline of a course as an author changes it: modules and activities, however unfinished.

Each change is found by ids in what the file says now, and told as edits; a file that could not be
published can be changed like any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lms.content.format import ActivityFile, ModuleFile
from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_
from lms.workshop.editing.edits import Edit, Insert, Move, Path, Remove, Set
from lms.workshop.pages import name_for

Direction = Literal["up", "down"]
MODULE_KEYS = tuple(ModuleFile.model_fields)
ACTIVITY_KEYS = tuple(ActivityFile.model_fields)


class PartUnknown(DomainError):
    """A module or activity is not in the outline any more."""

    status = 404
    message = N_("The outline has no part “%(name)s”. It may have been removed meanwhile.")


class PrerequisitesInCircle(Invalid):
    """A module would in the end require itself."""

    message = N_(
        "“%(required)s” cannot be required here: in the end it requires this module itself."
    )


@dataclass(frozen=True, slots=True)
class Activity:
    """A page or a quiz at its place; `file` is empty where the outline names none."""

    id: str
    is_quiz: bool
    file: str
    title: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the course with its activities; `requires` are the ids of others."""

    id: str
    title: str
    requires: tuple[str, ...]
    activities: tuple[Activity, ...]


Outline = Sequence[Module]


def read_outline(data: object) -> tuple[Module, ...]:
    """Return the modules that a `course.yaml` names, as far as it does."""
    return tuple(_module(part) for part in _list(_mapping(data).get("modules")))


def _module(data: object) -> Module:
    part = _mapping(data)
    return Module(
        str(part.get("id", "")),
        str(part.get("title", "")),
        tuple(map(str, _list(part.get("requires")))),
        tuple(_activity(_mapping(activity)) for activity in _list(part.get("activities"))),
    )


def _activity(part: Mapping[str, Any]) -> Activity:
    minutes = part.get("minutes")
    return Activity(
        str(part.get("id", "")),
        "quiz" in part,
        str(part.get("page") or part.get("quiz") or ""),
        str(part.get("title") or ""),
        minutes if isinstance(minutes, int) else None,
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def module_at(outline: Outline, module_id: str) -> int:
    """Return the place of a module; raise `PartUnknown`."""
    for place, module in enumerate(outline):
        if module.id == module_id:
            return place
    raise PartUnknown(name=module_id)


def activity_at(outline: Outline, activity_id: str) -> tuple[int, int]:
    """Return the places of an activity's module and of itself in it; raise `PartUnknown`."""
    for place, module in enumerate(outline):
        for number, activity in enumerate(module.activities):
            if activity.id == activity_id:
                return place, number
    raise PartUnknown(name=activity_id)


def _activities(outline: Outline) -> Iterator[Activity]:
    for module in outline:
        yield from module.activities


def _path(place: int, number: int | None = None) -> Path:
    path: Path = ("modules", place, "activities")
    return path if number is None else (*path, number)


# --- Modules --------------------------------------------------------------------------------


def add_module(outline: Outline, title: str) -> tuple[str, list[Edit]]:
    """Return the id made for a new last module, and the edit that adds it."""
    module_id = name_for(title, {module.id for module in outline}, "module")
    value = {"id": module_id, "title": title, "activities": []}
    return module_id, [Insert(("modules",), len(outline), value, is_block=True)]


def change_module(
    outline: Outline, module_id: str, title: str, requires: Sequence[str]
) -> list[Edit]:
    """Rename a module and say what it requires; raise `PrerequisitesInCircle`."""
    place = module_at(outline, module_id)
    for name in requires:
        if leads_to(outline, name, module_id):
            raise PrerequisitesInCircle(required=outline[module_at(outline, name)].title)
    path: Path = ("modules", place)
    return [
        Set((*path, "title"), title, MODULE_KEYS),
        Set((*path, "requires"), list(requires) or None, MODULE_KEYS),
    ]


def leads_to(outline: Outline, start: str, target: str) -> bool:
    """Say whether a module is another one, or in the end requires it."""
    needs = {module.id: module.requires for module in outline}
    waiting, seen = [start], set[str]()
    while waiting:
        name = waiting.pop()
        if name == target:
            return True
        if name not in seen:
            seen.add(name)
            waiting += needs.get(name, ())
    return False


def remove_module(outline: Outline, module_id: str) -> list[Edit]:
    """Take a module out with its activities; nobody requires it any more."""
    place = module_at(outline, module_id)
    edits: list[Edit] = []
    for number, module in enumerate(outline):
        if module_id in module.requires and number != place:
            left = [name for name in module.requires if name != module_id]
            edits.append(Set(("modules", number, "requires"), left or None))
    return [*edits, Remove(("modules", place))]


def step_module(outline: Outline, module_id: str, direction: Direction) -> list[Edit]:
    """Move a module one place; at the end of the outline it stays."""
    place = module_at(outline, module_id)
    to = place + (-1 if direction == "up" else 1)
    if not 0 <= to < len(outline):
        return []
    return [Move(("modules", place), ("modules",), to)]


# --- Activities -----------------------------------------------------------------------------


def add_activity(
    outline: Outline, module_id: str, file: str, *, is_quiz: bool, minutes: int | None = None
) -> tuple[str, list[Edit]]:
    """Return the id made for a file's activity at the end of a module, and the edit."""
    place = module_at(outline, module_id)
    name = file.rpartition("/")[2].partition(".")[0]
    activity_id = name_for(name, {activity.id for activity in _activities(outline)}, "activity")
    value: dict[str, Any] = {"id": activity_id, "quiz" if is_quiz else "page": file}
    if minutes:
        value["minutes"] = minutes
    return activity_id, [Insert(_path(place), len(outline[place].activities), value)]


def change_activity(
    outline: Outline, activity_id: str, title: str | None, minutes: int | None, module_id: str
) -> list[Edit]:
    """Give an activity a title of its own, its minutes and its module; nothing takes them away."""
    place, number = activity_at(outline, activity_id)
    path = _path(place, number)
    edits: list[Edit] = [
        Set((*path, "title"), title or None, ACTIVITY_KEYS),
        Set((*path, "minutes"), minutes, ACTIVITY_KEYS),
    ]
    if outline[place].id == module_id:
        return edits
    return [*edits, *place_activity(outline, activity_id, module_id)]


def remove_activity(outline: Outline, activity_id: str) -> list[Edit]:
    """Take an activity out of the outline; its file stays."""
    return [Remove(_path(*activity_at(outline, activity_id)))]


def step_activity(outline: Outline, activity_id: str, direction: Direction) -> list[Edit]:
    """Move an activity one place; beyond its module's end it goes into the next one."""
    place, number = activity_at(outline, activity_id)
    to = number + (-1 if direction == "up" else 1)
    if 0 <= to < len(outline[place].activities):
        return [Move(_path(place, number), _path(place), to)]
    other = place + (-1 if direction == "up" else 1)
    if not 0 <= other < len(outline):
        return []
    end = len(outline[other].activities) if direction == "up" else 0
    return [Move(_path(place, number), _path(other), end)]


def place_activity(
    outline: Outline, activity_id: str, module_id: str, before: str = ""
) -> list[Edit]:
    """Move an activity into a module, before another one or to its end."""
    place, number = activity_at(outline, activity_id)
    to = module_at(outline, module_id)
    others = [a.id for a in outline[to].activities if a.id != activity_id]
    index = others.index(before) if before in others else len(others)
    if (to, index) == (place, number):
        return []
    return [Move(_path(place, number), _path(to), index)]
