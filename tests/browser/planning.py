"""The desk of the demo's cohort: all pages of those who run it, and what is done before them."""

from playwright.sync_api import Page

from tests.browser.places import Place

COHORTS = "/admin/cohorts"
CRITERION = "/criteria/"
QUESTION = "/form/organisation/"


def find_desk(page: Page) -> str:
    """Return the address of the desk of the demo's cohort, for who runs it."""
    page.goto(COHORTS)
    return page.locator("main tbody th a").first.get_attribute("href") or ""


def furnish_cohort(admin: Page) -> list[Place]:
    """Add a group to the demo's cohort; return all pages of its desk and the announcement."""
    desk = find_desk(admin)
    admin.goto(f"{desk}/groups")
    admin.fill("[name=name]", "Group of the west")
    admin.locator("main form.form button[type=submit]").click()
    group = _first(admin, f"main a[href^='{desk}/groups/']")
    admin.goto(f"{desk}/form")
    question = _first(admin, f"main a[href^='{desk}{QUESTION}']:not([href$='/remove'])")
    admin.goto(f"{desk}/criteria")
    criterion = _first(admin, f"main a[href^='{desk}{CRITERION}']:not([href$='/remove'])")
    admin.goto(f"{desk}/quotas")
    quota = _first(admin, "main tbody a")
    rows = {
        "list_cohorts": COHORTS,
        "new_cohort": f"{COHORTS}/new",
        "show_cohort": desk,
        "edit_cohort": f"{desk}/settings",
        "edit_announcement": f"{desk}/announcement",
        "confirm_act": f"{desk}/life/cancel",
        "show_form": f"{desk}/form",
        "edit_question": question,
        "confirm_removal": f"{question}/remove",
        "list_criteria": f"{desk}/criteria",
        "edit_criterion": criterion,
        "list_quotas": f"{desk}/quotas",
        "edit_quota": quota,
        "each_quota": f"{desk}/quotas/each/state",
        "show_team": f"{desk}/team?q=trainer",
        "list_groups": f"{desk}/groups",
        "edit_group": group,
        "show_announcement": desk.replace("/admin", "/programmes"),
    }
    return [Place(f"programmes/{name}.html", "admin", path) for name, path in rows.items()]


def _first(page: Page, selector: str) -> str:
    return page.locator(selector).first.get_attribute("href") or ""
