"""A second and a third version of the shipped course, and the pages on which people move to them.

Run last: what comes after finds another version.
"""

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import study
from tests.browser.answers import COURSE
from tests.browser.asking import QUEUE, ask, want_approval
from tests.browser.places import SLUG, Place
from tests.browser.server import Installation

LEARNERS = f"/teach/{SLUG}/learners"
TRAINER = ("--as", "trainer@demo.example")


def publish(installation: Installation, number: int) -> None:
    """Publish version 2 or 3: another key each time, and the words of a page changed."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(shutil.copytree(COURSE, Path(folder) / SLUG))
        bank = course / "questions" / "foundations.yaml"
        words = {2: "en: [may, might]", 3: "en: [may, might, can]"}[number]
        bank.write_text(bank.read_text("utf-8").replace("en: [may]", words), "utf-8")
        page = course / "pages" / "wording.md"
        text = f"\nSomething new, said for version {number} alone.\n"
        page.write_text(page.read_text("utf-8") + text, "utf-8")
        installation.lms("course", "import", str(course), *TRAINER)
        said = installation.lms("course", "publish", SLUG, *TRAINER, "--offer", "ar")
    assert f"published version {number}" in said, said


def offer(trainer: Page, number: int) -> None:
    """Offer a version to everybody on an older one."""
    trainer.goto(f"{LEARNERS}/versions")
    trainer.fill("[name=note]", "The page on wording says more now.\nPlease read it.")
    trainer.get_by_role("button", name=f"Offer version {number}").click()
    trainer.get_by_text("People reached:").wait_for()


def move_unbegun(trainer: Page) -> str:
    """Move those who have not begun, wait for the end, and return the address of the run."""
    trainer.goto(f"{LEARNERS}/versions")
    trainer.get_by_role("link", name="Move those who have not begun").click()
    trainer.locator("main").get_by_role("button", name="Move to version").click()
    trainer.wait_for_url(re.compile(r".*/runs/.*"))
    trainer.locator(".job[data-done]").wait_for()
    return "/" + trainer.url.split("/", 3)[3]


def furnish_moving(installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Let one who has begun and one who has not be on older versions; return the pages of it."""
    trainee, trainer = pages("trainee"), pages("trainer")
    trainee.goto("/learn")
    enrolment = trainee.locator("main .card h3 a").first.get_attribute("href") or ""
    study.enrol(pages("focal"))
    publish(installation, 2)
    run = move_unbegun(trainer)
    publish(installation, 3)
    offer(trainer, 3)
    trainee.goto(enrolment)
    offered = trainee.get_by_role("link", name="See what has changed").first
    want_approval(trainer)
    ask(pages("translator"), "I shall teach this course.")
    rows = {
        "learning/list_requests.html": QUEUE,
        "learning/list_learners.html": LEARNERS,
        "learning/list_parts.html": f"{LEARNERS}/parts?version=1",
        "learning/list_older_versions.html": f"{LEARNERS}/versions",
        "learning/show_moving.html": f"{LEARNERS}/move",
        "learning/show_moving_job.html": run,
        "assessment/list_question_figures.html": f"/teach/{SLUG}/learners/questions?version=1",
    }
    return [
        Place("learning/show_offer.html", "trainee", offered.get_attribute("href") or ""),
        *[Place(template, "trainer", path) for template, path in rows.items()],
    ]
