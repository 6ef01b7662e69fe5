"""A change published as an edition, and the pages of review, publishing and versions."""

import re

from playwright.sync_api import Page, expect

from tests.browser.places import SLUG, Place

COURSE = f"/teach/{SLUG}"
KEPT = re.compile("On the server, among your unsaved changes")


def press(page: Page, name: str) -> None:
    """Press a button of the page's own part."""
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def save(page: Page) -> None:
    """Save the working copy as a revision."""
    page.goto(f"{COURSE}/save")
    page.fill("[name=message]", "A change")
    press(page, "Save")


def discard(page: Page) -> None:
    """Drop what is not saved, where there is anything: a publication is of this change alone."""
    page.goto(f"{COURSE}/discard")
    if page.locator("main").get_by_role("button", name="Discard", exact=True).count():
        press(page, "Discard")


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
    """Send the form that publishes."""
    page.get_by_role("radio", name=re.compile(meaning)).check()
    page.fill("[name=notes]", notes)
    press(page, "Publish")
    page.wait_for_url(re.compile(r".*/publications/.*"))


def remark(page: Page, words: str) -> None:
    """Remark on a text of a page, by keyboard."""
    page.goto(f"{COURSE}/review/pages/wording.md")
    place = page.locator(".review > li").nth(1)
    place.locator("summary").last.press("Enter")
    place.locator("textarea").last.fill(words)
    place.get_by_role("button", name="Send").last.press("Enter")
    expect(page.locator(".thread").filter(has_text=words)).to_be_visible()


def furnish_publishing(trainer: Page) -> list[Place]:
    """Publish an edition, leave a remark and a change that is checked; return the pages."""
    discard(trainer)
    add_words(trainer, "Quite.")
    check(trainer)
    ask(trainer, "I declare", "Clearer words")
    expect(trainer.get_by_text("A new edition is published")).to_be_visible()
    publication = "/" + trainer.url.split("/", 3)[3]
    remark(trainer, "Is this so?")
    add_words(trainer, "Indeed.")
    check(trainer)
    rows = {
        "workshop/show_publish.html": f"{COURSE}/publish",
        "workshop/show_publication.html": publication,
        "workshop/list_versions.html": f"{COURSE}/versions",
        "workshop/compare_versions.html": f"{COURSE}/versions/compare?old=1&new=1",
        "workshop/show_closing.html": f"{COURSE}/versions/1/close",
        "workshop/list_threads.html": f"{COURSE}/review",
        "workshop/show_review.html": f"{COURSE}/review/pages/wording.md",
    }
    return [Place(template, "trainer", path) for template, path in rows.items()]
