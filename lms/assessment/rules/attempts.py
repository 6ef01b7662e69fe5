"""The rules of an attempt: when it is open, until when, whether another may be started.

What stands on its paper is in `papers`; what its answers are worth in `marking`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from lms.assessment.rules.errors import (
    AttemptClosed,
    AttemptPaused,
    MustWait,
    NoAttemptLeft,
    NoPauseLeft,
    NotOnPaper,
    PromiseMissing,
    QuestionPassed,
    SessionElsewhere,
)
from lms.assessment.rules.sittings import Terms
from lms.content.format import Quiz

Status = Literal["open", "expired", "awaiting", "finished"]


class AttemptRow(NamedTuple):
    """One person's sitting of one quiz; `points` in percent, `is_passed` none without pass mark.

    Finished by the candidate or the deadline, it has its result when that is released: at once
    where rules mark all of it.
    """

    id: str
    enrolment_id: str
    person_id: str
    activity_id: str
    quiz_id: str
    version_id: str
    edition_id: str
    language: str
    number: int
    started_at: datetime
    deadline: datetime | None
    closes_at: datetime | None
    finished_at: datetime | None
    finished_by: str | None
    points: Decimal | None
    is_passed: bool | None
    released_at: datetime | None
    reached: int | None
    sitting_id: str | None
    paused_at: datetime | None
    pause_seconds: int
    session: str | None
    session_since: datetime | None
    form: int | None


@dataclass(frozen=True, slots=True)
class Tries:
    """How many attempts at a quiz have been started, and how many it allows (none: any number).

    Before `waits_until` no other one may be started, where the quiz has a waiting time.
    """

    used: int
    allowed: int | None
    waits_until: datetime | None = None

    @property
    def left(self) -> int | None:
        """Return how many may still be started, or nothing where there is no limit."""
        return None if self.allowed is None else max(0, self.allowed - self.used)

    @property
    def may_start(self) -> bool:
        """Say whether another attempt may be started."""
        return self.left != 0


def deadline(started_at: datetime, minutes: float | None) -> datetime | None:
    """Return the last instant at which an answer is in time, or nothing where time is not set."""
    return None if minutes is None else started_at + timedelta(minutes=minutes)


def closes_at(deadline: datetime | None, grace_minutes: int | None) -> datetime | None:
    """Return the last instant at which an answer made in time may arrive."""
    return None if deadline is None else deadline + timedelta(minutes=grace_minutes or 0)


def status(attempt: AttemptRow, now: datetime) -> Status:
    """Return what an attempt is at `now`: derived, so that nothing waits for a sweep or a click.

    Expired: its time ran out, and its marks are not written yet. Awaiting: people have to mark it,
    or have done so, and the result is not released.
    """
    if attempt.finished_at is not None:
        return "awaiting" if attempt.released_at is None else "finished"
    if attempt.deadline is not None and now > attempt.deadline:
        return "expired"
    return "open"


def finished_by(attempt: AttemptRow, now: datetime) -> Literal["candidate", "deadline"]:
    """Return who ends an attempt that is finished at `now`."""
    return "candidate" if status(attempt, now) == "open" else "deadline"


def ended_at(attempt: AttemptRow, now: datetime) -> datetime:
    """Return when an attempt ends that is finished at `now`: at its deadline at the latest."""
    return now if attempt.deadline is None else min(now, attempt.deadline)


def is_late(attempt: AttemptRow, now: datetime, made_at: datetime | None = None) -> bool:
    """Say whether an answer that arrives at `now` is too late to count.

    One that is known to have been made by the deadline may arrive within the grace, unless the
    attempt is marked already. Raises `AttemptClosed` where the candidate has finished in time.
    """
    if attempt.finished_by == "candidate":
        raise AttemptClosed
    if attempt.finished_at is not None or attempt.deadline is None or attempt.closes_at is None:
        return attempt.finished_at is not None
    return (made_at or now) > attempt.deadline or now > attempt.closes_at


def pause(attempt: AttemptRow, now: datetime) -> Mapping[str, Any]:
    """Return what becomes of an attempt whose clock is to stand still from `now`.

    All of the pause that is left is added to the deadline at once, and what is not used is taken
    away by `resume`: so whoever does not come back runs out of time without anybody's doing.
    Raises `NoPauseLeft`.
    """
    if attempt.pause_seconds <= 0 or attempt.deadline is None:
        raise NoPauseLeft
    return {"paused_at": now, **_moved(attempt, timedelta(seconds=attempt.pause_seconds))}


def resume(attempt: AttemptRow, now: datetime) -> Mapping[str, Any]:
    """Return what becomes of a paused attempt when its clock goes on at `now`."""
    left = timedelta(seconds=attempt.pause_seconds)
    used = min(now - (attempt.paused_at or now), left)
    seconds = (left - used) // timedelta(seconds=1)
    return {"paused_at": None, "pause_seconds": seconds, **_moved(attempt, used - left)}


def _moved(attempt: AttemptRow, by: timedelta) -> Mapping[str, Any]:
    ends = {"deadline": attempt.deadline, "closes_at": attempt.closes_at}
    return {name: end and end + by for name, end in ends.items()}


def check_running(attempt: AttemptRow, made_at: datetime | None) -> None:
    """Raise `AttemptPaused` for an answer that was not made before the clock stood still."""
    if attempt.paused_at is not None and (made_at is None or made_at > attempt.paused_at):
        raise AttemptPaused


def is_elsewhere(attempt: AttemptRow, session: str) -> bool:
    """Say whether an attempt is open in another session, where one alone may answer it."""
    return attempt.session is not None and attempt.session != session


def check_session(attempt: AttemptRow, session: str, made_at: datetime | None) -> None:
    """Raise `SessionElsewhere` for an answer that another session gives.

    What was made before that one took over is taken: it was on its way.
    """
    if not is_elsewhere(attempt, session):
        return
    if made_at is None or attempt.session_since is None or made_at > attempt.session_since:
        raise SessionElsewhere


def find_unfinished(attempts: Sequence[AttemptRow]) -> AttemptRow | None:
    """Return the one attempt that is not finished yet, open or expired, or nothing."""
    return next((attempt for attempt in attempts if attempt.finished_at is None), None)


def count_tries(attempts: Sequence[AttemptRow], quiz: Quiz, terms: Terms | None = None) -> Tries:
    """Return how many attempts are used and left; one that is open is used.

    Of a sitting only its own attempts count.
    """
    terms = terms or Terms()
    if terms.sitting is not None:
        attempts = [row for row in attempts if row.sitting_id == terms.sitting.id]
    ends = [attempt.finished_at or attempt.deadline for attempt in attempts]
    last = max((end for end in ends if end is not None), default=None)
    waits = last + timedelta(hours=quiz.wait_hours) if last and quiz.wait_hours else None
    return Tries(len(attempts), terms.attempts(quiz), waits)


def check_may_start(tries: Tries, now: datetime) -> None:
    """Raise `NoAttemptLeft` where the quiz allows no further attempt, `MustWait` before its time.

    Who has passed may try for a better result: the best one counts.
    """
    if not tries.may_start:
        raise NoAttemptLeft(allowed=tries.allowed)
    if tries.waits_until is not None and now < tries.waits_until:
        raise MustWait


def check_promise(quiz: Quiz, *, has_promised: bool) -> None:
    """Raise `PromiseMissing` where the quiz wants the statement of honour, and it is not given."""
    if quiz.honour_statement and not has_promised:
        raise PromiseMissing


def is_shown(attempt: AttemptRow, position: int, session: str) -> bool:
    """Say whether a question may be looked at: here, now, and where forward only, the one open."""
    is_reached = attempt.reached is None or attempt.reached == position
    return is_reached and attempt.paused_at is None and not is_elsewhere(attempt, session)


def check_reached(attempt: AttemptRow, position: int) -> None:
    """See that a question is the one that is open, in a quiz that goes forward only.

    Raises `QuestionPassed` for one that was left behind, `NotOnPaper` for one that is to come.
    """
    if attempt.reached is None or attempt.reached == position:
        return
    if position < attempt.reached:
        raise QuestionPassed
    raise NotOnPaper


def best(attempts: Sequence[AttemptRow]) -> AttemptRow | None:
    """Return the attempt with the best result, the earliest of equals, or nothing."""
    finished = [attempt for attempt in attempts if attempt.points is not None]
    return max(finished, key=lambda attempt: attempt.points or 0, default=None)


def pass_mark(quiz: Quiz) -> int | None:
    """Return the points needed, in percent, or nothing where the quiz has no pass or fail.

    A quiz without pass mark, such as a pre-test, shows what somebody knows and has no consequence.
    """
    return quiz.pass_points or None
