"""Verbs of recertification: begin, undo, give the award that renews another.

When an award can be renewed, and by what, stands in `rules.renewal`.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, update

from lms.accounts import queries as accounts
from lms.audit import services as audit
from lms.content import queries as content
from lms.kit import events, jobs
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.ids import new_id
from lms.learning import queries as learning
from lms.learning.services import enrolling
from lms.programmes.events import ProgrammeCompleted
from lms.programmes.models import Award, Renewal
from lms.programmes.queries import renewal_facts, renewals
from lms.programmes.queries.participations import find_participation
from lms.programmes.queries.renewals import Held, RenewalRow
from lms.programmes.rules.completion import Standing, freeze_parts
from lms.programmes.rules.definition import CoursePart, ExamPart
from lms.programmes.rules.renewal import (
    RenewalNotOpen,
    RenewalUnderWay,
    choose_renewed,
    is_done,
)
from lms.programmes.rules.rows import AwardRow, ProgrammeVersionRow
from lms.programmes.rules.validity import renew
from lms.programmes.services import renewal_mail

EVALUATE_RENEWAL = "programmes.evaluate_renewal"


def find_zone(person_id: str) -> str:
    """Return the time zone in which the days of a person's awards are reckoned."""
    person = accounts.find_person(person_id)
    return person.time_zone if person else "UTC"


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def begin(actor: Actor, now: datetime, award_id: str, language: str) -> None:
    """Begin to renew one's own award: whoever does is enrolled in the courses that it asks for.

    Beginning twice is beginning once, and takes up again what was left meanwhile. Raises
    `NotVisible`, `RenewalNotOpen`, `NoVersionOpen`.
    """
    person_id = str(actor.person_id)
    renewals.lock_award(award_id)
    held = renewals.find_held(person_id, award_id)
    if held is None:
        raise NotVisible
    if held.renewal is not None:
        _take_up(actor, now, held.renewal)
        return
    zone = find_zone(person_id)
    window, version = held.terms.window, held.version
    if window is None or version is None or not window.is_open(_today(now, zone)):
        raise RenewalNotOpen
    values = {
        "id": new_id(),
        "award_id": award_id,
        "programme_version_id": version.id,
        "enrolments": _enrol(actor, now, held, zone, language),
        "begun_at": now,
    }
    db.session.execute(insert(Renewal).values(values))
    _record(actor, now, "renewal.begun", award_id, {"version": version.id})
    # Somebody may have done again what is asked before beginning.
    ask_to_evaluate([award_id], now)


def _take_up(actor: Actor, now: datetime, renewal: RenewalRow) -> None:
    """Go on in the enrolments that the renewal began and the person has withdrawn from."""
    for row in renewals.list_left(renewal):
        enrolling.go_on(actor, now, row.id)


def _enrol(
    actor: Actor,
    now: datetime,
    held: Held,
    zone: str,
    language: str,
) -> dict[str, list[str]]:
    """Enrol in the courses of what is not met yet; return which were begun, and which ended."""
    standings = renewal_facts.list_standings(str(actor.person_id), held, zone, now)
    opens_on = held.terms.window.opens_on if held.terms.window else None
    since = datetime.combine(opens_on or now.date(), time(), ZoneInfo(zone))
    unused = renewal_facts.list_taken_back(str(actor.person_id))
    done: dict[str, list[str]] = {"begun": [], "ended": []}
    for slug in _list_courses(standings):
        course = content.get_course(slug)
        version_id = enrolling.get_open_version(course)
        offered = content.list_languages(version_id)
        anew = enrolling.begin_anew(
            actor,
            now,
            course.id,
            version_id,
            str(actor.person_id),
            language if language in offered else offered[0],
            since=since,
            unused=unused,
        )
        done["begun"] += [anew.enrolment_id] if anew.is_begun else []
        done["ended"] += [anew.ended_id] if anew.ended_id else []
    return done


def _list_courses(standings: Iterable[Standing]) -> list[str]:
    """Return the courses of what is not met; electives are chosen by the person."""
    courses = [
        one.part.course
        for one in standings
        if one.status != "met" and isinstance(one.part, CoursePart | ExamPart)
    ]
    return list(dict.fromkeys(courses))


