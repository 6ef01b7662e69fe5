"""The rules of the way through a course: what is open, what is done, what comes next.

What the way adds up to stands in `completion`; where outlines come from is not known here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol

from lms.kit.errors import NotVisible
from lms.learning.rules.enrolment import EnrolmentRow
from lms.learning.rules.errors import ActivityLocked, EnrolmentEnded

ItemStatus = Literal["done", "here", "begun", "open", "locked"]


class Activity(Protocol):
    """What the rules need of an activity of an outline."""

    @property
    def id(self) -> str:
        """Its name within the course."""

    @property
    def kind(self) -> str:
        """Return `page` or `quiz`."""

    @property
    def title(self) -> str:
        """Its title in the edition's language."""

    @property
    def minutes(self) -> int | None:
        """How long it takes."""


class Module(Protocol):
    """What the rules need of a module."""

    @property
    def id(self) -> str:
        """Its name within the course."""

    @property
    def title(self) -> str:
        """Its title in the edition's language."""

    @property
    def requires(self) -> tuple[str, ...]:
        """The modules that must be done before."""

    @property
    def activities(self) -> Sequence[Activity]:
        """Its parts in order."""


class Outline(Protocol):
    """What the rules need of a course's outline."""

    @property
    def modules(self) -> Sequence[Module]:
        """Its modules in order."""

    @property
    def visited_percent(self) -> int | None:
        """The threshold of participation."""

    @property
    def quiz_activity(self) -> str | None:
        """The quiz that counts for achievement."""

    @property
    def quiz_points(self) -> int | None:
        """The threshold of achievement, in percent of its points."""


@dataclass(frozen=True, slots=True)
class Done:
    """How far a person is with one activity."""

    status: str
    at: datetime
    points: Decimal | None = None


Progress = Mapping[str, Done]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an outline as one person sees it."""

    activity: Activity
    status: ItemStatus
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Section:
    """One module of an outline as one person sees it; `waits_for` are titles of modules."""

    id: str
    title: str
    items: tuple[Item, ...]
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an activity stands: in its module, and between its neighbours."""

    activity: Activity
    module: Module
    number: int
    previous: Activity | None
    next: Activity | None


def activities(outline: Outline) -> Iterator[tuple[Module, Activity]]:
    """Yield every activity with its module, in the course's order."""
    for module in outline.modules:
        for activity in module.activities:
            yield module, activity


def waits_for(outline: Outline, module: Module, progress: Progress) -> tuple[Module, ...]:
    """Return the required modules that are not done yet; the module is open when there is none."""
    if not module.requires:
        return ()
    return tuple(
        other
        for other in outline.modules
        if other.id in module.requires and not is_module_done(other, progress)
    )


def is_module_done(module: Module, progress: Progress) -> bool:
    """Say whether each part is done: a page read, a quiz taken to its end, passed or not."""
    return all(is_done(activity.id, progress) for activity in module.activities)


def is_done(activity_id: str, progress: Progress) -> bool:
    """Say whether the activity is done, rather than only opened."""
    done = progress.get(activity_id)
    return done is not None and done.status == "done"


def lay_out(outline: Outline, progress: Progress, here: str | None) -> tuple[Section, ...]:
    """Return the outline with a status for each part; `here` is the part to mark as the place."""
    return tuple(lay_out_module(outline, module, progress, here) for module in outline.modules)


def lay_out_module(
    outline: Outline, module: Module, progress: Progress, here: str | None
) -> Section:
    """Return one module with a status for each of its parts."""
    waiting = waits_for(outline, module, progress)
    items = tuple(
        Item(
            activity,
            _status(activity.id, bool(waiting), progress, here),
            progress[activity.id].points if activity.id in progress else None,
        )
        for activity in module.activities
    )
    return Section(module.id, module.title, items, tuple(other.title for other in waiting))


def _status(activity_id: str, is_locked: bool, progress: Progress, here: str | None) -> ItemStatus:
    if activity_id == here:
        return "here"
    if is_done(activity_id, progress):
        return "done"
    if is_locked:
        return "locked"
    return "begun" if activity_id in progress else "open"


def next_step(outline: Outline, progress: Progress) -> Activity | None:
    """Return the part to go on with, or nothing where all that is open is done.

    It is the part last opened and not done, else the first one open that follows the part last
    done, else the first one open from the start.
    """
    left = [
        activity
        for module in outline.modules
        if not waits_for(outline, module, progress)
        for activity in module.activities
        if not is_done(activity.id, progress)
    ]
    if not left or not progress:
        return left[0] if left else None
    last = max(progress, key=lambda activity_id: progress[activity_id].at)
    order = [activity.id for _, activity in activities(outline)]
    start = order.index(last) if last in order else 0
    return next((activity for activity in left if order.index(activity.id) >= start), left[0])


def find_place(outline: Outline, activity_id: str) -> Place | None:
    """Return where the activity stands, or nothing where the course has no such part."""
    flat = list(activities(outline))
    for index, (module, activity) in enumerate(flat):
        if activity.id == activity_id:
            return Place(
                activity,
                module,
                number=1 + [each.id for each in module.activities].index(activity_id),
                previous=flat[index - 1][1] if index else None,
                next=flat[index + 1][1] if index + 1 < len(flat) else None,
            )
    return None


def check_open(
    enrolment: EnrolmentRow, outline: Outline, progress: Progress, activity_id: str
) -> Place:
    """Return the place of an activity that may be opened.

    Raises `NotVisible` where the course has no such part, `EnrolmentEnded`, or `ActivityLocked`.
    """
    place = find_place(outline, activity_id)
    if place is None:
        raise NotVisible
    if enrolment.is_withdrawn:
        raise EnrolmentEnded
    waiting = waits_for(outline, place.module, progress)
    if waiting:
        raise ActivityLocked(modules=", ".join(module.title for module in waiting))
    return place


def follow(outline: Outline, progress: Progress, place: Place) -> Activity | None:
    """Return what *Continue* leads to: the next part, or the next one open where it is locked."""
    found = find_place(outline, place.next.id) if place.next else None
    if found is not None and not waits_for(outline, found.module, progress):
        return found.activity
    return next_step(outline, progress)


def count_done(outline: Outline, progress: Progress) -> tuple[int, int]:
    """Return how many parts are done, and of how many."""
    done = sum(is_done(activity.id, progress) for _, activity in activities(outline))
    return done, count_activities(outline)


def count_activities(outline: Outline) -> int:
    """Return how many parts a course has."""
    return sum(len(module.activities) for module in outline.modules)
