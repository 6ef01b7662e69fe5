"""Merging one account into another, in the transaction at hand: all of it or nothing.

What becomes of each column stands in `lms.merging.treatments`; the undo in `undoing`.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from lms.accounts.events import IdentityProtected
from lms.accounts.queries import (
    PersonRow,
    count_root_administrators,
    find_person,
    get_language_and_email,
    lock_root_administration,
)
from lms.accounts.rules import LastAdministrator
from lms.accounts.services import identity
from lms.audit import services as audit
from lms.kit import events
from lms.kit.actor import Actor
from lms.kit.db import db, write
from lms.kit.errors import NotVisible
from lms.kit.i18n import formats
from lms.kit.ids import new_id
from lms.merging.models import AccountMerge, MergedRow
from lms.merging.queries import rows
from lms.merging.queries.conflicts import list_conflicts
from lms.merging.queries.offers import list_offers
from lms.merging.queries.since import trace
from lms.merging.rules import (
    UNDO_LASTS,
    AlreadyMerged,
    Choice,
    Identity,
    KeptClosed,
    Key,
    MergeBlocked,
    join,
)
from lms.merging.treatments import list_columns
from lms.notifications.services import send
from lms.programmes.services.evaluation import ask_for_person


def merge_accounts(
    actor: Actor, now: datetime, kept_id: str, merged_id: str, choice: Choice
) -> str:
    """Merge one account into another, and tell both addresses; return the merge's id.

    Raises `AlreadyMerged`, `KeptClosed`, `MergeBlocked`, `LastAdministrator`.
    """
    lock_root_administration()
    identity.lock_people((kept_id, merged_id))
    _check(now, kept_id, merged_id)
    before = {one: identity.read_identity(one) for one in (kept_id, merged_id)}
    after = join(kept_id, merged_id, before, choice)
    is_swapped = before[kept_id]["email"] != after[kept_id]["email"]
    merge = AccountMerge(
        id=new_id(), kept_id=kept_id, merged_id=merged_id, merged_by=actor.person_id,
        merged_at=now, is_swapped=is_swapped, before=before, after=after,
    )  # fmt: skip
    db.session.add(merge)
    db.session.flush()
    carried = {offer.value for offer in list_offers(actor, now, merged_id, kept_id)
               if offer.why_not is None} & choice.carried  # fmt: skip
    _tell_of_protection(actor, now, before)
    moved = _move_all(merge.id, merged_id, kept_id, carried)
    identity.end_access(merged_id)
    if is_swapped:
        identity.swap_passwords(kept_id, merged_id)
    identity.write_identities(after)
    ask_for_person(kept_id, now)
    _tell(now, merge.id, kept_id, merged_id)
    details = {"kept": kept_id, "rows": moved, "taken": sorted(choice.taken),
               "carried": sorted(carried)}  # fmt: skip
    audit.record(
        actor, now, "merging.merged", subject_type="person", subject_id=merged_id, details=details
    )
    return merge.id


def _tell_of_protection(actor: Actor, now: datetime, before: Mapping[str, Identity]) -> None:
    """Let what shows the name of the one end where the other is protected: both are, from now on.

    Before anything moves: what the protected one chose to show is not meant.
    """
    if any(one["is_protected"] for one in before.values()):
        for person_id, one in before.items():
            if not one["is_protected"]:
                events.announce(IdentityProtected(person_id, actor), now)


def _check(now: datetime, kept_id: str, merged_id: str) -> None:
    kept, merged = _get(kept_id), _get(merged_id)
    if kept.merged_into_id is not None or merged.merged_into_id is not None:
        raise AlreadyMerged
    if not kept.is_active:
        raise KeptClosed
    if list_conflicts(kept_id, merged_id, now, "en"):
        raise MergeBlocked
    if count_root_administrators() and not count_root_administrators(without_person=merged_id):
        raise LastAdministrator


def _get(person_id: str) -> PersonRow:
    person = find_person(person_id)
    if person is None:
        raise NotVisible
    return person


def _move_all(merge_id: str, from_id: str, to_id: str, carried: Iterable[str]) -> Mapping[str, int]:
    """Move what moves, note each row, and return how many in each column."""
    wanted: dict[tuple[str, str], list[Key]] = {}
    for table, column in list_columns("moves"):
        wanted[table, column] = rows.list_keys(table, column, from_id)
    for table, column in list_columns("fills"):
        there = set(rows.list_clashing(table, column, from_id, to_id))
        keys = rows.list_keys(table, column, from_id)
        wanted[table, column] = [key for key in keys if key not in there]
    for value in carried:
        name, _, key = value.partition(":")
        table, _, column = name.partition(".")
        wanted.setdefault((table, column), []).append((key,))
    _note(merge_id, wanted, (from_id, to_id))
    counts = {}
    for (table, column), keys in wanted.items():
        if keys:
            counts[f"{table}.{column}"] = rows.move(table, column, from_id, to_id, keys)
    return counts


def _note(
    merge_id: str, moved: Mapping[tuple[str, str], Collection[Key]], people: Collection[str]
) -> None:
    values: list[Mapping[str, Any]] = [
        {"merge_id": merge_id, "table_name": table, "column_name": column, "key": json.dumps(key),
         "below": json.dumps(sorted(below))}
        for (table, column), keys in moved.items()
        for key, below in trace(table, column, keys, people).items()
    ]  # fmt: skip
    if values:
        write(insert(MergedRow), values)


def _tell(now: datetime, merge_id: str, kept_id: str, merged_id: str) -> None:
    """Tell both addresses which one to use from now on, and until when it can be undone."""
    _, address = get_language_and_email(kept_id)
    for person_id in (kept_id, merged_id):
        language, email = get_language_and_email(person_id)
        until = formats(language).date(now + UNDO_LASTS)
        send(
            now,
            kind="merging.merged",
            key=f"{merge_id}:{person_id}",
            person_id=kept_id,
            email=email,
            language=language,
            template="mail/accounts_merged.txt",
            context={"email": address, "until": until},
        )
