"""One transaction at the edge: columns and mapped objects in it together, kept or undone."""

import pytest
from sqlalchemy import func, insert, select

from lms.audit.models import AuditEvent
from lms.kit.clock import clock
from lms.kit.db import db, read, reading, write, writing

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
