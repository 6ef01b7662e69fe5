"""Verbs of putting people into groups: many at once, and undoing that.

Groups themselves are added and removed in `teams`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.ids import new_id
from lms.programmes.models import Cohort, GroupArrangement, Participation
from lms.programmes.queries import grouping, teams
from lms.programmes.queries.places import lock_cohort
from lms.programmes.rules.grouping import (
    GroupsChanged,
    Move,
    UndoOver,
    find_moves,
    holds,
    print_of,
)
from lms.programmes.rules.rows import CohortRow
from lms.programmes.services.evaluation import ask_to_evaluate


def arrange(
    actor: Actor, now: datetime, cohort: CohortRow, chosen: Mapping[str, str | None], seen: str
) -> int:
    """Put people into groups as chosen, by participation; return how many have moved.

    `seen` is the print of the list that the choice was made on. Raises `GroupsChanged`, and
    `NotVisible` for a group of another cohort.
    """
    # Two at once: the second waits, and finds that the list has changed.
    lock_cohort(cohort.id)
    members = grouping.list_members(cohort.id)
    if print_of(members) != seen:
        raise GroupsChanged
    there = {group.id for group in teams.list_groups(cohort.id)}
    if not {group_id for group_id in chosen.values() if group_id is not None} <= there:
        raise NotVisible
    moves = find_moves(members, chosen)
    if not moves:
        return 0
    _move(now, cohort, ((one.participation_id, one.after) for one in moves))
    values = {
        "id": new_id(),
        "cohort_id": cohort.id,
        "moves": [[one.participation_id, one.before, one.after] for one in moves],
        "made_by": actor.person_id,
        "made_at": now,
    }
    db.session.execute(insert(GroupArrangement).values(values))
    _record(actor, now, "people_grouped", cohort, moves)
    return len(moves)


def undo(actor: Actor, now: datetime, cohort: CohortRow) -> None:
    """Put all back who were moved last; raise `UndoOver` where something has changed since."""
    lock_cohort(cohort.id)
    last = grouping.find_last(cohort.id)
    members = grouping.list_members(cohort.id)
    groups = [(group.id, group.language) for group in teams.list_groups(cohort.id)]
    if last is None or not holds(last, members, groups):
        raise UndoOver
    there = {one.id for one in members}
    back = [one for one in last.moves if one.participation_id in there]
    _move(now, cohort, ((one.participation_id, one.before) for one in back))
    place = GroupArrangement.id == last.id
    db.session.execute(update(GroupArrangement).where(place).values(undone_at=now))
    _record(actor, now, "grouping_undone", cohort, back)


def _move(now: datetime, cohort: CohortRow, moved: Iterable[tuple[str, str | None]]) -> None:
    by_group: dict[str | None, list[str]] = {}
    for participation_id, group_id in moved:
        by_group.setdefault(group_id, []).append(participation_id)
    for group_id, ids in by_group.items():
        place = Participation.id.in_(ids)
        db.session.execute(update(Participation).where(place).values(group_id=group_id))
    # A group may have deadlines and sessions of its own.
    changed = update(Cohort).where(Cohort.id == cohort.id)
    db.session.execute(changed.values(deadlines_changed_at=now))
    ask_to_evaluate([one for ids in by_group.values() for one in ids], now)


def _record(
    actor: Actor, now: datetime, what: str, cohort: CohortRow, moves: Iterable[Move]
) -> None:
    details = {"moves": [[one.participation_id, one.before, one.after] for one in moves]}
    audit.record(
        actor, now, f"cohort.{what}", subject_type="cohort", subject_id=cohort.id, details=details
    )
