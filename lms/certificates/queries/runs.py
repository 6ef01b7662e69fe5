"""Reads of runs over many people: how far one is, and what became of each person.

How a run stands is derived in `rules.runs`.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_, select, true

from lms.certificates.models import IssueItem, IssueRun
from lms.certificates.rules.issuing import ISSUE_WINDOW, Scope
from lms.certificates.rules.runs import WINDOW, Counts, ItemRow, RunRow, RunState, state_of
from lms.kit.db import read
from lms.kit.stopping import is_at_work

_run: Any = select(
    IssueRun.id,
    IssueRun.course_id,
    IssueRun.cohort_id,
    IssueRun.issuer_id,
    IssueRun.started_by,
    IssueRun.started_at,
    IssueRun.stopped_at,
)
_item: Any = select(
    IssueItem.position,
    IssueItem.key,
    IssueItem.person_id,
    IssueItem.status,
    IssueItem.certificate_id,
    IssueItem.language,
    IssueItem.beside,
    IssueItem.has_file,
    IssueItem.error,
)
_has_error = cast(IssueItem.error, String) != "{}"
_wants_file = (IssueItem.status == "issued") & IssueItem.has_file.is_(False)
# Still to do by itself: what has failed waits for somebody.
_is_open = or_(IssueItem.status == "waiting", _wants_file & ~_has_error)
_has_failed = or_(IssueItem.status == "failed", _wants_file & _has_error)


def key_of(run_id: str, window: int) -> str:
    """Return the key of the job that works on a window of a run."""
    return f"{run_id}:{window}"


def find_run(run_id: str) -> RunRow | None:
    """Return a run, or nothing."""
    row = read(_run.where(IssueRun.id == run_id)).one_or_none()
    return RunRow(*row) if row else None


def find_run_locked(run_id: str) -> RunRow | None:
    """Return a run that nobody else stops or resumes until this transaction ends."""
    row = read(_run.where(IssueRun.id == run_id).with_for_update()).one_or_none()
    return RunRow(*row) if row else None


def list_runs(issuer_ids: Collection[str], most: int) -> list[RunRow]:
    """Return the newest runs of these organisations."""
    query = _run.where(IssueRun.issuer_id.in_(list(issuer_ids)))
    rows = read(query.order_by(IssueRun.started_at.desc(), IssueRun.id).limit(most))
    return [RunRow(*row) for row in rows]


def list_unfinished(scope: Scope) -> list[RunRow]:
    """Return the runs of a course or cohort in which something is still to do, the newest first."""
    is_here = (
        IssueRun.cohort_id == scope.cohort_id
        if scope.cohort_id
        else IssueRun.course_id == scope.course_id
    )
    has_open = select(IssueItem.run_id).where(IssueItem.run_id == IssueRun.id, _is_open).exists()
    rows = read(_run.where(is_here, has_open).order_by(IssueRun.started_at.desc(), IssueRun.id))
    return [RunRow(*row) for row in rows]


def list_waiting_keys(run_id: str) -> set[str]:
    """Return the keys of those for whom a run has not done anything yet."""
    query = select(IssueItem.key)
    waiting = (IssueItem.run_id == run_id) & (IssueItem.status == "waiting")
    return set(read(query.where(waiting)).scalars())


def count_items(run_ids: Collection[str]) -> dict[str, Counts]:
    """Return how far runs are, in one statement."""
    query = (
        select(
            IssueItem.run_id, IssueItem.status, IssueItem.has_file,
            _has_error.label("has_error"), func.count().label("people"),
        )
        .where(IssueItem.run_id.in_(list(run_ids)))
        .group_by(IssueItem.run_id, IssueItem.status, IssueItem.has_file, _has_error)
    )  # fmt: skip
    sums: dict[str, dict[str, int]] = {run_id: {} for run_id in run_ids}
    for row in read(query):
        counts = sums[row.run_id]
        counts[row.status] = counts.get(row.status, 0) + row.people
        if row.status == "issued" and (row.has_file or row.has_error):
            name = "files" if row.has_file else "unmade"
            counts[name] = counts.get(name, 0) + row.people
        elif row.status == "asked" and row.has_error:
            counts["respell"] = counts.get("respell", 0) + row.people
    return {run_id: Counts(**counts) for run_id, counts in sums.items()}


def get_state(run: RunRow, counts: Counts) -> RunState:
    """Return how a run stands now."""
    working = is_at_work(ISSUE_WINDOW, f"{run.id}:")
    return state_of(counts, run.stopped_at, is_at_work=working)


def list_page(run_id: str, result: str, first: int, most: int) -> tuple[list[ItemRow], int]:
    """Return a page of a run's people with this result (or all), failed ones first; and how many.

    One whose file could not be made is among the failed ones.
    """
    condition = (IssueItem.run_id == run_id) & _with_result(result)
    order = (_has_failed.desc(), IssueItem.position)
    rows = read(_item.where(condition).order_by(*order).offset(first).limit(most))
    total = read(select(func.count()).select_from(IssueItem).where(condition)).scalar_one()
    return [ItemRow(*row) for row in rows], total


def list_items(run_id: str) -> list[ItemRow]:
    """Return all people of a run, in the order of their names."""
    rows = read(_item.where(IssueItem.run_id == run_id).order_by(IssueItem.position))
    return [ItemRow(*row) for row in rows]


def _with_result(result: str) -> ColumnElement[bool]:
    if not result:
        return true()
    if result == "failed":
        return _has_failed
    # Who was asked for another spelling was asked too, and the reason is kept.
    if result in {"asked", "respell"}:
        return (IssueItem.status == "asked") & (_has_error if result == "respell" else ~_has_error)
    return IssueItem.status == result


def list_open(run_id: str, window: int) -> list[ItemRow]:
    """Return the people of a window for whom something is still to do, in order."""
    first = window * WINDOW
    query = _item.where(
        IssueItem.run_id == run_id,
        IssueItem.position >= first,
        IssueItem.position < first + WINDOW,
        _is_open,
    )
    return [ItemRow(*row) for row in read(query.order_by(IssueItem.position))]


def get_item(run_id: str, position: int) -> ItemRow:
    """Return one person of a run."""
    query = _item.where(IssueItem.run_id == run_id, IssueItem.position == position)
    return ItemRow(*read(query).one())


def list_open_positions(run_id: str) -> list[int]:
    """Return the places of those for whom something is still to do, in order."""
    query = select(IssueItem.position).where(IssueItem.run_id == run_id, _is_open)
    return list(read(query.order_by(IssueItem.position)).scalars())


def list_failed(run_id: str) -> list[ItemRow]:
    """Return those whose certificate or file has failed, in order."""
    query = _item.where(IssueItem.run_id == run_id, _has_failed)
    return [ItemRow(*row) for row in read(query.order_by(IssueItem.position))]
