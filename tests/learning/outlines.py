"""Outlines and progress as plain values, for the tests of rules."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from lms.learning.rules import Done, EnrolmentRow

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Activity:
    id: str
    kind: str = "page"
    title: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class Module:
    id: str
    title: str
    requires: tuple[str, ...]
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class Outline:
    modules: tuple[Module, ...] = field(default_factory=lambda: MODULES)
    visited_percent: int | None = 80
    quiz_activity: str | None = "exam"
    quiz_points: int | None = 70


MODULES = (
    Module(
        "first", "The first part", (), (Activity("pretest", "quiz"), Activity("a"), Activity("b"))
    ),
    Module("second", "The second part", (), (Activity("c"), Activity("d"), Activity("e"))),
    Module("last", "Exam", ("first",), (Activity("exam", "quiz"),)),
)


def done(*activity_ids: str, **points: int) -> dict[str, Done]:
    """Return a progress in which these parts were done one minute after the other."""
    every = [(name, None) for name in activity_ids] + list(points.items())
    return {
        name: Done(
            "done",
            NOON + timedelta(minutes=place),
            None if result is None else Decimal(result),
        )
        for place, (name, result) in enumerate(every)
    }


def enrolment(status: str = "active", version_id: str = "v1", name: str = "e") -> EnrolmentRow:
    """Return an enrolment."""
    ended = None if status == "active" else NOON
    return EnrolmentRow(name, "p", "c", version_id, "en", status, NOON, ended)
