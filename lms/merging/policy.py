"""Who may merge: administrators over both accounts, and never over one of their own.

An account elsewhere in the tree does not exist for them.
"""

from datetime import datetime

from lms.accounts.policy import load_governed_person_for
from lms.accounts.queries import PersonRow
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.merging.queries.merges import find_merge
from lms.merging.rules import DemoAndReal, MergeRow, OwnAccount, SameAccount


def load_person_to_merge_for(actor: Actor, person_id: str, now: datetime) -> PersonRow:
    """Return an account that the actor may merge.

    Raises `NotVisible`, `RoleAbove`, and `OwnAccount` for the actor's own.
    """
    person = load_governed_person_for(actor, person_id, now)
    if person_id == actor.person_id:
        raise OwnAccount
    return person


def load_two_for(
    actor: Actor, kept_id: str, merged_id: str, now: datetime
) -> tuple[PersonRow, PersonRow]:
    """Return the account that is to be kept and the other one.

    Raises what `load_person_to_merge_for` raises, `SameAccount`, `DemoAndReal`.
    """
    if kept_id == merged_id:
        raise SameAccount
    kept = load_person_to_merge_for(actor, kept_id, now)
    merged = load_person_to_merge_for(actor, merged_id, now)
    if kept.is_demo != merged.is_demo:
        raise DemoAndReal
    return kept, merged


def load_merge_for(
    actor: Actor, merge_id: str, now: datetime
) -> tuple[MergeRow, PersonRow, PersonRow]:
    """Return a merge with the account that was kept and the other; raises as `load_two_for`."""
    merge = find_merge(merge_id)
    if merge is None:
        raise NotVisible
    kept, merged = load_two_for(actor, merge.kept_id, merge.merged_id, now)
    return merge, kept, merged
