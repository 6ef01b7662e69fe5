"""A cohort in the browser: planned, asked for, announced, with and without a script, in Arabic."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.planning import COHORTS, furnish_cohort

NARROW = 320
SEND = "main form.form button[type=submit]"


def plan(page: Page, title: str, *, has_script: bool) -> str:
    """Plan a cohort of the demo's programme by hand; return the address of its desk."""
    day = datetime.now(UTC).date()
    page.goto(f"{COHORTS}/new")
    page.select_option("[name=programme]", "integrity-officers")
    page.select_option("[name=runner]", label="Regional Integrity Hub")
    page.fill("[name=title-en]", title)
    page.fill("[name=title-ar]", "دفعة الخريف")
    page.select_option("[name=time_zone]", "Africa/Accra")
    page.fill("[name=starts_on]", f"{day + timedelta(days=90)}")
    page.fill("[name=ends_on]", f"{day + timedelta(days=80)}")
    page.fill("[name=opens_at]", f"{day}T00:00")
    page.fill("[name=closes_at]", f"{day + timedelta(days=30)}T23:59")
    page.fill("[name=places]", "12")
    page.check("[name=languages][value=ar]")
    page.locator(SEND).click()
    # The last day is before the first: said at its field, and nothing else is lost.
    expect(page.locator("#ends_on-error")).to_be_visible()
    # Who looks for what is not accessible is a script itself.
    if has_script:
        check_accessibility(page)
    expect(page.locator("[name=title-en]")).to_have_value(title)
    page.fill("[name=ends_on]", f"{day + timedelta(days=180)}")
    page.locator(SEND).click()
    page.wait_for_url(re.compile(r".*/admin/cohorts/[a-z2-7]{26}$"))
    return page.url.partition("/admin")[1] + page.url.partition("/admin")[2]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_cohort_is_planned_and_announced(open_browser, script):
    page = open_browser(java_script_enabled=script)
    sign_in(page, "admin")
    desk = plan(page, f"Autumn {script}", has_script=script)
    page.goto(f"{desk}/form/organisation/new")
    page.select_option("[name=kind]", "choice")
    page.fill("[name=label-en]", "Which unit?")
    page.fill("[name=options-en]", "Audit\nInvestigation")
    page.check("[name=is_panel_only]")
    page.locator(SEND).click()
    expect(page.locator("main ol > li")).to_have_count(1)
    page.goto(f"{desk}/quotas/new?preset=women")
    expect(page.locator("[name=where-sex][value=female]")).to_be_checked()
    page.fill("[name=minimum]", "13")
    page.locator(SEND).click()
    expect(page.locator("main .notice.danger").first).to_contain_text("raise the places to 13")
    page.fill("[name=minimum]", "5")
    page.locator(SEND).click()
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.goto(f"{desk}/announcement")
    page.fill("[name=announcement-ar]", "لموظفي **النزاهة**")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("main .prose strong")).to_have_text("النزاهة")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{desk}/life/publish")
    page.locator("main form.confirm button[type=submit]").click()
    expect(page.locator("main .status").first).to_have_text("Open for nominations")
    reader = open_browser("ar", NARROW, java_script_enabled=script)
    reader.goto(desk.replace("/admin", "/programmes"))
    expect(reader.locator("h1")).to_have_text("دفعة الخريف")
    expect(reader.locator(".prose strong")).to_have_text("النزاهة")
    if script:
        check_reflow(reader)


def test_the_pages_of_the_desk_are_accessible_and_narrow_in_arabic(open_browser):
    page = open_browser()
    sign_in(page, "admin")
    places = furnish_cohort(page)
    page.locator("html").wait_for()
    arabic = open_browser("ar", NARROW)
    sign_in(arabic, "admin")
    for place in places:
        arabic.goto(place.path)
        expect(arabic.locator("html")).to_have_attribute("dir", "rtl")
        check_accessibility(arabic)
        check_reflow(arabic)
