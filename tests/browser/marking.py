"""A course with an essay, an attempt at it, and the pages of those who mark it."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.assessment import written
from tests.browser import study
from tests.browser.appealing import furnish_appeals
from tests.browser.places import Place
from tests.browser.server import Installation

COURSE = f"/courses/{written.SLUG}"
REGRADE = f"/teach/{written.SLUG}/learners/questions/1/binds/regrade"
ESSAY = """\
A gift of a bidder is an advantage, whatever its worth.

The official took it before the award. So article 15 binds the State to make it an offence.
"""


def add_course(installation: Installation) -> None:
    """Import and publish the course in English and Arabic."""
    installation.add_course(written.SLUG, written.files())


def sit(page: Page, language: str = "en", essay: str = ESSAY) -> None:
    """Sit the exam: the statement, the essay, the oral task; then finish."""
    page.goto(COURSE)
    page.locator("main select[name=language]").select_option(language)
    page.get_by_role("button", name="Enrol", exact=True).click()
    page.wait_for_url(study.ENROLMENT)
    study.start_quiz(page, page.url, "exam")
    page.locator("input[name=answer]").first.check()
    study.go_on(page, page.get_by_role("button", name="Save and go on"))
    page.locator("textarea[name=answer]").fill(essay)
    study.go_on(page, page.get_by_role("button", name="Save and go on"))
    page.locator("input[name=answer]").check()
    study.go_on(page, page.get_by_role("button", name="Save and see all questions"))
    study.go_on(page, page.get_by_role("link", name="Finish attempt"))
    study.go_on(page, page.locator("main").get_by_role("button", name="Finish attempt"))


def ask_to_mark(trainer: Page, email: str = "trainer@demo.example") -> None:
    """Have the trainer ask somebody to mark, by the form."""
    trainer.goto(written.DESK)
    trainer.fill("[name=email]", email)
    trainer.get_by_role("button", name="Ask", exact=True).click()
    trainer.get_by_role("button", name="Take back").first.wait_for()


def furnish_marking(installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Let somebody sit a written exam; return the pages of those who mark it, and of appeals."""
    add_course(installation)
    sit(pages("trainee"))
    trainer = pages("trainer")
    ask_to_mark(trainer)
    trainer.goto(f"{written.DESK}/essay")
    answer = "/" + trainer.url.split("/", 3)[3]
    return [
        Place("assessment/list_marking.html", "trainer", written.DESK.rpartition("/")[0]),
        Place("assessment/show_marking.html", "trainer", written.DESK),
        Place("assessment/show_answer.html", "trainer", answer),
        Place("assessment/show_regrade.html", "trainer", REGRADE),
        *furnish_appeals(pages),
    ]
