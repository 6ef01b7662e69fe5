"""Messages between a participant and those who teach: who reads which, and the broken rules.

What looks like case data in them is said in `case_data`.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_, Text, formats
from lms.programmes.rules.cohorts import CohortStatus
from lms.programmes.rules.rows import CohortRow, ParticipationRow, Task

LONGEST_MESSAGE = 5000
Template = Literal["late", "silent", "ask"]
TEMPLATE_NAMES: Mapping[Template, str] = {
    "late": N_("Remind of what is late"),
    "silent": N_("Ask after a long silence"),
    "ask": N_("Offer a talk"),
}
_LATE = N_(
    "Hello,\n\nthis was due and is not there yet:\n%(list)s\n\nWhat keeps you? Please write here. "
    "If you need more time, say how much, and we find a way."
)
_SILENT = N_(
    "Hello,\n\nyou have not been active in the programme for some time. Is everything all right? "
    "Please write here whether something is unclear, or what would help you to go on."
)
_ASK = N_(
    "Hello,\n\nwould a short talk help you? Please write here when you have time, and what you "
    "would like to talk about."
)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message of a thread; `template` is from which text it began, `mailing_id` of how many."""

    id: str
    participation_id: str
    mailing_id: str | None
    is_of_participant: bool
    template: str
    words: str
    written_by: str | None
    written_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailingRow:
    """What was written to many at once, and how many of its readers have read it."""

    id: str
    group_name: str
    words: str
    written_by: str | None
    written_at: datetime
    readers: int
    read: int


@dataclass(frozen=True, slots=True)
class Thread:
    """A participant's thread, with its cohort; `may_write` says whether it goes on."""

    cohort: CohortRow
    row: ParticipationRow
    may_write: bool


def is_open(row: ParticipationRow, status: CohortStatus) -> bool:
    """Say whether messages are written: as long as somebody takes part in what is held."""
    return row.status == "accepted" and status not in {"archived", "cancelled", "draft"}


def may_accompany(
    tasks: Set[Task], person_id: str | None, row: ParticipationRow, tutor_id: str | None
) -> bool:
    """Say whether somebody reads and answers a participant's thread.

    Whoever may help does; `tutor_id` is the group's tutor. Nobody stands on both sides.
    """
    if person_id is None or row.person_id == person_id:
        return False
    return may_help(tasks, person_id, tutor_id)


def may_help(tasks: Set[Task], person_id: str | None, tutor_id: str | None) -> bool:
    """Say whether somebody acts for the participants of a group.

    Coordinators do, and the tutor of the group; where the group has none, or somebody is in no
    group, all tutors. `tutor_id` is the group's tutor.
    """
    if "coordinator" in tasks:
        return True
    return "tutor" in tasks and tutor_id in {None, person_id}


def write_template(
    template: Template, late: Sequence[tuple[str, datetime]], language: str, zone: str
) -> str:
    """Return a text to begin from, in the participant's language.

    `late` are the requirements that are due and not met, by name, and since when.
    """
    if template == "silent":
        return Text(_SILENT).in_language(language)
    if template == "ask" or not late:
        return Text(_ASK).in_language(language)
    form = formats(language)
    lines = "\n".join(f"– {name} ({form.datetime(due_at, zone)})" for name, due_at in late)
    return Text(_LATE, list=lines).in_language(language)


class ThreadClosed(DomainError):
    """Who has left a cohort, or has completed it, reads and writes no more."""

    message = N_("This participation has ended. Its messages can be read, and no more written.")


class NobodyToWriteTo(Invalid):
    """What is written to a group has a reader."""

    message = N_("Nobody takes part in this group. Please choose another one.")


class TooManyMessages(Invalid):
    """Writing is made slow enough that nobody floods others."""

    message = N_("You have written many messages within an hour. Please wait a little, then send.")
