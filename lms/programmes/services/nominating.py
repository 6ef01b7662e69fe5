"""Verbs of focal points: nominate an officer, rank, withdraw, undo that, name a substitute.

What each part of a nomination says is kept by `nomination_parts`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from lms.accounts.rules import clean_name, script_of
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.events import announce
from lms.kit.folding import fold
from lms.kit.ids import digest, new_id, new_token
from lms.organisations.queries import OrganisationRow
from lms.programmes.events import NominationWithdrawn
from lms.programmes.models import Nomination
from lms.programmes.queries.delegations import find_state_id
from lms.programmes.queries.nomination_files import (
    has_place,
    has_substitute,
    last_rank,
    lock_ranking,
)
from lms.programmes.queries.nominations import find_nomination, list_nominations
from lms.programmes.rules.likeness import find_likenesses
from lms.programmes.rules.nomination_errors import (
    NominationIsWithdrawn,
    OfficerNominated,
    PlaceTaken,
    PlaceWasOffered,
)
from lms.programmes.rules.nominations import order_of
from lms.programmes.rules.rows import CohortRow, NominationRow, Sex, Way
from lms.programmes.services.nomination_mail import mail_applied, mail_nominee
from lms.programmes.services.nomination_steps import append_step, change, record


@dataclass(frozen=True, slots=True)
class Nominee:
    """Who is to be nominated; whoever has an account is named as the focal point may see it."""

    person_id: str | None
    email: str
    full_name: str
    organisation: OrganisationRow
    language: str
    sex: Sex = ""
    is_protected: bool = False


def nominate(
    actor: Actor,
    now: datetime,
    cohort: CohortRow,
    nominee: Nominee,
    substituted: NominationRow | None = None,
) -> str:
    """Nominate an officer, and mail the link to their part; return the nomination's id.

    A substitute takes the rank of the one whose place it is, who is withdrawn by it. Raises
    `PlaceTaken`, `PlaceWasOffered`.
    """
    if substituted is not None:
        _make_room(actor, now, cohort, substituted)
    token, state_id = new_token(), find_state_id(nominee.organisation)
    more: dict[str, Any] = {
        "rank": substituted.rank if substituted else last_rank(cohort.id, state_id) + 1,
        "nominated_by": actor.person_id,
        "nominee_token_digest": digest(token),
        "substitutes_id": substituted.id if substituted else None,
    }
    row = _insert(now, cohort, nominee, "nominated", more)
    append_step(actor, now, row.id, "nominated")
    append_step(actor, now, row.id, "link_sent")
    mail_nominee(now, cohort, row, token, digest(token))
    return row.id


def _make_room(actor: Actor, now: datetime, cohort: CohortRow, row: NominationRow) -> None:
    if has_substitute(row.id):
        raise PlaceTaken
    if row.withdrawn_at is None:
        withdraw_nomination(actor, now, cohort, row)


def apply_for_place(actor: Actor, now: datetime, cohort: CohortRow, nominee: Nominee) -> str:
    """Let an officer apply, and tell the focal points over them; return the nomination's id.

    Who was nominated under the own address, before there was an account, takes that nomination.
    """
    for row in list_nominations(cohort.id):
        if row.email == nominee.email and row.withdrawn_at is None:
            change(row, {"person_id": nominee.person_id})
            record(actor, now, "claimed", row.id)
            return row.id
    row = _insert(now, cohort, nominee, "applied", {})
    append_step(actor, now, row.id, "applied")
    mail_applied(now, cohort, row)
    return row.id


def _insert(
    now: datetime, cohort: CohortRow, nominee: Nominee, way: Way, more: dict[str, Any]
) -> NominationRow:
    name = clean_name(nominee.full_name)
    values = {
        "id": new_id(),
        "cohort_id": cohort.id,
        "way": way,
        "person_id": nominee.person_id,
        "organisation_id": nominee.organisation.id,
        "state_id": find_state_id(nominee.organisation),
        "email": nominee.email,
        "full_name": name,
        "script": script_of(name),
        "folded": fold(name),
        "language": nominee.language,
        "sex": nominee.sex,
        "is_protected": nominee.is_protected,
        "organisation_part": {},
        "nominee_part": {},
        "created_at": now,
        **more,
    }
    db.session.execute(insert(Nomination).values(values))
    row = find_nomination(values["id"])
    if row is None:  # pragma: no cover - it was written a moment ago
        raise RuntimeError
    return row


def withdraw_nomination(
    actor: Actor, now: datetime, cohort: CohortRow, row: NominationRow, words: str = ""
) -> None:
    """Take a nomination back before any place was offered.

    Raises `NominationIsWithdrawn`, and `PlaceWasOffered` where there is a place to give back.
    """
    if row.withdrawn_at is not None:
        raise NominationIsWithdrawn
    if has_place(row.id):
        raise PlaceWasOffered
    change(row, {"withdrawn_at": now, "withdrawn_by": actor.person_id})
    append_step(actor, now, row.id, "withdrawn", words)
    announce(NominationWithdrawn(row.id, cohort.id), now)


def restore_nomination(actor: Actor, now: datetime, cohort: CohortRow, row: NominationRow) -> None:
    """Undo a withdrawal; raise `OfficerNominated`, `PlaceTaken` where somebody stands there now."""
    if row.withdrawn_at is None:
        return
    rows = list_nominations(cohort.id)
    if has_substitute(row.id):
        raise PlaceTaken
    alike = find_likenesses(
        rows,
        email=row.email,
        full_name=row.written_name,
        person_id=row.person_id,
        state_id=row.state_id,
    )
    if any(one.is_same for one in alike):
        raise OfficerNominated
    change(row, {"withdrawn_at": None, "withdrawn_by": None})
    append_step(actor, now, row.id, "restored")


def move_nomination(cohort: CohortRow, row: NominationRow, seen: set[str], steps: int) -> None:
    """Move a nomination up (-1) or down (1) among those of its State that the actor sees.

    All ranks of the State are counted anew from 1, so that there are neither gaps nor ties.
    """
    lock_ranking(cohort.id, row.state_id)
    rows = [one for one in list_nominations(cohort.id) if _is_ranked(one, row)]
    order = [one.id for one in sorted(rows, key=order_of)]
    if row.id not in order:
        raise NominationIsWithdrawn
    visible = [one for one in order if one in seen]
    beside = visible.index(row.id) + steps
    if 0 <= beside < len(visible):
        first, second = order.index(row.id), order.index(visible[beside])
        order[first], order[second] = order[second], order[first]
    for number, nomination_id in enumerate(order, 1):
        changed = (Nomination.id == nomination_id, Nomination.rank.is_distinct_from(number))
        db.session.execute(update(Nomination).where(*changed).values(rank=number))


def _is_ranked(one: NominationRow, row: NominationRow) -> bool:
    return one.state_id == row.state_id and one.withdrawn_at is None and one.rank is not None
