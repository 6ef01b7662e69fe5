"""The mails around the deadline for nominations: reminders, and word of what was not completed.

No mail says who was nominated. Whom to write to is decided in `nomination_reminders`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from lms.accounts import queries as accounts
from lms.kit.ids import digest
from lms.notifications.rules import Recipient
from lms.notifications.services import send, send_many
from lms.programmes.rules.rows import CohortRow, NominationRow
from lms.programmes.services.nomination_mail import tell_of

DUE, OFFICER, NOMINEE, HEAD, OVER, LOST = (
    "programmes.nominations_due",
    "programmes.officer_reminded",
    "programmes.nominee_reminded",
    "programmes.head_reminded",
    "programmes.nominations_over",
    "programmes.nomination_lost",
)


def _template(kind: str) -> str:
    return f"mail/{kind.replace('.', '_')}.txt"


def _send_to(
    now: datetime,
    kind: str,
    cohort: CohortRow,
    people: Iterable[str],
    key: str,
    more: Mapping[str, Mapping[str, object]],
) -> None:
    """Write to people with accounts; `more` is said to each besides, by person."""
    recipients = []
    for person_id in people:
        language, email = accounts.get_language_and_email(person_id)
        context = {**tell_of(cohort, language), "cohort_id": cohort.id, **more.get(person_id, {})}
        recipients.append(Recipient(f"{key}:{person_id}", email, language, context, person_id))
    send_many(now, kind=kind, template=_template(kind), people=recipients)


def remind_silent(now: datetime, cohort: CohortRow, stage: str, people: Sequence[str]) -> None:
    """Remind focal points of a State that has nominated nobody, and has not said so either."""
    _send_to(now, DUE, cohort, people, stage, {})


def remind_officer(now: datetime, cohort: CohortRow, row: NominationRow, number: int) -> None:
    """Remind an officer with an account; `number` is of the step before."""
    person_id = str(row.person_id)
    more = {person_id: {"nomination": row.id}}
    _send_to(now, OFFICER, cohort, [person_id], f"{row.id}:{number}", more)


def remind_nominee(now: datetime, cohort: CohortRow, row: NominationRow, token: str) -> None:
    """Remind an officer without an account, with one more link to their part."""
    path = f"/nominee/{quote(token)}"
    _send_link(now, NOMINEE, cohort, row.email, row.language, (digest(token), path))


def remind_head(now: datetime, cohort: CohortRow, row: NominationRow, token: str) -> None:
    """Remind a head of unit, with one more link."""
    path = f"/heads/{quote(token)}"
    _send_link(now, HEAD, cohort, row.head_email, row.language, (digest(token), path))


def _send_link(
    now: datetime, kind: str, cohort: CohortRow, email: str, language: str, link: tuple[str, str]
) -> None:
    key, path = link
    context = {**tell_of(cohort, language), "path": path}
    send(
        now,
        kind=kind,
        key=key,
        email=email,
        language=language,
        template=_template(kind),
        context=context,
    )


def tell_over(
    now: datetime,
    cohort: CohortRow,
    stage: str,
    counts: Mapping[str, int],
    lost: Sequence[NominationRow],
) -> None:
    """Tell focal points how many nominations were not completed, and the nominees of them."""
    more = {person_id: {"count": count} for person_id, count in counts.items()}
    _send_to(now, OVER, cohort, sorted(counts), stage, more)
    nominees = [
        Recipient(f"{stage}:{row.id}", row.email, row.language, tell_of(cohort, row.language),
                  row.person_id)
        for row in lost
    ]  # fmt: skip
    send_many(now, kind=LOST, template=_template(LOST), people=nominees)
