"""Verbs of allocation: ask for one, keep what was computed, decide by hand, confirm it.

How points are given is in `panel`; what becomes of the places, in `places`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.i18n import Text
from lms.kit.ids import new_id
from lms.programmes.allocation.values import AllocationRefused
from lms.programmes.models import AllocationRun
from lms.programmes.queries import nominations, panel, places, selection
from lms.programmes.queries.selection import RunRow
from lms.programmes.rules.cohorts import OVER, CohortStatus, status
from lms.programmes.rules.errors import CohortClosed
from lms.programmes.rules.places import ADVANCING
from lms.programmes.rules.rows import CohortRow
from lms.programmes.rules.selection import (
    Given,
    Override,
    Result,
    compute,
    digest_of,
    with_override,
    write_given,
    write_refusal,
    write_result,
)
from lms.programmes.rules.selection_errors import (
    MinimaNotMet,
    NobodyToSelect,
    NominationsStillOpen,
    NotComputed,
    PlacesGivenOut,
    ReasonMissing,
    RunOutdated,
    SelectionNotReady,
)
from lms.programmes.services.places import offer

COMPUTE = "programmes.compute_allocation"
TELL_OUTCOME = "programmes.tell_outcome"
# Those in which nominations are still to come.
EARLY: frozenset[CohortStatus] = frozenset({"draft", "published", "open"})


def ask_for_run(actor: Actor, now: datetime, cohort: CohortRow) -> str:
    """Have places allocated among the complete nominations; return the id of the run.

    What was decided by hand in the newest run is kept. The very same input is the same run. Raises
    `CohortClosed`, `NominationsStillOpen`, `PlacesGivenOut`, `SelectionNotReady`, `NobodyToSelect`.
    """
    # Of two who ask at once the second gets the next number, or the same run.
    places.lock_cohort(cohort.id)
    check_open(cohort, now)
    candidates = selection.list_candidates(cohort, panel.get_plan(cohort.id))
    missing = sum(one.scored.score is None for one in candidates)
    if missing:
        raise SelectionNotReady(count=missing)
    if not candidates:
        raise NobodyToSelect
    runs = selection.list_runs(cohort.id)
    given = selection.gather(cohort, candidates)
    if runs:
        given = selection.gather_anew(cohort, selection.get_run(cohort.id, runs[0].id))
    return _keep(actor, now, cohort, given)


def check_open(cohort: CohortRow, now: datetime) -> None:
    """See that places of a cohort may be allocated now.

    Raises `CohortClosed`, `NominationsStillOpen`, `PlacesGivenOut`.
    """
    where = status(cohort, now)
    if where in OVER:
        raise CohortClosed
    if where in EARLY:
        raise NominationsStillOpen
    if selection.has_confirmed(cohort.id):
        raise PlacesGivenOut


def _keep(actor: Actor, now: datetime, cohort: CohortRow, given: Given) -> str:
    digest = digest_of(given)
    same = selection.find_same(cohort.id, digest)
    if same is not None:
        return same
    run_id = new_id()
    values = {
        "id": run_id,
        "cohort_id": cohort.id,
        "number": selection.last_number(cohort.id) + 1,
        "given": write_given(given),
        "digest": digest,
        "result": {},
        "asked_by": actor.person_id,
        "asked_at": now,
    }
    db.session.execute(insert(AllocationRun).values(values))
    jobs.enqueue(COMPUTE, run_id, {"run": run_id}, now)
    _record(actor, now, "allocation_asked", cohort, {"run": run_id, "digest": digest})
    return run_id


def compute_run(run_id: str) -> Result | Text | None:
    """Return what comes out of a run, or why nothing can; slow."""
    run = selection.find_run(run_id)
    if run is None:
        return None
    try:
        return compute(run.given)
    except AllocationRefused as error:
        return error.text


def keep_result(now: datetime, run_id: str, result: Result | Text | None) -> None:
    """Keep what was computed; harmless when run again."""
    if result is None:
        return
    written = write_refusal(result) if isinstance(result, Text) else write_result(result)
    place = (AllocationRun.id == run_id, AllocationRun.computed_at.is_(None))
    values = {"result": written, "computed_at": now}
    db.session.execute(update(AllocationRun).where(*place).values(values))


def override(
    actor: Actor,
    now: datetime,
    cohort: CohortRow,
    run: RunRow,
    nomination_id: str,
    decision: Override | None,
) -> str:
    """Decide by hand of one nominee, or take that back; return the run that is computed by it.

    Raises `NotVisible`, `ReasonMissing`, and what `ask_for_run` raises of the cohort.
    """
    places.lock_cohort(cohort.id)
    check_open(cohort, now)
    if nomination_id not in {one.id for one in run.given.nominees}:
        raise NotVisible
    if decision is not None and not decision.reason.strip():
        raise ReasonMissing
    _record(actor, now, "allocation_overridden", cohort, {
        "run": run.line.id,
        "nomination": nomination_id,
        "outcome": None if decision is None else decision.outcome,
        "reason": "" if decision is None else decision.reason,
    })  # fmt: skip
    return _keep(actor, now, cohort, with_override(run.given, nomination_id, decision))


def check_run(now: datetime, cohort: CohortRow, run: RunRow) -> Result:
    """Return what came out of a run by which places may be given out now.

    Raises `NotComputed`, `MinimaNotMet`, `RunOutdated`, and what `check_open` raises.
    """
    check_open(cohort, now)
    if status(cohort, now) not in ADVANCING:
        raise CohortClosed
    if run.result is None:
        raise NotComputed
    if run.result.unmet:
        raise MinimaNotMet
    if digest_of(selection.gather_anew(cohort, run)) != run.line.digest:
        raise RunOutdated
    return run.result


def confirm(actor: Actor, now: datetime, cohort: CohortRow, run: RunRow) -> int:
    """Give the places out as a run says, and have everybody told; return how many were offered.

    Raises what `check_run` raises.
    """
    places.lock_cohort(cohort.id)
    result = check_run(now, cohort, run)
    values = {"confirmed_at": now, "confirmed_by": actor.person_id}
    db.session.execute(update(AllocationRun).where(AllocationRun.id == run.line.id).values(values))
    rows = {row.id: row for row in nominations.list_nominations(cohort.id)}
    offer(actor, now, cohort, [rows[one] for one in result.admitted])
    jobs.enqueue(TELL_OUTCOME, run.line.id, {"run": run.line.id}, now)
    _record(actor, now, "allocation_confirmed", cohort, {
        "run": run.line.id, "digest": run.line.digest, "overrides": len(run.given.overrides),
    })  # fmt: skip
    return len(result.admitted)


def _record(
    actor: Actor, now: datetime, what: str, cohort: CohortRow, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, f"cohort.{what}", subject_type="cohort", subject_id=cohort.id, details=details
    )
