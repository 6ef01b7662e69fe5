"""A trainer mends a file that no editor can read, with numbered lines or with a bare text area."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.screenshots import speak

COURSE = "/teach/uncac-foundations"
QUIZ = f"{COURSE}/text/quizzes/pre-test.yaml"
WRONG = "minutes: 10: 20"


def text(page: Page):
    return page.locator("#file-text")


def break_file(page: Page) -> str:
    """Spoil the quiz's third line without script, and return its text as it was."""
    page.goto(QUIZ)
    was = text(page).input_value()
    lines = was.splitlines()
    lines.insert(2, WRONG)
    text(page).fill("\n".join(lines))
    page.get_by_role("button", name="Save draft").click()
    return was


@pytest.fixture
def bare(open_browser):
    page = open_browser(java_script_enabled=False)
    sign_in(page, "trainer")
    return page


def test_a_file_is_mended_without_script(bare):
    was = break_file(bare)
    expect(bare.locator(".flashes")).to_contain_text("among your unsaved changes")
    bare.goto(f"{COURSE}/quizzes/pre-test")
    expect(bare).to_have_url(re.compile(re.escape(QUIZ)))
    expect(bare.locator(".flashes")).to_contain_text("cannot be read")
    bare.get_by_role("link", name="line 3").click()
    expect(bare.locator("#line-3")).to_contain_text(WRONG)
    expect(bare.locator("#line-3 .error")).to_contain_text("not valid YAML")
    expect(bare.get_by_role("button", name="Editor with line numbers")).to_be_hidden()
    text(bare).fill(was)
    bare.get_by_role("button", name="Save draft").click()
    expect(bare).to_have_url(re.compile(f"{COURSE}/quizzes/pre-test$"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_lines_are_numbered_and_the_wrong_one_is_marked(open_browser, bare, language):
    was = break_file(bare)
    page = open_browser()
    sign_in(page, "trainer")
    speak(page, language)
    page.goto(QUIZ)
    editor = page.locator(".cm-editor")
    expect(editor.locator(".cm-lineNumbers")).to_contain_text("3")
    expect(editor.locator(".cm-wrong")).to_have_text(WRONG)
    check_accessibility(page)
    page.set_viewport_size({"width": 320, "height": 700})
    check_reflow(page)
    page.locator("[data-colours-switch]").click()
    expect(text(page)).to_be_visible()
    page.reload()
    expect(text(page)).to_be_visible()
    page.locator("[data-colours-switch]").click()
    editor.locator(".cm-content").fill(was)
    page.locator("form.editor button[type=submit]").click()
    expect(page).to_have_url(re.compile(f"{COURSE}/quizzes/pre-test$"))
