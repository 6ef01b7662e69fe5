"""The rules of moving to another version: what differs, what is carried over, who may go back.

Which activities have the same content is found out in `lms.content.queries`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Any, Literal, NamedTuple

from lms.learning.rules.enrolment import EnrolmentRow
from lms.learning.rules.outline import Activity, Done, Outline, Progress, activities

MOVE_UNBEGUN = "learning.move_unbegun"
TELL_OFFERED = "learning.tell_offered"
Prints = Mapping[str, str]
Kind = Literal["chosen", "by_trainer", "undone"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """What completes the course: the share of pages, and the points in the quiz that counts."""

    visited_percent: int | None
    quiz_points: int | None
    quiz_title: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions, by activity; `removed` are those of the old outline."""

    added: tuple[Activity, ...]
    changed: tuple[Activity, ...]
    removed: tuple[Activity, ...]
    kept: tuple[Activity, ...]
    old_threshold: Threshold
    new_threshold: Threshold

    @property
    def is_threshold_changed(self) -> bool:
        """Say whether something else completes the course; a quiz that is only renamed does not."""
        old, new = self.old_threshold, self.new_threshold
        return (old.visited_percent, old.quiz_points) != (new.visited_percent, new.quiz_points)


@dataclass(frozen=True, slots=True)
class LostTries:
    """A quiz that a version allows to be taken less often than the one before."""

    activity: Activity
    used: int
    allowed: int

    @property
    def left(self) -> int:
        """Return how many attempts would be left."""
        return max(self.allowed - self.used, 0)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A version offered to an enrolment; `note` are the trainer's own words."""

    id: str
    enrolment_id: str
    from_version_id: str
    to_version_id: str
    to_number: int
    note: str
    offered_at: datetime
    decision: str | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move that was made: the language and the progress before, and what was carried over."""

    from_version_id: str
    to_version_id: str
    kind: str
    at: datetime
    language: str
    progress: Progress
    carried: frozenset[str]


class UnderWay(NamedTuple):
    """Somebody under way in an older version; `decision` is on the version to be offered."""

    enrolment_id: str
    person_id: str
    version_id: str
    is_begun: bool
    is_offered: bool
    decision: str | None


@dataclass(frozen=True, slots=True)
class OlderVersion:
    """How many are under way in an older version, and what became of the offer to them."""

    version_id: str
    number: int
    under_way: int
    not_begun: int
    offered: int
    stayed: int

    @property
    def to_offer(self) -> int:
        """Return how many the newer version has not been offered to."""
        return self.under_way - self.offered


def compare(old: Outline, new: Outline, old_prints: Prints, new_prints: Prints) -> Comparison:
    """Compare two versions activity by activity; titles of what is left are those of the new one.

    An activity is the same where its name is, and what its page says or its quiz asks.
    """
    before = {activity.id: activity for _, activity in activities(old)}
    after = {activity.id: activity for _, activity in activities(new)}
    common = [activity for name, activity in after.items() if name in before]
    same = {name for name in before if name in after and old_prints[name] == new_prints[name]}
    return Comparison(
        added=tuple(activity for name, activity in after.items() if name not in before),
        changed=tuple(activity for activity in common if activity.id not in same),
        removed=tuple(activity for name, activity in before.items() if name not in after),
        kept=tuple(activity for activity in common if activity.id in same),
        old_threshold=_threshold(old, before),
        new_threshold=_threshold(new, after),
    )


def _threshold(outline: Outline, every: Mapping[str, Activity]) -> Threshold:
    quiz = every.get(outline.quiz_activity or "")
    return Threshold(outline.visited_percent, outline.quiz_points, quiz.title if quiz else "")


def carry(progress: Progress, comparison: Comparison) -> dict[str, Done]:
    """Return the progress that stays: that of unchanged activities, just as it was."""
    return {
        activity.id: progress[activity.id]
        for activity in comparison.kept
        if activity.id in progress
    }


def find_lost_tries(
    kept: Iterable[Activity],
    used: Mapping[str, int],
    before: Mapping[str, int | None],
    after: Mapping[str, int | None],
) -> tuple[LostTries, ...]:
    """Return the quizzes at which fewer attempts would be left, of those that were begun.

    `used` counts attempts, `before` and `after` are how many each version allows, by activity;
    a quiz that is not limited has none. Those of a changed quiz begin anew and are not lost.
    """
    return tuple(
        LostTries(activity, used[activity.id], allowed)
        for activity in kept
        if used.get(activity.id)
        and (allowed := after.get(activity.id)) is not None
        and _left(allowed, used[activity.id]) < _left(before.get(activity.id), used[activity.id])
    )


def _left(allowed: int | None, used: int) -> float:
    return inf if allowed is None else max(allowed - used, 0)


def is_offer_open(enrolment: EnrolmentRow, offer: OfferRow) -> bool:
    """Say whether an offer may still be taken up: nothing newer took its place, nobody moved."""
    is_over = offer.is_closed or offer.decision == "withdrawn" or enrolment.status != "active"
    return not is_over and enrolment.version_id == offer.from_version_id


def may_go_back(move: MoveRow | None, version_id: str, progress: Progress) -> bool:
    """Say whether the last move can be undone: she chose it, and has done nothing since."""
    if move is None or move.kind != "chosen" or move.to_version_id != version_id:
        return False
    return dict(progress) == {name: move.progress[name] for name in move.carried}


def count_older(
    people: list[UnderWay], numbers: Mapping[str, int], sat: Mapping[str, bool]
) -> list[OlderVersion]:
    """Return the older versions in which somebody is under way, the newest first.

    `sat` has everybody who ever began an attempt; who has begun nothing at all is not begun.
    """
    found = []
    for version_id, number in sorted(numbers.items(), key=lambda pair: -pair[1]):
        here = [person for person in people if person.version_id == version_id]
        if here:
            found.append(
                OlderVersion(
                    version_id,
                    number,
                    under_way=len(here),
                    not_begun=sum(has_not_begun(person, sat) for person in here),
                    offered=sum(person.is_offered for person in here),
                    stayed=sum(person.decision == "stayed" for person in here),
                )
            )
    return found


def has_not_begun(person: UnderWay, sat: Mapping[str, bool]) -> bool:
    """Say whether somebody has opened no part, begun no attempt and chosen no version so far."""
    return not person.is_begun and person.enrolment_id not in sat


def to_json(progress: Progress) -> dict[str, Any]:
    """Return progress as plain values, to be kept with a move."""
    return {
        name: [done.status, done.at.isoformat(), None if done.points is None else str(done.points)]
        for name, done in progress.items()
    }
