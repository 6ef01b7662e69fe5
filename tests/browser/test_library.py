"""A trainer finds a question of another course, copies it, and later takes the newer text over."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.bench.processes import wait_for
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.screenshots import speak
from tests.content import courses
from tests.workshop.shelves import BANKS, HOME, files

NARROW = 320
# A course is read into the library every half minute.
LONGEST_WAIT = 90


@pytest.fixture(scope="module", autouse=True)
def _courses(installation) -> None:
    """Two courses of the demo's trainer; the first is in Arabic too."""
    first = courses.translated(files("first"), mark="هديّة:")
    installation.add_course("first", first, "--as", "trainer@demo.example")
    second = files("second", bank="[]\n")
    installation.add_course("second", courses.translated(second), "--as", "trainer@demo.example")


def look(page: Page) -> None:
    """See that a page is accessible, and narrow enough for a telephone."""
    wide = page.viewport_size
    for size in (wide, {"width": NARROW, "height": 640}):
        page.set_viewport_size(size)
        check_accessibility(page)
        check_reflow(page)
    page.set_viewport_size(wide)


def search(page: Page, words: str) -> None:
    """Look for words, until the worker has read the courses."""

    def is_found() -> bool:
        page.goto(HOME)
        page.get_by_role("searchbox").fill(words)
        page.get_by_role("button", name="Search", exact=True).click()
        return page.locator("main tbody tr").count() > 0

    wait_for(is_found, seconds=LONGEST_WAIT)


@pytest.mark.parametrize("has_script", [True, False])
def test_a_question_is_found_copied_and_known_by_its_origin(open_browser, has_script):
    page = open_browser("en", java_script_enabled=has_script)
    sign_in(page, "trainer")
    search(page, "هديه driver" if has_script else "هديه returned")
    if has_script:
        look(page)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Copy those chosen").click()
    page.get_by_label("Course", exact=True).select_option("second")
    page.get_by_role("button", name="Show what would come").click()
    expect(page.get_by_role("table", name="Would be copied")).to_be_visible()
    if has_script:
        look(page)
    page.get_by_label("Bank", exact=True).select_option("more")
    page.get_by_role("button", name="Copy 1 question").click()
    expect(page).to_have_url(re.compile(r"/teach/questions/second/"))
    expect(page.locator("main")).to_contain_text("Copied from")
    if has_script:
        look(page)
    page.get_by_role("link", name="The course first").click()
    expect(page).to_have_url(re.compile(r"/teach/questions/first/"))
    expect(page.locator("main")).to_contain_text("Copied to")
    # It bears its title once the library has read it, its short name until then.
    page.get_by_role("link", name="second:").click()
    page.get_by_role("link", name="Open the editor").click()
    expect(page).to_have_url(re.compile(r"/teach/second/questions/more/"))


def test_in_arabic_what_the_original_has_that_is_newer(open_browser, installation):
    page = open_browser("ar")
    sign_in(page, "trainer")
    speak(page, "ar")
    page.goto(f"{HOME}/copy?question=first/gift&course=second")
    if page.locator("form select[name=bank]").count():
        page.locator("form select[name=bank]").select_option("more")
        page.locator("main form[method=post] button[type=submit]").click()
    changed = courses.translated(files("first", bank=BANKS.replace("A driver", "A pilot")))
    installation.add_course("first", changed, "--as", "trainer@demo.example")
    page.goto(f"{HOME}/second/gift")
    expect(page.locator(".notice.warning ins")).to_contain_text("pilot")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    look(page)
    page.locator(".notice.warning button").click()
    expect(page.locator(".notice.success")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("A pilot")
    page.goto(HOME)
    look(page)
