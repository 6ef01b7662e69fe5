"""Recognition of prior learning: what a wish may bring along, and who decides it.

What is recognised counts in `rules.completion`.
"""

from dataclasses import dataclass
from typing import Literal

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_
from lms.questions.handed_in import MEGABYTE, Kind

RecognitionStatus = Literal["waiting", "granted", "declined", "withdrawn"]
STATUS_NAMES: dict[RecognitionStatus, str] = {
    "waiting": N_("Waits for a decision"),
    "granted": N_("Recognised"),
    "declined": N_("Not recognised"),
    "withdrawn": N_("Taken back"),
}
MOST_FILES = 3
LONGEST_STATEMENT = 4000


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that proves something, kept by its hash."""

    hash: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which files are taken as proof."""

    kinds: tuple[Kind, ...] = ("pdf", "docx", "odt", "png", "jpeg")
    megabytes: int = 10

    @property
    def most_bytes(self) -> int:
        """Return how large a file may be."""
        return self.megabytes * MEGABYTE


EVIDENCE = Evidence()


class NotRecognisable(DomainError):
    """Not every requirement can be met by what was learnt before."""

    message = N_("Prior learning cannot be recognised for this requirement.")


class AlreadyAsked(DomainError):
    """One wish at a time."""

    message = N_("You have asked for this already. Please wait for the decision.")


class EvidenceMissing(Invalid):
    """A wish without anything to look at cannot be decided."""

    message = N_("Please add a file or choose an earlier award, so that there is proof to look at.")


class NotYourOwnWish(DomainError):
    """Who asked does not decide."""

    message = N_("You cannot decide on your own wish. Somebody else who runs the cohort has to.")


class NothingToDecide(DomainError):
    """What was taken back, or asked anew, is not decided."""

    message = N_("This wish was taken back or asked anew. There is nothing to decide.")


class AlreadyDecided(DomainError):
    """What was decided stays on record."""

    message = N_("This was decided already and cannot be taken back any more.")
