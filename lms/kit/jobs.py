"""Work that outlives a request: the row is the truth, a lease says who has it in hand.

A worker that dies loses nothing, for its lease runs out; handlers are idempotent, so a second
try does nothing twice. The loop that takes jobs is in `lms.worker`.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, and_, bindparam, delete, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.clock import clock
from lms.kit.db import (
    Id,
    Json,
    Model,
    begin_writing,
    connect_writing,
    db,
    read,
    reading,
    write,
    writing,
)
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.kit.ids import new_id

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 6
FIRST_RETRY = timedelta(seconds=5)
ITEM_FAILED = N_("This one failed for a technical reason; it can be tried again.")

log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker has the job by now; what this one did of it since is undone."""


class Job(Model):
    """One piece of work asked for; it is due, taken, done or failed."""

    __tablename__ = "job"

    id: Mapped[Id]
    kind: Mapped[str]
    key: Mapped[str]
    arguments: Mapped[Json]
    status: Mapped[str] = mapped_column(default="due")
    attempts: Mapped[int] = mapped_column(default=0)
    run_after: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        # Asking twice for what is not yet begun is asking once. A job already taken may have read
        # the old state, so a new request beside it is a row of its own.
        Index("uq_job_due", "kind", "key", unique=True,
              sqlite_where=text("status = 'due'"), postgresql_where=text("status = 'due'")),
        # The worker's question, asked several times a second.
        Index("ix_job_open", "status", "run_after",
              sqlite_where=text("status IN ('due', 'taken')"),
              postgresql_where=text("status IN ('due', 'taken')")),
    )  # fmt: skip


class JobItem(Model):
    """What became of one person or thing of a job over many."""

    __tablename__ = "job_item"

    job_id: Mapped[str] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    result: Mapped[Json]
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; `total` is unknown until it began."""

    id: str
    kind: str
    status: str
    done: int
    total: int | None
    error: str | None

    @property
    def is_finished(self) -> bool:
        """Say whether nothing more will happen."""
        return self.status in {"done", "failed"}


# Built once, for each of the two databases: nearly every act asks for a job.
_ask = {
    name: insert(Job).on_conflict_do_nothing(
        index_elements=["kind", "key"], index_where=text("status = 'due'")
    )
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_due = select(Job.id).where(
    Job.kind == bindparam("kind"), Job.key == bindparam("key"), Job.status == "due"
)


def enqueue(
    kind: str,
    key: str,
    arguments: Mapping[str, Any],
    now: datetime,
    *,
    wait: timedelta = timedelta(0),
) -> str:
    """Write a due row in the transaction at hand and return the job's id.

    Where the same work is due, its id is returned; a `wait` gathers what is asked meanwhile.
    """
    values = {**_row(kind, key, arguments, now), "run_after": now + wait}
    write(_ask[db.engine.dialect.name], values)
    return read(_due, {"kind": kind, "key": key}).scalar_one()


def enqueue_many(kind: str, items: Sequence[tuple[str, Mapping[str, Any]]], now: datetime) -> None:
    """Write a due row for each (key, arguments), in one statement, as `enqueue` does for one."""
    if items:
        rows = [_row(kind, key, arguments, now) for key, arguments in items]
        write(_ask[db.engine.dialect.name], rows)


def _row(kind: str, key: str, arguments: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(), "kind": kind, "key": key, "arguments": dict(arguments),
        "status": "due", "attempts": 0, "run_after": now, "created_at": now,
        "progress_done": 0,
    }  # fmt: skip


def find_progress(job_id: str) -> Progress | None:
    """Return how far the job is, or nothing where there is no such job."""
    row = db.session.execute(
        select(Job.id, Job.kind, Job.status, Job.progress_done, Job.progress_total, Job.error)
        .where(Job.id == job_id)
    ).one_or_none()  # fmt: skip
    return Progress(*row) if row else None


def find_arguments(job_id: str) -> dict[str, Any] | None:
    """Return what the job was asked with, or nothing where there is no such job."""
    return db.session.execute(select(Job.arguments).where(Job.id == job_id)).scalar_one_or_none()


def list_items(job_id: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return (key, status `done` or `failed`, result) of each item worked on so far."""
    rows = db.session.execute(
        select(JobItem.key, JobItem.status, JobItem.result)
        .where(JobItem.job_id == job_id)
        .order_by(JobItem.at, JobItem.key)
    )
    return [(row.key, row.status, row.result) for row in rows]


