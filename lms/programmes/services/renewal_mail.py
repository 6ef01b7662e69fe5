"""What is mailed to holders of awards: that one is going to end, has ended, or was renewed.

When a reminder is due is said in `rules.renewal`. Subjects name no programme.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lms.accounts import queries as accounts
from lms.kit import jobs
from lms.kit.i18n import formats
from lms.notifications.queries import list_known_keys
from lms.notifications.services import send
from lms.programmes.queries import pages, renewal_facts, renewals
from lms.programmes.queries.renewals import Held
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.renewal import find_reminder
from lms.programmes.rules.requirements import name_by_description
from lms.programmes.rules.rows import ProgrammeVersionRow

REMIND_AWARDS = "programmes.remind_awards"
REMIND_AWARD = "programmes.remind_award"
ENDING = "programmes.award_ending"
RENEWED = "programmes.award_renewed"
AT_ONCE = 500


def ask_to_remind(now: datetime) -> None:
    """Ask for the reminders that are due and were not sent; as many reads as there are hundreds."""
    people = renewals.list_ending(now.date())
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        zones = renewals.list_zones(some)
        due = {}
        for person_id, every in renewals.list_held(some).items():
            for held in every:
                days = find_due(held, zones[person_id], now)
                if days is not None:
                    due[f"{held.award.id}:{days}"] = held.award.id
        known = list_known_keys(ENDING, due)
        asked = [(key, {"award_id": due[key]}) for key in due if key not in known]
        jobs.enqueue_many(REMIND_AWARD, asked, now)


def find_due(held: Held, zone: str, now: datetime) -> int | None:
    """Return which reminder of an award is due, or nothing."""
    award, place = held.award, ZoneInfo(zone)
    if award.valid_until is None:
        return None
    awarded_on = award.awarded_at.astimezone(place).date()
    return find_reminder(awarded_on, award.valid_until, now.astimezone(place).date())


def remind(now: datetime, award_id: str) -> None:
    """Send the newest reminder that is due for an award, once; nothing where it is renewed."""
    person_id = renewals.find_owner(award_id)
    person = accounts.find_person(person_id) if person_id else None
    held = renewals.find_held(person.id, award_id) if person else None
    if person is None or held is None:
        return
    days = find_due(held, person.time_zone, now)
    if days is None:
        return
    language, email = accounts.get_language_and_email(person.id)
    send(
        now,
        kind=ENDING,
        key=f"{award_id}:{days}",
        email=email,
        language=language,
        template="mail/programmes_award_ending.txt",
        context=_tell(now, held, person.time_zone, language) | {"is_over": days < 0},
        person_id=person.id,
    )


def _tell(now: datetime, held: Held, zone: str, language: str) -> dict[str, Any]:
    window, today = held.terms.window, now.astimezone(ZoneInfo(zone)).date()
    is_open = window is not None and window.is_open(today)
    missing = list_missing(now, held, zone, language) if held.renewal else []
    return {
        "title": name(held.own, language),
        "until": _day(held.award.valid_until, language),
        "opens": _day(window.opens_on if window else None, language),
        "closes": _day(window.closes_on if window else None, language),
        "is_renewable": held.version is not None
        and window is not None
        and today <= window.closes_on,
        "is_open": is_open,
        "is_begun": held.renewal is not None,
        "missing": missing,
    }


def _day(day: date | None, language: str) -> str:
    return formats(language).date(day) if day else ""


def name(version: ProgrammeVersionRow, language: str) -> str:
    """Return the title of a programme for a reader."""
    definition = version.definition
    return choose_text(definition.title, language, definition.source_language)[0]


def list_missing(now: datetime, held: Held, zone: str, language: str) -> Sequence[str]:
    """Return in words what is still asked of whoever has begun to renew an award."""
    if held.version is None:
        return []
    definition = held.version.definition
    names = pages.name_things(definition, language)
    standings = renewal_facts.list_standings(held.award.person_id, held, zone, now)
    return [
        pages.name_part(one.part, definition, names, language)[0]
        or name_by_description(one.part, language)
        for one in standings
        if one.status != "met"
    ]


def tell_renewed(
    now: datetime, person_id: str, award_id: str, version: ProgrammeVersionRow
) -> None:
    """Tell somebody of the award that renews another; of two, once."""
    language, email = accounts.get_language_and_email(person_id)
    send(
        now,
        kind=RENEWED,
        key=award_id,
        email=email,
        language=language,
        template="mail/programmes_award_renewed.txt",
        context={"title": name(version, language)},
        person_id=person_id,
    )
