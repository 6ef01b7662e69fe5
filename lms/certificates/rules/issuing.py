"""Who decides that a certificate is issued, and what issuing would do for one person.

Pure values; how a run over many people stands is in `runs`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Literal, NamedTuple, Protocol, TypeVar

from lms.certificates.rules.facts import Kind
from lms.kit.errors import DomainError, Invalid, NotAllowed
from lms.kit.folding import fold
from lms.kit.i18n import N_, Text

# The kinds of this room's jobs that issue.
ISSUE_WINDOW = "certificates.issue"
ISSUE_DUE = "certificates.issue_due"

Mode = Literal["requested", "automatic", "decided"]
MODES: dict[Mode, str] = {
    "requested": N_("When the holder asks for it"),
    "automatic": N_("By itself, as soon as it is completed"),
    "decided": N_("After an administrator has decided"),
}
MODE_HINTS: dict[Mode, str] = {
    "requested": N_(
        "Whoever has completed it confirms the name and gets the certificate at once. "
        "Administrators can also issue to many at once."
    ),
    "automatic": N_(
        "Whoever has not confirmed a name yet gets a message, and the certificate as soon as the "
        "name is confirmed."
    ),
    "decided": N_(
        "An administrator who neither taught it nor holds it decides about each person. "
        "Tutors, trainers and authors do not decide alone."
    ),
}

Outcome = Literal[
    "ready", "ask", "respell", "undecided", "refused", "own", "in_doubt", "ended", "has_one",
    "not_completed", "withdrawn",
]  # fmt: skip
OUTCOMES: dict[Outcome, str] = {
    "ready": N_("Will get a certificate"),
    "ask": N_("Will be asked to confirm the name first"),
    "respell": N_("The name cannot be printed"),
    "undecided": N_("Waits for a decision"),
    "refused": N_("It was decided not to issue one"),
    "own": N_("This is you; somebody else has to issue it"),
    "in_doubt": N_("The award is in doubt"),
    "ended": N_("What it would certify has ended"),
    "has_one": N_("Has the certificate already"),
    "not_completed": N_("Has not completed it"),
    "withdrawn": N_("The award was withdrawn"),
}
# What can be done about those who get none; the others need no words.
OUTCOME_HINTS: dict[Outcome, str] = {
    "respell": N_("Will be asked for another spelling."),
    "undecided": N_("An administrator who neither taught it nor holds it decides."),
    "in_doubt": N_("Those who manage the cohort keep or withdraw the award first."),
    "ended": N_("It was valid for a time that is over. Recertification leads to a new one."),
}
# For whom a run does something.
WORKED_ON: tuple[Outcome, ...] = ("ready", "ask", "respell")
LONGEST_REASON = 2000


# What a holder reads of a certificate that is not there yet.
Reason = Literal["name", "spelling", "decision", "doubt", "holder", "turn"]
REASONS_TO_WAIT: dict[Reason, str] = {
    "name": N_("Waits for you: confirm how your name should appear."),
    "spelling": N_("Waits for you: your name has characters that cannot be printed."),
    "decision": N_("An administrator decides whether it is issued. You will get a message."),
    "doubt": N_("The award is in doubt. Its certificate waits until that is decided."),
    "holder": N_("Waits for you: look at it and have it issued."),
    "turn": N_("It is being made, and is here in a few minutes."),
}
WAITS: dict[Outcome, Reason] = {
    "ask": "name",
    "respell": "spelling",
    "undecided": "decision",
    "in_doubt": "doubt",
    "ready": "turn",
}


def reason_to_wait(outcome: Outcome, mode: Mode) -> Reason:
    """Return for what a certificate waits that has one of the outcomes in `WAITS`."""
    return "holder" if (outcome, mode) == ("ready", "requested") else WAITS[outcome]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that is completed or held, and for what its certificate waits.

    `key` is the id of the enrolment or the award; the title is with the language that it is in.
    """

    subject: Literal["enrolment", "award"]
    key: str
    title: tuple[str, str]
    kind: Kind
    reason: Reason
    has_name: bool

    @property
    def needs_holder(self) -> bool:
        """Say whether there is something that the holder can do about it."""
        is_theirs = self.reason in {"name", "spelling", "holder"}
        return is_theirs or (self.reason == "decision" and not self.has_name)


class AwardNotHeld(DomainError):
    """A certificate is for those who hold the award."""

    message = N_("A certificate is given for an award that is held. This one was withdrawn.")


class NoAward(DomainError):
    """Of a programme, a certificate is for those who hold an award."""

    message = N_("%(email)s holds no award of this programme, so there is nothing to certify.")


class AwardInDoubt(DomainError):
    """What may be withdrawn tomorrow is not certified today."""

    message = N_(
        "The award is in doubt, since results have changed. Its certificate can be issued when "
        "those who manage the cohort have kept the award."
    )


class EndedAlready(DomainError):
    """A certificate that is over on the day of its issue would only mislead."""

    message = N_(
        "What this certificate would certify was valid for a time that is over. No certificate is "
        "issued for it any more."
    )


