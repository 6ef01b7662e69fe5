"""Returned mails: which are heeded, and what becomes of the address."""

import pytest

from lms.kit.db import db, reading, writing
from lms.notifications import services
from lms.notifications.models import MailAddress, Message
from lms.notifications.rules import MOST_SOFT_BOUNCES
from lms.notifications.rules.bounces import read_bounces
from tests.cast import NOW, email_of, id_of

REPORT = """From: MAILER-DAEMON@mx.example.org
To: article60@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; amina@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: {returned}

Message-ID: <{id}@localhost>
To: amina@example.org
Subject: Hello

--b--
"""


def report(message_id, *, action="failed", status="5.1.1", said="550 no such user",
           returned="text/rfc822-headers"):  # fmt: skip
    return REPORT.format(
        id=message_id, action=action, status=status, said=said, returned=returned
    ).encode()


def write(key, kind="learning.moved", status="sent", name="amina"):
    db.session.remove()
    with writing():
        services.send(
            NOW, kind=kind, key=key, email=email_of(name), language="en",
            template="mail/learning_moved.txt", person_id=id_of(name),
            context={"course": "A", "version": "2", "enrolment": "e"},
        )  # fmt: skip
        message = db.session.query(Message).filter_by(kind=kind, key=key).one()
        if message.status == "due":
            message.status = status
        return message.id


def note(raw):
    db.session.remove()
    with writing():
        return [services.note_bounce(NOW, bounce) for bounce in read_bounces(raw)]


def status_of(message_id):
    db.session.remove()
    with reading():
        return db.session.get(Message, message_id).status


def address_of(name):
    db.session.remove()
    with reading():
        return db.session.get(MailAddress, email_of(name))


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_names_the_message_and_the_reason(returned):
    [bounce] = read_bounces(report("a" * 26, returned=returned))
    assert bounce.message_id == "a" * 26
    assert bounce.is_hard
    assert bounce.reason == "smtp; 550 no such user"


@pytest.mark.parametrize(("status", "is_hard"), [
    ("5.1.1", True), ("5.7.1", True), ("5.2.2", False), ("4.4.7", False),
])  # fmt: skip
def test_a_full_mailbox_and_a_silent_server_are_soft(status, is_hard):
    assert read_bounces(report("a" * 26, status=status))[0].is_hard is is_hard


@pytest.mark.parametrize("raw", [
    b"", b"\xff\xfe\x00", b"From: a@b\nSubject: away\n\nI am on leave.\n",
    report("a" * 26, action="delayed"), report("not-one-of-ours"),
])  # fmt: skip
def test_what_is_no_report_of_ours_is_nothing(raw):
    assert read_bounces(raw) == []


def test_a_hard_bounce_stops_mail_to_the_address_until_it_is_confirmed(app, browse):
    returned = write("1")
    assert note(report(returned)) == [True]
    assert note(report(returned)) == [False]
    stopped, other = write("2"), write("3", name="bruno")
    assert (status_of(returned), status_of(stopped), status_of(other)) == (
        "bounced", "undeliverable", "sent",
    )  # fmt: skip
    page = browse("amina").get("/account/notifications")
    assert "Our e-mails do not reach you" in page.text
    assert "550 no such user" in page.text
    assert "do not reach you" in browse("amina").get("/notices").text
    account = browse("amina").get("/account").text
    assert "do not reach you" in account
    assert account.count('href="/account/email"') == 2
    assert "do not reach you" not in browse("bruno").get("/account").text
    assert "do not reach you" not in browse("bruno").get("/notices").text
    person = f"/admin/people/{id_of('amina')}"
    assert "550 no such user" in browse("emre").get(person).text
    assert browse("amina").post("/account/notifications/address").status_code == 303
    assert "550 no such user" not in browse("emre").get(person).text
    assert status_of(stopped) == "due"
    assert "do not reach you" not in browse("amina").get("/notices").text


def test_a_message_about_the_account_is_tried_all_the_same(app):
    with writing():
        services.note_refusal(NOW, email_of("amina"), "gone", is_hard=True)
    assert status_of(write("1", kind="accounts.password_reset", status="due")) == "due"


def test_soft_bounces_count_until_they_are_too_many(app):
    for count in range(MOST_SOFT_BOUNCES):
        assert address_of("amina") is None or address_of("amina").undeliverable_at is None
        note(report(write(str(count)), status="4.2.2"))
    assert address_of("amina").undeliverable_at == NOW


def test_a_full_mailbox_is_no_reason_before_it_was_full_often(app):
    note(report(write("1"), status="5.2.2"))
    assert status_of(write("2")) == "sent"


def test_a_new_address_gets_what_was_stopped(app):
    with writing():
        services.note_refusal(NOW, email_of("amina"), "gone", is_hard=True)
    stopped = write("1")
    db.session.remove()
    with writing():
        services.change_address(NOW, id_of("amina"), "new@example.org")
    assert status_of(stopped) == "due"
    db.session.remove()
    with reading():
        assert db.session.get(Message, stopped).email == "new@example.org"
