"""Questions of each type looked after in the browser: the key put right, what they attract."""

import pytest
from playwright.sync_api import Page, expect

from tests.assessment import courses, kinds
from tests.browser import attracting
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.screenshots import speak

NARROW = 360


@pytest.fixture(scope="module", autouse=True)
def _course(installation) -> None:
    installation.add_course(courses.SLUG, kinds.files())


def address(name: str) -> str:
    return f"/teach/{courses.SLUG}/learners/questions/1/{name}/regrade"


def look(page: Page) -> None:
    """See that a page is accessible, and narrow enough for a telephone."""
    check_accessibility(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 640})
    check_reflow(page)
    check_accessibility(page)
    page.set_viewport_size(wide)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_form_of_each_type_is_accessible_and_fits_a_phone(open_browser, language) -> None:
    page = open_browser()
    sign_in(page, "trainer")
    speak(page, language)
    for name in kinds.NAMES:
        page.goto(address(name))
        expect(page.locator("#key")).to_be_visible()
        look(page)


def test_pairs_are_put_right_in_arabic_by_keyboard(open_browser) -> None:
    page = open_browser()
    sign_in(page, "trainer")
    speak(page, "ar")
    page.goto(address("powers"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator("#key-shall").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#key-shall")).to_have_value("leave")
    page.locator("[name=reason]").fill("المفتاح خاطئ.")
    page.locator("main form.form button[type=submit]").press("Enter")
    page.wait_for_url("**/preview")
    look(page)
    page.locator("main form.confirm button[type=submit]").press("Enter")
    page.locator(".job[data-done]").wait_for()
    page.goto(address("powers"))
    expect(page.locator("#key-shall")).to_have_value("leave")
    expect(page.get_by_text("المفتاح خاطئ.")).to_be_visible()
    look(page)


def test_without_script_an_order_given_twice_is_told_where_it_stands(open_browser) -> None:
    page = open_browser(java_script_enabled=False)
    sign_in(page, "trainer")
    speak(page, "en")
    page.goto(address("steps"))
    page.locator("#key-sign").select_option("2")
    page.locator("[name=reason]").fill("The order was wrong.")
    page.locator("main form.form button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text("each place exactly once")
    expect(page.locator("#key-sign")).to_have_value("2")
    expect(page.locator("[name=reason]")).to_have_value("The order was wrong.")
    page.locator("#key-ratify").select_option("1")
    page.locator("main form.form button[type=submit]").click()
    expect(page.get_by_text("Nothing is done yet.")).to_be_visible()


def test_what_each_part_attracts_is_accessible_and_fits_a_phone(installation, open_browser) -> None:
    attracting.add_crowd(installation)
    page = open_browser()
    sign_in(page, "trainer")
    attracting.analyse(page)
    made = page.url
    for language in ("en", "ar"):
        speak(page, language)
        page.goto(made)
        for summary in page.locator("details > summary").all():
            summary.click()
        expect(page.locator("svg[aria-labelledby^=shares-]").first).to_be_visible()
        look(page)
