"""The pages of results and the record of an attempt, as a trainer reads them."""

from playwright.sync_api import Page

from tests.browser.places import SLUG, Place

PAGE = f"/teach/{SLUG}/results"
QUIZ = f"{PAGE}/post-test"


def record_of(trainer: Page, name: str = "Grace") -> str:
    """Return the path of the record of somebody's attempt at the post-test."""
    trainer.goto(QUIZ)
    link = trainer.locator("main tbody th a", has_text=name).first
    return link.get_attribute("href") or ""


def furnish_results(trainer: Page) -> list[Place]:
    """Return the pages of results; somebody has finished the post-test."""
    return [
        Place("assessment/list_results.html", "trainer", PAGE),
        Place("assessment/show_results.html", "trainer", QUIZ),
        Place("assessment/show_record.html", "trainer", record_of(trainer, "")),
    ]
