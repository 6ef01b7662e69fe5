"""The job that hands a message over.

A crash between hand-over and record leaves it *sending*; nobody is mailed twice by a machine
that does not know.
"""

from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import urlsplit

from flask import current_app

from lms.kit import mail
from lms.kit.db import begin_writing, db
from lms.kit.jobs import Run
from lms.kit.settings import Settings
from lms.notifications.models import Message
from lms.notifications.queries import get_message
from lms.web.render import current_site, render_text


def send_message(run: Run) -> None:
    """Hand one message over: *sending* is committed first, *sent* after."""
    message = get_message(run.arguments["message"])
    if message.status != "due":
        message.status = "waiting" if message.status == "sending" else message.status
        return
    settings: Settings = current_app.extensions["settings"]
    letter = _letter(message, settings)
    message.status = "sending"
    db.session.commit()
    try:
        mail.deliver(settings.mail_url, settings.data_dir, letter)
    except Exception:
        begin_writing()
        get_message(run.arguments["message"]).status = "due"
        db.session.commit()
        raise
    begin_writing()
    sent = get_message(run.arguments["message"])
    sent.status, sent.sent_at = "sent", run.now
    # A link in it opens an account: what has been sent need not be known here any longer.
    sent.context = {}


def _letter(message: Message, settings: Settings) -> EmailMessage:
    site = current_site()
    host = urlsplit(settings.base_url).hostname or "localhost"
    _, sender = parseaddr(site.mail_sender or f"article60@{host}")
    text = render_text(message.language, message.template, **message.context)
    subject, _, body = text.lstrip().partition("\n")
    letter = EmailMessage()
    letter["Message-ID"] = f"<{message.id}@{host}>"
    letter["Date"] = format_datetime(message.created_at)
    letter["From"] = formataddr((site.name, sender))
    letter["To"] = message.email
    letter["Subject"] = subject.removeprefix("Subject:").strip()
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(body.strip() + "\n")
    # After the content, which takes earlier headers about content away.
    letter["Content-Language"] = message.language
    return letter
