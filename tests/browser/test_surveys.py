"""A survey answered on a phone in Arabic, the supervisor's in French; with and without a script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.places import STRANGER
from tests.browser.surveying import furnish_surveys

NARROW = 320


def pages_of(open_browser):
    """Return a signed-in browser for each name, as the pages of a walk want them."""

    def open_for(name: str) -> Page:
        page = open_browser()
        if name != STRANGER:
            sign_in(page, name)
        return page

    return open_for


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_participant_and_a_supervisor_answer_once(open_browser, installation, script):
    check = check_accessibility if script else check_reflow
    boss = f"boss-{script}@example.org".lower()
    own, by_link, *_ = furnish_surveys(installation, pages_of(open_browser), boss)
    phone = open_browser("ar", NARROW, java_script_enabled=script)
    sign_in(phone, own.who)
    phone.goto(own.path)
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    phone.locator("main form[data-guard] button[type=submit]").click()
    # Each scale, the cohort's own too, and what hinders, is asked for at its place.
    expect(phone.locator(".summary li")).to_have_count(6)
    check(phone)
    answer(phone)
    expect(phone.locator("main .notice.success").first).to_be_visible()
    expect(phone.locator("main [type=radio]")).to_have_count(0)
    check(phone)

    chief = open_browser("fr", NARROW, java_script_enabled=script)
    chief.goto(by_link.path)
    expect(chief.locator("main")).not_to_contain_text(boss)
    check(chief)
    answer(chief)
    expect(chief.locator("main .notice.success").first).to_be_visible()


def answer(page: Page) -> None:
    """Answer each scale with its middle, and that time is short; send it."""
    for scale in page.locator("main [type=radio][value='3']").all():
        scale.check()
    page.check("main [type=checkbox][value=time]")
    page.locator("main form[data-guard] button[type=submit]").click()
    page.locator(".flashes .notice").first.wait_for()
