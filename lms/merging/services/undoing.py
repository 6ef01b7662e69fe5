"""Undoing a merge: what it moved goes back as far as it is still there, and nothing else.

Merging itself is in `merging`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete

from lms.accounts.queries import find_person, find_person_by_email, get_language_and_email
from lms.accounts.services import identity
from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.i18n import N_, Text
from lms.merging.models import AccountMerge, MergedRow
from lms.merging.queries import rows
from lms.merging.queries.hanging import list_hanging
from lms.merging.queries.merges import find_merge, get_merge_locked, list_moved, list_traces
from lms.merging.queries.since import trace
from lms.merging.rules import Key, MergedFurther, MergeRow, Undone, UndoOver, find_left, part
from lms.merging.treatments import TREATMENTS
from lms.notifications.services import send
from lms.programmes.services.evaluation import ask_for_person

Moved = Mapping[tuple[str, str], Sequence[Key]]
LEFT = N_("%(label)s: %(count)s stay, because the person has done more with them since.")
GONE = N_("%(label)s: %(count)s are no longer there.")
ADDRESS_TAKEN = N_(
    "The account that was merged keeps the address %(email)s, because its own is used by another."
)
OTHER = N_("Other entries")


def undo_merge(actor: Actor, now: datetime, merge_id: str) -> Undone:
    """Give back what a merge moved, open the account again, and tell both addresses.

    Return how many rows went back, and what could not. Raises `UndoOver`, `MergedFurther`.
    """
    merge = _take(actor, now, merge_id)
    moved = list_moved(merge_id)
    there = {name: rows.list_there(*name, merge.kept_id, keys) for name, keys in moved.items()}
    names = {table: (table, column) for table, column in there}
    left = find_left(
        {table: there[name] for table, name in names.items()},
        list_hanging(there, merge.kept_id),
        _list_worked_on(merge, there),
    )
    returned = 0
    for (table, column), keys in there.items():
        free = [key for key in keys if (table, key) not in left]
        if free:
            returned += rows.move(table, column, merge.kept_id, merge.merged_id, free)
    said = [*_count(LEFT, left), *_count(GONE, _list_gone(moved, there)), *_part(merge)]
    db.session.execute(delete(MergedRow).where(MergedRow.merge_id == merge_id))
    for person_id in (merge.kept_id, merge.merged_id):
        ask_for_person(person_id, now)
    _tell(now, merge)
    audit.record(
        actor, now, "merging.undone", subject_type="person", subject_id=merge.merged_id,
        details={"kept": merge.kept_id, "rows": returned, "left": len(said)},
    )  # fmt: skip
    return Undone(returned, tuple(said))


def _take(actor: Actor, now: datetime, merge_id: str) -> MergeRow:
    """Return a merge that is being undone now, by nobody else."""
    kept: AccountMerge = get_merge_locked(merge_id)
    merge = find_merge(merge_id)
    if merge is None or not merge.may_be_undone(now):
        raise UndoOver
    identity.lock_people((merge.kept_id, merge.merged_id))
    person = find_person(merge.kept_id)
    if person is None or person.merged_into_id is not None:
        raise MergedFurther
    kept.undone_at, kept.undone_by = now, actor.person_id
    # Who was known how has been used by now, and is nobody's business any more.
    kept.before, kept.after = {}, {}
    db.session.flush()
    return merge


def _part(merge: MergeRow) -> list[Text]:
    """Let both be known as before; return what could not be."""
    now = {one: identity.read_identity(one) for one in (merge.kept_id, merge.merged_id)}
    then, is_swapped_back = part(merge, now)
    merged, said = then[merge.merged_id], []
    if merge.is_swapped and is_swapped_back:
        identity.swap_passwords(merge.kept_id, merge.merged_id)
    elif merge.is_swapped:
        # Its password went with the address, which the other has given up.
        identity.drop_password(merge.merged_id)
        if find_person_by_email(merged["email"]) is not None:
            merged["email"] = now[merge.merged_id]["email"]
            said = [Text(ADDRESS_TAKEN, email=merged["email"])]
    identity.write_identities(then)
    return said


def _list_worked_on(merge: MergeRow, there: Moved) -> set[tuple[str, Key]]:
    """Return the moved rows on which something hangs that is new, or has changed, since."""
    then, people = list_traces(merge.id), (merge.kept_id, merge.merged_id)
    return {
        (table, key)
        for (table, column), keys in there.items()
        for key, below in trace(table, column, keys, people).items()
        if (table, key) in then and not below <= then[table, key]
    }


def _list_gone(moved: Moved, there: Moved) -> set[tuple[str, Key]]:
    return {
        (table, key)
        for (table, column), keys in moved.items()
        for key in set(keys) - set(there[table, column])
    }


def _count(sentence: str, some: set[tuple[str, Key]]) -> list[Text]:
    labels = {name.partition(".")[0]: one.label for name, one in TREATMENTS.items() if one.label}
    counts = Counter(labels.get(table, OTHER) for table, _ in some)
    return [
        Text(sentence, label=Text(label), count=count) for label, count in sorted(counts.items())
    ]


def _tell(now: datetime, merge: MergeRow) -> None:
    for person_id in (merge.kept_id, merge.merged_id):
        language, email = get_language_and_email(person_id)
        send(
            now,
            kind="merging.undone",
            key=f"{merge.id}:{person_id}",
            person_id=person_id,
            email=email,
            language=language,
            template="mail/merge_undone.txt",
            context={
                "email": email,
                "path": "/password/forgotten",
                "is_kept": person_id == merge.kept_id,
            },
        )
