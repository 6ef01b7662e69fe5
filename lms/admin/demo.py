"""The demo: the shipped library, one account per role, graduates who have passed, a programme.

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
from lms.admin.demo_finished import add_finished_cohort
from lms.admin.demo_graduates import add_graduates, let_complete
from lms.admin.demo_programmes import add_programme
from lms.content import queries as content
from lms.content import services as courses
from lms.content.package import read_package
from lms.kit import jobs
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import reading, writing
from lms.kit.paths import COURSES
from lms.kit.settings import Settings
from lms.organisations import queries as places
from lms.organisations import services as organisations
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
        # Slow, so before any transaction.
        password_hash = hash_password(PASSWORD)
        with writing():
            _add_accounts(now, password_hash)
            translation.import_shipped(OPERATOR, now)
            add_programme(now)
        graduates = [*_graduate(password_hash)]
        with writing():
            add_finished_cohort(now, DOMAIN)
        jobs.run_due(handlers)
        settings: Settings = app.extensions["settings"]
        yield f"The site: http://{settings.host}:{settings.port}/"
        yield f"Accounts, each with the password {PASSWORD}:"
        yield from (f"  {account.name}@{DOMAIN}  ({account.role})" for account in ACCOUNTS)
        yield from (f"  {email}  (trainee, has completed the course)" for email in graduates)
        yield "A cohort is over; its certificates wait: Administration, Issuing certificates."


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


def _add_accounts(now: datetime, password_hash: str) -> None:
    root = organisations.ensure_installation(now)
    known = places.list_organisations()
    state = _find(known, country_code=STATE) or organisations.create_state(
        OPERATOR, now, country_code=STATE
    )
    agency = _find(known, parent_id=state, name=AGENCY) or organisations.create_agency(
        OPERATOR, now, parent_id=state, name=AGENCY
    )
    where = {"installation": root, "state": state, "agency": agency}
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


def _graduate(password_hash: str) -> Iterator[str]:
    """Let the graduate pass the course, and the others; without the course nobody can."""
    with reading():
        graduate = people.get_actor_by_email(f"{GRADUATE}@{DOMAIN}", clock.now())
        course = content.find_course(GRADUATE_COURSE)
        name = people.get_name(graduate, str(graduate.person_id))
        is_confirmed = people.find_confirmed(str(graduate.person_id)) is not None
    if course is None or course.newest_version_id is None:
        return
    let_complete(graduate, course, "en")
    if not is_confirmed:
        with writing():
            accounts.confirm_name(graduate, clock.now(), str(graduate.person_id), name)
    yield from add_graduates(course, password_hash, DOMAIN)
