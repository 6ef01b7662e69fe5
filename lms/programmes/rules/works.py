"""Graded work: a product of the own workplace, or a teaching session; where it stands.

What its points count for is reckoned in `completion`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_
from lms.programmes.rules.definition import Definition, ProductPart, Requirement, TeachingPart
from lms.programmes.rules.recognition import KeptFile
from lms.programmes.rules.rows import CohortRow, ParticipationRow
from lms.questions.handed_in import MEGABYTE, Kind

Work = ProductPart | TeachingPart
WorkStatus = Literal["none", "waiting", "returned", "below", "passed"]
STATUS_NAMES: Mapping[WorkStatus, str] = {
    "none": N_("Nothing handed in"),
    "waiting": N_("Handed in, not graded yet"),
    "returned": N_("Sent back to be revised"),
    "below": N_("Graded, below the minimum"),
    "passed": N_("Graded, minimum reached"),
}
BADGES: Mapping[WorkStatus, str] = {
    "none": "open", "waiting": "info", "returned": "warning", "below": "warning", "passed": "done",
}  # fmt: skip
# What calls for the tutor comes first.
ORDER: tuple[WorkStatus, ...] = ("waiting", "none", "returned", "below", "passed")
WORK_NAMES: Mapping[str, str] = {
    "product": N_("Product from your workplace"),
    "teaching": N_("Assessed teaching session"),
}
MOST_FILES = 5
LONGEST_WORDS = 20_000
LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class WorkFiles:
    """Which files are taken as work."""

    kinds: tuple[Kind, ...] = (
        "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv", "png", "jpeg",
    )  # fmt: skip
    megabytes: int = 20

    @property
    def most_bytes(self) -> int:
        """Return how large a file may be."""
        return self.megabytes * MEGABYTE


TAKEN = WorkFiles()


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """A piece of work that the programme asks of one participant, with the cohort it is in."""

    cohort: CohortRow
    definition: Definition
    row: ParticipationRow
    part: Work


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A version of a piece of work as it was handed in."""

    id: str
    participation_id: str
    part_id: str
    number: int
    words: str
    files: tuple[KeptFile, ...]
    handed_in_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A version that was sent back, and what is to be revised."""

    submission_id: str
    note: str
    returned_by: str | None
    returned_at: datetime


@dataclass(frozen=True, slots=True)
class GradeRow:
    """Points with what they are for; `scores` are of the criteria of an observed session."""

    participation_id: str
    part_id: str
    points: int
    note: str
    graded_by: str | None
    graded_at: datetime
    submission_id: str | None
    held_on: date | None
    scores: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """All that there is of one person's work for one requirement, each in its order."""

    submissions: tuple[SubmissionRow, ...] = ()
    returns: tuple[ReturnRow, ...] = ()
    grades: tuple[GradeRow, ...] = ()

    @property
    def latest(self) -> SubmissionRow | None:
        """Return the newest version, or nothing."""
        return self.submissions[-1] if self.submissions else None

    @property
    def grade(self) -> GradeRow | None:
        """Return the grade that holds, or nothing."""
        return self.grades[-1] if self.grades else None

    @property
    def mark(self) -> str:
        """Return what tells whether anything came since a page was opened."""
        return f"{len(self.submissions)}.{len(self.returns)}.{len(self.grades)}"


NOTHING = WorkRecord()


def find_status(part: Work, record: WorkRecord) -> WorkStatus:
    """Return where a piece of work stands.

    A version without an answer waits; otherwise the grade that holds says it, unless the newest
    version was sent back and has no grade.
    """
    latest, grade = record.latest, record.grade
    if latest is not None and all(one.submission_id != latest.id for one in record.grades):
        is_returned = any(one.submission_id == latest.id for one in record.returns)
        return "returned" if is_returned else "waiting"
    if grade is None:
        return "none"
    return "passed" if grade.points >= part.points else "below"


def may_hand_in(status: WorkStatus) -> bool:
    """Say whether a version may be handed in: until the minimum is reached."""
    return status != "passed"


def list_works(definition: Definition) -> list[Work]:
    """Return the pieces of work that a programme asks for, those to choose from included."""
    return [part for _, part in definition.parts() if isinstance(part, Work)]


def find_work(definition: Definition, part_id: str) -> Work | None:
    """Return one piece of work that a programme asks for, or nothing."""
    found: Requirement | None = next(
        (part for _, part in definition.parts() if part.id == part_id), None
    )
    return found if isinstance(found, Work) else None


class NothingHandedIn(Invalid):
    """Work is words, files, or both."""

    message = N_("Please write something or choose a file.")


class WorkIsDone(DomainError):
    """What has reached its minimum is not handed in again."""

    message = N_("This work has reached its minimum. Nothing more is to be handed in.")


class WorkIsOver(DomainError):
    """Work is handed in while somebody takes part."""

    message = N_("You do not take part in this cohort any more, or it is over.")


class WorkChanged(DomainError):
    """Nobody grades, sends back or hands in without having seen what came meanwhile."""

    message = N_(
        "Something was handed in, graded or sent back since you opened the page. Please open it "
        "again, look at it, and then decide."
    )


class NothingToReturn(DomainError):
    """What has an answer, or is not there, is not sent back."""

    message = N_("There is no version that waits for an answer.")


class NothingToGrade(DomainError):
    """A product is graded once it is there."""

    message = N_("Nothing was handed in yet, so that there is nothing to grade.")


class NotYourOwnWork(DomainError):
    """Nobody grades their own work."""

    message = N_("You cannot grade your own work. Somebody else who teaches in the cohort has to.")


class WorkOfAnotherGroup(DomainError):
    """What is graded in a group is graded by one measure."""

    status = 403
    message = N_(
        "This participant's group has another tutor, who grades; so do those who run the cohort."
    )
