"""A real mail server for tests: it listens on a port of its own and does what a test tells it."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session

HOST = "127.0.0.1"
LOGIN = (b"us er", b"pass/word")


class Postbox:
    """What the server got, and what it answers: to a recipient, and to a whole message."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        self.to_recipient = "250 OK"
        self.to_content = "250 OK"
        self.hang_up = ""
        self.after_content: Callable[[], None] = lambda: None
        self.was_authenticated = False

    @property
    def letters(self) -> list[EmailMessage]:
        """Return the messages, read."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    async def handle_RCPT(  # noqa: N802 - the hook's name
        self, server: Any, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer to one recipient."""
        if self.hang_up == "recipient":
            server.transport.abort()
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer to a whole message; where it hangs up, it has taken it and says nothing."""
        if self.to_content.startswith("250"):
            self.raw.append(envelope.content)
            self.recipients += envelope.rcpt_tos
            self.was_authenticated = session.authenticated
        self.after_content()
        if self.hang_up == "content":
            server.transport.abort()
        return self.to_content


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


@contextmanager
def serve(postbox: Postbox, **options: Any) -> Iterator[int]:
    """Serve `postbox` while the block runs, and yield the port."""
    controller = Controller(postbox, hostname=HOST, port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def check_login(_server: Any, _session: Any, _envelope: Any, _how: str, said: Any) -> AuthResult:
    """Let in who knows the word."""
    return AuthResult(success=(said.login, said.password) == LOGIN)


def context_of(certificate: str, key: str) -> ssl.SSLContext:
    """Return what a server needs to speak TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
