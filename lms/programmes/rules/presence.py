"""Who was at a session: what can be noted of somebody, and how much of a cohort they attended.

What is noted is never changed; the last row holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_
from lms.programmes.rules.sessions import SessionRow

Presence = Literal["none", "present", "late", "excused", "absent"]
Source = Literal["list", "code", "import", "undo", "correction"]
PRESENCE_NAMES: Mapping[Presence, str] = {
    "none": N_("Not noted"),
    "present": N_("Present"),
    "late": N_("Late"),
    "excused": N_("Excused"),
    "absent": N_("Absent"),
}
SOURCE_NAMES: Mapping[Source, str] = {
    "list": N_("By list"),
    "code": N_("By the code on the screen"),
    "import": N_("From a list of a video service"),
    "undo": N_("Import undone"),
    "correction": N_("Corrected on request"),
}
# Whoever comes late has attended.
ATTENDED: frozenset[Presence] = frozenset({"present", "late"})
LONGEST_REASON = 500


class ReasonMissing(Invalid):
    """After the session, what was noted is changed for a reason that stays on record."""

    message = N_(
        "The session is over. Please give a reason for changing what was noted; it stays on record."
    )


class NotedMeanwhile(DomainError):
    """Somebody else noted something of the same people since the page was opened."""

    message = N_(
        "Somebody else has noted attendance meanwhile. The page now shows it: please check it and "
        "note again what you want to change."
    )


class SessionNotBegun(DomainError):
    """Nobody was at what has not begun."""

    message = N_("This session has not begun yet. Attendance can be noted once it begins.")


class RequestAnswered(DomainError):
    """A wish is decided once."""

    message = N_("This request has been answered already.")


class CorrectionAsked(DomainError):
    """One wish at a time."""

    message = N_("You have asked for a correction already. You are told when it is decided.")


class OwnAttendance(DomainError):
    """Nobody certifies that they themselves were there."""

    message = N_("You cannot decide on your own attendance. Somebody else of the team does.")


class ImportTaken(DomainError):
    """A list is taken once."""

    message = N_("This list has been taken already.")


class ImportNotTaken(DomainError):
    """What was not taken, or was undone, is not undone."""

    message = N_("There is nothing to undo: this list was not taken, or it is undone already.")


class SentTwice(Invalid):
    """Two lines of a list are one person's only where somebody errs."""

    message = N_("The same person is chosen on two lines. Please choose each person once.")


@dataclass(frozen=True, slots=True)
class PresenceByMinutes:
    """From how many minutes in a call somebody was present; whether all others were absent."""

    least_minutes: int
    marks_others: bool

    def status_of(self, minutes: int | None) -> Presence:
        """Return what is noted of somebody whom a list heard for so long, or not at all."""
        if minutes is not None and minutes >= self.least_minutes:
            return "present"
        return "absent" if self.marks_others else "none"


@dataclass(frozen=True, slots=True)
class Mark:
    """What was noted of a participant in a session."""

    session_id: str
    participation_id: str
    number: int
    status: Presence
    source: Source
    minutes: int | None
    reason: str
    noted_by: str | None
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class Attended:
    """At how many of the sessions held somebody was present, and how many are to come."""

    present: int = 0
    held: int = 0
    coming: int = 0


def count_attended(
    sessions: Iterable[SessionRow],
    marks: Mapping[str, Presence],
    group_id: str | None,
    now: datetime,
) -> Attended:
    """Return what a participant attended of what was for them; `marks` are by session.

    A session that goes on is held as soon as it is noted that they came; until then it is to come.
    """
    present = held = coming = 0
    for row in sessions:
        if row.is_cancelled or not row.is_for(group_id):
            continue
        came = marks.get(row.id) in ATTENDED
        is_held = came or row.is_held(now)
        present += came
        held += is_held
        coming += not is_held
    return Attended(present, held, coming)


def find_changes(
    shown: Mapping[str, Presence], chosen: Mapping[str, Presence], noted: Mapping[str, Presence]
) -> dict[str, Presence]:
    """Return what a list that was sent changes, by participation.

    `shown` is what the page had, `noted` what holds now. Raises `NotedMeanwhile` where both the
    sender and somebody else changed the same.
    """
    changes: dict[str, Presence] = {}
    for key, status in chosen.items():
        now_noted = noted.get(key, "none")
        if status in {shown.get(key, "none"), now_noted}:
            continue
        if now_noted != shown.get(key, "none"):
            raise NotedMeanwhile
        changes[key] = status
    return changes
