"""A nomination in the demo's cohort, as far as its pages need it: nominated, submitted, applied.

What each page does is tested in `test_nominations`.
"""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.places import STRANGER, Place
from tests.browser.server import Installation

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


def furnish_nominations(
    installation: Installation, pages: Callable[[str], Page], cohort_id: str
) -> list[Place]:
    """Nominate, submit and send back; return all pages of nominations."""
    focal, admin = pages("focal"), pages("admin")
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
