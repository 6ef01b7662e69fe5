"""The rules of appeals: until when one is made, who may decide on it, what a decision changes.

An appeal never lowers anything. Which of several marks counts is in `marks`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Literal

from lms.assessment.rules.attempts import AttemptRow
from lms.assessment.rules.marking import grade, sum_points
from lms.assessment.rules.marks import MarkRow, shares
from lms.assessment.rules.plans import Duty, ReasonNeeded, code_of
from lms.assessment.rules.sheets import Sheet
from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_
from lms.questions.numbers import read_quantity
from lms.questions.rules import Question

Status = Literal["open", "withdrawn", "dismissed", "upheld"]
Verdict = Literal["dismissed", "upheld"]
TELL_ASKED = "assessment.tell_appeal_asked"
TELL_DECIDED = "assessment.tell_appeal_decided"
# So many days there are to answer an appeal.
DAYS_TO_ANSWER = 30
LONGEST_TEXT = 4000
LONGEST_WHY = 2000


class AppealsNotTaken(DomainError):
    """The marking plan of the quiz gives no days to appeal in."""

    message = N_("Against results of this quiz no appeal is taken.")


class NothingToAppeal(DomainError):
    """There is no result, or it has no points."""

    message = N_("There is no result against which you could appeal.")


class AppealTooLate(DomainError):
    """The days to appeal in are over."""

    message = N_("The time to appeal against this result is over.")


class AppealMade(DomainError):
    """Of one result one appeal is open or decided at most."""

    message = N_("You have appealed against this result before. It is decided once.")


class AppealEnded(DomainError):
    """Somebody else has decided, or the candidate has taken the appeal back."""

    message = N_("This appeal is decided or withdrawn meanwhile.")


class NotYoursToDecide(DomainError):
    """Whoever had a part in a result does not decide on an appeal against it."""

    status = 403
    message = N_("You had a part in this result: somebody else decides on the appeal.")


class QuestionsMissing(Invalid):
    """An appeal about some questions names none."""

    message = N_("Please choose the questions concerned, or the whole result.")


class RaisesNothing(Invalid):
    """An appeal is upheld, and no question gets more than it had."""

    message = N_(
        "Nothing is raised: give at least one question more points than it has, or dismiss the "
        "appeal."
    )


class DismissedWithPoints(Invalid):
    """An appeal is dismissed, and a question gets other points."""

    message = N_(
        "You dismiss the appeal and give a question other points. Take the points out, or uphold "
        "the appeal."
    )


class PointsUnreadable(Invalid):
    """Points that are no number, or more than there are."""

    message = N_("Please write a number from 0 to %(most)s.")


class WhyTooLong(Invalid):
    """More words on one question than are kept."""

    message = N_("Please write at most 2000 characters.")


class NoSuchDecider(Invalid):
    """An address belongs to nobody who may decide on appeals."""

    message = N_("No trainer or administrator has this address.")


class AuthorsDoNotDecide(Invalid):
    """Who wrote a course decides on no appeal against its results."""

    message = N_("Who wrote the course does not decide on appeals. Please name somebody else.")


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal against the result of one attempt; `points` in percent, once it is decided."""

    id: str
    attempt_id: str
    person_id: str
    version_id: str
    quiz_id: str
    status: Status
    is_whole: bool
    reason: str
    asked_at: datetime
    ended_at: datetime | None
    decided_by: str | None
    answer: str
    points_before: Decimal | None
    points_after: Decimal | None

    @property
    def is_open(self) -> bool:
        """Say whether it awaits its decision."""
        return self.status == "open"

    @property
    def is_decided(self) -> bool:
        """Say whether somebody has decided on it."""
        return self.status in {"dismissed", "upheld"}

    @property
    def due_at(self) -> datetime:
        """Return when it has to be answered."""
        return self.asked_at + timedelta(days=DAYS_TO_ANSWER)

    @property
    def code(self) -> str:
        """Return what those who decide know the candidate by; no marker has it."""
        return code_of(self.id, "appeal")

    def age(self, now: datetime) -> int:
        """Return for how many full days it has been open, or was."""
        return ((self.ended_at or now) - self.asked_at).days

    def is_overdue(self, now: datetime) -> bool:
        """Say whether it should have been answered."""
        return self.is_open and now > self.due_at


@dataclass(frozen=True, slots=True)
class AppealedItem:
    """A question that an appeal is about: what was said of it, and the mark that it got."""

    item_id: str
    answer: str = ""
    mark_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Involved:
    """Who had a part in a result: none of them decides on an appeal against it."""

    candidate_id: str
    markers: frozenset[str] = frozenset()
    regraders: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()

    def __contains__(self, person_id: object) -> bool:
        """Say whether a person had a part: whatever their roles."""
        had = self.markers | self.regraders | self.authors
        return person_id == self.candidate_id or person_id in had


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided of one question: the share that it gets, if another, the sheet, and why."""

    share: Fraction | None = None
    why: str = ""
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided on an appeal; `rulings` are by question."""

    verdict: Verdict
    answer: str
    rulings: Mapping[str, Ruling]

    @property
    def given(self) -> dict[str, Fraction]:
        """Return the shares given, by question."""
        return {
            name: ruling.share for name, ruling in self.rulings.items() if ruling.share is not None
        }


