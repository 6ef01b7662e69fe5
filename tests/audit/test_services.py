"""The audit log: appended with the act, beside a refusal, and never changed."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from lms.audit import services as audit
from lms.audit.models import AuditDetail, AuditEvent
from lms.kit.actor import OPERATOR
from lms.kit.db import db, reading, writing
from tests.cast import NOW


def record(write=audit.record, **details):
    write(OPERATOR, NOW, "test.done", subject_type="test", subject_id="x", details=details)


def events():
    with reading():
        query = db.session.query(AuditEvent, AuditDetail).join(AuditDetail)
        found = query.filter(AuditEvent.action == "test.done").all()
        db.session.expunge_all()
        return found


def test_an_act_undone_leaves_no_event(app):
    with pytest.raises(ValueError, match="no"), writing():
        record(why="x")
        raise ValueError("no")
    assert events() == []


def test_a_note_survives_a_refusal(app):
    with pytest.raises(ValueError, match="no"), reading():
        record(audit.note, why="y")
        raise ValueError("no")
    assert [event.actor_kind for event, _ in events()] == ["operator"]


def test_the_digest_proves_the_details(app):
    with writing():
        record(name="أمينة")
    event, detail = events()[0]
    assert event.details_digest == audit.digest_of({"name": "أمينة"}, detail.salt)
    assert event.details_digest != audit.digest_of({"name": "other"}, detail.salt)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET action = 'other'", "DELETE FROM audit_event"]
)
def test_an_event_is_never_changed(app, statement):
    with writing():
        record()
    with pytest.raises(DatabaseError, match="append-only"), writing():
        db.session.execute(text("DELETE FROM audit_detail"))
        db.session.execute(text(statement))


def test_details_can_be_erased(app):
    with writing():
        record(name="x")
    with writing():
        db.session.execute(text("DELETE FROM audit_detail"))
