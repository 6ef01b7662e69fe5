"""An appeal in the browser: made in Arabic without script, decided by keyboard, seen, told."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.assessment import written
from tests.assessment.appealing import APPEALS
from tests.browser import study
from tests.browser.appealing import make_appeal, name_decider
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.marking import add_course, ask_to_mark, sit
from tests.browser.screenshots import speak

NARROW, WIDE = 320, 1280
REASON = "تشمل المادة 15 الهدية التي كتبتُ عنها."


@pytest.fixture(scope="module", autouse=True)
def _course(installation) -> None:
    add_course(installation)


def look(page: Page) -> None:
    """See that a page is accessible, and narrow enough for a telephone."""
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        check_reflow(page)
        check_accessibility(page)
    page.set_viewport_size({"width": WIDE, "height": 800})


def sit_and_mark(candidate: Page, trainer: Page) -> str:
    """Let a written exam have its result; return the address of that."""
    sit(candidate)
    result = candidate.url
    ask_to_mark(trainer)
    for question in ("essay", "oral"):
        trainer.goto(f"{written.DESK}/{question}")
        for level in ("#level-1-1", "#level-2-1"):
            trainer.locator(level).check()
        trainer.get_by_role("button", name="Mark and go on").click()
    trainer.goto(written.DESK)
    trainer.get_by_role("button", name="Release results").click()
    candidate.goto(result)
    study.reload_until(candidate, candidate.locator("main a[href$='/appeal']"))
    return result


def decide_by_keyboard(page: Page) -> None:
    """Raise the essay to the best levels, and say why; the pointer is not used."""
    page.locator("#level-2-1-1").focus()
    for key in ("ArrowDown", "ArrowDown", "Tab", "ArrowDown", "Tab"):
        page.keyboard.press(key)
    expect(page.locator("#level-2-1-3")).to_be_checked()
    expect(page.locator("#why-2")).to_be_focused()
    page.keyboard.type("The article is named and applied.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("We have read the essay again.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_an_appeal_is_made_decided_and_seen(installation, open_browser) -> None:
    candidate, trainer, decider = open_browser(), open_browser(), open_browser("ar")
    for page, name in ((candidate, "trainee"), (trainer, "trainer"), (decider, "admin")):
        sign_in(page, name)
    for page in (candidate, trainer):
        speak(page, "en")
    speak(decider, "ar")
    result = sit_and_mark(candidate, trainer)
    name_decider(trainer, APPEALS)
    speak(candidate, "ar")
    candidate.goto(f"{result.removesuffix('/result')}/appeal")
    look(candidate)
    # Nothing chosen and nothing written: each field says so.
    candidate.locator("main form [type=submit]").first.click()
    expect(candidate.locator(".summary li")).to_have_count(2)
    look(candidate)
    plain = open_browser("ar", java_script_enabled=False)
    sign_in(plain, "trainee")
    expect(plain.locator("html")).to_have_attribute("dir", "rtl")
    own = make_appeal(plain, result, REASON, question=2)
    installation.mailed_path("admin@demo.example", "/teach/written-course/appeals/")
    candidate.goto(own)
    look(candidate)
    decider.goto(APPEALS)
    look(decider)
    decider.locator("main tbody th a").first.click()
    expect(decider.locator("main")).to_contain_text(REASON)
    look(decider)
    decide_by_keyboard(decider)
    decider.wait_for_url(re.compile(rf".*{APPEALS}$"))
    look(decider)
    installation.mailed_path("trainee@demo.example", own.removesuffix("ppeal"))
    candidate.goto(own)
    expect(candidate.locator("main")).to_contain_text("We have read the essay again.")
    look(candidate)
    candidate.goto(result)
    expect(candidate.locator("main")).to_contain_text("The article is named and applied.")
    look(candidate)
    trainer.goto(APPEALS)
    look(trainer)
    trainer.locator("main tbody th a").first.click()
    expect(trainer.locator("main")).to_contain_text("from 0 to 1 of 1")
    look(trainer)