class DecidedAgainst(DomainError):
    """It was decided that there is no certificate; the reason is shown."""

    message = N_("It was decided not to issue this certificate. Reason: %(reason)s")


# Why a holder who asks reads that there will be none, whatever is done about the name.
WHY_NONE: dict[Outcome, str] = {
    "refused": DecidedAgainst.message,
    "ended": EndedAlready.message,
    "in_doubt": AwardInDoubt.message,
    "withdrawn": AwardNotHeld.message,
}


class NotDecidedYet(DomainError):
    """Where the rule asks for a decision, nothing is issued without one."""

    message = N_("An administrator has to decide first that this certificate is issued.")


class DecisionOnOwn(NotAllowed):
    """Nobody decides on their own certificate."""

    message = N_("You cannot decide on your own certificate. Somebody else has to.")


class DecisionByTeacher(NotAllowed):
    """Who taught does not decide alone."""

    message = N_(
        "You taught this person or wrote the course, so an administrator who did not has to decide."
    )


class ReasonMissing(Invalid):
    """Whoever gets no certificate reads why."""

    message = N_("Write the reason. The person reads it.")


class OthersWait(DomainError):
    """Who decides about all decides about those who were on the page, as they stood there."""

    message = N_("Meanwhile the list has changed. Nothing was decided now: look at it again.")


class DecidedMeanwhile(DomainError):
    """A decision is not overturned by somebody who has not seen it."""

    message = N_(
        "Meanwhile somebody else has decided about some of those chosen. Nothing was decided now: "
        "look at the list again."
    )


class NobodyChosen(Invalid):
    """A choice of nobody is a slip."""

    message = N_("Choose at least one person.")


def seal_of(keys: Iterable[str]) -> str:
    """Return a text that is another one where there is a key more, or another, in whatever order.

    By it a decision about all is one about those who were on the page.
    """
    return sha256(" ".join(sorted(keys)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Scope:
    """What is issued for: a course, a programme, or one of its cohorts, with who issues.

    Titles are with the language that they are in; `cohort_title` is none but for a cohort.
    """

    issuer_id: str
    slug: str
    title: tuple[str, str]
    course_id: str | None = None
    programme_id: str | None = None
    cohort_id: str | None = None
    cohort_title: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """All that speaks for and against one person's certificate.

    `is_approved` is the newest decision about it, none where nobody has decided; `is_printable`
    is about the name that was confirmed.
    """

    mode: Mode
    is_completed: bool
    has_one: bool = False
    is_confirmed: bool = False
    is_printable: bool = True
    is_own: bool = False
    is_withdrawn: bool = False
    is_in_doubt: bool = False
    is_ended: bool = False
    is_approved: bool | None = None


def outcome_of(case: Case) -> Outcome:
    """Return what issuing would do for one person; the first reason against it is named."""
    reasons: list[tuple[bool, Outcome]] = [
        (case.has_one, "has_one"),
        (case.is_withdrawn, "withdrawn"),
        (not case.is_completed, "not_completed"),
        (case.is_ended, "ended"),
        (case.is_in_doubt, "in_doubt"),
        # A refusal stands until somebody lifts it, whatever the rule has become meanwhile.
        (case.is_approved is False, "refused"),
        (case.mode == "decided" and case.is_approved is None, "undecided"),
        (case.is_own, "own"),
        (not case.is_confirmed, "ask"),
        (not case.is_printable, "respell"),
    ]
    return next((outcome for holds, outcome in reasons if holds), "ready")


class Decision(NamedTuple):
    """What was decided about somebody's certificate, by whom and why; `seq` grows with each."""

    seq: int
    is_approved: bool
    reason: str
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might get a certificate, and what issuing would do.

    `key` is the enrolment's id in a course and the award's in a programme (the participation's
    where there is no award); `subject_id` that of the completion or the award. `reason` is why it
    was decided against, `complaint` what the confirmed name has that cannot be printed, `ended_on`
    the last day of what is over. `points` are those reached, in percent.
    """

    key: str
    person_id: str
    subject_id: str | None
    kind: Kind
    outcome: Outcome
    reason: str = ""
    complaint: Text | None = None
    ended_on: date | None = None
    points: Decimal | None = None
    cohort_id: str | None = None
    decision: Decision | None = None

    @property
    def mark(self) -> str:
        """Return what names it on a page: the key, and the newest decision that stands there."""
        return f"{self.key}.{self.decision.seq if self.decision else 0}"


class Named(Protocol):
    """Whoever stands in a list, by the id of the person."""

    @property
    def person_id(self) -> str:
        """Return whose row it is."""


AnyNamed = TypeVar("AnyNamed", bound=Named)


def by_name(rows: Iterable[AnyNamed], names: Mapping[str, str]) -> list[AnyNamed]:
    """Return rows in the order of the names that somebody sees, codes among them."""
    return sorted(rows, key=lambda one: (fold(names.get(one.person_id, "")), one.person_id))
