"""One message per event and person, sent once, in the person's language."""

from email import message_from_bytes, policy

import pytest

from lms.kit import jobs, mail
from lms.kit.clock import clock
from lms.kit.db import db, reading, writing
from lms.notifications import services
from lms.notifications.jobs import send_message, send_some
from lms.notifications.models import Message
from lms.notifications.rules import Recipient
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
    return jobs.run_due(
        {services.SEND: jobs.Handler(send_message), services.SEND_SOME: jobs.Handler(send_some)}
    )


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
    clock.advance(minutes=5)
    send()
    assert statuses() == ["sent"]


def test_of_many_each_is_sent_once_whatever_becomes_of_another(app, letters, plain, monkeypatch):
    people = [
        Recipient(str(number), f"p{number}@example.org", "en", {"name": f"P{number}"})
        for number in range(45)
    ]
    db.session.remove()
    with writing():
        services.send_many(clock.now(), kind="test.mail", template=plain, people=people)
    deliver = mail.deliver

    def refuse_one(url, folder, letter, recipient):
        if recipient == "p7@example.org":
            raise mail.Refused("no such mailbox", is_address=True)
        deliver(url, folder, letter, recipient)

    monkeypatch.setattr(mail, "deliver", refuse_one)
    assert send() == 3
    assert sorted(statuses()) == ["failed"] + ["sent"] * 44
    assert len({letter["To"] for letter in letters()}) == len(letters()) == 44


def test_of_many_a_crash_leaves_one_in_doubt_and_none_twice(app, letters, plain, monkeypatch):
    people = [
        Recipient(str(number), f"p{number}@example.org", "en", {"name": f"P{number}"})
        for number in range(3)
    ]
    db.session.remove()
    with writing():
        services.send_many(clock.now(), kind="test.mail", template=plain, people=people)
    deliver, calls = mail.deliver, []

    def die_after_the_second(url, folder, letter, recipient):
        deliver(url, folder, letter, recipient)
        calls.append(recipient)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(mail, "deliver", die_after_the_second)
    with pytest.raises(KeyboardInterrupt):
        send()
    db.session.rollback()
    clock.advance(minutes=2)
    send()
    # Whether the second went out is not known to the machine: a person decides.
    assert sorted(statuses()) == ["sent", "sent", "waiting"]
    assert len(letters()) == 3
