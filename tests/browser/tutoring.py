"""A cohort whose programme asks for graded work: handed in, late, complained of; all its pages.

Programme and cohort are written into the database: how they are built is tested elsewhere.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from lms.accounts.queries import find_person_by_email
from lms.admin.demo_programmes import SLUG
from lms.app import create_app
from lms.kit.actor import OPERATOR
from lms.kit.db import writing
from lms.kit.settings import Settings
from lms.organisations import queries as organisations
from lms.programmes.queries import cohorts, curricula
from lms.programmes.rules.cohorts import CohortPlan
from lms.programmes.services import cohorts as running
from lms.programmes.services import curricula as building
from lms.programmes.services import deadlines, teams
from tests.browser.meeting import let_take_part
from tests.browser.places import Place
from tests.browser.server import Installation

TUTORED = "tutored-officers"
LONG_NAME = "Morning group of the coastal and northern provinces"
TITLE = {"en": "Tutored cohort", "ar": "دفعة بمرافقة موجّه"}
DEFINITION = {
    "title": {"en": "Tutored officers", "ar": "موظفون بمرافقة موجّه"},
    "summary": {"en": "With a product and a session of one's own."},
    "source_language": "en",
    "level": "foundation",
    "hours": 20,
    "requirements": [
        {"id": "plan", "type": "product", "points": 70,
         "brief": {"en": "A plan for your office.", "ar": "خطة لمكتبك."}},
        {"id": "teach", "type": "teaching", "points": 60, "title": {"en": "Teach one hour"},
         "brief": {"en": "Teach a module to your colleagues."}},
    ],
}  # fmt: skip


def found_cohort(installation: Installation) -> str:
    """Found the programme and a cohort of it, with a tutor, somebody for complaints, a deadline."""
    app, now = create_app(Settings(data_dir=installation.folder, base_url=installation.url)), _now()
    with app.app_context(), writing():
        hub = organisations.get_organisation(curricula.get_programme(SLUG).organisation_id)
        building.create_programme(
            OPERATOR, now, hub, slug=TUTORED, source_language="en", title="Tutored officers"
        )
        building.save_draft(OPERATOR, now, curricula.get_programme(TUTORED), DEFINITION, 1)
        building.publish_version(OPERATOR, now, curricula.get_programme(TUTORED))
        programme = curricula.get_programme(TUTORED)
        cohort_id = running.create_cohort(OPERATOR, now, programme, hub, open_plan(now, TITLE))
        running.publish_cohort(OPERATOR, now, cohorts.get_cohort(cohort_id))
        cohort = cohorts.get_cohort(cohort_id)
        for name, task in (("trainer", "tutor"), ("translator", "complaints")):
            person = find_person_by_email(f"{name}@demo.example")
            assert person is not None
            teams.assign(OPERATOR, now, cohort, person.id, task)
        teams.add_group(OPERATOR, now, cohort, LONG_NAME, "en", None)
        due_at = now - timedelta(days=2)
        set_at = due_at - timedelta(days=1)
        deadlines.set_deadline(OPERATOR, set_at, cohort, "teach", None, due_at)
    return cohort_id


def _now() -> datetime:
    return datetime.now(UTC)


def open_plan(now: datetime, title: dict[str, str]) -> CohortPlan:
    """Return the plan of a cohort that is open for nominations now."""
    return CohortPlan(
        title=title,
        announcement={},
        time_zone="UTC",
        starts_on=(now + timedelta(days=30)).date(),
        ends_on=(now + timedelta(days=90)).date(),
        opens_at=now - timedelta(days=5),
        closes_at=now + timedelta(days=5),
        offer_days=7,
        places=10,
        languages=("en", "ar"),
    )


def hand_in(page: Page, participation: str) -> None:
    """Hand a file and a few words in, as who takes part."""
    page.goto(f"/learn/cohorts/{participation}/work/plan")
    page.fill("[name=words]", "My plan.\nStep one.")
    file = {"name": "خطة.txt", "mimeType": "text/plain", "buffer": b"Step one"}
    page.set_input_files("[name=files]", [file])
    page.locator("main form.form button[type=submit]").click()
    page.locator("#version-1").wait_for()


def file_complaint(page: Page, participation: str) -> str:
    """File a complaint, as who takes part; return its id."""
    page.goto(f"/learn/cohorts/{participation}/complaint")
    page.fill("[name=words]", "The room cannot be reached with a wheelchair.")
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url("**/learn/complaints/*")
    return page.url.rpartition("/")[2]


def write_message(page: Page, address: str, words: str) -> None:
    """Write a message on the page of a thread, and wait until it stands there."""
    page.goto(address)
    page.fill("[name=words]", words)
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator(".flashes .notice.success").wait_for()


def furnish_tutoring(installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Let somebody hand work in, complain and be written to; return all pages of tutoring."""
    cohort_id = found_cohort(installation)
    participation = let_take_part(installation, cohort_id)
    hand_in(pages("trainee"), participation)
    complaint = file_complaint(pages("trainee"), participation)
    desk, person = f"/admin/cohorts/{cohort_id}", f"/admin/participations/{participation}"
    own = f"/learn/cohorts/{participation}"
    write_message(pages("trainer"), f"{person}/messages", "How far are you?")
    rows = (
        ("trainer", "list_threads", f"{desk}/messages"),
        ("trainer", "show_thread", f"{person}/messages?template=late"),
        ("trainer", "write_mailing", f"{desk}/messages/new"),
        ("trainee", "show_own_thread", f"{own}/messages"),
        ("admin", "arrange_groups", f"{desk}/groups/people?propose=all"),
        ("admin", "list_works", f"{desk}/work"),
        ("trainer", "show_work", f"{person}/work/plan"),
        ("admin", "list_deadlines", f"{desk}/deadlines"),
        ("trainer", "list_behind", f"{desk}/behind"),
        ("trainer", "show_help", f"{person}/help"),
        ("translator", "list_complaints", f"{desk}/complaints"),
        ("translator", "show_complaint", f"/admin/complaints/{complaint}"),
        ("trainee", "list_own_works", f"{own}/work"),
        ("trainee", "show_own_work", f"{own}/work/plan"),
        ("trainee", "list_own_deadlines", f"{own}/deadlines"),
        ("trainee", "file_complaint", f"{own}/complaint"),
        ("trainee", "show_own_complaint", f"/learn/complaints/{complaint}"),
    )
    return [Place(f"programmes/{template}.html", who, path) for who, template, path in rows]
