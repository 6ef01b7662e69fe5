"""Issuing to many: a run is started, stopped, resumed, tried again; jobs work on its windows.

A window is some people of it, in order: each gets the certificate in a transaction, then each file
is made. Who would get one is told by `queries.candidates`.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from lms.accounts import queries as people
from lms.audit import services as audit
from lms.certificates.drafting import Drafter
from lms.certificates.drawing.glyphs import find_complaint
from lms.certificates.models import IssueItem, IssueRun
from lms.certificates.queries import candidates
from lms.certificates.queries import runs as queries
from lms.certificates.queries.certificates import lock_register
from lms.certificates.queries.terms import find_second_language
from lms.certificates.rules import CourseNotCompleted, NothingToIssue
from lms.certificates.rules.issuing import ISSUE_WINDOW, WORKED_ON, Candidate, Scope, by_name
from lms.certificates.rules.printing import list_printed
from lms.certificates.rules.rows import MadeFile
from lms.certificates.rules.runs import (
    LANES,
    WINDOW,
    ItemRow,
    NothingFailed,
    RunIsOver,
    RunRow,
    RunUnderWay,
)
from lms.certificates.rules.terms import beside
from lms.certificates.services import files
from lms.certificates.services.issuing import issue_award, issue_certificate
from lms.certificates.services.telling import ask_for_name, ask_for_spelling
from lms.kit import jobs
from lms.kit.actor import STRANGER, Actor
from lms.kit.characters import show
from lms.kit.db import db
from lms.kit.errors import DomainError, NotVisible
from lms.kit.i18n import Text
from lms.kit.ids import new_id
from lms.kit.stopping import stop_jobs
from lms.learning import queries as learning
from lms.programmes.queries import cohorts

log = logging.getLogger(__name__)


def start_run(
    actor: Actor, now: datetime, scope: Scope, keys: Collection[str] | None = None
) -> str:
    """Start issuing to all who can get one (or to those chosen of them); return the run's id.

    Those who wait in a run under way stay there alone. Raises `NothingToIssue`, and `RunUnderWay`
    where nobody is left but those.
    """
    # Of two who press the button at once the second sees what the first has started.
    lock_register()
    wanted = [
        one
        for one in candidates.list_candidates(actor, now, scope)
        if one.outcome in WORKED_ON and (keys is None or one.key in keys)
    ]
    if not wanted:
        raise NothingToIssue
    wanted = _leave_out_waiting(scope, wanted)
    # The order is kept, and everybody reads it: of a name that is hidden it tells nothing.
    names = people.get_names(STRANGER, [one.person_id for one in wanted])
    run_id = new_id()
    values = {
        "id": run_id,
        "course_id": scope.course_id,
        "cohort_id": scope.cohort_id,
        "issuer_id": scope.issuer_id,
        "started_by": actor.person_id,
        "started_at": now,
    }
    db.session.execute(insert(IssueRun).values(values))
    rows = [
        {"run_id": run_id, "position": position, "key": one.key, "person_id": one.person_id,
         "status": "waiting", "has_file": False, "error": {}}
        for position, one in enumerate(by_name(wanted, names))
    ]  # fmt: skip
    db.session.execute(insert(IssueItem), rows)
    _begin_lanes(now, run_id)
    _record(actor, now, "run_started", run_id, {"people": len(wanted)})
    return run_id


def _leave_out_waiting(scope: Scope, wanted: list[Candidate]) -> list[Candidate]:
    """Return those who do not wait in a run that goes on by itself; one is left at least."""
    for run in queries.list_unfinished(scope):
        counts = queries.count_items([run.id])[run.id]
        if queries.get_state(run, counts) == "running":
            waiting = queries.list_waiting_keys(run.id)
            wanted = [one for one in wanted if one.key not in waiting]
            if not wanted:
                raise RunUnderWay(run.id)
    return wanted


def stop_run(actor: Actor, now: datetime, run_id: str) -> None:
    """Stop a run: who has a certificate keeps it, nobody else gets one until it is resumed.

    Stopping twice is stopping once. Raises `RunIsOver`.
    """
    run = _lock(run_id)
    if queries.count_items([run_id])[run_id].is_complete:
        raise RunIsOver
    if run.stopped_at is None:
        _change(run_id, stopped_at=now, stopped_by=actor.person_id)
        stop_jobs(ISSUE_WINDOW, f"{run_id}:", now)
        _record(actor, now, "run_stopped", run_id, {})


def resume_run(actor: Actor, now: datetime, run_id: str) -> None:
    """Go on with a run that was stopped, or that broke off; one under way just goes on.

    Raises `RunIsOver`.
    """
    run = _lock(run_id)
    counts = queries.count_items([run_id])[run_id]
    if counts.is_complete:
        raise RunIsOver
    if queries.get_state(run, counts) != "running":
        _change(run_id, stopped_at=None, stopped_by=None)
        _begin_lanes(now, run_id)
        _record(actor, now, "run_resumed", run_id, {})


def retry_failed(actor: Actor, now: datetime, run_id: str) -> None:
    """Try again what has failed in a run: certificates, and files of those that there are.

    Raises `NothingFailed`.
    """
    _lock(run_id)
    failed = queries.list_failed(run_id)
    if not failed:
        raise NothingFailed
    for item in failed:
        status = "issued" if item.certificate_id else "waiting"
        _change_item(run_id, item.position, status=status, error={})
    _change(run_id, stopped_at=None, stopped_by=None)
    _begin_lanes(now, run_id)
    _record(actor, now, "run_retried", run_id, {"people": len(failed)})


def _lock(run_id: str) -> RunRow:
    """Return a run that is this transaction's: a window that ends waits, and sees what it did."""
    run = queries.find_run_locked(run_id)
    if run is None:
        raise NotVisible
    return run


