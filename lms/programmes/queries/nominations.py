"""Reads of nominations, and the only way from one to the nominee's name.

Documents are read by those who show them.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from lms.accounts.queries import get_names
from lms.accounts.rules import may_see_name, protected_name
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.organisations.models import Organisation
from lms.programmes.models import Nomination
from lms.programmes.rules.rows import NominationRow

_nomination: Any = select(
    Nomination.id,
    Nomination.cohort_id,
    Nomination.way,
    Nomination.person_id,
    Nomination.organisation_id,
    Organisation.path,
    Nomination.state_id,
    Nomination.email,
    Nomination.full_name,
    Nomination.script,
    Nomination.folded,
    Nomination.language,
    Nomination.group_language,
    Nomination.sex,
    Nomination.is_protected,
    Nomination.organisation_part,
    Nomination.nominee_part,
    Nomination.rank,
    Nomination.nominated_by,
    Nomination.created_at,
    Nomination.nominee_done_at,
    Nomination.head_name,
    Nomination.head_email,
    Nomination.head_confirmed_at,
    Nomination.endorsed_by,
    Nomination.endorsed_at,
    Nomination.submitted_at,
    Nomination.withdrawn_at,
    Nomination.withdrawn_by,
    Nomination.substitutes_id,
    Nomination.revision,
).join(Organisation, Organisation.id == Nomination.organisation_id)


def find_nomination(nomination_id: str) -> NominationRow | None:
    """Return one nomination, withdrawn or not, or nothing."""
    row = read(_nomination.where(Nomination.id == nomination_id)).one_or_none()
    return NominationRow(*row) if row else None


def list_nominations(cohort_id: str) -> list[NominationRow]:
    """Return the nominations for a cohort, the withdrawn included, the first made first."""
    query = _nomination.where(Nomination.cohort_id == cohort_id)
    rows = read(query.order_by(Nomination.created_at, Nomination.id))
    return [NominationRow(*row) for row in rows]


def name_nominees(actor: Actor, rows: Sequence[NominationRow]) -> dict[str, str]:
    """Return the name of each nominee as `actor` may see it, by nomination.

    Who has an account is named as everywhere; who has none as the nomination says. A protected
    nominee is a code to all but the nominee, who nominated them, and the administrators over them.
    """
    names = get_names(actor, [row.person_id for row in rows if row.person_id])
    return {row.id: _name(actor, row, names) for row in rows}


def _name(actor: Actor, row: NominationRow, names: dict[str, str]) -> str:
    is_mine = actor.person_id is not None and row.nominated_by == actor.person_id
    if row.is_protected and not is_mine:
        whose = row.person_id or row.id
        if not may_see_name(
            actor, whose, is_protected=True, organisation_path=row.organisation_path
        ):
            return protected_name(whose, actor.language or "en")
    found = names.get(row.person_id or "", "")
    return row.written_name if is_mine or not found else found
