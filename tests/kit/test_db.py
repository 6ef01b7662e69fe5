"""One transaction at the edge: columns and mapped objects in it together, kept or undone."""

import sqlite3

import pytest
from sqlalchemy import create_engine, func, insert, select, text
from sqlalchemy.exc import OperationalError

from lms.audit.models import AuditEvent
from lms.kit.clock import clock
from lms.kit.db import (
    begin_writing,
    connect_writing,
    db,
    prepare_engine,
    read,
    reading,
    write,
    writing,
)

COUNT = select(func.count()).select_from(AuditEvent).where(AuditEvent.subject_id == "test_db")


def event(action: str) -> dict:
    return {"at": clock.now(), "actor_kind": "operator", "action": action,
            "subject_type": "test", "subject_id": "test_db", "details_digest": "0"}  # fmt: skip


def test_both_ways_of_writing_are_one_transaction(app):
    with writing():
        db.session.add(AuditEvent(**event("by.session")))
        write(insert(AuditEvent), event("beside.it"))
        assert read(COUNT).scalar_one() == 2
    with reading():
        assert db.session.execute(COUNT).scalar_one() == 2


def test_an_error_undoes_both(app):
    with pytest.raises(ValueError, match="no"), writing():
        write(insert(AuditEvent), event("beside.it"))
        db.session.add(AuditEvent(**event("by.session")))
        db.session.flush()
        raise ValueError("no")
    with reading():
        assert read(COUNT).scalar_one() == 0


def test_a_reader_leaves_nothing(app):
    with reading():
        write(insert(AuditEvent), event("beside.it"))
        db.session.add(AuditEvent(**event("by.session")))
        assert read(COUNT).scalar_one() == 2
    with reading():
        assert read(COUNT).scalar_one() == 0


def test_who_reads_nothing_takes_no_connection(app):
    with reading():
        assert db.engine.pool.checkedout() == 0
        read(COUNT)
        assert db.engine.pool.checkedout() == 1
    assert db.engine.pool.checkedout() == 0


@pytest.fixture
def engine(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    prepare_engine(engine)
    yield engine
    engine.dispose()


def is_locked(engine) -> bool:
    """Say whether somebody has begun to write, who may not have written anything yet."""
    other = sqlite3.connect(engine.url.database, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    finally:
        other.close()
    return False


def test_a_writer_locks_from_the_first_and_a_reader_does_not(engine):
    with connect_writing(engine):
        assert is_locked(engine)
    with engine.connect() as connection, connection.begin():
        connection.execute(text("SELECT 1"))
        assert connection.in_transaction()
        assert not is_locked(engine)


def test_a_writer_who_waited_too_long_is_told_and_leaves_no_connection(engine):
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
    with connect_writing(create_engine(engine.url)) as first:
        first.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            connect_writing(engine)
        assert engine.pool.checkedout() == 0


def test_a_job_begins_as_a_writer(app):
    with reading():
        assert db.engine.dialect.name != "sqlite" or not is_locked(db.engine)
    begin_writing()
    assert db.engine.dialect.name != "sqlite" or is_locked(db.engine)
    db.session.rollback()
