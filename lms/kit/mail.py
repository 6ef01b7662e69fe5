"""Handing a message over: to a folder by default, to a mail server by setting.

Which messages there are, and whether one was sent before, is known to notifications.
"""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

TIMEOUT_SECONDS = 30
# What a server answers (RFC 5321 §4.2.1): it is done; it waits for the mail itself; from 500 on
# "never", and all else is "not now".
DONE = range(200, 300)
START_INPUT = 354
PERMANENT = 500


class Refused(Exception):
    """The server will not take this message: `is_address` says whether it is for its address."""

    def __init__(self, answer: str, *, is_address: bool) -> None:
        super().__init__(answer)
        self.is_address = is_address


class PutOff(Exception):
    """The server could not be reached or will not take the message now."""


class OutcomeUnknown(Exception):
    """The connection broke after all was sent: the server may have taken the message."""


def deliver(url: str, data_dir: Path, message: EmailMessage, recipient: str) -> None:
    """Hand `message` over for one `recipient` by `url` (`file:FOLDER`, `smtp://…`, `smtps://…`).

    Raises `Refused`, `PutOff`, `OutcomeUnknown`.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        _write(data_dir / parts.path.lstrip("/") if parts.path else data_dir, message)
        return
    try:
        server = _connect(parts)
    except (OSError, smtplib.SMTPException) as error:
        raise PutOff(_said(error)) from error
    try:
        _hand_over(server, message, recipient)
        # What it answers to the goodbye changes nothing.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    finally:
        server.close()


def _connect(parts: SplitResult) -> smtplib.SMTP:
    host, port = parts.hostname or "localhost", parts.port or 0
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    try:
        _greet(server, parts, context)
    except BaseException:
        server.close()
        raise
    return server


def _greet(server: smtplib.SMTP, parts: SplitResult, context: ssl.SSLContext) -> None:
    # Before it has been greeted, a server is not known to offer anything.
    server.ehlo_or_helo_if_needed()
    if parts.scheme != "smtps":
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
        elif parts.username:
            raise smtplib.SMTPNotSupportedError("no STARTTLS: the password would go in clear")
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))


def _hand_over(server: smtplib.SMTP, message: EmailMessage, recipient: str) -> None:
    sender = message["From"].addresses[0].addr_spec
    is_international = not (recipient.isascii() and sender.isascii())
    if is_international and not server.has_extn("smtputf8"):
        raise Refused("the mail server takes no internationalised addresses", is_address=False)
    options = ["SMTPUTF8", "BODY=8BITMIME"] if is_international else []
    raw = message.as_bytes(policy=SMTPUTF8 if is_international else SMTP)
    try:
        _check(*server.mail(sender, options), is_address=False)
        _check(*server.rcpt(recipient), is_address=True)
        code, answer = server.docmd("DATA")
    except (OSError, smtplib.SMTPException) as error:
        raise PutOff(_said(error)) from error
    if code != START_INPUT:
        _check(code, answer, is_address=False)
        raise PutOff(f"{code} {_text(answer)}")
    _send_content(server, raw)


def _send_content(server: smtplib.SMTP, raw: bytes) -> None:
    dotted = b"\r\n".join(
        b"." + line if line.startswith(b".") else line for line in raw.splitlines()
    )
    try:
        # Without its end a server takes nothing: up to here it is known not to have it.
        server.send(dotted)
    except (OSError, smtplib.SMTPException) as error:
        raise PutOff(_said(error)) from error
    try:
        server.send(b"\r\n.\r\n")
        code, answer = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise OutcomeUnknown(_said(error)) from error
    _check(code, answer, is_address=False)


def _check(code: int, answer: bytes, *, is_address: bool) -> None:
    if code in DONE:
        return
    said = f"{code} {_text(answer)}"
    if code >= PERMANENT:
        raise Refused(said, is_address=is_address)
    raise PutOff(said)


def _text(answer: bytes) -> str:
    return " ".join(answer.decode("utf-8", "replace").split())


def _said(error: Exception) -> str:
    """Return what went wrong in one line; a server's answer where it gave one."""
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return (
            f"{error.smtp_code} {_text(answer if isinstance(answer, bytes) else answer.encode())}"
        )
    return f"{type(error).__name__}: {error}"


def _write(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = message["Message-ID"].strip("<>").replace("/", "_")
    temporary = folder / f".{name}.part"
    temporary.write_bytes(message.as_bytes())
    temporary.replace(folder / f"{name}.eml")
