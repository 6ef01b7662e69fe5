"""One message per event and person, sent once, in the person's language."""

from email import message_from_bytes, policy

import pytest

from lms.kit import jobs
from lms.kit.db import db, reading, writing
from lms.notifications import services
from lms.notifications.jobs import send_message
from lms.notifications.models import Message
from tests.cast import NOW

TEMPLATE = "mail/password.txt"


def write(key="1", **more):
    with writing():
        services.send(
            NOW, kind="test.mail", key=key, email="amina@example.org", language="en",
            template=more.get("template", TEMPLATE), context=more.get("context", {}),
        )  # fmt: skip


def statuses():
    with reading():
        return [m.status for m in db.session.query(Message).filter_by(kind="test.mail")]


@pytest.fixture
def letters(app):
    folder = app.extensions["settings"].data_dir / "mail"
    for old in folder.glob("*.eml"):
        old.unlink()
    return lambda: [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"))
    ]


@pytest.fixture
def plain(app):
    """A template of our own, so that the test depends on no room's wording."""
    from jinja2 import DictLoader

    loader = DictLoader({"mail/test.txt": "Subject: {{ _('Hello') }}\n\nDear {{ name }} <&>\n"})
    for environment in app.extensions["article60"].texts.values():
        environment.loader, old = loader, environment.loader
    yield "mail/test.txt"
    for environment in app.extensions["article60"].texts.values():
        environment.loader = old


def send():
    db.session.remove()
    return jobs.run_due({services.SEND: jobs.Handler(send_message)})


def test_an_event_told_twice_is_one_message(app, letters, plain):
    write(template=plain, context={"name": "Amina"})
    write(template=plain, context={"name": "Amina"})
    send()
    assert statuses() == ["sent"]
    [letter] = letters()
    assert letter["To"] == "amina@example.org"
    assert letter["Subject"] == "Hello"
    assert letter.get_content() == "Dear Amina <&>\n"


def test_what_a_crash_left_in_sending_waits_for_the_operator(app, letters, plain):
    write(template=plain, context={"name": "Amina"})
    with writing():
        db.session.query(Message).update({"status": "sending"})
    send()
    assert statuses() == ["waiting"]
    assert letters() == []


def test_a_refused_hand_over_is_tried_again(app, letters, plain, monkeypatch):
    settings = app.extensions["settings"]
    monkeypatch.setattr(settings, "mail_url", "smtp://127.0.0.1:9")
    write(template=plain, context={"name": "Amina"})
    send()
    assert statuses() == ["due"]
    monkeypatch.setattr(settings, "mail_url", "file:mail")
    from lms.kit.clock import clock

    clock.advance(minutes=5)
    send()
    assert statuses() == ["sent"]
