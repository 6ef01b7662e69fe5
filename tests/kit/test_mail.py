"""Handing over by SMTP: the line is encrypted before the password goes over it."""

import smtplib
from email.message import EmailMessage

import pytest

from lms.kit import mail

ANSWERS = {"EHLO": b"250-server\r\n250 STARTTLS\r\n", "STARTTLS": b"454 not today\r\n"}


@pytest.fixture
def said(monkeypatch):
    """A server of a few lines on the other end of a socket pair; yields what it was told."""
    import socket
    import threading

    ours, theirs = socket.socketpair()
    heard: list[str] = []

    def serve() -> None:
        theirs.sendall(b"220 server\r\n")
        for line in theirs.makefile("rb"):
            heard.append(line.decode().strip())
            theirs.sendall(ANSWERS.get(heard[-1].split()[0].upper(), b"250 ok\r\n"))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    monkeypatch.setattr(smtplib.SMTP, "_get_socket", lambda *_args: ours)
    yield heard
    ours.close()
    theirs.close()


def test_encryption_is_asked_for_before_the_password_is_sent(said, tmp_path):
    with pytest.raises(mail.PutOff):
        mail.deliver(
            "smtp://somebody:secret@server:587", tmp_path, EmailMessage(), "one@example.org"
        )
    assert said[0].startswith("ehlo")
    assert said[1] == "STARTTLS"
    assert not any(line.startswith("AUTH") for line in said)
