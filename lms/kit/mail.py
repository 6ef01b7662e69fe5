"""Handing a message over: to a folder by default, to a mail server by setting.

Which messages there are, and whether one was sent before, is known to notifications.
"""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

TIMEOUT_SECONDS = 30


def deliver(url: str, data_dir: Path, message: EmailMessage) -> None:
    """Hand `message` over by `url` (`file:FOLDER`, `smtp://…`, `smtps://…`).

    Raises `OSError` or `smtplib.SMTPException` where it was not accepted.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        _write(data_dir / parts.path.lstrip("/") if parts.path else data_dir, message)
        return
    with _connect(parts) as server:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _connect(parts: SplitResult) -> smtplib.SMTP:
    host, port = parts.hostname or "localhost", parts.port or 0
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    # Before it has been greeted, a server is not known to offer anything.
    server.ehlo_or_helo_if_needed()
    if server.has_extn("starttls"):
        server.starttls(context=context)
    elif parts.username:
        server.close()
        raise smtplib.SMTPNotSupportedError("no STARTTLS: the password would go in clear")
    return server


def _write(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = message["Message-ID"].strip("<>").replace("/", "_")
    temporary = folder / f".{name}.part"
    temporary.write_bytes(message.as_bytes())
    temporary.replace(folder / f"{name}.eml")
