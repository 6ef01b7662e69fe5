"""Results and the record of an attempt in the browser: in Arabic, narrow, by keyboard, printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.assessment import written
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.marking import add_course, ask_to_mark, sit
from tests.browser.places import SLUG
from tests.browser.results import QUIZ, record_of
from tests.browser.screenshots import speak

NARROW = 320


@pytest.fixture(scope="module", autouse=True)
def _course(installation) -> None:
    add_course(installation)


def look(page: Page) -> None:
    """See that a page is accessible, wide and narrow."""
    check_accessibility(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 640})
    check_reflow(page)
    check_accessibility(page)
    page.set_viewport_size(wide)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_trainer_reads_results_and_a_record(open_browser, language) -> None:
    trainer = open_browser(language)
    sign_in(trainer, "trainer")
    speak(trainer, language)
    trainer.goto(f"/teach/{SLUG}/learners")
    trainer.locator(f"main a[href='/teach/{SLUG}/results']").click()
    look(trainer)
    trainer.locator(f"main a[href='{QUIZ}']").click()
    expect(trainer.locator("main tbody tr")).not_to_have_count(0)
    look(trainer)
    trainer.select_option("[name=outcome]", "passed")
    trainer.locator("form.search button").press("Enter")
    trainer.wait_for_url("**outcome=passed**")
    link = trainer.locator("main tbody th a").first
    link.focus()
    trainer.keyboard.press("Enter")
    trainer.wait_for_url(re.compile(rf".*{QUIZ}/[a-z2-7]{{26}}$"))
    expect(trainer.locator("main article.question")).not_to_have_count(0)
    look(trainer)
    # On paper there is the record, and nothing to press.
    trainer.emulate_media(media="print")
    expect(trainer.locator(".bar")).to_be_hidden()
    expect(trainer.locator("main article.question").first).to_be_visible()
    expect(trainer.locator(".crumbs")).to_be_hidden()


def test_a_record_is_read_without_script(open_browser) -> None:
    page = open_browser(java_script_enabled=False)
    sign_in(page, "trainer")
    page.goto(record_of(page, ""))
    expect(page.locator("main article.question").first).to_be_visible()


def test_who_marks_sees_no_name_before_the_release(open_browser) -> None:
    candidate = open_browser()
    sign_in(candidate, "trainee")
    speak(candidate, "en")
    sit(candidate)
    trainer = open_browser()
    sign_in(trainer, "trainer")
    speak(trainer, "en")
    ask_to_mark(trainer)
    speak(trainer, "ar")
    trainer.goto(f"/teach/{written.SLUG}/results/exam")
    expect(trainer.locator("main tbody tr")).to_have_count(1)
    expect(trainer.locator("main tbody th a")).to_have_count(0)
    look(trainer)
