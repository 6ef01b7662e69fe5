"""Two trainers in two browsers change one page at the same time; nobody's words are lost."""

import re
import subprocess

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.server import LMS, Installation

COURSE = "/teach/uncac-foundations"
PAGE = f"{COURSE}/pages/origins"
OTHER = "second@demo.example"
PASSWORD = "another-long-password"
KEPT = re.compile("On the server, among your unsaved changes")


@pytest.fixture(scope="module", autouse=True)
def colleague(installation: Installation) -> None:
    """A second trainer of the same organisation."""
    subprocess.run(
        [LMS, "user", "create", OTHER, "--name", "Second Trainer", "--role", "trainer",
         "--password-stdin"],
        env=installation.environment, input=PASSWORD, text=True, check=True, capture_output=True,
    )  # fmt: skip


# Both sides of a clash, between marks; the first is one's own.
CLASH = re.compile(r"<{7} [^\n]*\n(.*?)={7} [^\n]*\n.*?>{7}\n", re.DOTALL)


def rewrite(page: Page, address: str, old: str, new: str) -> None:
    """Change words of a page in the editor, and wait until they are kept on the server."""
    page.goto(address)
    area = page.locator("#page-text")
    text = area.input_value()
    assert old in text
    area.fill(text.replace(old, new, 1))
    expect(page.locator("[data-page-status]")).to_have_text(KEPT)


def save(page: Page, message: str) -> None:
    page.goto(f"{COURSE}/save")
    page.fill("[name=message]", message)
    page.locator("main").get_by_role("button", name="Save", exact=True).click()


def first_words(page: Page) -> str:
    """Return some words of the page that stand on a line of their own."""
    page.goto(PAGE)
    text = page.locator("#page-text").input_value()
    return next(line for line in text.splitlines() if len(line) > 40 and "#" not in line)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_of_saving_are_accessible_and_fit_a_phone(open_browser, language):
    page = open_browser(language, width=390)
    sign_in(page, "trainer")
    for address in (
        "/teach", "/teach/new", "/teach/import", COURSE, f"{COURSE}/save", f"{COURSE}/discard",
        f"{COURSE}/history", f"{COURSE}/history/1", f"{COURSE}/history/1/restore",
        f"{COURSE}/history/1/pages/pages/origins.md", f"{COURSE}/compare?old=1&new=1",
        f"{COURSE}/origin", f"{COURSE}/package", f"{COURSE}/derive",
    ):  # fmt: skip
        page.goto(address)
        check_accessibility(page)
        check_reflow(page)


def test_two_who_change_one_page_see_both_sides_and_decide(open_browser):
    one, other = open_browser(), open_browser(width=390)
    sign_in(one, "trainer")
    sign_in(other, OTHER, PASSWORD)
    line = first_words(one)
    rewrite(one, PAGE, line, f"First {line}")
    rewrite(other, PAGE, line, f"Second {line}")
    save(one, "First")
    expect(one.locator(".flashes")).to_contain_text("Saved as revision 2.")
    save(other, "Second")
    expect(other.locator(".conflict")).to_contain_text("First")
    expect(other.locator(".conflict")).to_contain_text("Second")
    check_accessibility(other)
    check_reflow(other)
    _decide_by_hand(other, line)
    one.goto(f"{COURSE}/history")
    expect(one.locator("main")).to_contain_text("Second Trainer")
    one.goto(PAGE)
    words = re.compile(re.escape(f"First and second {line}"))
    expect(one.locator("#page-text")).to_have_value(words)


def _decide_by_hand(page: Page, line: str) -> None:
    conflict = page.locator(".conflict")
    area = conflict.locator("textarea")
    both = area.input_value()
    assert f"First {line}" in both
    decided = CLASH.sub(lambda found: found[1], both)
    area.fill(decided.replace(f"Second {line}", f"First and second {line}"))
    conflict.get_by_label("This text stands, which joins both:").check()
    page.locator("main").get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".flashes")).to_contain_text("Saved as revision 3.")


def test_two_who_change_different_pages_are_merged_and_told(open_browser):
    one, other = open_browser(), open_browser()
    sign_in(one, "trainer")
    sign_in(other, OTHER, PASSWORD)
    line = first_words(one)
    rewrite(one, PAGE, line, f"Again {line}")
    other.goto(f"{COURSE}/pages/map")
    text = other.locator("#page-text").input_value()
    rewrite(other, f"{COURSE}/pages/map", text[:40], f"New here. {text[:40]}")
    save(one, "Again")
    save(other, "The map")
    expect(other.locator(".flashes")).to_contain_text("Came in from others:")


def test_a_course_is_derived_changed_and_brought_back(open_browser):
    page = open_browser()
    sign_in(page, "trainer")
    page.goto("/teach/new")
    page.get_by_role("link", name="The Convention and chapter VI").click()
    page.fill("[name=slug]", "ours")
    page.get_by_role("button", name="Derive the course").click()
    expect(page.locator(".flashes")).to_contain_text("Your course is there")
    page.get_by_role("link", name="Origin").click()
    expect(page.locator("main")).to_contain_text("uncac-foundations")
    expect(page.locator("main")).to_contain_text("You have the newest version")