def _begin_lanes(now: datetime, run_id: str) -> None:
    """Ask for the first window of each lane that has something to do."""
    windows = _list_windows(run_id)
    first = {window % LANES: window for window in reversed(windows)}
    _ask(now, run_id, first.values())


def go_on(now: datetime, run_id: str, window: int) -> None:
    """Ask for the next window of a lane, unless the run was stopped meanwhile."""
    if _lock(run_id).stopped_at is None:
        after = [one for one in _list_windows(run_id) if one > window]
        _ask(now, run_id, [one for one in after if one % LANES == window % LANES][:1])


def _list_windows(run_id: str) -> list[int]:
    return sorted({position // WINDOW for position in queries.list_open_positions(run_id)})


def _ask(now: datetime, run_id: str, windows: Iterable[int]) -> None:
    rows = [(queries.key_of(run_id, one), {"run": run_id, "window": one}) for one in windows]
    jobs.enqueue_many(ISSUE_WINDOW, rows, now)


def issue_item(actor: Actor, now: datetime, run: RunRow, position: int, drafter: Drafter) -> None:
    """Issue to one person of a run, or ask for the name; keep what became of it, failed or not.

    Nothing is done for whom something was done already.
    """
    item = queries.get_item(run.id, position)
    if item.status != "waiting":
        return
    try:
        with db.session.begin_nested():
            values = _issue(actor, now, run, item, drafter)
    except Exception as error:
        values = {"status": "failed", "error": _explain(run.id, position, error)}
    _change_item(run.id, position, **values, at=now)


def _issue(
    actor: Actor, now: datetime, run: RunRow, item: ItemRow, drafter: Drafter
) -> dict[str, Any]:
    subject = "award" if run.cohort_id else "enrolment"
    printed = list_printed(people.list_confirmed([item.person_id]).get(item.person_id, ()))
    if not printed:
        ask_for_name(now, subject, item.key, item.person_id)
        return {"status": "asked"}
    complaint = find_complaint(*printed, tell=show)
    if complaint is not None:
        ask_for_spelling(now, subject, item.key, item.person_id, complaint.text)
        return {"status": "asked", "error": _keep(complaint.text)}
    if run.cohort_id:
        certificate_id = issue_award(actor, now, item.key, drafter)
    else:
        enrolment = learning.find_enrolment(item.key)
        if enrolment is None:
            raise CourseNotCompleted
        certificate_id = issue_certificate(actor, now, enrolment, drafter)
    language, _email = people.get_language_and_email(item.person_id)
    # Of all who are issued to in one transaction it is the same.
    second = drafter.once(("second language", run.id), lambda: {"code": _find_second(run)})["code"]
    return {
        "status": "issued", "certificate_id": certificate_id, "language": language,
        "beside": beside(language, second),
    }  # fmt: skip


def _find_second(run: RunRow) -> str:
    programme_id = cohorts.get_cohort(run.cohort_id).programme_id if run.cohort_id else None
    return find_second_language(run.issuer_id, course_id=run.course_id, programme_id=programme_id)


def keep_item_files(
    now: datetime, run_id: str, made: Mapping[int, MadeFile | Exception | None]
) -> None:
    """Record the files of some people of a run, by their places, or why one could not be made.

    Where there is neither, the file was there already.
    """
    files.keep_files(now, [one for one in made.values() if isinstance(one, MadeFile)])
    failed = {at: error for at, error in made.items() if isinstance(error, Exception)}
    _change_items(run_id, [at for at in made if at not in failed], has_file=True)
    for position, error in failed.items():
        _change_items(run_id, [position], error=_explain(run_id, position, error))


def _explain(run_id: str, position: int, error: Exception) -> dict[str, Any]:
    if isinstance(error, DomainError):
        return _keep(error.text)
    log.error("run %s: person at %s failed", run_id, position, exc_info=error)
    return {"msgid": jobs.ITEM_FAILED, "params": {}}


def _keep(text: Text) -> dict[str, Any]:
    values = {name: str(value) for name, value in text.params.items()}
    return {"msgid": text.msgid, "params": values}


def _change(run_id: str, **values: Any) -> None:  # noqa: ANN401 - columns of all types
    db.session.execute(update(IssueRun).where(IssueRun.id == run_id).values(**values))


def _change_item(run_id: str, position: int, **values: Any) -> None:  # noqa: ANN401
    _change_items(run_id, [position], **values)


def _change_items(run_id: str, positions: Collection[int], **values: Any) -> None:  # noqa: ANN401
    places = (IssueItem.run_id == run_id, IssueItem.position.in_(positions))
    db.session.execute(update(IssueItem).where(*places).values(**values))


def _record(actor: Actor, now: datetime, what: str, run_id: str, details: dict[str, Any]) -> None:
    audit.record(
        actor, now, f"certificates.{what}", subject_type="issue_run", subject_id=run_id,
        details=details,
    )  # fmt: skip
