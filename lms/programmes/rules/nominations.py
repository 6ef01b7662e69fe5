"""Where a nomination stands: who has done their part, what is missing, until when it may change.

Whether two of them may be one person is asked in `likeness`; who may see what, in `policy`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lms.kit.i18n import N_
from lms.programmes.rules.cohorts import CohortStatus
from lms.programmes.rules.form_questions import FormQuestion, NominationForm, find_missing
from lms.programmes.rules.rows import DocumentRow, NominationRow, Sex, StepRow
from lms.questions.handed_in import MEGABYTE, Kind

Status = Literal[
    "withdrawn", "declined", "refused", "not_endorsed", "sent_back", "applied", "incomplete",
    "waiting", "complete",
]  # fmt: skip
STATUS_NAMES: Mapping[Status, str] = {
    "withdrawn": N_("Withdrawn"),
    "declined": N_("Declined by the officer"),
    "refused": N_("Not confirmed by the head of unit"),
    "not_endorsed": N_("Application not endorsed"),
    "sent_back": N_("Sent back to be completed"),
    "applied": N_("Application awaits endorsement"),
    "incomplete": N_("Not submitted yet"),
    "waiting": N_("Submitted, answers still awaited"),
    "complete": N_("Submitted and complete"),
}
# How each is shown: shape and colour.
BADGES: Mapping[Status, str] = {
    "withdrawn": "locked",
    "declined": "danger",
    "refused": "danger",
    "not_endorsed": "locked",
    "sent_back": "warning",
    "applied": "info",
    "incomplete": "draft",
    "waiting": "begun",
    "complete": "done",
}
StepKind = Literal[
    "nominated", "applied", "link_sent", "nominee_confirmed", "nominee_declined", "nominee_changed",
    "head_asked", "head_confirmed", "head_refused", "endorsed", "not_endorsed", "submitted",
    "sent_back", "withdrawn", "restored", "reminded",
]  # fmt: skip
STEP_NAMES: Mapping[StepKind, str] = {
    "nominated": N_("Nominated"),
    "applied": N_("Applied"),
    "link_sent": N_("Link sent to the officer"),
    "nominee_confirmed": N_("Confirmed by the officer"),
    "nominee_declined": N_("Declined by the officer"),
    "nominee_changed": N_("Changed by the officer after confirming"),
    "head_asked": N_("Head of unit asked"),
    "head_confirmed": N_("Confirmed by the head of unit"),
    "head_refused": N_("Not confirmed by the head of unit"),
    "endorsed": N_("Application endorsed"),
    "not_endorsed": N_("Application not endorsed"),
    "submitted": N_("Submitted"),
    "sent_back": N_("Sent back to be completed"),
    "withdrawn": N_("Withdrawn"),
    "restored": N_("Withdrawal undone"),
    "reminded": N_("Reminder sent"),
}
# The last of each group is what holds.
NOMINEE_SAID = ("nominee_confirmed", "nominee_declined", "link_sent")
HEAD_SAID = ("head_confirmed", "head_refused", "head_asked")
ENDORSER_SAID = ("endorsed", "not_endorsed")
SUBMITTING = ("submitted", "sent_back")

DocumentKind = Literal["cv", "clearance", "letter", "other"]
DOCUMENT_NAMES: Mapping[DocumentKind, str] = {
    "cv": N_("Curriculum vitae"),
    "clearance": N_("Integrity clearance"),
    "letter": N_("Letter of nomination"),
    "other": N_("Other document"),
}
MOST_DOCUMENTS = 12
SEX_NAMES: Mapping[Sex, str] = {
    "": N_("Not stated"),
    "female": N_("Female"),
    "male": N_("Male"),
    "other": N_("Other"),
}
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Taken:
    """Which files are taken as documents of a nomination."""

    kinds: tuple[Kind, ...] = ("pdf", "docx", "odt", "png", "jpeg")
    megabytes: int = 10

    @property
    def most_bytes(self) -> int:
        """Return how large a file may be."""
        return self.megabytes * MEGABYTE


DOCUMENTS = Taken()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a nomination stands, and what is missing of each part."""

    status: Status
    organisation_missing: tuple[FormQuestion, ...]
    nominee_missing: tuple[FormQuestion, ...]
    has_head: bool
    is_nominee_done: bool
    is_head_done: bool
    needs_endorsement: bool

    @property
    def is_organisation_done(self) -> bool:
        """Say whether the focal point has answered all that must be answered, and named a head."""
        return not self.organisation_missing and self.has_head

    @property
    def may_be_submitted(self) -> bool:
        """Say whether nothing of the focal point's own part is missing."""
        return (
            self.is_organisation_done
            and not self.needs_endorsement
            and self.status in {"incomplete", "sent_back"}
        )

    @property
    def done(self) -> int:
        """Return how many of the `parts` are done."""
        return sum((
            self.is_organisation_done, self.is_nominee_done, self.is_head_done,
            self.status in {"waiting", "complete"},
        ))  # fmt: skip

    @property
    def parts(self) -> int:
        """Return how many parts there are: two of the form, the confirmation, the submission."""
        return 4


