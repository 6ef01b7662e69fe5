"""A nomination in the browser: the focal point in English, the officer by a link in Arabic, the
head of unit; with and without a script, narrow, and accessible."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.meeting import find_cohort
from tests.browser.nominating import fill_in, furnish_nominations, nominate
from tests.browser.places import STRANGER

NARROW = 320


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_officer_is_nominated_fills_in_by_the_link_and_the_head_confirms(
    open_browser, installation, script
):
    email, chief = (f"{who}-{script}@example.org".lower() for who in ("officer", "chief"))
    focal = open_browser(java_script_enabled=script)
    sign_in(focal, "focal")
    # What looks for faults is itself a script.
    check = check_accessibility if script else check_reflow
    one = nominate(focal, f"Abena {'Asante' if script else 'Quaye'}", email)
    check(focal)
    fill_in(focal, chief)
    expect(focal.locator("main .status").first).to_contain_text("answers still awaited")

    officer = open_browser("ar", NARROW, java_script_enabled=script)
    officer.goto(installation.mailed_path(email, "/nominee/"))
    expect(officer.locator("html")).to_have_attribute("dir", "rtl")
    check(officer)
    check_reflow(officer)
    officer.locator("button[name=confirm]").click()
    # Said at the question and in the summary, in the officer's language.
    expect(officer.get_by_role("alert")).to_be_visible()
    expect(officer.locator("main .error")).to_have_count(2)
    check(officer)
    officer.locator("main textarea[name^=answer]").fill("سأراجع إجراءات المكتب.")
    officer.locator("[name=consent]").check()
    officer.locator("button[name=confirm]").click()
    expect(officer.locator(".flashes")).to_contain_text("شكرًا")

    head = open_browser("fr", NARROW, java_script_enabled=script)
    head.goto(installation.mailed_path(chief, "/heads/"))
    check(head)
    check_reflow(head)
    head.locator("button[value=confirm]").click()
    expect(head.locator("main .notice.success")).to_be_visible()

    focal.goto(one)
    expect(focal.locator("main .status").first).to_have_text("Submitted and complete")


def test_a_likeness_is_shown_side_by_side_and_the_order_is_changed_by_keyboard(open_browser):
    focal = open_browser()
    sign_in(focal, "focal")
    nominate(focal, "Kwabena Mensah", "kwabena@example.org")
    focal.goto("/nominate")
    focal.locator("main tbody th a").first.click()
    focal.locator("main a.button[href$='/new']").click()
    focal.fill("[name=written_name]", "كوابينا منسا")
    focal.fill("[name=email]", "k.mensah@example.org")
    focal.locator("main form.form button[type=submit]").click()
    expect(focal.locator("main .notice.warning tbody tr")).to_have_count(2)
    check_accessibility(focal)
    focal.get_by_role("button", name="This is another person").click()
    focal.wait_for_url("**/nominate/nominations/*")
    focal.goto("/nominate")
    focal.locator("main tbody th a").first.click()
    rows = focal.locator("main tbody tr")
    last = rows.last.locator("th").inner_text()
    up = rows.last.get_by_role("button")
    up.focus()
    focal.keyboard.press("Enter")
    expect(rows.nth(rows.count() - 2).locator("th")).to_have_text(last)


def test_the_pages_of_nominations_are_accessible_and_narrow_in_arabic(open_browser, installation):
    opened: dict[str, Page] = {}

    def pages(who: str) -> Page:
        if who not in opened:
            opened[who] = open_browser()
            sign_in(opened[who], who)
        return opened[who]

    places = furnish_nominations(installation, pages, find_cohort(installation))
    arabic: dict[str, Page] = {}
    for place in places:
        if place.who not in arabic:
            arabic[place.who] = open_browser("ar", NARROW)
            if place.who != STRANGER:
                sign_in(arabic[place.who], place.who)
        page = arabic[place.who]
        page.goto(place.path)
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        check_accessibility(page)
        check_reflow(page)
