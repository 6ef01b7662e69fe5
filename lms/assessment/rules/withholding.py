"""The rules of when a review may be shown: keys never leave before they can do no harm.

What a review then says is in `showing`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lms.content.format import Quiz

Withheld = Literal["", "never", "marking", "open", "sitting"]


@dataclass(frozen=True, slots=True)
class Around:
    """What goes on beside a finished attempt.

    `open_id` is another attempt of the same person that is not finished and has one of the same
    questions. `sitting_closes_at` is the end of the sitting, and `is_sitting_on`, that somebody in
    it still has time.
    """

    open_id: str | None = None
    sitting_closes_at: datetime | None = None
    is_sitting_on: bool = False


def why_withheld(
    quiz: Quiz, released_at: datetime | None, around: Around, now: datetime
) -> Withheld:
    """Return why the right answers are not shown at `now`, or nothing where they are.

    A review would answer the questions of another open attempt; in a sitting, those of everybody
    who has not finished yet.
    """
    if quiz.feedback == "never":
        return "never"
    if released_at is None:
        return "marking"
    if around.open_id is not None:
        return "open"
    closes_at = around.sitting_closes_at
    if around.is_sitting_on or (closes_at is not None and now <= closes_at):
        return "sitting"
    return ""
