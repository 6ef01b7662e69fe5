"""The rules of a regrade: what a question is worth after its key was put right, and what changes.

Marks are appended, never changed; which of them counts is in `marks`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple, Protocol

from lms.assessment.rules.attempts import pass_mark
from lms.assessment.rules.marking import Responses, grade, is_passed, sum_points
from lms.assessment.rules.marks import MarkRow
from lms.assessment.rules.papers import PaperRow
from lms.content.format import Quiz
from lms.kit.i18n import N_, Text
from lms.questions.keys import Key, KeyImpossible, fits_paper, with_key
from lms.questions.rules import Presented, Question
from lms.questions.types import get_type

REGRADE = "assessment.regrade"
TELL_REGRADED = "assessment.tell_regraded"
Way = Literal["key", "everybody", "out"]


IDLE = N_("This changes no mark: the key is as it was.")


@dataclass(frozen=True, slots=True)
class RegradeRow:
    """A decision about one question of a version: another key, full marks for all, or left out."""

    id: str
    version_id: str
    item_id: str
    way: Way
    key: Mapping[str, Any]
    reason: str
    person_id: str | None
    at: datetime
    job_id: str = ""


class Answered(Protocol):
    """How a paper has a question, what was answered, and in which language."""

    @property
    def presented(self) -> Presented:
        """Return the question as the paper has it."""

    @property
    def response(self) -> Mapping[str, Any] | None:
        """Return the answer, if there is one."""

    @property
    def language(self) -> str:
        """Return the language of the answer."""


class OnPaper(NamedTuple):
    """A question of a paper that is being finished."""

    presented: Presented
    response: Mapping[str, Any] | None
    language: str


@dataclass(frozen=True, slots=True)
class Sat:
    """A finished attempt with the question at hand, and the marks that count on its paper."""

    attempt_id: str
    enrolment_id: str
    person_id: str
    activity_id: str
    quiz_id: str
    language: str
    is_released: bool
    points: Decimal | None
    is_passed: bool | None
    presented: Presented
    response: Mapping[str, Any] | None = None
    response_seq: int | None = None
    marks: Mapping[str, MarkRow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What a regrade makes of an attempt: the question's share, if it counts, and the result."""

    sat: Sat
    share: Fraction | None
    points: Decimal | None
    is_passed: bool | None

    @property
    def is_result_other(self) -> bool:
        """Say whether the result in percent changes."""
        return self.points != self.sat.points

    @property
    def is_left_out(self) -> bool:
        """Say whether the question does not count there."""
        return self.share is None

    @property
    def is_higher(self) -> bool:
        """Say whether the result is better than before."""
        return (self.points or 0) > (self.sat.points or 0)

    @property
    def flip(self) -> str:
        """Return passes, fails, or nothing where that stays."""
        if self.is_passed == self.sat.is_passed:
            return ""
        return "passes" if self.is_passed else "fails"


def find_fault(question: Question, former: Key | None, regrade: RegradeRow) -> Text | None:
    """Return why a regrade cannot be done: its key does not fit, or is as it was; or nothing."""
    if regrade.way != "key":
        return None
    if former is None or regrade.key == former:
        return Text(IDLE)
    try:
        corrected(question, regrade)
    except KeyImpossible as error:
        return error.text
    return None


def corrected(question: Question, regrade: RegradeRow) -> Question:
    """Return the question as a regrade has it; raise `KeyImpossible`."""
    return with_key(question, regrade.key) if regrade.way == "key" else question


def on_paper(question: Question, current: Question, presented: Presented) -> Question:
    """Return the question with its key of by now, or as it was where that has no answer there."""
    return current if fits_paper(current, presented) else question


def share_of(regrade: RegradeRow, question: Question, answered: Answered) -> Fraction | None:
    """Return what an answer is worth after a regrade; nothing where the question is left out.

    It is left out where a corrected formula has no answer with the numbers of the paper.
    """
    if regrade.way == "out":
        return None
    if regrade.way == "everybody":
        return Fraction(1)
    response = dict(answered.response) if answered.response else None
    right = corrected(question, regrade)
    if not fits_paper(right, answered.presented):
        return None
    kind = get_type(question.type)
    return kind.score(right, answered.presented, response, answered.language)


def reckon(
    sat: Sat, regrade: RegradeRow, questions: Mapping[str, Question], quiz: Quiz
) -> Change | None:
    """Return what a regrade changes for one attempt, or nothing.

    What was decided on an appeal stands.
    """
    before = sat.marks.get(regrade.item_id)
    if before is not None and before.kind == "appeal":
        return None
    share = share_of(regrade, questions[regrade.item_id], sat)
    former = None if before is None or before.is_left_out else before.points
    if before is not None and share == former and before.is_left_out == (share is None):
        return None
    shares = {name: mark.points for name, mark in sat.marks.items() if not mark.is_left_out}
    shares.pop(regrade.item_id, None)
    if share is not None:
        shares[regrade.item_id] = share
    if not sat.is_released:
        return Change(sat, share, None, None)
    reached, total = sum_points(shares, questions)
    points = grade(reached, total)
    # Where nothing is left that has points, nobody passes or fails.
    passed = is_passed(points, pass_mark(quiz)) if total else None
    return Change(sat, share, points, passed)


def amend(
    paper: Iterable[PaperRow],
    questions: Mapping[str, Question],
    responses: Responses,
    language: str,
    regrades: Iterable[RegradeRow],
) -> list[tuple[RegradeRow, Fraction | None]]:
    """Return what earlier regrades make of a paper that is being finished, the newest of each."""
    newest = {regrade.item_id: regrade for regrade in regrades}
    found = []
    for row in paper:
        if row.item_id in newest:
            response = responses.get(row.item_id)
            # In which language it was answered decides, as in `marking`.
            read_in = (response.language if response else None) or language
            on_paper = OnPaper(row.presented, response.value if response else None, read_in)
            regrade = newest[row.item_id]
            share = share_of(regrade, questions[row.item_id], on_paper)
            found.append((regrade, share))
    return found
