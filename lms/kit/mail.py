"""Handing a message over: to a folder by default, to a mail server by setting.

Which messages there are, and whether one was sent before, is known to notifications.
"""

import smtplib
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 30


def deliver(url: str, data_dir: Path, message: EmailMessage) -> None:
    """Hand `message` over by `url` (`file:FOLDER`, `smtp://…`, `smtps://…`).

    Raises `OSError` or `smtplib.SMTPException` where it was not accepted.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        _write(data_dir / parts.path.lstrip("/") if parts.path else data_dir, message)
        return
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 0, timeout=TIMEOUT_SECONDS) as server:
        # Before it has been greeted, a server is not known to offer anything.
        server.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _write(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = message["Message-ID"].strip("<>").replace("/", "_")
    temporary = folder / f".{name}.part"
    temporary.write_bytes(message.as_bytes())
    temporary.replace(folder / f"{name}.eml")
