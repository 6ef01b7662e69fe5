"""Jobs: the row is the truth, a lease says who has it, a second try does nothing twice."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.kit import jobs
from lms.kit.clock import clock
from lms.kit.db import db, reading, writing
from lms.kit.errors import DomainError

KEYS = ["a", "b", "c"]


class TooTired(DomainError):
    message = "%(who)s is too tired."


def ask(kind="test.work", key="one", arguments=None):
    with writing():
        return jobs.enqueue(kind, key, arguments or {}, clock.now())


def progress(job_id):
    with reading():
        return jobs.find_progress(job_id)


def test_asking_twice_is_asking_once(app):
    assert ask() == ask()
    runs = []
    assert jobs.run_due({"test.work": jobs.Handler(lambda run: runs.append(run.job_id))}) == 1
    assert len(runs) == 1


def test_what_is_asked_for_while_a_job_waits_is_done_at_once(app):
    runs, kinds = [], {"test.digest": jobs.Handler(lambda run: runs.append(run.job_id))}

    def want():
        with writing():
            return jobs.enqueue("test.digest", "one", {}, clock.now(), wait=timedelta(minutes=30))

    first = want()
    clock.advance(minutes=29)
    assert want() == first
    assert jobs.run_due(kinds) == 0
    clock.advance(minutes=1)
    assert jobs.run_due(kinds) == 1
    assert runs == [first]
    assert want() != first


def test_asking_while_it_runs_is_asking_again(app):
    def work(run):
        if run.arguments.get("again"):
            jobs.enqueue("test.work", "one", {}, clock.now())

    ask(arguments={"again": True})
    assert jobs.run_due({"test.work": jobs.Handler(work)}) == 2


def test_a_job_taken_by_a_dead_worker_is_taken_again_when_its_lease_ends(app):
    ask()
    assert jobs.take(clock.now()).attempt == 1
    assert jobs.take(clock.now()) is None
    clock.advance(seconds=jobs.LEASE.total_seconds() + 1)
    assert jobs.take(clock.now()).attempt == 2


def test_a_failure_waits_longer_each_time_and_in_the_end_stays(app):
    job_id = ask()
    tries = []

    def fail(run):
        tries.append(run.now)
        raise ValueError("no")

    for _ in range(20):
        jobs.run_due({"test.work": jobs.Handler(fail)})
        clock.advance(seconds=400)
    assert len(tries) == jobs.MOST_ATTEMPTS
    assert progress(job_id).status == "failed"
    assert progress(job_id).error == "ValueError: no"


def test_the_work_and_its_completion_are_one_transaction(app):
    def half(run):
        jobs.enqueue("test.other", "x", {}, clock.now())
        raise ValueError("after writing")

    ask()
    jobs.run_due({"test.work": jobs.Handler(half), "test.other": jobs.Handler(pytest.fail)})
    with reading():
        assert db.session.query(jobs.Job).filter_by(kind="test.other").count() == 0


def test_what_prepare_finds_reaches_the_work(app):
    seen = []
    ask()
    handler = jobs.Handler(lambda run: seen.append(run.prepared), prepare=lambda run: 41)
    jobs.run_due({"test.work": handler})
    assert seen == [41]


def test_one_failing_item_leaves_the_others_and_says_why(app):
    job_id = ask()

    def one(key, _prepared):
        if key == "b":
            raise TooTired(who="Bea")
        return {"did": key}

    jobs.run_due({"test.work": jobs.Handler(lambda run: run.for_each(KEYS, one))})
    with reading():
        items = {key: (status, result) for key, status, result in jobs.list_items(job_id)}
    assert items["a"] == ("done", {"did": "a"})
    assert items["b"] == (
        "failed", {"msgid": "%(who)s is too tired.", "params": {"who": "Bea"}},
    )  # fmt: skip
    assert items["c"][0] == "done"
    assert (progress(job_id).done, progress(job_id).total) == (3, 3)


def overtake():
    """Let the lease run out, and another worker take the job."""
    db.session.rollback()
    clock.advance(seconds=jobs.LEASE.total_seconds() + 1)
    assert jobs.take(clock.now()).attempt == 2


@pytest.mark.parametrize("ending", ["well", "badly"])
def test_a_worker_that_lost_its_lease_changes_nothing(app, ending):
    job_id = ask()

    def prepare(run):
        overtake()

    def work(run):
        jobs.enqueue("test.other", "x", {}, run.now)
        if ending == "badly":
            raise ValueError("late")

    jobs.work(jobs.take(clock.now()), {"test.work": jobs.Handler(work, prepare)})
    assert progress(job_id).status == "taken"
    assert progress(job_id).error is None
    with reading():
        assert db.session.query(jobs.Job).filter_by(kind="test.other").count() == 0
        lease = db.session.get(jobs.Job, job_id).lease_until
    assert lease == clock.now() + jobs.LEASE


def test_a_worker_that_lost_its_lease_leaves_the_items_to_the_next(app):
    job_id = ask()
    done = []

    def one(key, _prepared):
        if key == "b":
            overtake()
        done.append(key)

    jobs.work(
        jobs.take(clock.now()),
        {"test.work": jobs.Handler(lambda run: run.for_each(KEYS, one))},
    )
    assert done == ["a", "b"]
    with reading():
        assert [key for key, *_ in jobs.list_items(job_id)] == ["a"]
    assert progress(job_id).status == "taken"


def test_a_second_try_does_only_what_is_left(app):
    ask()
    done = []

    class Killed(BaseException):
        pass

    def one(key, _prepared):
        if key == "c" and len(done) == 2:
            raise Killed
        done.append(key)

    handlers = {"test.work": jobs.Handler(lambda run: run.for_each(KEYS, one))}
    with pytest.raises(Killed):
        jobs.run_due(handlers)
    db.session.rollback()
    done.append("the worker came back")
    clock.advance(seconds=timedelta(minutes=2).total_seconds())
    jobs.run_due(handlers)
    assert done == ["a", "b", "the worker came back", "c"]


def test_of_a_group_one_that_fails_is_undone_alone(app):
    job_id = ask()

    def one(key):
        jobs.enqueue("test.other", key, {}, clock.now())
        if key == "b":
            raise TooTired(who="Bea")
        return {"did": key}

    handler = jobs.Handler(lambda run: run.for_groups(KEYS, one, 2))
    assert jobs.run_next({"test.work": handler})
    with reading():
        items = {key: (status, result) for key, status, result in jobs.list_items(job_id)}
        others = set(
            db.session.execute(select(jobs.Job.key).where(jobs.Job.kind == "test.other")).scalars()
        )
    assert items["a"] == ("done", {"did": "a"})
    assert items["b"][1]["params"] == {"who": "Bea"}
    assert others == {"a", "c"}
    assert (progress(job_id).done, progress(job_id).status) == (3, "done")


def test_a_group_cut_short_is_done_anew_and_one_that_was_kept_is_not(app):
    job_id = ask()
    done = []

    class Killed(BaseException):
        pass

    def one(key):
        if key == "c" and len(done) == 2:
            raise Killed
        done.append(key)
        return {}

    handlers = {"test.work": jobs.Handler(lambda run: run.for_groups(KEYS, one, 2))}
    with pytest.raises(Killed):
        jobs.run_due(handlers)
    db.session.rollback()
    done.append("the worker came back")
    clock.advance(seconds=timedelta(minutes=2).total_seconds())
    jobs.run_due(handlers)
    assert done == ["a", "b", "the worker came back", "c"]
    assert progress(job_id).status == "done"


def test_slow_preparing_says_how_far_it_is_and_keeps_the_job(app):
    job_id = ask()

    def prepare(run):
        clock.advance(seconds=jobs.LEASE.total_seconds() - 1)
        run.report(1, 3)
        assert (progress(job_id).done, progress(job_id).total) == (1, 3)
        clock.advance(seconds=jobs.LEASE.total_seconds() - 1)
        with reading():
            assert jobs.take(clock.now()) is None

    assert jobs.run_due({"test.work": jobs.Handler(lambda _run: None, prepare)}) == 1
    assert progress(job_id).status == "done"


def test_who_lost_the_job_learns_it_while_preparing(app):
    job_id = ask()
    worked = []

    def prepare(run):
        clock.advance(seconds=jobs.LEASE.total_seconds() + 1)
        jobs.take(clock.now())
        run.report(1, 3)

    jobs.run_due({"test.work": jobs.Handler(worked.append, prepare)})
    assert worked == []
    assert progress(job_id).done == 0
