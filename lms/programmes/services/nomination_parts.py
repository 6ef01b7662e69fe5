"""Verbs of the parts of a nomination: save, confirm, decline, submit, send back, endorse, remind.

Who may do which is decided in `policy`; what is missing, in `rules.nominations`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.accounts import queries as accounts
from lms.kit.actor import STRANGER, Actor
from lms.kit.events import announce
from lms.kit.ids import digest, new_token
from lms.programmes.events import NominationSubmitted
from lms.programmes.queries.nomination_files import NominationFile, get_file, last_rank
from lms.programmes.queries.nominations import find_nomination
from lms.programmes.rules.nomination_errors import AlreadyAnswered, NominationNotReady
from lms.programmes.rules.rows import CohortRow, NominationRow, Sex
from lms.programmes.services import nomination_mail as mails
from lms.programmes.services.nomination_steps import append_step, change, change_at, record

VOID_HEAD = {"head_confirmed_at": None, "head_token_digest": None, "head_reminder_digest": None}


@dataclass(frozen=True, slots=True)
class OrganisationPart:
    """What a focal point fills in: the answers, and the head of unit who is to confirm."""

    answers: Mapping[str, Any]
    head_name: str
    head_email: str
    sex: Sex


def save_organisation_part(
    actor: Actor, now: datetime, row: NominationRow, part: OrganisationPart, revision: int
) -> None:
    """Keep the organisation's part as far as it is; raise `SomebodySaved`.

    Another head of unit has confirmed nothing yet, and the link of the former one is void.
    """
    values: dict[str, Any] = {
        "organisation_part": dict(part.answers),
        "head_name": part.head_name,
        "head_email": part.head_email,
        "sex": part.sex,
    }
    if part.head_email != row.head_email:
        values |= VOID_HEAD
    change_at(row, values, revision)
    record(actor, now, "saved", row.id)


def submit_nomination(actor: Actor, now: datetime, cohort: CohortRow, file: NominationFile) -> None:
    """Hand a nomination in, and ask the head of unit; raise `NominationNotReady`."""
    if not file.standing.may_be_submitted:
        raise NominationNotReady
    row = file.row
    change(row, {"submitted_at": now})
    append_step(actor, now, row.id, "submitted")
    if row.head_confirmed_at is None:
        ask_head(actor, now, cohort, row)
    announce(NominationSubmitted(row.id, cohort.id), now)


def ask_head(actor: Actor, now: datetime, cohort: CohortRow, row: NominationRow) -> None:
    """Mail the head of unit a new link; the one before opens nothing any more."""
    if not row.head_email:
        raise NominationNotReady
    if row.head_confirmed_at is not None:
        raise AlreadyAnswered
    token = new_token()
    change(row, {"head_token_digest": digest(token), "head_reminder_digest": None})
    append_step(actor, now, row.id, "head_asked")
    mails.mail_head(now, cohort, row, token, digest(token))


def renew_link(actor: Actor, now: datetime, cohort: CohortRow, row: NominationRow) -> None:
    """Mail the nominee a new link; the one before opens nothing any more."""
    token = new_token()
    change(row, {"nominee_token_digest": digest(token), "nominee_reminder_digest": None})
    append_step(actor, now, row.id, "link_sent")
    mails.mail_nominee(now, cohort, row, token, digest(token))


def save_nominee_part(
    actor: Actor,
    now: datetime,
    row: NominationRow,
    answers: Mapping[str, Any],
    languages: tuple[str, str],
) -> None:
    """Keep the nominee's part as far as it is; `languages` are that of mails and of the group."""
    values = {
        "nominee_part": dict(answers),
        "language": languages[0],
        "group_language": languages[1],
    }
    change(row, values)
    record(actor, now, "part_saved", row.id)


def confirm_nominee(actor: Actor, now: datetime, cohort: CohortRow, nomination_id: str) -> None:
    """Let the nominee confirm, once the part is complete; raise `NominationNotReady`."""
    file = _load(nomination_id, cohort)
    if file.standing.nominee_missing:
        raise NominationNotReady
    change(file.row, {"nominee_done_at": now})
    append_step(actor, now, nomination_id, "nominee_confirmed")
    _tell(now, cohort, nomination_id, "nominee_confirmed", "")


