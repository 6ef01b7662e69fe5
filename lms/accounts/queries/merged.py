"""Reads of what was merged with an account, for its page.

Merging is the business of a room above, which tells of it through `ask_for_merges`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that stands: with which account, when, whether this one was kept, and by whom.

    The names are as the reader may see them; `undo_until` is nothing where it cannot be undone.
    """

    id: str
    other_id: str
    other_name: str
    other_email: str
    by_name: str
    merged_at: datetime
    is_kept: bool
    undo_until: datetime | None


Lister = Callable[[Actor, str, datetime], Sequence[Merged]]
_askers: list[Lister] = []


def ask_for_merges(lister: Lister) -> None:
    """Let `lister(actor, person_id, now)` say what was merged; `lms.wiring` names it here."""
    if lister not in _askers:
        _askers.append(lister)


def list_merged(actor: Actor, person_id: str, now: datetime) -> list[Merged]:
    """Return the merges that an account was in and that stand, the newest first."""
    return [row for lister in _askers for row in lister(actor, person_id, now)]
