"""Awards against the facts as they are now: what follows by itself, what somebody has to decide.

What the facts bear out is reckoned in `completion`. Nothing is taken away here: a doubt is opened.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.kit.ids import digest
from lms.programmes.rules.rows import AwardKind

Decision = Literal["", "kept", "withdrawn", "settled"]
DECISION_NAMES: Mapping[Decision, str] = {
    "": N_("Waits for a decision"),
    "kept": N_("Award kept"),
    "withdrawn": N_("Award withdrawn"),
    "settled": N_("Settled: the requirements are met again"),
}
KIND_NAMES: Mapping[AwardKind, str] = {
    "participation": N_("Award of participation"),
    "achievement": N_("Award of achievement"),
}
# What a reckoning asks for: give it, give it back, open a doubt, tell it anew, close it, nothing.
Step = Literal["give", "restore", "open", "refresh", "settle", "nothing"]
LONGEST_REASON = 2000
Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A doubt about an award; without a decision it is open."""

    id: str
    award_id: str
    figures: Figures
    opened_at: datetime
    decision: Decision
    reason: str
    decided_by: str | None
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Say whether it waits for a decision."""
        return self.decided_at is None

    @property
    def mark(self) -> str:
        """Return what tells these figures from others: whoever decides has seen them."""
        return digest(json.dumps(self.figures, sort_keys=True))


@dataclass(frozen=True, slots=True)
class Held:
    """An award that somebody was given: whether it was withdrawn, and the last doubt about it."""

    is_withdrawn: bool
    review: ReviewRow | None


def follow(*, is_due: bool, held: Held | None, figures: Figures) -> Step:
    """Return what follows for one kind of award from what is due by the facts as they are now.

    An award that was kept by a decision stays out of doubt for as long as the figures stay.
    """
    if held is None:
        return "give" if is_due else "nothing"
    if held.is_withdrawn:
        return "restore" if is_due else "nothing"
    return _follow_standing(held.review, figures, is_due=is_due)


def _follow_standing(review: ReviewRow | None, figures: Figures, *, is_due: bool) -> Step:
    is_open = review is not None and review.is_open
    if is_due:
        return "settle" if is_open else "nothing"
    is_same = review is not None and review.figures == figures
    if is_open:
        return "nothing" if is_same else "refresh"
    was_kept = review is not None and review.decision == "kept"
    return "nothing" if was_kept and is_same else "open"


@dataclass(frozen=True, slots=True)
class Change:
    """A requirement that stands otherwise than when the award was given; nothing: unknown."""

    part_id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def list_changes(before: Figures, after: Figures) -> list[Change]:
    """Return the requirements whose figures differ, in the order of the programme."""
    former = {one["id"]: one for one in before.get("requirements", ())}
    return [
        Change(one["id"], former.get(one["id"], {}), one)
        for one in after.get("requirements", ())
        if former.get(one["id"]) != one
    ]


class NotYourOwnAward(DomainError):
    """Who holds an award does not decide about it."""

    message = N_("This is your own award. Somebody else who administers the cohort decides it.")


class ReviewIsOver(DomainError):
    """Somebody was quicker, or the facts bear the award out again."""

    message = N_("This is decided already, or the requirements are met again by now.")


class ReviewChanged(DomainError):
    """More has changed since the page was opened."""

    message = N_("More has changed since you opened this page. Please look at it again.")
