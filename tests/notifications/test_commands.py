"""`lms mail`: what did not leave, send it again, take in what came back."""

import json

import pytest
from click.testing import CliRunner

from lms.admin.commands import lms
from lms.kit.clock import clock
from lms.kit.db import Model, db, writing
from lms.notifications import services
from lms.notifications.models import Message
from tests import cast
from tests.notifications.test_bounces import report


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs a command on an installation of its own, and gives its result."""
    from lms.app import PROGRAM, create_app

    monkeypatch.setenv("LMS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LMS_SECRET_KEY", "x" * 40)
    monkeypatch.delenv("LMS_DATABASE_URL", raising=False)
    (tmp_path / "data").mkdir()
    clock.set(cast.NOW)
    with create_app().app_context():
        Model.metadata.create_all(db.engine)
        cast.build()
        db.engine.dispose()
    yield lambda *args, given=None: CliRunner().invoke(
        lms, ["mail", *args], input=given, obj=PROGRAM
    )
    clock.set(None)


def write(name, status):
    from lms.app import create_app

    with create_app().app_context():
        person_id = cast.id_of(name)
        db.session.remove()
        with writing():
            services.send(
                cast.NOW, kind="learning.moved", key=name, email=cast.email_of(name),
                language="en", template="mail/learning_moved.txt", context={}, person_id=person_id,
            )  # fmt: skip
            message = db.session.query(Message).filter_by(key=name).one()
            message.status = status
            message_id = message.id
        db.engine.dispose()
    return message_id


def states(run):
    return {row["to"]: row["status"] for row in json.loads(run("list", "--json").output)}


def test_messages_are_listed_by_status_and_protected_people_as_codes(run):
    write("amina", "failed")
    write("hadi", "sent")
    assert states(run)["amina@example.org"] == "failed"
    assert "hadi" not in run("list").output
    assert run("list", "--status", "failed").output.count("learning.moved") == 1


def test_what_failed_or_waits_is_sent_again(run):
    failed = write("amina", "failed")
    write("bruno", "waiting")
    write("chen", "sent")
    assert run("retry", failed, "--failed").output == "To be sent again: 1\n"
    assert run("retry", "--waiting").output == "To be sent again: 1\n"
    assert states(run) == {
        "amina@example.org": "due", "bruno@example.org": "due", "chen@example.org": "sent",
    }  # fmt: skip


def test_what_cannot_be_sent_again_is_told_in_one_line(run):
    sent = write("amina", "sent")
    for arguments in ([sent], ["a" * 26], []):
        result = run("retry", *arguments)
        assert result.exit_code != 0
        assert "Traceback" not in result.output
    assert states(run) == {"amina@example.org": "sent"}


@pytest.mark.parametrize("way", ["input", "file", "folder", "maildir"])
def test_returned_mail_is_taken_in_from_wherever_it_lies(run, tmp_path, way):
    raw = report(write("amina", "sent"))
    box = tmp_path / "box"
    (box / "new").mkdir(parents=True)
    place = {"file": box / "one.eml", "folder": box / "new", "maildir": box}.get(way)
    ((box / "one.eml") if way == "file" else (box / "new" / "1.host")).write_bytes(raw)
    arguments = [str(place)] if place else []
    for noted in (1, 0):
        result = run("bounces", *arguments, given=None if place else raw)
        assert result.output == f"Mails read: 1; returned and noted now: {noted}\n"
    assert states(run) == {"amina@example.org": "bounced"}
