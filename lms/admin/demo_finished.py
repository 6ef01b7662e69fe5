"""The demo's cohort that is over: graduates whose certificates wait to be issued together.

Most have passed; one missed half of the sessions, one has confirmed no name, one is protected.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from lms.accounts import queries as people
from lms.admin.demo_graduates import GRADUATES, Graduate
from lms.admin.demo_programmes import SLUG, ZONE
from lms.kit.actor import OPERATOR, Actor
from lms.kit.errors import NotVisible
from lms.organisations import queries as organisations
from lms.programmes.queries import cohorts, curricula, nominations, participations, sessions
from lms.programmes.queries.nomination_files import get_file
from lms.programmes.rules.cohorts import CohortPlan, is_past
from lms.programmes.rules.presence import Presence
from lms.programmes.rules.rows import CohortRow, NominationRow
from lms.programmes.rules.sessions import SessionPlan
from lms.programmes.services import attendance, nominating, places
from lms.programmes.services import cohorts as running
from lms.programmes.services import nomination_parts as parts
from lms.programmes.services import sessions as meeting

PARTICIPANTS = ("elodie", "laila", "li", "anna", "maria", "tomasi", "fatou", "joao")
# Of six sessions, which the programme asks for, three.
MISSES_HALF = "tomasi"
SESSIONS = 6
HEAD, HEAD_EMAIL = "Head of the unit", "head@demo.example"
TITLE = {
    "ar": "الدفعة التجريبية",
    "zh": "试行期",
    "en": "Pilot cohort",
    "fr": "Cohorte pilote",
    "ru": "Пробный поток",
    "es": "Cohorte piloto",
}
TOPICS = "Week by week: cases from the participants' own work"


def add_finished_cohort(now: datetime, domain: str) -> None:
    """Add it where it is missing; without the programme there is nothing to complete."""
    programme = curricula.find_programme(SLUG)
    if programme is None or any(is_past(row, now) for row in cohorts.list_cohorts(programme.id)):
        return
    hub, plan = organisations.get_organisation(programme.organisation_id), _plan(now)
    cohort_id = running.create_cohort(OPERATOR, plan.opens_at, programme, hub, plan)
    running.publish_cohort(OPERATOR, plan.opens_at, cohorts.get_cohort(cohort_id))
    cohort = cohorts.get_cohort(cohort_id)
    there = {
        one.name: _let_in(cohort, one, f"{one.name}@{domain}")
        for one in GRADUATES
        if one.name in PARTICIPANTS
    }
    _hold_sessions(cohort, there)


def _plan(now: datetime) -> CohortPlan:
    start = now.date() - timedelta(weeks=15)
    midnight = datetime.combine(start, time(), ZoneInfo(ZONE))
    return CohortPlan(
        title=TITLE,
        announcement={"en": "The first of its kind, with officers of eight States."},
        time_zone=ZONE,
        starts_on=start,
        ends_on=start + timedelta(weeks=14),
        opens_at=midnight - timedelta(weeks=8),
        closes_at=midnight - timedelta(weeks=3),
        offer_days=7,
        places=20,
        languages=("ar", "zh", "en", "fr", "ru", "es"),
    )


def _let_in(cohort: CohortRow, graduate: Graduate, email: str) -> str:
    """Nominate a graduate, offer a place and have it taken; return the participation's id."""
    at = cohort.closes_at
    officer = people.get_actor_by_email(email, at)
    row = _nominate(cohort, officer, graduate, email)
    places.offer(OPERATOR, at, cohort, [row])
    place = next(
        one for one in participations.list_participations(cohort.id) if one.nomination_id == row.id
    )
    places.accept(officer, at, place, graduate.language)
    return place.id


def _nominate(cohort: CohortRow, officer: Actor, graduate: Graduate, email: str) -> NominationRow:
    """Nominate a graduate, with both parts filled in and confirmed; return the nomination."""
    at, home = cohort.closes_at, organisations.get_organisation(str(officer.organisation_id))
    nominee = nominating.Nominee(
        officer.person_id, email, graduate.full_name, home, graduate.language,
        is_protected=graduate.is_protected,
    )  # fmt: skip
    nomination_id = nominating.nominate(OPERATOR, at, cohort, nominee)
    part = parts.OrganisationPart({}, HEAD, HEAD_EMAIL, "")
    row = _get(nomination_id)
    parts.save_organisation_part(OPERATOR, at, row, part, row.revision)
    parts.confirm_nominee(officer, at, cohort, nomination_id)
    parts.answer_as_head(at, cohort, _get(nomination_id), "", is_confirmed=True)
    parts.submit_nomination(OPERATOR, at, cohort, get_file(_get(nomination_id), cohort))
    return _get(nomination_id)


def _get(nomination_id: str) -> NominationRow:
    row = nominations.find_nomination(nomination_id)
    if row is None:
        raise NotVisible
    return row


def _hold_sessions(cohort: CohortRow, there: Mapping[str, str]) -> None:
    """Hold the sessions, and note who was there; `there` are participations by the short names."""
    begin = datetime.combine(cohort.starts_on + timedelta(days=1), time(10))
    plan = SessionPlan(TOPICS, "online", begin, begin + timedelta(hours=2), ZONE)
    meeting.plan_sessions(OPERATOR, cohort.closes_at, cohort, plan, SESSIONS)
    for number, session in enumerate(sessions.list_sessions(cohort.id)):
        noted: dict[str, Presence] = {
            place: "absent" if name == MISSES_HALF and number % 2 else "present"
            for name, place in there.items()
        }
        attendance.note_list(OPERATOR, session.ends_at, session, {}, noted)
