"""Reads of cohorts: what they are, their quotas, and who does what in them.

Who is in one is read in `nominations` and `participations`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

from sqlalchemy import Row, select

from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.organisations.models import Organisation
from lms.programmes.models import Cohort, CohortAssignment, Programme, ProgrammeVersion, Quota
from lms.programmes.rules.quotas import share_of
from lms.programmes.rules.rows import AssignmentRow, CohortRow, QuotaRow, Task

_cohort: Any = (
    select(
        Cohort.id,
        Programme.id.label("programme_id"),
        Programme.slug,
        Cohort.programme_version_id,
        Cohort.organisation_id,
        Organisation.path,
        Cohort.title,
        Cohort.announcement,
        Cohort.announcement_html,
        Cohort.time_zone,
        Cohort.starts_on,
        Cohort.ends_on,
        Cohort.opens_at,
        Cohort.closes_at,
        Cohort.offer_days,
        Cohort.places,
        Cohort.languages,
        Cohort.form,
        Cohort.criteria,
        Cohort.published_at,
        Cohort.archived_at,
        Cohort.cancelled_at,
        Cohort.revision,
    )
    .join(ProgrammeVersion, ProgrammeVersion.id == Cohort.programme_version_id)
    .join(Programme, Programme.id == ProgrammeVersion.programme_id)
    .join(Organisation, Organisation.id == Cohort.organisation_id)
)


def _to_cohort(row: Row[Any]) -> CohortRow:
    values = row._asdict()
    return CohortRow(
        **{
            **{name: value for name, value in values.items() if name != "path"},
            "organisation_path": values["path"],
            "languages": tuple(values["languages"]),
            "criteria": tuple(values["criteria"]),
        }
    )


def find_cohort(cohort_id: str) -> CohortRow | None:
    """Return one cohort, whatever its status, or nothing."""
    row = read(_cohort.where(Cohort.id == cohort_id)).one_or_none()
    return _to_cohort(row) if row else None


def get_cohort(cohort_id: str) -> CohortRow:
    """Return one cohort, whatever its status; raise `NotVisible` where there is none."""
    cohort = find_cohort(cohort_id)
    if cohort is None:
        raise NotVisible
    return cohort


def get_cohorts(cohort_ids: Sequence[str]) -> dict[str, CohortRow]:
    """Return those of the cohorts that there are, by id, in one query."""
    rows = read(_cohort.where(Cohort.id.in_(cohort_ids)))
    return {row.id: _to_cohort(row) for row in rows}


def list_cohorts(programme_id: str) -> list[CohortRow]:
    """Return the cohorts of a programme, whatever their status, the last to begin first."""
    query = _cohort.where(Programme.id == programme_id)
    return [_to_cohort(row) for row in read(query.order_by(Cohort.starts_on.desc(), Cohort.id))]


def list_all() -> list[CohortRow]:
    """Return every cohort, whatever its status, the last to begin first."""
    return [_to_cohort(row) for row in read(_cohort.order_by(Cohort.starts_on.desc(), Cohort.id))]


def list_announced(programme_ids: Sequence[str]) -> dict[str, list[CohortRow]]:
    """Return the published cohorts that are neither archived nor cancelled, by programme.

    The first to begin comes first; those that are over are among them.
    """
    query = _cohort.where(
        Programme.id.in_(programme_ids),
        Cohort.published_at.is_not(None),
        Cohort.archived_at.is_(None),
        Cohort.cancelled_at.is_(None),
    )
    found: dict[str, list[CohortRow]] = {programme_id: [] for programme_id in programme_ids}
    for row in read(query.order_by(Cohort.starts_on, Cohort.id)):
        found[row.programme_id].append(_to_cohort(row))
    return found


def list_quotas(cohort_id: str) -> list[QuotaRow]:
    """Return the quotas of a cohort, in their order, with shares of the places as they are now."""
    query: Any = (
        select(
            Quota.id,
            Quota.position,
            Quota.name,
            Quota.fields,
            Quota.minimum,
            Quota.maximum,
            Quota.share,
            Cohort.places,
        )
        .join(Cohort, Cohort.id == Quota.cohort_id)
        .where(Quota.cohort_id == cohort_id)
        .order_by(Quota.position, Quota.id)
    )
    return [_to_quota(*row) for row in read(query)]


def _to_quota(*row: Any) -> QuotaRow:  # noqa: ANN401 - the columns as the database gives them
    *columns, places = row
    quota = QuotaRow(*columns)
    return quota if quota.share is None else replace(quota, minimum=share_of(places, quota.share))


def get_quota(cohort_id: str, quota_id: str) -> QuotaRow:
    """Return one quota of a cohort; raise `NotVisible` where it has none of this id."""
    quota = next((row for row in list_quotas(cohort_id) if row.id == quota_id), None)
    if quota is None:
        raise NotVisible
    return quota


def list_assignments(cohort_id: str) -> list[AssignmentRow]:
    """Return who does what in a cohort now, the first assigned first."""
    query: Any = (
        select(
            CohortAssignment.id,
            CohortAssignment.person_id,
            CohortAssignment.task,
            CohortAssignment.since,
        )
        .where(CohortAssignment.cohort_id == cohort_id, CohortAssignment.until.is_(None))
        .order_by(CohortAssignment.since, CohortAssignment.id)
    )
    return [AssignmentRow(*row) for row in read(query)]


def find_tasks(cohort_id: str, person_id: str) -> frozenset[Task]:
    """Return what a person does in a cohort now."""
    query = select(CohortAssignment.task).where(
        CohortAssignment.cohort_id == cohort_id,
        CohortAssignment.person_id == person_id,
        CohortAssignment.until.is_(None),
    )
    held = set(read(query).scalars())
    return frozenset(task for task in get_args(Task) if task in held)
