"""The mails of nominations: to the officer, the head of unit, the focal points, the applicant.

No mail says who was nominated: a name stands on the page alone, for those who may see it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import quote

from lms.accounts import queries as accounts
from lms.kit.i18n import formats
from lms.notifications.rules import Recipient
from lms.notifications.services import send, send_many
from lms.programmes.queries import curricula
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.rows import CohortRow, NominationRow


def tell_of(cohort: CohortRow, language: str) -> dict[str, object]:
    """Return what each mail about nominations says of the cohort, in a language."""
    definition = curricula.get_version(cohort.programme_version_id).definition
    return {
        "programme": choose_text(definition.title, language, definition.source_language)[0],
        "cohort": choose_text(cohort.title, language)[0],
        "deadline": formats(language).zoned(cohort.closes_at, cohort.time_zone),
    }


def mail_nominee(
    now: datetime, cohort: CohortRow, row: NominationRow, token: str, digest: str
) -> None:
    """Send an officer the link to their part of the nomination."""
    send(
        now,
        kind="programmes.nominee_asked",
        key=digest,
        email=row.email,
        language=row.language,
        template="mail/programmes_nominee_asked.txt",
        context={**tell_of(cohort, row.language), "path": f"/nominee/{quote(token)}"},
        person_id=row.person_id,
    )


def mail_head(
    now: datetime, cohort: CohortRow, row: NominationRow, token: str, digest: str
) -> None:
    """Send a head of unit the link by which a nomination is confirmed."""
    send(
        now,
        kind="programmes.head_asked",
        key=digest,
        email=row.head_email,
        language=row.language,
        template="mail/programmes_head_asked.txt",
        context={**tell_of(cohort, row.language), "path": f"/heads/{quote(token)}"},
    )


def mail_sent_back(
    now: datetime, cohort: CohortRow, row: NominationRow, words: str, number: int
) -> None:
    """Tell the focal points of a nomination that it was sent back, and why."""
    _mail_focal_points(
        now, cohort, row, "nomination_sent_back", f"{row.id}:{number}", {"words": words}
    )


def mail_answered(
    now: datetime, cohort: CohortRow, row: NominationRow, what: str, words: str, number: int
) -> None:
    """Tell the focal points what the officer or the head of unit has answered."""
    if what == "nominee_confirmed" and row.way == "applied" and row.endorsed_at is None:
        # Nobody has nominated this officer yet.
        what = "applicant_confirmed"
    more = {"what": what, "words": words}
    _mail_focal_points(now, cohort, row, "nomination_answered", f"{row.id}:{number}", more)


def mail_applied(now: datetime, cohort: CohortRow, row: NominationRow) -> None:
    """Tell the focal points of an officer that an application awaits them."""
    _mail_focal_points(now, cohort, row, "endorsement_asked", row.id, {})


def _mail_focal_points(
    now: datetime,
    cohort: CohortRow,
    row: NominationRow,
    name: str,
    key: str,
    more: Mapping[str, object],
) -> None:
    people = list_addressed(now, row)
    recipients = [
        Recipient(
            f"{key}:{person_id}",
            email,
            language,
            {**tell_of(cohort, language), "nomination": row.id, **more},
            person_id,
        )
        for person_id, language, email in _with_addresses(people)
    ]
    send_many(
        now,
        kind=f"programmes.{name}",
        template=f"mail/programmes_{name}.txt",
        people=recipients,
    )


def list_addressed(now: datetime, row: NominationRow) -> list[str]:
    """Return who works on a nomination: its maker or endorser, else all focal points over it."""
    holders = accounts.list_role_holders("focal_point", row.organisation_path, now)
    own = [one for one in (row.endorsed_by, row.nominated_by) if one in holders]
    return own[:1] or holders


def _with_addresses(people: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    for person_id in people:
        yield (person_id, *accounts.get_language_and_email(person_id))


def mail_endorsement(
    now: datetime, cohort: CohortRow, row: NominationRow, words: str, *, is_endorsed: bool
) -> None:
    """Tell an applicant what the focal point has decided."""
    language, email = accounts.get_language_and_email(str(row.person_id))
    more = {"nomination": row.id, "is_endorsed": is_endorsed, "words": words}
    send(
        now,
        kind="programmes.endorsement_decided",
        key=f"{row.id}:{is_endorsed}:{row.revision}",
        email=email,
        language=language,
        template="mail/programmes_endorsement_decided.txt",
        context={**tell_of(cohort, language), **more},
        person_id=row.person_id,
    )


def remind_focal_points(
    now: datetime,
    cohort: CohortRow,
    counts: Mapping[str, int],
    people: Mapping[str, tuple[str, str]],
    *,
    key: str = "",
) -> int:
    """Remind focal points of what is not complete; return how many were written to.

    `counts` are of nominations, `people` languages and addresses, both by focal point. One is
    reminded once a day at most, or once for each `key`.
    """
    once = key or f"{cohort.id}:{now.date().isoformat()}"
    recipients = [
        Recipient(
            f"{once}:{person_id}",
            people[person_id][1],
            people[person_id][0],
            {**tell_of(cohort, people[person_id][0]), "count": count, "cohort_id": cohort.id},
            person_id,
        )
        for person_id, count in counts.items()
    ]
    return send_many(
        now,
        kind="programmes.nominations_missing",
        template="mail/programmes_nominations_missing.txt",
        people=recipients,
    )