def undo(actor: Actor, now: datetime, award_id: str) -> None:
    """Take back that one has begun, with the enrolments; as long as nothing is done in them.

    Raises `NotVisible`, `RenewalUnderWay`.
    """
    person_id = str(actor.person_id)
    renewals.lock_award(award_id)
    held = renewals.find_held(person_id, award_id)
    renewal = held.renewal if held else None
    if held is None or renewal is None or renewal.finished_at is not None:
        raise NotVisible
    begun = renewal.enrolments["begun"]
    standings = renewal_facts.list_standings(person_id, held, find_zone(person_id), now)
    if renewal_facts.has_worked(begun) or any(one.status == "met" for one in standings):
        raise RenewalUnderWay
    for enrolment_id in begun:
        enrolment = learning.find_enrolment(enrolment_id)
        if enrolment is not None:
            enrolling.withdraw(actor, now, enrolment)
    for enrolment_id in renewal.enrolments["ended"]:
        enrolling.go_on(actor, now, enrolment_id)
    _change(renewal.id, undone_at=now)
    _record(actor, now, "renewal.undone", award_id, {})


def ask_to_evaluate(award_ids: Iterable[str], now: datetime) -> None:
    """Have it looked into whether these awards are renewed by now."""
    jobs.enqueue_many(EVALUATE_RENEWAL, [(one, {"award_id": one}) for one in award_ids], now)


def hear_of_award(event: ProgrammeCompleted, now: datetime) -> None:
    """Have it looked into whether an award of another programme was what was missing."""
    ask_for_person(event.person_id, now)


def ask_for_person(person_id: str, now: datetime) -> None:
    """Have it looked into what a person has begun to renew."""
    ask_to_evaluate([row.award_id for row in renewals.list_begun(person_id)], now)


def ask_for_enrolment(now: datetime, enrolment_id: str) -> None:
    """Have it looked into what the one who is enrolled has begun to renew."""
    enrolment = learning.find_enrolment(enrolment_id)
    if enrolment is not None:
        ask_for_person(enrolment.person_id, now)


def ask_for_participation(now: datetime, participation_id: str) -> None:
    """Have it looked into what a participant has begun to renew."""
    place = find_participation(participation_id)
    if place is not None and place.person_id is not None:
        ask_for_person(place.person_id, now)


def evaluate(now: datetime, award_id: str) -> None:
    """Give the award that renews another where all is done that is asked; harmless again."""
    # Two runs at once: the second waits, and finds what the first has given.
    renewals.lock_award(award_id)
    person_id = renewals.find_owner(award_id)
    held = renewals.find_held(person_id, award_id) if person_id else None
    if person_id is None or held is None or held.renewal is None or held.version is None:
        return
    zone = find_zone(person_id)
    window, today = held.terms.window, _today(now, zone)
    standings = renewal_facts.list_standings(person_id, held, zone, now)
    again = held.version.definition.recertification
    is_open = window is not None and window.is_open(today)
    if held.renewal.finished_at or again is None or not is_open or not is_done(standings):
        return
    renewed = choose_renewed(held.holding, award_id, again, today)
    hours = again.hours or renewal_facts.count_hours(person_id, held, zone)
    given = [_award(now, held, held.version, former, standings, today, hours) for former in renewed]
    _change(held.renewal.id, finished_at=now)
    renewal_mail.tell_renewed(now, person_id, given[0], held.version)
    for new in given:
        events.announce(ProgrammeCompleted(new, "", person_id), now)


def _award(
    now: datetime,
    held: Held,
    version: ProgrammeVersionRow,
    former: AwardRow,
    standings: Iterable[Standing],
    today: date,
    hours: float,
) -> str:
    months, award_id = version.definition.valid_months, new_id()
    # Awards that are renewed together end together.
    ends_on = held.award.valid_until or today
    values: dict[str, Any] = {
        "id": award_id,
        "person_id": former.person_id,
        "programme_version_id": version.id,
        "participation_id": None,
        "kind": former.kind,
        "figures": {"requirements": freeze_parts(standings)},
        "hours": hours,
        "awarded_at": now,
        "valid_until": renew(ends_on, today, months) if months else None,
        "renews_id": former.id,
    }
    db.session.execute(insert(Award).values(values))
    details = {"renews": former.id, "kind": former.kind, "version": version.id}
    _record(OPERATOR, now, "award.given", award_id, details)
    return award_id


def _change(renewal_id: str, **values: Any) -> None:  # noqa: ANN401 - columns of all types
    db.session.execute(update(Renewal).where(Renewal.id == renewal_id).values(**values))


def _record(
    actor: Actor, now: datetime, action: str, award_id: str, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, action, subject_type="award", subject_id=award_id, details=details
    )  # fmt: skip