@dataclass
class Run:
    """One try at a job, as its handler sees it."""

    job_id: str
    arguments: dict[str, Any]
    attempt: int
    prepared: Any = None

    @property
    def now(self) -> datetime:
        """Return the present instant."""
        return clock.now()

    def for_each(
        self,
        keys: Iterable[str],
        work: Callable[[str, Any], dict[str, Any] | None],
        prepare: Callable[[str], Any] | None = None,
    ) -> None:
        """Do `work(key, prepared)` for each key that no earlier try has done, one by one.

        Each is a transaction of its own, and what `work` returns is recorded with it. `prepare`
        runs before, in a transaction that only reads: slow work belongs there. A failure is
        recorded as that item's result, and the others go on.
        """
        for key in self._pending(keys):
            try:
                prepared: Any = None
                if prepare is not None:
                    with reading():
                        prepared = prepare(key)
                begin_writing()
                self._record(key, "done", work(key, prepared) or {})
            except LeaseLost:
                raise
            except Exception as error:
                self._fail(key, self._tell(key, error))

    def for_groups(
        self, keys: Iterable[str], work: Callable[[str], dict[str, Any]], size: int
    ) -> None:
        """Do `work(key)` as `for_each` does, but `size` of them wait for the disk together.

        One that fails is undone alone. Of a group cut short nothing stays; it is done anew.
        """
        pending = self._pending(keys)
        for start in range(0, len(pending), size):
            some = pending[start : start + size]
            begin_writing()
            ended = [self._try(key, work) for key in some]
            known = (JobItem.job_id == self.job_id, JobItem.key.in_(some))
            db.session.execute(delete(JobItem).where(*known))
            db.session.add_all(ended)
            self.advance(len(some))

    def _try(self, key: str, work: Callable[[str], dict[str, Any]]) -> JobItem:
        status, result = "done", {}
        try:
            with db.session.begin_nested():
                result = work(key)
        except Exception as error:
            status, result = "failed", self._tell(key, error)
        return JobItem(job_id=self.job_id, key=key, status=status, result=result, at=clock.now())

    def _tell(self, key: str, error: Exception) -> dict[str, Any]:
        """Return why an item failed, as it is recorded; what is no broken rule is logged."""
        if isinstance(error, DomainError):
            values = {name: str(value) for name, value in error.text.params.items()}
            return {"msgid": error.text.msgid, "params": values}
        log.error("job %s: item %s failed", self.job_id, key, exc_info=error)
        return {"msgid": ITEM_FAILED, "params": {}}

    def report(self, done: int, total: int) -> None:
        """Say how far `prepare` is, and keep the job for as long as it goes on.

        It has a small transaction of its own, for the one at hand only reads. Raises `LeaseLost`.
        """
        with connect_writing(db.engine) as connection:
            changed = connection.execute(
                update(Job)
                .where(Job.id == self.job_id, Job.status == "taken", Job.attempts == self.attempt)
                .values(progress_done=done, progress_total=total, lease_until=clock.now() + LEASE)
            )
            if not changed.rowcount:
                raise LeaseLost
            connection.commit()

    def _pending(self, keys: Iterable[str]) -> list[str]:
        every = list(keys)
        done = set(
            db.session.execute(
                select(JobItem.key).where(JobItem.job_id == self.job_id, JobItem.status == "done")
            ).scalars()
        )
        _change_own(self.job_id, self.attempt, progress_total=len(every), progress_done=len(done))
        return [key for key in every if key not in done]

    def _fail(self, key: str, result: dict[str, Any]) -> None:
        db.session.rollback()
        begin_writing()
        self._record(key, "failed", result)

    def _record(self, key: str, status: str, result: dict[str, Any]) -> None:
        now = clock.now()
        db.session.merge(JobItem(job_id=self.job_id, key=key, status=status, result=result, at=now))
        self.advance(1)

    def advance(self, count: int) -> None:
        """Commit what so many more of it came to, and keep the job; raises `LeaseLost`."""
        done = Job.progress_done + count
        lease = clock.now() + LEASE
        _change_own(self.job_id, self.attempt, progress_done=done, lease_until=lease)


