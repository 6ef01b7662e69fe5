"""The rules of results for those who teach or administer: what is looked for, and what is told.

What a result is worth is reckoned in `marking`; what its record says is in `records`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from lms.assessment.rules.clocks import came_by_broken_line
from lms.assessment.rules.marks import Kind
from lms.assessment.rules.plans import Role

OUTCOMES = ("passed", "failed", "awaiting")
SORTS = ("finished", "points")


@dataclass(frozen=True, slots=True)
class ResultWish:
    """Which results of a quiz somebody looks for; what is empty is not asked for.

    `outcome` is one of `OUTCOMES`; `sort` one of `SORTS`, with “-” before it from the end.
    """

    version: str = ""
    sitting: str = ""
    language: str = ""
    outcome: str = ""
    sort: str = "-finished"


class Arrival(NamedTuple):
    """When one answer of an attempt came in; `made_at` is none where no script said it."""

    attempt_id: str
    made_at: datetime | None
    at: datetime
    is_late: bool


class Flags(NamedTuple):
    """What is notable in how the answers of an attempt came, as numbers of answers.

    `late` are kept and do not count, `in_grace` arrived after the deadline and count, `waited` were
    kept on the device while the line was broken.
    """

    late: int = 0
    in_grace: int = 0
    waited: int = 0


@dataclass(frozen=True, slots=True)
class QuizResult:
    """The result of one finished attempt; `kinds` are the kinds of marks that it has so far.

    `form` is its parallel form, where the quiz has any.
    """

    attempt_id: str
    person_id: str
    number: int
    version: int
    language: str
    deadline: datetime | None
    finished_at: datetime
    points: Decimal | None
    is_passed: bool | None
    released_at: datetime | None
    sitting: str | None
    form: int | None
    kinds: tuple[Kind, ...]
    flags: Flags


def count_flags(deadline: datetime | None, arrivals: Iterable[Arrival]) -> Flags:
    """Return what is notable in how the answers of an attempt with this deadline came."""
    late = in_grace = waited = 0
    for arrival in arrivals:
        late += arrival.is_late
        is_after = deadline is not None and arrival.at > deadline
        in_grace += is_after and not arrival.is_late
        waited += came_by_broken_line(arrival.made_at, arrival.at)
    return Flags(late, in_grace, waited)


def is_named(released_at: datetime | None, roles: Collection[Role]) -> bool:
    """Say whether the reader, who has these roles in the marking of a quiz, may learn whose it is.

    Who marks does not before the result is released, and who decides on appeals never does: both
    judge answers without knowing whose they are.
    """
    return "appeal" not in roles and (not roles or released_at is not None)


def shows_keys(*, is_teaching: bool, is_learner: bool) -> bool:
    """Say whether the reader of a record sees what would have been right.

    Who teaches the course knows the keys. Who administers people, and takes the course as well,
    would learn them before the own attempt.
    """
    return is_teaching or not is_learner
