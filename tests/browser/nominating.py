"""A nomination in the demo's cohort, as far as its pages need it: nominated, submitted, applied.

What each page does is tested in `test_nominations`.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import update

from lms.admin.demo_programmes import SLUG
from lms.app import create_app
from lms.kit.actor import OPERATOR
from lms.kit.db import db, writing
from lms.kit.settings import Settings
from lms.organisations import queries as organisations
from lms.programmes.models import Cohort
from lms.programmes.queries import cohorts, curricula
from lms.programmes.services import cohorts as running
from tests.browser.meeting import let_take_part
from tests.browser.places import STRANGER, Place
from tests.browser.server import Installation
from tests.browser.tutoring import open_plan

OFFICER = "akosua@example.org"
HEAD = "head@example.org"


def nominate(page: Page, name: str = "Akosua Owusu", email: str = OFFICER) -> str:
    """Have the focal point nominate somebody without an account; return the nomination's path."""
    page.goto("/nominate")
    page.locator("main tbody th a").first.click()
    page.locator("main a.button[href$='/new']").click()
    page.fill("[name=written_name]", name)
    page.fill("[name=email]", email)
    page.select_option("main [name=language]", "ar")
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url("**/nominate/nominations/*")
    return path_of(page)


def fill_in(page: Page, head: str = HEAD) -> None:
    """Fill in the organisation's part of the demo's form, and submit the nomination."""
    page.get_by_label("Investigation").check()
    page.get_by_label("Yes", exact=True).check()
    page.select_option("[name=sex]", "female")
    page.fill("[name=head_name]", "Esi Boateng")
    page.fill("[name=head_email]", head)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Submit the nomination").click()
    page.locator(".flashes .notice").first.wait_for()


def add_earlier(installation: Installation) -> None:
    """Found a cohort that is over, for which an officer of the demo's State was nominated."""
    app = create_app(Settings(data_dir=installation.folder, base_url=installation.url))
    now = datetime.now(UTC)
    with app.app_context(), writing():
        programme = curricula.get_programme(SLUG)
        hub = organisations.get_organisation(programme.organisation_id)
        title = {"en": "Officers of an earlier year", "ar": "دفعة عام سابق"}
        cohort_id = running.create_cohort(OPERATOR, now, programme, hub, open_plan(now, title))
        running.publish_cohort(OPERATOR, now, cohorts.get_cohort(cohort_id))
    let_take_part(installation, cohort_id)
    day = now.date() - timedelta(days=30)
    dates = {"starts_on": day - timedelta(days=60), "ends_on": day}
    with app.app_context(), writing():
        db.session.execute(update(Cohort).where(Cohort.id == cohort_id).values(dates))


def furnish_nominations(
    installation: Installation, pages: Callable[[str], Page], cohort_id: str
) -> list[Place]:
    """Nominate, submit and send back; return all pages of nominations."""
    focal, admin = pages("focal"), pages("admin")
    add_earlier(installation)
    focal.goto("/nominate")
    expect(focal.get_by_role("heading", name="Earlier cohorts")).to_be_visible()
    one = nominate(focal)
    fill_in(focal)
    desk = f"/admin/cohorts/{cohort_id}/nominations"
    rows = [
        ("show_nomination_office", "focal", "/nominate"),
        ("list_own_nominations", "focal", f"/nominate/{cohort_id}?q=amina"),
        ("nominate_officer", "focal", f"/nominate/{cohort_id}/new"),
        ("show_nomination", "focal", one),
        ("fill_in_nomination", STRANGER, installation.mailed_path(OFFICER, "/nominee/")),
        ("confirm_nomination", STRANGER, installation.mailed_path(HEAD, "/heads/")),
        ("apply_for_cohort", "graduate", f"/programmes/cohorts/{cohort_id}/apply"),
        ("list_nominations", "admin", desk),
        ("read_nomination", "admin", f"{desk}/{one.rpartition('/')[2]}"),
    ]
    admin.goto(desk)
    return [Place(f"programmes/{name}.html", who, path) for name, who, path in rows]


def path_of(page: Page) -> str:
    """Return where a page is, without the host."""
    return str(page.evaluate("location.pathname"))
