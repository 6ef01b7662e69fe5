"""A trainer changes, checks and publishes in the browser; a second one confirms and remarks."""

import re
import subprocess

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.publishing import (
    COURSE,
    add_words,
    ask,
    check,
    furnish_publishing,
    press,
    remark,
    save,
)
from tests.browser.screenshots import speak
from tests.browser.server import LMS, Installation

OTHER, PASSWORD = "second@demo.example", "another-long-password"


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
    remark(second, "Who says so?")
    check_accessibility(second)
    first.goto(f"{COURSE}/review")
    thread = first.locator(".thread").filter(has_text="Who says so?")
    thread.locator("summary").click()
    thread.locator("textarea").fill("Yes: article 16.")
    thread.get_by_role("button", name="Send").click()
    thread = first.locator(".thread").filter(has_text="Yes: article 16.")
    expect(thread).to_be_visible()
    thread.get_by_role("button", name=re.compile("^Resolve")).click()
    expect(first.locator(".thread.resolved")).to_be_visible()


def test_the_pages_are_accessible_and_fit_a_phone(open_browser):
    page = open_browser(width=320)
    sign_in(page, "trainer")
    places = furnish_publishing(page)
    for language in ("ar", "en"):
        speak(page, language)
        for place in places:
            page.goto(place.path)
            check_accessibility(page)
            check_reflow(page)


def test_without_script(open_browser):
    page = open_browser(java_script_enabled=False)
    sign_in(page, "trainer")
    page.goto(f"{COURSE}/publish")
    page.locator("main").get_by_role("button", name=re.compile("^Check ")).first.click()
    expect(page.get_by_role("heading", name="Checklist")).to_be_visible()
