"""An appeal against a result of the shipped course, and the pages of those whom it concerns."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.places import SLUG, Place

APPEALS = f"/teach/{SLUG}/appeals"


def name_decider(manager: Page, address: str, email: str = "admin@demo.example") -> None:
    """Have a trainer or administrator ask somebody to decide on appeals, by the form."""
    manager.goto(address)
    manager.fill("[name=email]", email)
    manager.locator("main form[action$='/deciders'] button[type=submit]").click()
    manager.locator("main form[action$='/end']").first.wait_for()


def make_appeal(candidate: Page, result: str, reason: str, question: int | None = None) -> str:
    """Go from a result to an appeal and make it, in any language; return its address."""
    candidate.goto(result)
    candidate.locator("main a[href$='/appeal']").click()
    if question is None:
        candidate.locator("[name=scope][value=whole]").check()
    else:
        candidate.locator("[name=scope][value=some]").check()
        candidate.locator(f"[name=question][value='{question}']").check()
    candidate.fill("[name=reason]", reason)
    candidate.locator("main form [type=submit]").first.click()
    candidate.locator("main form[action$='/withdraw']").wait_for()
    return "/" + candidate.url.split("/", 3)[3]


def furnish_appeals(pages: Callable[[str], Page]) -> list[Place]:
    """Let the graduate appeal against the exam; return the pages of all whom it concerns."""
    graduate, trainer, admin = pages("graduate"), pages("trainer"), pages("admin")
    quiz = f"{APPEALS}/post-test"
    name_decider(trainer, quiz)
    graduate.goto("/learn")
    enrolment = graduate.locator("main .card h3 a").first.get_attribute("href") or ""
    graduate.goto(f"{enrolment}/quizzes/posttest")
    result = graduate.locator("main a[href$='/result']").first.get_attribute("href") or ""
    own = make_appeal(graduate, result, "The question has two right answers.")
    admin.goto(quiz)
    appeal = admin.locator("main tbody th a").first.get_attribute("href") or ""
    return [
        Place("assessment/show_own_appeal.html", "graduate", own),
        Place("assessment/list_appeals.html", "trainer", APPEALS),
        Place("assessment/show_appeals.html", "trainer", quiz),
        Place("assessment/show_appeal.html", "admin", appeal),
    ]
