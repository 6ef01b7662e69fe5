"""Reads for putting people into groups: who takes part, of which State, and what was done last.

How they are put evenly is reckoned in `rules.grouping`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from lms.accounts.queries import get_names
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.territories import territory_name
from lms.organisations.models import Organisation
from lms.programmes.models import GroupArrangement, Nomination, Participation
from lms.programmes.queries import teams
from lms.programmes.queries.teams import GroupRow
from lms.programmes.rules.grouping import ArrangementRow, Member, Move, holds
from lms.programmes.rules.rows import CohortRow


def list_members(cohort_id: str) -> list[Member]:
    """Return who takes part in a cohort now, with the code of their State or nothing."""
    query = (
        select(
            Participation.id,
            Participation.language,
            Organisation.country_code,
            Participation.group_id,
        )
        .join(Nomination, Nomination.id == Participation.nomination_id)
        .outerjoin(Organisation, Organisation.id == Nomination.state_id)
        .where(Participation.cohort_id == cohort_id, Participation.status == "accepted")
        .order_by(Participation.id)
    )
    return [Member(row[0], row[1], row[2] or "", row[3]) for row in read(query)]


def find_last(cohort_id: str) -> ArrangementRow | None:
    """Return what was done last, undone or not, or nothing."""
    query = (
        select(
            GroupArrangement.id,
            GroupArrangement.moves,
            GroupArrangement.made_by,
            GroupArrangement.made_at,
            GroupArrangement.undone_at,
        )
        .where(GroupArrangement.cohort_id == cohort_id)
        .order_by(GroupArrangement.made_at.desc(), GroupArrangement.id)
        .limit(1)
    )
    row = read(query).one_or_none()
    if row is None:
        return None
    return ArrangementRow(row[0], tuple(Move(*move) for move in row[1]), *row[2:])


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody in the list: who, of which State, in which language, in which group now."""

    member: Member
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who takes part, with the groups; `last` is what can be undone, by the person `last_by`."""

    lines: Sequence[PersonLine]
    groups: Sequence[GroupRow]
    last: ArrangementRow | None
    last_by: str

    @property
    def members(self) -> list[Member]:
        """Return those who take part."""
        return [line.member for line in self.lines]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return id and language of each group."""
        return [(group.id, group.language) for group in self.groups]

    @property
    def group_names(self) -> dict[str, str]:
        """Return the name of each group by its id."""
        return {group.id: group.name for group in self.groups}

    @property
    def silent(self) -> frozenset[str]:
        """Return the languages of people for which there is no group."""
        spoken = {group.language for group in self.groups}
        return frozenset(line.member.language for line in self.lines) - spoken

    def count(self, chosen: Mapping[str, str | None]) -> list[tuple[GroupRow, int]]:
        """Return how many are in each group by a choice."""
        held = list(chosen.values())
        return [(group, held.count(group.id)) for group in self.groups]


def get_people(actor: Actor, cohort: CohortRow, language: str) -> PeoplePage:
    """Return who takes part in a cohort with their groups, by name."""
    members = list_members(cohort.id)
    people = _list_people(cohort.id)
    groups, last = teams.list_groups(cohort.id), find_last(cohort.id)
    names = get_names(actor, {*people.values(), *([last.made_by] if last and last.made_by else [])})
    lines = [
        PersonLine(
            one,
            names.get(people[one.id], ""),
            territory_name(one.state, language) if one.state else "",
        )
        for one in members
    ]
    is_held = last and holds(last, members, [(group.id, group.language) for group in groups])
    return PeoplePage(
        sorted(lines, key=_by_name),
        groups,
        last if is_held else None,
        names.get(last.made_by or "", "") if last else "",
    )


def _list_people(cohort_id: str) -> dict[str, str]:
    query = select(Participation.id, Participation.person_id).where(
        Participation.cohort_id == cohort_id, Participation.status == "accepted"
    )
    return {row[0]: str(row[1]) for row in read(query)}


def _by_name(line: PersonLine) -> tuple[str, str]:
    return line.name.casefold(), line.member.id
