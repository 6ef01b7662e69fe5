"""A real mail server: what it refuses, puts off, or breaks off; and one mail for one message."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from lms.kit import jobs
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db, reading, writing
from lms.notifications import services
from lms.notifications.jobs import send_message, send_some
from lms.notifications.models import MailAddress, Message
from lms.notifications.rules import RETRIES, Part
from tests.cast import NOW, email_of, id_of
from tests.conftest import skip_or_fail
from tests.notifications.smtp import LOGIN, Postbox, check_login, context_of, free_port, serve

CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:تدريب\r\nEND:VCALENDAR\r\n"
HANDLERS = {
    services.SEND: jobs.Handler(send_message),
    services.SEND_SOME: jobs.Handler(send_some),
}


def write(email="amina@example.org", parts=(), language="en", kind="learning.moved"):
    db.session.remove()
    with writing():
        services.send(
            NOW, kind=kind, key="1", email=email, language=language,
            template="mail/learning_moved.txt", person_id=id_of("amina"), parts=parts,
            context={"course": "النزاهة & co", "version": "2", "enrolment": "e"},
        )  # fmt: skip


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def use(app, monkeypatch):
    """Return a function that lets the application send its mail by `url`."""
    settings = app.extensions["settings"]
    return lambda url, **more: [
        monkeypatch.setattr(settings, name, value)
        for name, value in {"mail_url": url, **more}.items()
    ]


@pytest.fixture
def server(postbox, use):
    with serve(postbox) as port:
        use(f"smtp://127.0.0.1:{port}")
        yield port


def send(*, minutes=0):
    db.session.remove()
    clock.advance(minutes=minutes)
    jobs.run_due(HANDLERS)


def message():
    db.session.remove()
    with reading():
        return db.session.query(Message).filter_by(key="1").one()


def test_a_message_arrives_once_whole_and_in_its_language(app, server, postbox):
    write(language="ar", parts=[Part("session.ics", "text/calendar", CALENDAR, "REQUEST")])
    send()
    send(minutes=60)
    [letter] = postbox.letters
    assert postbox.recipients == [email_of("amina")]
    assert letter["Message-ID"] == f"<{message().id}@localhost>"
    assert letter["Content-Language"] == "ar"
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_body(("plain",))
    assert body.get_content_charset() == "utf-8"
    assert "النزاهة & co" in body.get_content()
    [part] = letter.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert part["Content-Type"].params["charset"] == "utf-8"
    assert part.get_content().splitlines() == CALENDAR.splitlines()
    assert max(map(len, postbox.raw[0].splitlines())) <= 998
    assert message().status == "sent"


def test_a_line_that_is_a_dot_ends_nothing(app, server, postbox):
    text = "one\r\n.\r\n..two\r\n"
    write(parts=[Part("dots.txt", "text/plain", text)])
    send()
    [part] = postbox.letters[0].iter_attachments()
    assert part.get_content().splitlines() == text.splitlines()


def test_a_refused_address_fails_and_is_not_tried_again(app, server, postbox):
    postbox.to_recipient = "550 5.1.1 No such user"
    write()
    send()
    send(minutes=600)
    assert (message().status, message().tries) == ("failed", 1)
    assert message().error == "550 5.1.1 No such user"
    with reading():
        assert db.session.get(MailAddress, email_of("amina")).undeliverable_at is not None


def test_a_refused_content_is_no_fault_of_the_address(app, server, postbox):
    postbox.to_content = "554 5.7.1 Looks like spam"
    write()
    send()
    assert message().status == "failed"
    with reading():
        assert db.session.query(MailAddress).count() == 0


@pytest.mark.parametrize("where", ["to_recipient", "to_content"])
def test_what_is_put_off_is_tried_later_under_the_same_id(app, server, postbox, where):
    setattr(postbox, where, "451 4.7.1 Greylisted, try again")
    write()
    send()
    assert (message().status, message().error) == ("due", "451 4.7.1 Greylisted, try again")
    send()
    assert message().tries == 1
    setattr(postbox, where, "250 OK")
    send(minutes=2)
    assert (message().status, message().tries, message().error) == ("sent", 2, None)
    [letter] = postbox.letters
    assert letter["Message-ID"] == f"<{message().id}@localhost>"


def test_a_server_that_is_away_for_days_is_given_up_and_tried_by_hand(app, use, postbox):
    use(f"smtp://127.0.0.1:{free_port()}")
    write()
    for wait in RETRIES:
        send()
        assert message().status == "due"
        clock.advance(minutes=wait.total_seconds() / 60 + 1)
    send()
    assert (message().status, message().tries) == ("failed", len(RETRIES) + 1)
    with serve(postbox) as port:
        use(f"smtp://127.0.0.1:{port}")
        db.session.remove()
        with writing():
            services.send_again(OPERATOR, clock.now(), message().id)
        send()
    assert len(postbox.raw) == 1


def test_a_connection_that_breaks_before_the_end_is_tried_again(app, server, postbox):
    postbox.hang_up = "recipient"
    write()
    send()
    assert message().status == "due"
    postbox.hang_up = ""
    send(minutes=2)
    assert len(postbox.raw) == 1


def test_a_connection_that_breaks_after_the_end_waits_for_the_operator(app, server, postbox):
    postbox.hang_up = "content"
    write()
    send()
    send(minutes=600)
    assert message().status == "waiting"
    assert len(postbox.raw) == 1


def test_what_is_in_doubt_is_sent_again_where_a_setting_says_so(app, server, postbox, use):
    use(app.extensions["settings"].mail_url, mail_resend=True)
    postbox.hang_up = "content"
    write()
    send()
    postbox.hang_up = ""
    send(minutes=2)
    assert message().status == "sent"
    first, second = postbox.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_an_international_domain_is_asked_for_in_ascii(app, server, postbox):
    write(email="amina@bücher.example")
    send()
    assert postbox.recipients == ["amina@xn--bcher-kva.example"]
    assert postbox.letters[0]["To"].addresses[0].domain == "xn--bcher-kva.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if shutil.which("openssl") is None:
        skip_or_fail("openssl makes the server's certificate")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", "key.pem", "-out", "certificate.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return str(folder / "certificate.pem"), str(folder / "key.pem")


def test_a_password_goes_through_tls(app, postbox, use, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    context = context_of(*certificate)
    with serve(postbox, tls_context=context, authenticator=check_login, auth_required=True,
               require_starttls=True) as port:  # fmt: skip
        use(f"smtp://us%20er:pass%2Fword@localhost:{port}")
        write()
        send()
    assert message().error is None
    assert postbox.was_authenticated
    assert LOGIN[1] not in b"".join(postbox.raw)


def test_a_server_that_cannot_be_trusted_gets_nothing(app, postbox, use, certificate):
    context = context_of(*certificate)
    with serve(postbox, tls_context=context, require_starttls=True) as port:
        use(f"smtp://us%20er:pass%2Fword@localhost:{port}")
        write()
        send()
    assert message().status == "due"
    assert "CERTIFICATE_VERIFY_FAILED" in message().error
    assert postbox.raw == []


def test_a_password_is_not_sent_in_clear(app, postbox, use):
    with serve(postbox, authenticator=check_login, auth_require_tls=False) as port:
        use(f"smtp://us%20er:pass%2Fword@127.0.0.1:{port}")
        write()
        send()
    assert message().status == "due"
    assert "in clear" in message().error
    assert not postbox.was_authenticated


WORKER = """
from lms.app import create_app
from lms.kit import jobs
from lms.wiring import JOBS
with create_app().app_context():
    jobs.run_due(JOBS)
"""


def test_a_worker_killed_after_the_hand_over_mails_nobody_twice(app, server, postbox):
    write()
    settings = app.extensions["settings"]
    db.session.remove()
    db.engine.dispose()
    environment = {
        **os.environ,
        "LMS_DATA_DIR": str(settings.data_dir),
        "LMS_DATABASE_URL": settings.database_url.replace("+psycopg", ""),
        "LMS_MAIL_URL": settings.mail_url,
        "LMS_SECRET_KEY": "x" * 40,
    }
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
    # The server has taken the mail, and kills the worker before it answers.
    postbox.after_content = worker.kill
    assert worker.wait(timeout=60) == -signal.SIGKILL
    postbox.after_content = lambda: None
    assert message().status == "sending"
    assert len(postbox.raw) == 1
    # Its lease was written by the machine's own clock.
    clock.set(None)
    clock.advance(minutes=10)
    send()
    assert message().status == "waiting"
    assert len(postbox.raw) == 1
