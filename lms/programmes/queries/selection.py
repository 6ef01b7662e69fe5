"""Reads of allocations: the runs that were kept, and what would go into one now.

Places that were given out are read in `places`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.kit.i18n import Text
from lms.organisations import queries as organisations
from lms.programmes.allocation.values import Nominee, Quota
from lms.programmes.models import AllocationRun
from lms.programmes.queries import cohorts, panel
from lms.programmes.queries.nomination_files import NominationFile, list_files
from lms.programmes.rules.criteria import read_criteria
from lms.programmes.rules.form_questions import read_form
from lms.programmes.rules.quotas import list_fields, to_limits
from lms.programmes.rules.rows import CohortRow, NominationRow
from lms.programmes.rules.scoring import PlanRow, Scored, sum_up
from lms.programmes.rules.selection import (
    Given,
    Result,
    read_given,
    read_refusal,
    read_result,
)


@dataclass(frozen=True, slots=True)
class RunLine:
    """An allocation in the list of them."""

    id: str
    cohort_id: str
    number: int
    digest: str
    asked_by: str | None
    asked_at: datetime
    computed_at: datetime | None
    confirmed_by: str | None
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunRow:
    """An allocation with all that went in, and what came out once it is computed.

    `refused` says why nothing can be reckoned from what went in.
    """

    line: RunLine
    given: Given
    result: Result | None
    refused: Text | None


_line: Any = select(
    AllocationRun.id,
    AllocationRun.cohort_id,
    AllocationRun.number,
    AllocationRun.digest,
    AllocationRun.asked_by,
    AllocationRun.asked_at,
    AllocationRun.computed_at,
    AllocationRun.confirmed_by,
    AllocationRun.confirmed_at,
)
_run: Any = _line.add_columns(AllocationRun.given, AllocationRun.result)


def list_runs(cohort_id: str) -> list[RunLine]:
    """Return the allocations of a cohort, the newest first."""
    query = _line.where(AllocationRun.cohort_id == cohort_id)
    return [RunLine(*row) for row in read(query.order_by(AllocationRun.number.desc()))]


def get_run(cohort_id: str, run_id: str) -> RunRow:
    """Return one allocation of a cohort; raise `NotVisible` where it has none of this id."""
    found = _find(AllocationRun.id == run_id, AllocationRun.cohort_id == cohort_id)
    if found is None:
        raise NotVisible
    return found


def find_run(run_id: str) -> RunRow | None:
    """Return one allocation, or nothing."""
    return _find(AllocationRun.id == run_id)


def find_confirmed(cohort_id: str) -> RunRow | None:
    """Return the allocation by which places of a cohort were given out, or nothing."""
    return _find(AllocationRun.cohort_id == cohort_id, AllocationRun.confirmed_at.is_not(None))


def has_confirmed(cohort_id: str) -> bool:
    """Say whether places of a cohort were given out."""
    query = select(AllocationRun.id).where(
        AllocationRun.cohort_id == cohort_id, AllocationRun.confirmed_at.is_not(None)
    )
    return read(query).first() is not None


def list_given_out(cohort_ids: Iterable[str]) -> set[str]:
    """Return those of the cohorts of which places were given out, in one query."""
    query = select(AllocationRun.cohort_id).where(
        AllocationRun.cohort_id.in_(list(cohort_ids)), AllocationRun.confirmed_at.is_not(None)
    )
    return set(read(query).scalars())


def find_same(cohort_id: str, digest: str) -> str | None:
    """Return the allocation of a cohort into which the very same went, or nothing."""
    query = select(AllocationRun.id).where(
        AllocationRun.cohort_id == cohort_id, AllocationRun.digest == digest
    )
    return read(query).scalar_one_or_none()


def last_number(cohort_id: str) -> int:
    """Return the number of the newest allocation of a cohort; 0 before the first."""
    query = select(func.max(AllocationRun.number)).where(AllocationRun.cohort_id == cohort_id)
    return read(query).scalar_one() or 0


def _find(*conditions: Any) -> RunRow | None:  # noqa: ANN401 - SQLAlchemy's own
    row = read(_run.where(*conditions)).one_or_none()
    if row is None:
        return None
    *line, given, result = row
    refused = read_refusal(result)
    found = read_result(result) if result and refused is None else None
    return RunRow(RunLine(*line), read_given(given), found, refused)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A nomination with what the panel's points for it come to, and who may not give any."""

    file: NominationFile
    scored: Scored
    excluded: frozenset[str]


def list_candidates(cohort: CohortRow, plan: PlanRow) -> list[Candidate]:
    """Return the complete nominations of a cohort with their scores, by State's rank."""
    criteria = read_criteria(cohort.criteria)
    scores = panel.list_scores(cohort.id)
    excluded: dict[str, set[str]] = {}
    for conflict in panel.list_conflicts(cohort.id):
        excluded.setdefault(conflict.nomination_id, set()).add(conflict.person_id)
    found = []
    for file in list_files(cohort):
        if file.standing.status == "complete":
            barred = frozenset(excluded.get(file.row.id, ()))
            scored = sum_up(scores.get(file.row.id, ()), criteria, plan, barred)
            found.append(Candidate(file, scored, barred))
    return found


def gather(cohort: CohortRow, candidates: Iterable[Candidate]) -> Given:
    """Return what goes into an allocation now: those of the candidates that have a score."""
    scores = {
        one.file.row.id: one.scored.score for one in candidates if one.scored.score is not None
    }
    rows = [one.file.row for one in candidates if one.file.row.id in scores]
    nominees = to_nominees(cohort, rows, scores)
    return Given(cohort.places, list_limits(cohort.id), nominees)


def list_limits(cohort_id: str) -> tuple[Quota, ...]:
    """Return the quotas of a cohort as the allocation takes them."""
    return tuple(to_limits(cohorts.list_quotas(cohort_id)))


def to_nominees(
    cohort: CohortRow, rows: Iterable[NominationRow], scores: Mapping[str, Decimal]
) -> tuple[Nominee, ...]:
    """Return nominations as the allocation takes them; without a score it is 0."""
    form = read_form(cohort.form)
    codes = {row.id: row.country_code for row in organisations.list_organisations()}
    return tuple(
        Nominee(
            row.id,
            scores.get(row.id, Decimal(0)),
            row.rank,
            list_fields(cohort, row, codes.get(row.state_id or ""), form),
        )
        for row in rows
    )


def gather_anew(cohort: CohortRow, run: RunRow) -> Given:
    """Return what would go into an allocation now, with what was decided by hand in an earlier."""
    given = gather(cohort, list_candidates(cohort, panel.get_plan(cohort.id)))
    ids = {one.id for one in given.nominees}
    kept = {one: what for one, what in run.given.overrides.items() if one in ids}
    return replace(given, overrides=kept)