def _change_own(job_id: str, attempt: int, **values: Any) -> None:  # noqa: ANN401 - of all columns
    """Change a job in hand, and commit; raise `LeaseLost` where this try is not the one at work."""
    changed = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.status == "taken", Job.attempts == attempt)
        .values(values)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]  # of an update it has one
        raise LeaseLost
    db.session.commit()


@dataclass(frozen=True, slots=True)
class Handler:
    """How a kind of job is worked: slow reading first, then the write that is one transaction."""

    work: Callable[[Run], None]
    prepare: Callable[[Run], Any] | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A job in this worker's hands, and which try it is."""

    id: str
    kind: str
    arguments: dict[str, Any]
    attempt: int


def take(now: datetime) -> Taken | None:
    """Take the next job that is due, or whose lease ran out; commit, so that others see it taken.

    Returns nothing where no work waits.
    """
    is_open = or_(
        and_(Job.status == "due", Job.run_after <= now),
        and_(Job.status == "taken", Job.lease_until < now),
    )
    with reading():
        # Mostly nothing waits; asking as a reader keeps other writers free.
        if db.session.execute(select(Job.id).where(is_open).limit(1)).first() is None:
            return None
    query = select(Job).where(is_open).order_by(Job.run_after).limit(1)
    with writing():
        job = db.session.execute(query.with_for_update(skip_locked=True)).scalar_one_or_none()
        if job is None:
            return None
        if job.attempts >= MOST_ATTEMPTS:
            # Its last worker died with it in hand, as the others before.
            job.status, job.finished_at = "failed", now
            return None
        job.status, job.lease_until = "taken", now + LEASE
        job.attempts += 1
        return Taken(job.id, job.kind, dict(job.arguments), job.attempts)


def work(taken: Taken, handlers: Mapping[str, Handler]) -> None:
    """Run one taken job to its end; a failure waits longer each time, and in the end stays."""
    run = Run(taken.id, taken.arguments, taken.attempt)
    try:
        handler = handlers[taken.kind]
        if handler.prepare is not None:
            with reading():
                run.prepared = handler.prepare(run)
        begin_writing()
        handler.work(run)
        _finish(taken, "done", None)
    except LeaseLost:
        log.warning("job %s (%s), try %s, was taken over", taken.id, taken.kind, taken.attempt)
    except Exception as error:
        log.exception("job %s (%s), try %s, failed", taken.id, taken.kind, taken.attempt)
        db.session.rollback()
        begin_writing()
        with suppress(LeaseLost):
            _retry_or_fail(taken, f"{type(error).__name__}: {error}")
    finally:
        db.session.remove()  # undoes what was not committed


def _finish(taken: Taken, status: str, error: str | None) -> None:
    _change_own(
        taken.id, taken.attempt,
        status=status, finished_at=clock.now(), lease_until=None, error=error,
    )  # fmt: skip


def _retry_or_fail(taken: Taken, error: str) -> None:
    if taken.attempt >= MOST_ATTEMPTS:
        _finish(taken, "failed", error)
        return
    # A job that waits for another try keeps its lease until then.
    wait = FIRST_RETRY * 2 ** (taken.attempt - 1)
    _change_own(taken.id, taken.attempt, lease_until=clock.now() + wait, error=error)


def run_next(handlers: Mapping[str, Handler]) -> bool:
    """Take and run the next job that is due; return whether there was one."""
    taken = take(clock.now())
    if taken is not None:
        work(taken, handlers)
    return taken is not None


def run_due(handlers: Mapping[str, Handler]) -> int:
    """Work on whatever is due now, one after the other; return how many jobs were run."""
    count = 0
    while run_next(handlers):
        count += 1
    return count