def find_standing(
    row: NominationRow,
    form: NominationForm,
    steps: Sequence[StepRow],
    documents: Iterable[DocumentRow],
) -> Standing:
    """Return where a nomination stands; `steps` and `documents` are its own, in their order."""
    files = {one.question_id for one in documents if one.question_id}
    standing = Standing(
        "incomplete",
        find_missing(form.organisation, row.organisation_part, files),
        find_missing(form.nominee, row.nominee_part, files),
        bool(row.head_email),
        row.nominee_done_at is not None,
        row.head_confirmed_at is not None,
        row.way == "applied" and row.endorsed_at is None,
    )
    return replace(standing, status=_find_status(row, steps, standing))


def _find_status(row: NominationRow, steps: Sequence[StepRow], so_far: Standing) -> Status:
    if row.withdrawn_at is not None:
        return "withdrawn"
    against = _find_refusal(steps)
    if against is not None:
        return against
    if so_far.needs_endorsement:
        return "applied"
    if row.submitted_at is None:
        return "sent_back" if last_of(steps, SUBMITTING) == "sent_back" else "incomplete"
    is_all_there = so_far.is_nominee_done and so_far.is_head_done and so_far.is_organisation_done
    return "complete" if is_all_there and not so_far.nominee_missing else "waiting"


def _find_refusal(steps: Sequence[StepRow]) -> Status | None:
    if last_of(steps, NOMINEE_SAID) == "nominee_declined":
        return "declined"
    if last_of(steps, HEAD_SAID) == "head_refused":
        return "refused"
    return "not_endorsed" if last_of(steps, ENDORSER_SAID) == "not_endorsed" else None


def last_of(steps: Sequence[StepRow], kinds: Iterable[str]) -> str | None:
    """Return the kind of the last step that is of these kinds, or nothing."""
    wanted = set(kinds)
    return next((step.kind for step in reversed(steps) if step.kind in wanted), None)


def last_words(steps: Sequence[StepRow], kind: StepKind) -> str:
    """Return what was said with the last step of a kind, or nothing."""
    return next((step.words for step in reversed(steps) if step.kind == kind), "")


def may_change(cohort_status: CohortStatus, standing: Standing | None) -> bool:
    """Say whether a nomination may be made or changed now.

    It may while nominations are open; what was sent back may be completed until the cohort begins.
    """
    if cohort_status == "open":
        return True
    return cohort_status == "closed" and standing is not None and standing.status == "sent_back"


def order_of(row: NominationRow) -> tuple[bool, int, str]:
    """Return by what nominations are sorted: rank, those without one last, then as they came."""
    return (row.rank is None, row.rank or 0, f"{row.created_at.isoformat()} {row.id}")
