"""What the points of a panel come to: a total of each member, their mean, how far they differ.

Who may score is decided in `selection_policy`; who gets a place, in `selection`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from lms.kit.i18n import N_, Text
from lms.programmes.rules.criteria import Criterion

HUNDRED = 100
LONGEST_NOTE = 2000
LONGEST_NUMBER = 4
NOT_POINTS = N_("Please give whole points, from 0 to %(most)s.")
Reason = Literal["family", "superior", "colleague", "business", "other"]
REASON_NAMES: Mapping[Reason, str] = {
    "family": N_("Family or close friendship"),
    "superior": N_("I am or was their superior, or they mine"),
    "colleague": N_("We work or worked closely together"),
    "business": N_("A business or financial interest"),
    "other": N_("Another reason"),
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """How the panel selects: what it sees, when its members are to agree, how many score each."""

    is_anonymous: bool = False
    shows_place: bool = True
    spread: int = 20
    scores_each: int = 1


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """Points that somebody gave by criterion, with a note; agreed ones stand for the panel."""

    seq: int
    nomination_id: str
    person_id: str
    points: Mapping[str, int]
    note: str
    is_agreed: bool
    scored_at: datetime


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A conflict of interest that a member declared, with the class of its reason."""

    id: str
    nomination_id: str
    person_id: str
    reason: Reason
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class Scored:
    """What the panel's points for one nominee come to.

    `totals` are by member, of a hundred. `score` is none while too few have scored, or while they
    differ by more than the plan allows and have not agreed.
    """

    totals: Mapping[str, Fraction]
    agreed: Fraction | None
    score: Decimal | None
    spread: Fraction
    is_to_be_agreed: bool


def total_of(points: Mapping[str, int], criteria: Sequence[Criterion]) -> Fraction:
    """Return what points come to, of a hundred: each criterion by its weight.

    A criterion that was added after the points were given counts nothing.
    """
    weights = sum(one.weight for one in criteria)
    earned = sum(
        (Fraction(points.get(one.id, 0) * one.weight, one.points) for one in criteria),
        Fraction(0),
    )
    return earned * HUNDRED / weights if weights else Fraction(0)


def round_score(score: Fraction) -> Decimal:
    """Return a score with two decimals, halves upwards: exact, so that equal ones are equal."""
    return Decimal((score * HUNDRED * 2 + 1) // 2) / HUNDRED


def newest_of(rows: Iterable[ScoreRow]) -> dict[str, ScoreRow]:
    """Return by member the points that they gave by themselves and that hold.

    `rows` are in the order of their giving.
    """
    return {row.person_id: row for row in rows if not row.is_agreed}


def sum_up(
    rows: Iterable[ScoreRow], criteria: Sequence[Criterion], plan: PlanRow, excluded: frozenset[str]
) -> Scored:
    """Return what the points for one nominee come to; `rows` are in the order of their giving.

    Points of those `excluded`, who have a conflict of interest, are left out. What was agreed holds
    until somebody scores anew. Without criteria everybody has the same score.
    """
    counted = [row for row in rows if row.person_id not in excluded]
    own = newest_of(counted)
    agreed = counted[-1] if counted and counted[-1].is_agreed else None
    if not criteria:
        return Scored({}, None, Decimal(1), Fraction(0), is_to_be_agreed=False)
    totals = {person_id: total_of(row.points, criteria) for person_id, row in own.items()}
    spread = max(totals.values()) - min(totals.values()) if totals else Fraction(0)
    common = None if agreed is None else total_of(agreed.points, criteria)
    is_enough = len(totals) >= plan.scores_each
    is_open = common is None and spread > plan.spread
    return Scored(totals, common, _find(totals, common, is_done=is_enough and not is_open), spread,
                  is_to_be_agreed=is_enough and is_open)  # fmt: skip


def _find(
    totals: Mapping[str, Fraction], agreed: Fraction | None, *, is_done: bool
) -> Decimal | None:
    if agreed is not None:
        return round_score(agreed)
    if not is_done or not totals:
        return None
    return round_score(sum(totals.values(), Fraction(0)) / len(totals))


def read_points(
    sent: Mapping[str, Sequence[str]], criteria: Sequence[Criterion]
) -> tuple[dict[str, int], dict[str, Text]]:
    """Return the points that were sent by criterion, and what is wrong with the others."""
    points: dict[str, int] = {}
    errors: dict[str, Text] = {}
    for one in criteria:
        text = next(iter(sent.get(one.id, ())), "").strip()
        number = int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else -1
        if 0 <= number <= one.points:
            points[one.id] = number
        else:
            errors[one.id] = Text(NOT_POINTS, most=one.points)
    return points, errors


def read_conflicts(sent: Mapping[str, Sequence[str]], known: Collection[str]) -> dict[str, Reason]:
    """Return the conflicts of interest that were sent, by nominee; unknown ones are left out."""
    return {
        nomination_id: reason
        for nomination_id, values in sent.items()
        for reason in REASON_NAMES
        if nomination_id in known and values and values[0] == reason
    }
