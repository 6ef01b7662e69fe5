"""The demo: the shipped library, one account per role, a graduate who has passed, a programme.

Every step goes through the rooms' own services, so that what the demo shows is what people get.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from click import ClickException
from flask import Flask

from lms.accounts import queries as people
from lms.accounts import services as accounts
from lms.accounts.passwords import hash_password
from lms.admin.demo_programmes import add_programme
from lms.assessment import policy as assessment_policy
from lms.assessment import queries as papers
from lms.assessment import services as assessment
from lms.content import queries as content
from lms.content import services as courses
from lms.content.package import read_package
from lms.kit import jobs
from lms.kit.actor import OPERATOR, Actor
from lms.kit.clock import clock
from lms.kit.db import reading, writing
from lms.kit.ids import new_token
from lms.kit.paths import COURSES
from lms.kit.settings import Settings
from lms.learning import policy as learning_policy
from lms.learning import services as learning
from lms.organisations import queries as places
from lms.organisations import services as organisations
from lms.questions.types import get_type
from lms.translation import services as translation

PASSWORD = "article-60-demo"  # noqa: S105 - meant to be known; the demo is refused elsewhere
DOMAIN = "demo.example"
STATE = "GH"
AGENCY = "National Integrity Commission"
GRADUATE = "graduate"
GRADUATE_COURSE = "uncac-foundations"


class Account(NamedTuple):
    """One demo account: the name before the @, the person's name, the role, where it is held."""

    name: str
    full_name: str
    role: str
    place: str


ACCOUNTS = (
    Account("trainee", "Amina Diallo", "trainee", "agency"),
    Account("trainer", "Bruno Sarr", "trainer", "installation"),
    Account("translator", "Chen Wei", "translator", "installation"),
    Account("focal", "Dalia Ndiaye", "focal_point", "state"),
    Account("admin", "Emre Kaya", "administrator", "installation"),
    Account("auditor", "Oriol Puig", "auditor", "installation"),
    Account(GRADUATE, "Grace Mensah", "trainee", "agency"),
)


def load_demo(app: Flask, handlers: Mapping[str, jobs.Handler]) -> Iterator[str]:
    """Load what is missing of the demo; yield lines that say what was done.

    Raises `ClickException` where people live who are no demo accounts.
    """
    with app.app_context():
        now = clock.now()
        with reading():
            if people.count_other_people():
                raise ClickException("People live here already; the demo is for an empty database.")
        yield from _publish_library(now)
        with writing():
            _add_accounts(now)
            translation.import_shipped(OPERATOR, now)
            add_programme(now)
        _graduate()
        jobs.run_due(handlers)
        settings: Settings = app.extensions["settings"]
        yield f"The site: http://{settings.host}:{settings.port}/"
        yield f"Accounts, each with the password {PASSWORD}:"
        yield from (f"  {account.name}@{DOMAIN}  ({account.role})" for account in ACCOUNTS)


def _publish_library(now: datetime) -> Iterator[str]:
    for folder in sorted(path for path in COURSES.iterdir() if (path / "course.yaml").exists()):
        slug, files = read_package(folder)
        # As the commands do: what is slow is done before the transaction.
        with reading():
            prepared = courses.prepare_import(files, slug)
        with writing():
            courses.import_prepared(OPERATOR, now, prepared)
        with reading():
            plan = courses.plan_publication(OPERATOR, slug)
        with writing():
            courses.publish(OPERATOR, now, plan)
        yield f"Published: {slug}"


def _add_accounts(now: datetime) -> None:
    root = organisations.ensure_installation(now)
    known = places.list_organisations()
    state = _find(known, country_code=STATE) or organisations.create_state(
        OPERATOR, now, country_code=STATE
    )
    agency = _find(known, parent_id=state, name=AGENCY) or organisations.create_agency(
        OPERATOR, now, parent_id=state, name=AGENCY
    )
    where = {"installation": root, "state": state, "agency": agency}
    password_hash = hash_password(PASSWORD)
    for account in ACCOUNTS:
        if people.find_person_by_email(f"{account.name}@{DOMAIN}") is None:
            accounts.create_person(
                OPERATOR,
                now,
                email=f"{account.name}@{DOMAIN}",
                password_hash=password_hash,
                full_name=account.full_name,
                language=None,
                organisation_id=where[account.place],
                roles=(account.role,),
                is_demo=True,
                has_consented=True,
            )


def _find(known: Sequence[places.OrganisationRow], **wanted: str) -> str | None:
    matching = (
        row.id
        for row in known
        if all(getattr(row, name) == value for name, value in wanted.items())
    )
    return next(matching, None)


def _graduate() -> None:
    with reading():
        graduate = people.get_actor_by_email(f"{GRADUATE}@{DOMAIN}", clock.now())
        course = content.find_course(GRADUATE_COURSE)
    if course is None or course.newest_version_id is None:
        return
    with writing():
        enrolment_id = learning.enrol(graduate, clock.now(), course, "en")
        enrolment = learning_policy.load_enrolment_for(graduate, enrolment_id)
        if enrolment.status == "completed":
            return
        name = people.get_name(graduate, enrolment.person_id)
        accounts.confirm_name(graduate, clock.now(), enrolment.person_id, name)
        outline = content.get_outline(enrolment.version_id, "en")
        activities = [activity for module in outline.modules for activity in module.activities]
        for activity in activities:
            if activity.kind == "page":
                learning.read_page(clock.now(), enrolment, activity.id)
        for activity in activities:
            if activity.kind == "quiz":
                attempt_id = assessment.start_attempt(graduate, clock.now(), enrolment, activity.id)
                _answer_by_the_key(graduate, attempt_id)
                assessment.finish_attempt(graduate, clock.now(), attempt_id)


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
