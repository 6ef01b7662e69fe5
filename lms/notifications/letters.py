"""From a message's row to the words it says, in any language, and to the mail that carries them.

How lines and addresses are written is in `lms.notifications.rules.letters`.
"""

from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from flask import current_app

from lms.kit.settings import Settings
from lms.notifications.models import Message
from lms.notifications.queries import list_messages
from lms.notifications.rules.headers import LETTERS
from lms.notifications.rules.kinds import DIGEST, IN_SAMPLE_DIGEST, KINDS, kind_of, sample_in
from lms.notifications.rules.letters import Words, ascii_address, lay_out, split_letter
from lms.web.render import current_site, render_text
from lms.web.seals import is_sealed, make_seal

UNSUBSCRIBE = "unsubscribe"


def write_words(kind: str, template: str, language: str, context: Mapping[str, object]) -> Words:
    """Return what a message says in `language`."""
    values = dict(context)
    if kind == DIGEST:
        values["items"] = _list_items(values.pop("messages", []), language)
    return _say(template, language, values)


def write_sample(kind: str, language: str) -> Words:
    """Return what a made-up message of a kind says in `language`."""
    values = sample_in(KINDS[kind], language)
    if kind == DIGEST:
        values["items"] = [write_sample(one, language) for one in IN_SAMPLE_DIGEST]
    return _say(KINDS[kind].template, language, values)


def _say(template: str, language: str, values: Mapping[str, object]) -> Words:
    settings: Settings = current_app.extensions["settings"]
    return split_letter(render_text(language, template, **values), settings.base_url)


def _list_items(ids: object, language: str) -> list[Words]:
    messages = list_messages(list(ids)) if isinstance(ids, list) else []
    return [write_words(one.kind, one.template, language, one.context) for one in messages]


def write_letter(message: Message) -> EmailMessage:
    """Return the mail of a message; its Message-ID is the same each time."""
    settings: Settings = current_app.extensions["settings"]
    host = urlsplit(settings.base_url).hostname or "localhost"
    words = write_words(message.kind, message.template, message.language, message.context)
    letter = EmailMessage(policy=LETTERS)
    letter["Message-ID"] = f"<{message.id}@{host}>"
    letter["Date"] = format_datetime(message.created_at)
    letter["From"] = _sender(host)
    letter["To"] = Address(addr_spec=ascii_address(message.email))
    letter["Subject"] = words.subject
    letter["Auto-Submitted"] = "auto-generated"
    footer = _add_unsubscribing(letter, message, settings.base_url)
    letter.set_content(lay_out(words.text + footer, message.language) + "\n")
    for part in message.parts:
        _add_part(letter, part)
    # After the content, which takes earlier headers about content away.
    letter["Content-Language"] = message.language
    return letter


def _sender(host: str) -> Address:
    site = current_site()
    _, address = parseaddr(site.mail_sender or f"article60@{host}")
    return Address(display_name=site.name, addr_spec=ascii_address(address))


def _add_unsubscribing(letter: EmailMessage, message: Message, base_url: str) -> str:
    """Add the headers by which news are switched off in one click (RFC 8058); return a footer."""
    is_digest = message.kind == DIGEST
    if message.person_id is None or not (is_digest or kind_of(message.kind).nature == "news"):
        return ""
    address = f"{base_url}/mail/unsubscribe/{message.person_id}/{seal_for(message.person_id)}"
    letter["List-Unsubscribe"] = f"<{address}>"
    letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return "\n\n" + render_text(message.language, "mail/footer.txt", address=address).strip()


def seal_for(person_id: str) -> str:
    """Return what makes an address that switches off the news of one person."""
    return make_seal(UNSUBSCRIBE, person_id)


def opens(seal: str, person_id: str) -> bool:
    """Say whether `seal` was made for this person."""
    return is_sealed(seal, UNSUBSCRIBE, person_id)


def _add_part(letter: EmailMessage, part: Mapping[str, str]) -> None:
    main, _, sub = part["content_type"].partition("/")
    params = {"method": part["method"]} if part["method"] else {}
    if main == "text":
        letter.add_attachment(
            part["text"], subtype=sub, filename=part["name"], charset="utf-8", params=params
        )
        return
    letter.add_attachment(
        part["text"].encode(), maintype=main, subtype=sub, filename=part["name"], params=params
    )
