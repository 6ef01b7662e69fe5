"""What is told of a certificate: to its holder by mail, to the audit log always.

What happened is decided by the verbs beside.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lms.accounts import queries as people
from lms.audit import services as audit
from lms.certificates.queries.titles import find_title
from lms.kit.actor import Actor
from lms.kit.i18n import Text
from lms.notifications.rules import Recipient
from lms.notifications.services import send_many


def notify(
    now: datetime, kind: str, key: str, person_id: str, context: Mapping[str, object]
) -> None:
    """Send the mail of this kind to a person in the person's language, once for each key."""
    tell(now, kind, [(key, person_id, context)])


def tell(
    now: datetime, kind: str, messages: Sequence[tuple[str, str, Mapping[str, object]]]
) -> None:
    """Send a mail of this kind for each key, person and context, as `notify` does."""
    mailboxes = people.get_languages_and_emails({person_id for _, person_id, _ in messages})
    recipients = []
    for key, person_id, context in messages:
        language, email = mailboxes[person_id]
        recipients.append(Recipient(key, email, language, context, person_id))
    send_many(now, kind=kind, template=f"mail/{kind.replace('.', '_')}.txt", people=recipients)


def record(
    actor: Actor, now: datetime, what: str, certificate_id: str, details: dict[str, Any]
) -> None:
    """Write what was done with a certificate into the audit log."""
    audit.record(
        actor, now, f"certificates.{what}", subject_type="certificate",
        subject_id=certificate_id, details=details,
    )  # fmt: skip


def ask_for_name(now: datetime, subject: str, key: str, person_id: str) -> None:
    """Ask somebody to confirm the name for the certificate of an `enrolment` or an `award`.

    One reminder a day, however often it is tried.
    """
    kind = "certificates.confirm_name"
    if subject == "award":
        kind += "_award"
    language, _email = people.get_language_and_email(person_id)
    context = {subject: key, "title": find_title(subject, key, language)}
    notify(now, kind, f"{key}:{now.date()}", person_id, context)


def ask_for_spelling(
    now: datetime, subject: str, key: str, person_id: str, complaint: Text
) -> None:
    """Ask somebody for a spelling of the name that can be printed; `complaint` says what cannot.

    One reminder a day, however often it is tried.
    """
    language, _email = people.get_language_and_email(person_id)
    context = {
        "where": key if subject == "enrolment" else f"awards/{key}",
        "title": find_title(subject, key, language),
        "complaint": complaint.in_language(language),
    }
    notify(now, "certificates.respell", f"{key}:{now.date()}", person_id, context)
