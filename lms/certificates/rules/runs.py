"""How a run over many people stands: counted from its items.

What is done for one person is in `issuing`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from lms.kit.errors import DomainError
from lms.kit.i18n import N_

# So many people are one job: short enough that a mail or a page's job comes between.
WINDOW = 20
# So many files are recorded together: each wait for the disk is one for the other workers too.
FILES_AT_ONCE = 10
# Where each takes long, as with a time-stamp service that does not answer, they are fewer: what is
# recorded keeps the job, which another worker takes over after a minute.
LONGEST_TOGETHER = timedelta(seconds=10)
# So many jobs of a run wait at a time, for as many workers.
LANES = 4

ItemStatus = Literal["waiting", "issued", "asked", "failed"]
RunState = Literal["running", "stopped", "broken", "done"]
STATES: dict[RunState, str] = {
    "running": N_("Is being issued"),
    "stopped": N_("Issuing is stopped"),
    "broken": N_("Stopped for a technical reason"),
    "done": N_("Issuing is finished"),
}
# What became of one person, as a list is filtered by it, and as an export names it.
RESULTS: dict[str, str] = {
    "issued": N_("Issued"),
    "asked": N_("Asked to confirm the name"),
    "respell": N_("Asked for another spelling"),
    "failed": N_("Failed"),
    "waiting": N_("Not done yet"),
}

# The names of an export's columns stay, whatever the reader's language: programs rely on them.
COLUMNS = ("person", "outcome", "reason", "number", "code", "language")


class RunUnderWay(DomainError):
    """Nobody is done twice at a time: a run for the same people is under way."""

    message = N_("These people are in a run that is under way. Nothing new was started.")

    def __init__(self, run_id: str) -> None:
        """`run_id` is that of the run under way."""
        super().__init__()
        self.run_id = run_id


class RunIsOver(DomainError):
    """What is finished cannot be stopped, and goes on no more."""

    message = N_("This run is finished. Nothing was changed.")


class NothingFailed(DomainError):
    """Trying again is for those that failed."""

    message = N_("Nothing has failed in this run.")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people of a run are how far; `failed` without a certificate, `unmade` without file.

    `files` are those made, `respell` those of the asked whose name cannot be printed. One that
    failed can be tried again.
    """

    waiting: int = 0
    issued: int = 0
    asked: int = 0
    failed: int = 0
    files: int = 0
    unmade: int = 0
    respell: int = 0

    @property
    def total(self) -> int:
        """Return how many people were chosen."""
        return self.waiting + self.issued + self.asked + self.failed

    @property
    def failures(self) -> int:
        """Return for how many something can be tried again."""
        return self.failed + self.unmade

    @property
    def results(self) -> dict[str, int]:
        """Return how many people have each result, as a list is filtered by it."""
        return {
            "issued": self.issued,
            "asked": self.asked - self.respell,
            "respell": self.respell,
            "failed": self.failures,
            "waiting": self.waiting,
        }

    @property
    def done(self) -> int:
        """Return for how many people nothing more has to be issued."""
        return self.total - self.waiting

    @property
    def is_complete(self) -> bool:
        """Say whether nothing is left to do: each has a result, each certificate its file."""
        return not self.waiting and self.issued == self.files + self.unmade

    @property
    def has_failures(self) -> bool:
        """Say whether there is something to try again."""
        return bool(self.failed or self.unmade)


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run over the people of a course or a cohort."""

    id: str
    course_id: str | None
    cohort_id: str | None
    issuer_id: str
    started_by: str | None
    started_at: datetime
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One person of a run; `error` has a msgid and its values where something failed.

    Of who was asked it says what of the name cannot be printed. The file is in `language`, with the
    second one `beside` it or empty.
    """

    position: int
    key: str
    person_id: str
    status: ItemStatus
    certificate_id: str | None
    language: str | None
    beside: str
    has_file: bool
    error: dict[str, Any]

    @property
    def result(self) -> str:
        """Return what became of the person, of `RESULTS`."""
        return "respell" if self.status == "asked" and self.error else self.status


def state_of(counts: Counts, stopped_at: datetime | None, *, is_at_work: bool) -> RunState:
    """Return how a run stands; `is_at_work` where a job of it is due or in hand."""
    if counts.is_complete:
        return "done"
    if stopped_at is not None:
        return "stopped"
    return "running" if is_at_work else "broken"