def tell_change(actor: Actor, now: datetime, cohort: CohortRow, nomination_id: str) -> None:
    """Tell the focal points that the nominee has changed what was confirmed before.

    They may not see the answers themselves, and answer for the nomination.
    """
    append_step(actor, now, nomination_id, "nominee_changed")
    _tell(now, cohort, nomination_id, "nominee_changed", "")


def decline_nominee(
    actor: Actor, now: datetime, cohort: CohortRow, row: NominationRow, words: str
) -> None:
    """Let the nominee say no; until the deadline they may still say yes."""
    change(row, {"nominee_done_at": None})
    append_step(actor, now, row.id, "nominee_declined", words)
    _tell(now, cohort, row.id, "nominee_declined", words)


def answer_as_head(
    now: datetime, cohort: CohortRow, row: NominationRow, words: str, *, is_confirmed: bool
) -> None:
    """Keep the head of unit's answer; a refusal may be changed until the deadline."""
    if row.head_confirmed_at is not None:
        raise AlreadyAnswered
    kind = "head_confirmed" if is_confirmed else "head_refused"
    change(row, {"head_confirmed_at": now if is_confirmed else None})
    append_step(STRANGER, now, row.id, "head_confirmed" if is_confirmed else "head_refused", words)
    _tell(now, cohort, row.id, kind, words)


def _tell(now: datetime, cohort: CohortRow, nomination_id: str, what: str, words: str) -> None:
    file = _load(nomination_id, cohort)
    mails.mail_answered(now, cohort, file.row, what, words, file.steps[-1].number)


def endorse(actor: Actor, now: datetime, cohort: CohortRow, row: NominationRow) -> None:
    """Endorse an application; from now on it is ranked and worked on as a nomination is.

    Raises `AlreadyAnswered`.
    """
    if row.endorsed_at is not None:
        raise AlreadyAnswered
    rank = last_rank(cohort.id, row.state_id) + 1
    change(row, {"endorsed_at": now, "endorsed_by": actor.person_id, "rank": rank})
    append_step(actor, now, row.id, "endorsed")
    mails.mail_endorsement(now, cohort, row, "", is_endorsed=True)


def decline_endorsement(
    actor: Actor, now: datetime, cohort: CohortRow, row: NominationRow, words: str
) -> None:
    """Decline an application with a reason that the officer reads."""
    if row.endorsed_at is not None:
        raise AlreadyAnswered
    append_step(actor, now, row.id, "not_endorsed", words)
    mails.mail_endorsement(now, cohort, row, words, is_endorsed=False)


def send_back(
    actor: Actor, now: datetime, cohort: CohortRow, row: NominationRow, words: str
) -> None:
    """Send a nomination that was submitted back to the focal point, with what is to be mended."""
    if row.submitted_at is None:
        raise AlreadyAnswered
    change(row, {"submitted_at": None})
    append_step(actor, now, row.id, "sent_back", words)
    file = _load(row.id, cohort)
    mails.mail_sent_back(now, cohort, row, words, file.steps[-1].number)


def remind_all(now: datetime, cohort: CohortRow, files: Sequence[NominationFile]) -> int:
    """Remind the focal points of nominations that are not complete; return how many they are."""
    counts: dict[str, int] = {}
    for file in files:
        if file.standing.status in {"incomplete", "sent_back", "waiting", "applied"}:
            for person_id in mails.list_addressed(now, file.row):
                counts[person_id] = counts.get(person_id, 0) + 1
    people = {one: accounts.get_language_and_email(one) for one in counts}
    return mails.remind_focal_points(now, cohort, counts, people)


def _load(nomination_id: str, cohort: CohortRow) -> NominationFile:
    row = find_nomination(nomination_id)
    if row is None:  # pragma: no cover - it was loaded a moment ago
        raise RuntimeError
    return get_file(row, cohort)
