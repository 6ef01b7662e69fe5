"""People put into groups evenly: by language, then by State; and the broken rules of it.

Who may do it, and what is kept of it, is decided elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_
from lms.kit.ids import digest


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who takes part: in which language, of which State, in which group now if in one."""

    id: str
    language: str
    state: str
    group_id: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """One participant from one group, or none, to another, or none."""

    participation_id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ArrangementRow:
    """People put into groups at once, by whom and when."""

    id: str
    moves: tuple[Move, ...]
    made_by: str | None
    made_at: datetime
    undone_at: datetime | None


def propose(
    members: Iterable[Member], groups: Sequence[tuple[str, str]], *, anew: bool
) -> dict[str, str | None]:
    """Return a group for each member; `groups` are ids and languages, in their order.

    Those of a language are dealt to its groups, State after State: each goes where the fewest are,
    among those where the fewest of their own State are, and among those to the first. So dealt
    `anew`, the sizes within a language differ by one at most, and so do the shares of each State.
    Otherwise who has a group keeps it. Whose language has no group stays where they are. The same
    input in any order gives the same.
    """
    sizes: Counter[str] = Counter()
    states: dict[str, Counter[str]] = defaultdict(Counter)
    spoken = {language for _, language in groups}
    chosen: dict[str, str | None] = {}
    open_ones: list[Member] = []
    for one in members:
        if one.language in spoken and (anew or one.group_id is None):
            open_ones.append(one)
            continue
        chosen[one.id] = one.group_id
        if one.group_id is not None:
            sizes[one.group_id] += 1
            states[one.group_id][one.state] += 1
    for one in sorted(open_ones, key=_order):
        fitting = [group_id for group_id, language in groups if language == one.language]
        # Of several that are alike `min` takes the first.
        best = min(fitting, key=lambda group_id: (sizes[group_id], states[group_id][one.state]))
        chosen[one.id] = best
        sizes[best] += 1
        states[best][one.state] += 1
    return chosen


def _order(member: Member) -> tuple[str, str]:
    return member.state, member.id


def find_moves(members: Iterable[Member], chosen: Mapping[str, str | None]) -> tuple[Move, ...]:
    """Return who changes the group by a choice; who is not in it stays."""
    return tuple(
        Move(one.id, one.group_id, chosen[one.id])
        for one in members
        if one.id in chosen and chosen[one.id] != one.group_id
    )


def print_of(members: Iterable[Member]) -> str:
    """Return a print of who takes part, and in which group: a choice is made on what was seen."""
    return digest("\n".join(sorted(f"{one.id} {one.group_id or ''}" for one in members)))


def holds(
    row: ArrangementRow, members: Iterable[Member], groups: Iterable[tuple[str, str]]
) -> bool:
    """Say whether nothing has changed since: all who were moved and are still there are where they
    were put, and their former groups are still there."""
    now = {one.id: one.group_id for one in members}
    there = {group_id for group_id, _ in groups}
    return row.undone_at is None and all(
        now.get(move.participation_id, move.after) == move.after
        and (move.before is None or move.before in there)
        for move in row.moves
    )


class GroupsChanged(Invalid):
    """Whoever puts people into groups sees who is there, and where."""

    message = N_(
        "Somebody has come or left, or groups were changed, since this page was opened. Nothing is "
        "saved yet. Please look at the list as it is now, and save again."
    )


class UndoOver(DomainError):
    """What others have built on is not undone."""

    message = N_(
        "This cannot be undone any more: groups, or the people in them, have changed since."
    )


class GroupHasSessions(DomainError):
    """A session that is for one group alone would be for everybody without it."""

    message = N_(
        "The session “%(title)s” is for this group alone. Give it to another group, or to the "
        "whole cohort, before you remove this one."
    )
