"""Marking in the browser: by keyboard, with a passage selected, kept while half done, released."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.assessment import written
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.marking import REGRADE, add_course, ask_to_mark, sit
from tests.browser.screenshots import speak

NARROW = 360


@pytest.fixture(scope="module", autouse=True)
def _course(installation) -> None:
    add_course(installation)


def look(page: Page) -> None:
    """See that a page is accessible, and narrow enough for a telephone."""
    check_accessibility(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 640})
    check_reflow(page)
    check_accessibility(page)
    page.set_viewport_size(wide)


def select_passage(page: Page, passage: str) -> None:
    """Select some words of the answer, as a hand with a mouse does."""
    page.evaluate(
        """(passage) => {
            const written = document.querySelector("[data-written]");
            const node = [...written.childNodes].find((n) => n.textContent.includes(passage));
            const start = node.textContent.indexOf(passage);
            const range = document.createRange();
            range.setStart(node, start);
            range.setEnd(node, start + passage.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            written.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
        }""",
        passage,
    )


def put_right(trainer: Page) -> None:
    """Look at the preview of a regrade, and go through with it."""
    trainer.goto(REGRADE)
    trainer.get_by_label("Leave the question out of the result").check()
    trainer.get_by_label("Why").fill("The statement can be read both ways.")
    trainer.get_by_role("button", name="Show whose result changes").click()
    look(trainer)
    trainer.get_by_role("button", name="Put it right").click()
    trainer.locator(".job[data-done]").wait_for()
    look(trainer)


def test_an_essay_is_written_marked_and_released(open_browser) -> None:
    page = open_browser()
    sign_in(page, "trainee")
    speak(page, "en")
    sit(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("being marked"))
    look(page)
    result = page.url

    trainer = open_browser()
    sign_in(trainer, "trainer")
    speak(trainer, "en")
    ask_to_mark(trainer)
    trainer.get_by_role("link", name="Mark 1 answer").first.click()
    look(trainer)
    # By keyboard alone: the first level has the focus.
    expect(trainer.locator("#level-1-1")).to_be_focused()
    for key in ("ArrowDown", "ArrowDown", "Tab", "ArrowDown"):
        trainer.keyboard.press(key)
    expect(trainer.locator("#level-1-3")).to_be_checked()
    select_passage(trainer, "before the award")
    expect(trainer.locator("[name=quote-1]")).to_have_value("before the award")
    trainer.fill("[name=remark-1]", "How do you know?")
    expect(trainer.locator("[data-draft-status]")).to_contain_text("Saved at")
    trainer.reload()
    expect(trainer.locator("mark")).to_have_text("before the award")
    expect(trainer.locator("#level-1-3")).to_be_checked()
    trainer.get_by_role("button", name="Mark and go on").click()
    trainer.get_by_role("link", name="Mark 1 answer").click()
    for name in ("level-1", "level-2"):
        trainer.locator(f"[name={name}]").last.check()
    trainer.get_by_role("button", name="Mark and go on").click()
    speak(trainer, "ar")
    trainer.goto(written.DESK)
    look(trainer)
    speak(trainer, "en")
    trainer.goto(written.DESK)
    trainer.get_by_role("button", name="Release results").click()
    put_right(trainer)
    page.goto(result)
    for _ in range(20):
        if page.locator("mark").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text("How do you know?")).to_be_visible()
    look(page)
    speak(page, "ar")
    page.goto(result)
    look(page)
