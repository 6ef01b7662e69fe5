"""A course that takes in whom its trainers approve, and somebody who asks.

Run late: who comes after finds a course that is not open to everybody.
"""

from playwright.sync_api import Page

from tests.browser import study
from tests.browser.places import SLUG

QUEUE = f"/teach/{SLUG}/learners/requests"


def want_approval(trainer: Page) -> None:
    """Let the shipped course take in whom its trainers approve."""
    trainer.goto(f"/teach/{SLUG}/settings")
    trainer.get_by_label("Whoever sees the course may ask").check()
    trainer.locator("main").get_by_role("button", name="Keep").last.click()
    trainer.get_by_text("Kept among your unsaved changes.").wait_for()


def ask(page: Page, message: str) -> None:
    """Ask to take part, in the interface's language."""
    page.goto(study.COURSE_PATH)
    page.fill("[name=message]", message)
    page.locator("main form[action$='/ask'] button[type=submit]").click()
    page.locator("main form[action*='/learn/requests/']").wait_for()