@dataclass(frozen=True, slots=True)
class Settled:
    """What an upheld appeal makes of a result: the shares raised, and the points in percent."""

    raised: Mapping[str, Fraction]
    points: Decimal


@dataclass(frozen=True, slots=True)
class AppealFigures:
    """How appeals went; `days` is the median of the full days that a decision took."""

    open: int
    overdue: int
    withdrawn: int
    dismissed: int
    upheld: int
    days: float | None

    @property
    def decided(self) -> int:
        """Return how many have been decided."""
        return self.dismissed + self.upheld


def closes_at(attempt: AttemptRow, days: int) -> datetime | None:
    """Return the last instant at which an appeal is taken; nothing before there is a result."""
    released = attempt.released_at
    return None if released is None or not days else released + timedelta(days=days)


def find_obstacle(
    attempt: AttemptRow, marked: int, days: int, appeals: Iterable[AppealRow], now: datetime
) -> DomainError | None:
    """Return why no appeal is taken against a result at `now`, or nothing.

    `marked` counts the questions that have a mark, `days` are those to appeal in, `appeals` those
    made before.
    """
    if not days:
        return AppealsNotTaken()
    last = closes_at(attempt, days)
    if last is None or not marked:
        return NothingToAppeal()
    if any(appeal.status != "withdrawn" for appeal in appeals):
        return AppealMade()
    return AppealTooLate() if now > last else None


def choose_deciders(duties: Iterable[Duty], involved: Involved) -> list[str]:
    """Return who was asked to decide on appeals and had no part in a result."""
    return [
        duty.person_id
        for duty in duties
        if duty.role == "appeal" and duty.person_id not in involved
    ]


def list_stranded(
    appeals: Iterable[AppealRow], duties: Sequence[Duty], involved: Mapping[str, Involved]
) -> list[AppealRow]:
    """Return the open appeals on which nobody may decide; `involved` are by attempt."""
    return [
        appeal
        for appeal in appeals
        if appeal.is_open and not choose_deciders(duties, involved[appeal.attempt_id])
    ]


def settle(
    marks: Mapping[str, MarkRow], given: Mapping[str, Fraction], questions: Mapping[str, Question]
) -> Settled:
    """Return what remains of the shares that a decision gives, where an appeal never lowers.

    `marks` are those that count so far. A share that is not higher than the one before does not
    change it; a question that was left out of the result counts again only where the result does
    not fall by it.
    """
    counted = shares(marks)
    raised = {
        name: share for name, share in given.items() if name in counted and share > counted[name]
    }
    counted |= raised
    for name, share in given.items():
        if marks[name].is_left_out and share:
            again = {**counted, name: share}
            if _part(again, questions) >= _part(counted, questions):
                counted, raised = again, {**raised, name: share}
    return Settled(raised, grade(*sum_points(counted, questions)))


def _part(counted: Mapping[str, Fraction], questions: Mapping[str, Question]) -> Fraction:
    reached, total = sum_points(counted, questions)
    return reached / total if total else Fraction(0)


def find_problem(
    decision: Decision, marks: Mapping[str, MarkRow], questions: Mapping[str, Question]
) -> Invalid | None:
    """Return what does not go together in a decision, or is missing from it, or nothing."""
    if decision.verdict == "dismissed":
        counted, given = shares(marks), decision.given.items()
        is_other = any(share != counted.get(name, Fraction(0)) for name, share in given)
        return DismissedWithPoints() if is_other else None
    raised = settle(marks, decision.given, questions).raised
    if not all(decision.rulings[name].why for name in raised):
        return ReasonNeeded()
    return None if raised else RaisesNothing()


def read_points(text: str, weight: int, language: str) -> Fraction:
    """Return the share, 0 to 1, of points written as a reader of `language` writes them.

    Raises `PointsUnreadable`.
    """
    found = read_quantity(text, language)
    if found is None or found.unit or not 0 <= found.value <= weight:
        raise PointsUnreadable(most=weight)
    return found.value / weight


def figures(appeals: Collection[AppealRow], now: datetime) -> AppealFigures:
    """Return how appeals went."""
    days = [appeal.age(now) for appeal in appeals if appeal.is_decided]
    count = {
        status: sum(appeal.status == status for appeal in appeals)
        for status in ("open", "withdrawn", "dismissed", "upheld")
    }
    overdue = sum(appeal.is_overdue(now) for appeal in appeals)
    return AppealFigures(overdue=overdue, days=median(days) if days else None, **count)
