"""A trainer changes, checks and publishes in the browser; a second one confirms and remarks."""

import re
import subprocess

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.server import LMS, Installation

COURSE = "/teach/uncac-foundations"
REVIEW = f"{COURSE}/review/pages/wording.md"
OTHER, PASSWORD = "second@demo.example", "another-long-password"
KEPT = re.compile("On the server, among your unsaved changes")


@pytest.fixture(scope="module", autouse=True)
def colleague(installation: Installation) -> None:
    """A second trainer of the same organisation."""
    subprocess.run(
        [LMS, "user", "create", OTHER, "--name", "Second Trainer", "--role", "trainer",
         "--password-stdin"],
        env=installation.environment, input=PASSWORD, text=True, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture
def first(open_browser) -> Page:
    page = open_browser()
    sign_in(page, "trainer")
    return page


@pytest.fixture
def second(open_browser) -> Page:
    page = open_browser()
    sign_in(page, OTHER, PASSWORD)
    return page


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def save(page: Page) -> None:
    page.goto(f"{COURSE}/save")
    page.fill("[name=message]", "A change")
    press(page, "Save")


def add_words(page: Page, words: str) -> None:
    """Change words of a page without changing its structure, and save it."""
    page.goto(f"{COURSE}/pages/wording")
    area = page.locator("#page-text")
    text = area.input_value()
    line = next(line for line in text.splitlines() if len(line) > 40 and line[0].isalpha())
    area.fill(text.replace(line, f"{words} {line}", 1))
    expect(page.locator("[data-page-status]")).to_have_text(KEPT)
    save(page)


def check(page: Page) -> None:
    """Check the course, which a job does, and wait for the checklist."""
    page.goto(f"{COURSE}/publish")
    page.locator("main").get_by_role("button", name=re.compile("^Check ")).first.click()
    expect(page.get_by_role("heading", name="Checklist")).to_be_visible()


def ask(page: Page, meaning: str, notes: str) -> None:
    page.get_by_role("radio", name=re.compile(meaning)).check()
    page.fill("[name=notes]", notes)
    press(page, "Publish")
    page.wait_for_url(re.compile(r".*/publications/.*"))


def test_a_page_is_changed_and_published_as_an_edition(first):
    add_words(first, "Quite.")
    check(first)
    expect(first.locator("ins").filter(has_text="Quite").first).to_be_visible()
    check_accessibility(first)
    ask(first, "I declare", "Clearer words on the page about wording")
    expect(first.get_by_text("A new edition is published")).to_be_visible()
    first.get_by_role("link", name="Versions", exact=True).first.click()
    expect(first.get_by_text("Clearer words on the page about wording")).to_be_visible()


def test_words_of_a_question_are_confirmed_by_a_second_person(first, second, installation):
    change_question(first)
    check(first)
    ask(first, "I declare", "A clearer question")
    expect(first.get_by_text("This waits for another trainer to confirm it.")).to_be_visible()
    second.goto("/teach")
    expect(second.get_by_text("Waits for a second person")).to_be_visible()
    second.goto(first.url)
    expect(second.get_by_text("words of a question").first).to_be_visible()
    check_accessibility(second)
    press(second, "Confirm")
    expect(second.get_by_text("A new edition is published")).to_be_visible()
    second.goto(f"{COURSE}/versions")
    expect(second.get_by_text("confirmed by Second Trainer")).to_be_visible()


def change_question(page: Page) -> None:
    """Put a word into the first question of the bank, and save it."""
    page.goto(f"{COURSE}/questions/foundations/shall-consider")
    area = page.locator("[name=text]")
    area.fill(area.input_value().replace("What must it do?", "What must it really do?"))
    press(page, "Keep")
    expect(page.get_by_text("Kept among your unsaved changes")).to_be_visible()
    save(page)


def test_a_remark_is_made_answered_and_resolved_by_keyboard(first, second):
    second.goto(REVIEW)
    place = second.locator(".review > li").nth(1)
    place.locator("summary").press("Enter")
    place.locator("textarea").fill("Is this so?")
    place.get_by_role("button", name="Send").press("Enter")
    expect(second.locator(".thread").filter(has_text="Is this so?")).to_be_visible()
    check_accessibility(second)
    first.goto(f"{COURSE}/review")
    thread = first.locator(".thread").filter(has_text="Is this so?")
    thread.locator("summary").click()
    thread.locator("textarea").fill("Yes: article 16.")
    thread.get_by_role("button", name="Send").click()
    thread = first.locator(".thread").filter(has_text="Yes: article 16.")
    expect(thread).to_be_visible()
    thread.get_by_role("button", name=re.compile("^Resolve")).click()
    expect(first.locator(".thread.resolved")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_are_accessible_and_fit_a_phone(open_browser, language):
    page = open_browser(language, width=320)
    sign_in(page, "trainer")
    for path in ("publish", "review", "review/pages/wording.md", "versions", "versions/1/close",
                 "versions/compare?old=1&new=1"):  # fmt: skip
        page.goto(f"{COURSE}/{path}")
        check_accessibility(page)
        check_reflow(page)
    page.goto(f"{COURSE}/publish")
    page.locator("main form button").first.click()
    expect(page.locator(".checklist")).to_be_visible()
    check_accessibility(page)
    check_reflow(page)


def test_without_script(open_browser):
    page = open_browser(java_script_enabled=False)
    sign_in(page, "trainer")
    page.goto(f"{COURSE}/publish")
    page.locator("main").get_by_role("button", name=re.compile("^Check ")).first.click()
    expect(page.get_by_role("heading", name="Checklist")).to_be_visible()
