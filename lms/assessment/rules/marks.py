"""The rules of marks that stand one beside the other: whose counts.

What a mark is worth is decided in `marking`, or by people with a rubric.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

Kind = Literal["automatic", "second", "human", "moderated", "regraded", "appeal"]
# A later kind counts before an earlier one, and of one kind the newest: a second mark is a check
# of the first, and only a moderator's decision takes its place; what was decided on an appeal
# stands, also after a regrade.
KINDS: tuple[Kind, ...] = ("automatic", "second", "human", "moderated", "regraded", "appeal")


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One mark: who gave it, when, of which kind, and why if it changed another.

    A question that is left out counts neither among the points reached nor among those there are.
    """

    seq: int
    attempt_id: str
    item_id: str
    kind: Kind
    points: Fraction
    person_id: str | None
    at: datetime
    reason: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    is_left_out: bool = False

    @property
    def order(self) -> tuple[int, int]:
        """Return what the marks of one question are ordered by: the last of them counts."""
        return KINDS.index(self.kind), self.seq


def counting(marks: Iterable[MarkRow]) -> dict[str, MarkRow]:
    """Return the mark that counts of each question of one paper."""
    ordered = sorted(marks, key=lambda mark: mark.order)
    return {mark.item_id: mark for mark in ordered}


def shares(marks: Mapping[str, MarkRow]) -> dict[str, Fraction]:
    """Return the points of each question, without those that are left out of the result."""
    return {name: mark.points for name, mark in marks.items() if not mark.is_left_out}


def newest(marks: Iterable[MarkRow], kind: Kind) -> MarkRow | None:
    """Return the newest mark of a kind, or nothing."""
    found = (mark for mark in marks if mark.kind == kind)
    return max(found, key=lambda mark: mark.seq, default=None)
