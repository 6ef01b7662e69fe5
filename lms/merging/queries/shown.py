"""What the page of an account says of the merges that it was in.

The page itself is the accounts room's.
"""

from datetime import datetime

from sqlalchemy import or_, select

from lms.accounts import queries as accounts
from lms.accounts.queries.listing import list_chosen
from lms.accounts.queries.merged import Merged
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.merging.models import AccountMerge
from lms.merging.queries.merges import list_merges


def list_shown(actor: Actor, person_id: str, now: datetime) -> list[Merged]:
    """Return the merges of an account as the actor may see them, the newest first.

    An account of which the actor is not the administrator has neither address nor undo.
    """
    merges = list_merges(person_id)
    if not merges:
        return []
    others = {one.id: one.merged_id if one.kept_id == person_id else one.kept_id for one in merges}
    doers = _list_doers(person_id)
    names = accounts.get_names(actor, [*others.values(), *filter(None, doers.values())])
    emails = {one.id: one.email for one in list_chosen(actor, now, set(others.values()))}
    return [
        Merged(
            id=one.id,
            other_id=others[one.id],
            other_name=names.get(others[one.id], ""),
            other_email=emails.get(others[one.id], ""),
            by_name=names.get(doers[one.id] or "", ""),
            merged_at=one.merged_at,
            is_kept=one.kept_id == person_id,
            undo_until=(
                one.undo_until if others[one.id] in emails and one.may_be_undone(now) else None
            ),
        )
        for one in merges
    ]


def _list_doers(person_id: str) -> dict[str, str | None]:
    query = select(AccountMerge.id, AccountMerge.merged_by).where(
        or_(AccountMerge.kept_id == person_id, AccountMerge.merged_id == person_id)
    )
    return {row.id: row.merged_by for row in read(query)}
