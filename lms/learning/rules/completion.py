"""The rules of completion: the figures of one person, and which thresholds they reach.

When they are frozen is decided in `services`.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lms.learning.rules.outline import Outline, Progress, activities, is_done

EVERYTHING = 100


@dataclass(frozen=True, slots=True)
class CompletionRow:
    """The frozen figures of a completion; `points` is the best result in percent."""

    id: str
    enrolment_id: str
    version_id: str
    edition_id: str
    is_participation: bool
    is_achievement: bool
    visited_percent: int
    points: Decimal | None
    hours: float
    completed_at: datetime


@dataclass(frozen=True, slots=True)
class Reached:
    """The figures of one person in one course, and which thresholds they reach."""

    visited_percent: int
    points: Decimal | None
    is_participation: bool
    is_achievement: bool

    @property
    def is_something(self) -> bool:
        """Say whether there is anything to certify."""
        return self.is_participation or self.is_achievement


def measure(outline: Outline, progress: Progress) -> Reached:
    """Return what a person has reached.

    Participation is the share of pages read (of all parts in a course without pages), rounded
    down; achievement is the best result of the quiz that the course names. A course that sets no
    threshold at all is completed when everything is visited.
    """
    visited = _visited_percent(outline, progress)
    taken = progress.get(outline.quiz_activity) if outline.quiz_activity else None
    points = taken.points if taken else None
    asked_visits = outline.visited_percent
    if asked_visits is None and outline.quiz_points is None:
        asked_visits = EVERYTHING
    return Reached(
        visited_percent=visited,
        points=points,
        is_participation=asked_visits is not None and visited >= asked_visits,
        is_achievement=(
            points is not None and outline.quiz_points is not None and points >= outline.quiz_points
        ),
    )


def _visited_percent(outline: Outline, progress: Progress) -> int:
    every = [activity for _, activity in activities(outline)]
    counted = [activity for activity in every if activity.kind == "page"] or every
    done = sum(is_done(activity.id, progress) for activity in counted)
    return EVERYTHING * done // len(counted) if counted else 0


def is_news(reached: Reached, former: CompletionRow | None) -> bool:
    """Say whether more is reached than is recorded; what is recorded is never changed otherwise."""
    if former is None:
        return reached.is_something
    return (reached.is_participation and not former.is_participation) or (
        reached.is_achievement and not former.is_achievement
    )


def add_up(reached: Reached, former: CompletionRow | None) -> Reached:
    """Return what is reached together with what is recorded, which no move to a version takes back.

    Who was certain of a figure in an older version keeps the better of the two.
    """
    if former is None:
        return reached
    points = [each for each in (reached.points, former.points) if each is not None]
    return Reached(
        visited_percent=max(reached.visited_percent, former.visited_percent),
        points=max(points, default=None),
        is_participation=reached.is_participation or former.is_participation,
        is_achievement=reached.is_achievement or former.is_achievement,
    )


def is_all_reached(outline: Outline, *, is_participation: bool, is_achievement: bool) -> bool:
    """Say whether nothing that the course asks for is left: then the enrolment is completed."""
    asks_achievement = outline.quiz_points is not None
    asks_participation = outline.visited_percent is not None or not asks_achievement
    return (is_participation or not asks_participation) and (is_achievement or not asks_achievement)
