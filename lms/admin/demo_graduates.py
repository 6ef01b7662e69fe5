"""The demo's graduates: people of ten States and five scripts who completed the shipped course.

Nobody has a certificate yet, so that issuing to many can be tried. Who passes, passes by answering
everything by the key, through the rooms' own services.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from lms.accounts import queries as people
from lms.accounts import services as accounts
from lms.assessment import policy as assessment_policy
from lms.assessment import queries as papers
from lms.assessment import services as assessment
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.actor import OPERATOR, Actor
from lms.kit.clock import clock
from lms.kit.db import reading, writing
from lms.kit.ids import new_token
from lms.learning import policy as learning_policy
from lms.learning import services as learning
from lms.organisations import queries as places
from lms.organisations import services as organisations
from lms.questions.types import get_type


class Graduate(NamedTuple):
    """Somebody who has completed the course: the name before the @, the names, language and State.

    `latin` is the name in Latin letters beside one in another script. Who does not pass has
    participated; who has not confirmed the name is asked to when certificates are issued.
    """

    name: str
    full_name: str
    language: str
    state: str
    latin: str = ""
    honorific: str = ""
    has_passed: bool = True
    has_confirmed: bool = True
    is_protected: bool = False


GRADUATES = (
    Graduate("kwame", "Kwame Boateng", "en", "GH", honorific="Dr"),
    Graduate("elodie", "Élodie Ouédraogo", "fr", "BF"),
    Graduate("laila", "ليلى عبد الرحمن القاضي", "ar", "JO", latin="Laila Abdulrahman Al-Qadi",
             honorific="القاضية"),
    Graduate("li", "李明哲", "zh", "CN", latin="Li Mingzhe"),
    Graduate("anna", "Анна Сергеевна Ковалёва", "ru", "KZ", latin="Anna Kovaleva"),
    Graduate("maria", "María José Núñez de la Cruz", "es", "PE", honorific="Jueza"),
    Graduate("maximiliana", "Maximiliana Bartholomäa Freifrau von Hohenstein-Wolkenburg zu "
             "Rothenfels und Stolzenegg", "en", "AT"),
    Graduate("tomasi", "Tomasi Ratu Vuniwaqa", "en", "FJ", has_passed=False),
    Graduate("fatou", "Fatou Ba", "fr", "SN", is_protected=True),
    Graduate("joao", "João Teixeira", "en", "TL", has_confirmed=False),
)  # fmt: skip


def add_graduates(course: CourseRow, password_hash: str, domain: str) -> Iterator[str]:
    """Add those who are missing; yield their addresses."""
    with writing():
        states = _add_states(clock.now())
    for graduate in GRADUATES:
        email = f"{graduate.name}@{domain}"
        with writing():
            if people.find_person_by_email(email) is None:
                _add(graduate, email, password_hash, states[graduate.state])
        with reading():
            actor = people.get_actor_by_email(email, clock.now())
        let_complete(actor, course, graduate.language, has_passed=graduate.has_passed)
        yield email


def _add_states(now: datetime) -> dict[str, str]:
    known = {row.country_code: row.id for row in places.list_organisations() if row.kind == "state"}
    for code in sorted({one.state for one in GRADUATES} - known.keys()):
        known[code] = organisations.create_state(OPERATOR, now, country_code=code)
    return {str(code): state_id for code, state_id in known.items()}


def _add(graduate: Graduate, email: str, password_hash: str, state_id: str) -> None:
    person_id = accounts.create_person(
        OPERATOR,
        clock.now(),
        email=email,
        password_hash=password_hash,
        full_name=graduate.full_name,
        language=graduate.language,
        organisation_id=state_id,
        roles=("trainee",),
        is_demo=True,
        is_protected=graduate.is_protected,
        has_consented=True,
    )
    actor = people.get_actor_by_email(email, clock.now())
    # The one that is confirmed last is printed; the other stands below it.
    if graduate.latin:
        accounts.confirm_name(actor, clock.now(), person_id, graduate.latin)
    if graduate.has_confirmed:
        accounts.confirm_name(
            actor, clock.now(), person_id, graduate.full_name, honorific=graduate.honorific
        )


def let_complete(
    actor: Actor, course: CourseRow, language: str, *, has_passed: bool = True
) -> None:
    """Let somebody read everything in the course and, to pass, answer all; once."""
    with writing():
        offered = content.list_languages(str(course.newest_version_id))
        studied = language if language in offered else "en"
        enrolment_id = learning.enrol(actor, clock.now(), course, studied)
        enrolment = learning_policy.load_enrolment_for(actor, enrolment_id)
        if enrolment.status == "completed":
            return
        outline = content.get_outline(enrolment.version_id, studied)
        activities = [activity for module in outline.modules for activity in module.activities]
        for activity in activities:
            if activity.kind == "page":
                learning.read_page(clock.now(), enrolment, activity.id)
        for activity in activities:
            if activity.kind == "quiz" and has_passed:
                attempt_id = assessment.start_attempt(actor, clock.now(), enrolment, activity.id)
                _answer_by_the_key(actor, attempt_id)
                assessment.finish_attempt(actor, clock.now(), attempt_id)


def _answer_by_the_key(actor: Actor, attempt_id: str) -> None:
    attempt = assessment_policy.load_attempt_for(actor, attempt_id)
    questions = content.get_items(attempt.version_id)
    for row in papers.get_paper(attempt_id):
        question = questions[row.item_id]
        kind = get_type(question.type)
        key = kind.key(question, row.presented, attempt.language)
        sent = kind.send(question, row.presented, key)
        client_id = new_token()
        seat = assessment_policy.load_seat_for(actor, attempt_id, row.position, client_id)
        saved = assessment.save_response(clock.now(), seat, client_id, sent)
        if saved.problem is not None:
            raise saved.problem
