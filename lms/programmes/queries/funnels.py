"""Reads of how far the people of a cohort have come, as its funnel counts them.

What of it may be told by group is decided in `rules.funnel`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from lms.programmes.queries import (
    activity,
    attendance,
    certified,
    curricula,
    nominations,
    participations,
)
from lms.programmes.queries.sessions import Comer, list_sessions
from lms.programmes.rules.definition import CoursePart, Definition, ExamPart
from lms.programmes.rules.funnel import SPLITS, Funnel, Step, count
from lms.programmes.rules.rows import CohortRow, NominationRow, ParticipationRow
from lms.programmes.rules.unlinkable import People


def get_funnel(cohort: CohortRow, now: datetime) -> Funnel:
    """Return how many people came how far, by nomination, in a fixed number of statements.

    A step that a cohort cannot have is left out: attendance without sessions.
    """
    places = {row.nomination_id: row for row in participations.list_participations(cohort.id)}
    nominated = [
        row
        for row in nominations.list_nominations(cohort.id)
        if row.submitted_at is not None and (row.withdrawn_at is None or row.id in places)
    ]
    taken = [places[row.id] for row in nominated if row.id in places]
    accepted = [row for row in taken if row.answered_at and row.status != "declined"]
    definition = curricula.get_version(cohort.programme_version_id).definition
    reached: dict[Step, People] = {
        "nominated": frozenset(row.id for row in nominated),
        **_list_steps(cohort, definition, accepted, now),
    }
    return count(reached, _list_groups(nominated))


def _list_steps(
    cohort: CohortRow, definition: Definition, rows: Sequence[ParticipationRow], now: datetime
) -> dict[Step, People]:
    present = _list_present(cohort.id, rows, now)
    began = activity.list_last(definition, rows).keys() | present
    slugs = {
        part.course for _, part in definition.parts() if isinstance(part, CoursePart | ExamPart)
    }
    people = {row.person_id for row in rows if row.person_id}
    holding = certified.list_certified(people, cohort.programme_id, slugs, now)
    steps: dict[Step, People] = {
        "accepted": frozenset(row.nomination_id for row in rows),
        "began": frozenset(row.nomination_id for row in rows if row.id in began),
        "attended": frozenset(row.nomination_id for row in rows if row.id in present),
        "completed": frozenset(row.nomination_id for row in rows if row.status == "completed"),
        "certified": frozenset(row.nomination_id for row in rows if row.person_id in holding),
    }
    if not list_sessions(cohort.id):
        del steps["attended"]
    return steps


def _list_present(cohort_id: str, rows: Sequence[ParticipationRow], now: datetime) -> set[str]:
    comers = [
        Comer(row.id, cohort_id, row.person_id or "", row.group_id, row.language) for row in rows
    ]
    return {one for one, there in attendance.get_attended(comers, now).items() if there.present}


def _list_groups(rows: Sequence[NominationRow]) -> Mapping[str, People]:
    found: dict[str, set[str]] = {}
    for row in rows:
        for split, value in zip(SPLITS, (row.state_id, row.sex), strict=True):
            if value:
                found.setdefault(f"{split}:{value}", set()).add(row.id)
    return {name: frozenset(people) for name, people in sorted(found.items())}
