"""The rules of a sitting: who may start when, by which code, with which limits and adjustments.

What an attempt is afterwards is in `attempts`.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lms.assessment.rules.errors import CodeWrong, NotInSitting, SittingNotOpen
from lms.content.format import Quiz

HUNDRED = 100
SittingStatus = Literal["planned", "open", "over"]
IncidentKind = Literal["note", "line", "language", "pause", "session"]
Reason = Literal["health", "language", "equipment", "other"]


@dataclass(frozen=True, slots=True)
class SittingRow:
    """One occasion of a quiz: between both instants an attempt may be started.

    `minutes` and `attempts` stand in the place of the quiz's own where they are set; `code_hash`
    is empty where no code is asked for. `is_exclusive`: an attempt is answered from one session.
    """

    id: str
    course_id: str
    activity_id: str
    title: str
    opens_at: datetime
    closes_at: datetime
    code_hash: str
    minutes: int | None
    attempts: int | None
    is_exclusive: bool


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """What somebody was granted for a sitting: more time, pauses, another language; and by whom.

    Why is said as a class alone: what ails somebody is nobody's business here.
    """

    id: str
    person_id: str
    extra_percent: int
    extra_minutes: int
    pause_minutes: int
    language: str | None
    reason: str
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """Under what a person sits: the sitting, if the quiz has any, and what she was granted."""

    sitting: SittingRow | None = None
    adjustment: AdjustmentRow | None = None

    def minutes(self, quiz: Quiz) -> float | None:
        """Return how long an attempt may take, or nothing where time is not limited."""
        plain = (self.sitting and self.sitting.minutes) or quiz.minutes
        if plain is None or self.adjustment is None:
            return plain
        more = self.adjustment.extra_percent / HUNDRED
        return plain * (1 + more) + self.adjustment.extra_minutes

    def attempts(self, quiz: Quiz) -> int | None:
        """Return how many attempts there are, or nothing where there is no limit."""
        return (self.sitting and self.sitting.attempts) or quiz.attempts

    @property
    def pause_seconds(self) -> int:
        """Return for how long the clock may stand still."""
        return self.adjustment.pause_minutes * 60 if self.adjustment else 0


def sitting_status(sitting: SittingRow, now: datetime) -> SittingStatus:
    """Return whether attempts may be started now, not yet, or no more."""
    if now < sitting.opens_at:
        return "planned"
    return "open" if now <= sitting.closes_at else "over"


def choose_sitting(own: Sequence[SittingRow], now: datetime) -> SittingRow | None:
    """Return the sitting of a person to be named: the one open, else the next, else the last."""
    order = {"open": 0, "planned": 1, "over": 2}

    def rank(sitting: SittingRow) -> tuple[int, float]:
        is_over = sitting_status(sitting, now) == "over"
        instant = sitting.opens_at.timestamp()
        return order[sitting_status(sitting, now)], -instant if is_over else instant

    return min(own, key=rank, default=None)


def check_sitting(sitting: SittingRow | None, now: datetime, *, is_needed: bool, code: str) -> None:
    """See that an attempt may be started now, by the sitting that was chosen for a person.

    Raises `NotInSitting` where the quiz is taken in sittings and she is in none, `SittingNotOpen`,
    or `CodeWrong`.
    """
    if sitting is None:
        if is_needed:
            raise NotInSitting
        return
    if sitting_status(sitting, now) != "open":
        raise SittingNotOpen
    if sitting.code_hash and not hmac.compare_digest(
        sitting.code_hash, hash_code(sitting.id, code)
    ):
        raise CodeWrong


def hash_code(sitting_id: str, code: str) -> str:
    """Return what is stored of an access code; capitals and blanks make no difference.

    Slow enough to try out a stolen table badly, and quick enough for five hundred who start at
    once (RFC 7914: scrypt with N = 2^12, r = 8, p = 1).
    """
    written = "".join(code.split()).casefold().encode()
    return hashlib.scrypt(written, salt=sitting_id.encode(), n=1 << 12, r=8, p=1, dklen=32).hex()
