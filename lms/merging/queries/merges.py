"""Which merges there were, and which rows one of them moved.

What a merge does is in `lms.merging.services`.
"""

import json
from datetime import datetime

from sqlalchemy import or_, select

from lms.kit.db import db, read
from lms.merging.models import AccountMerge, MergedRow
from lms.merging.rules import UNDO_LASTS, Key, MergeRow

_merge = select(
    AccountMerge.id,
    AccountMerge.kept_id,
    AccountMerge.merged_id,
    AccountMerge.merged_at,
    AccountMerge.is_swapped,
    AccountMerge.before,
    AccountMerge.after,
    AccountMerge.forgotten_at,
    AccountMerge.undone_at,
)


def find_merge(merge_id: str) -> MergeRow | None:
    """Return one merge, or nothing."""
    row = read(_merge.where(AccountMerge.id == merge_id)).one_or_none()
    return MergeRow(*row) if row else None


def list_merges(person_id: str) -> list[MergeRow]:
    """Return the merges that an account was in and that stand, the newest first."""
    query = _merge.where(
        or_(AccountMerge.kept_id == person_id, AccountMerge.merged_id == person_id),
        AccountMerge.undone_at.is_(None),
    )
    return [MergeRow(*row) for row in read(query.order_by(AccountMerge.merged_at.desc()))]


def get_merge_locked(merge_id: str) -> AccountMerge:
    """Return a merge to be changed; another that changes it waits."""
    return db.session.get_one(AccountMerge, merge_id, with_for_update=True, populate_existing=True)


def list_over(now: datetime) -> list[str]:
    """Return the merges that cannot be undone any more and are still remembered in full."""
    query = select(AccountMerge.id).where(
        AccountMerge.forgotten_at.is_(None), AccountMerge.merged_at <= now - UNDO_LASTS
    )
    return list(read(query).scalars())


def list_moved(merge_id: str) -> dict[tuple[str, str], list[Key]]:
    """Return the keys of the rows that a merge moved, by table and column."""
    query = select(MergedRow.table_name, MergedRow.column_name, MergedRow.key).where(
        MergedRow.merge_id == merge_id
    )
    moved: dict[tuple[str, str], list[Key]] = {}
    for table, column, key in read(query):
        moved.setdefault((table, column), []).append(tuple(json.loads(key)))
    return moved


def list_traces(merge_id: str) -> dict[tuple[str, Key], frozenset[str]]:
    """Return the marks of what hung on the rows that a merge moved, by table and key."""
    query = select(MergedRow.table_name, MergedRow.key, MergedRow.below).where(
        MergedRow.merge_id == merge_id
    )
    return {
        (table, tuple(json.loads(key))): frozenset(json.loads(below))
        for table, key, below in read(query)
        if below is not None
    }
