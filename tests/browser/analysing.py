"""An item analysis of an exam that many sat in two languages, and its pages.

`python -m tests.browser.analysing` lets the many sit, in the installation that LMS_… names.
"""

import re
import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import Page

from lms.kit.paths import project_root
from tests.browser.places import SLUG, Place
from tests.browser.server import Installation

PAGE = f"/teach/{SLUG}/analysis"
PEOPLE = 240


def add_crowd(installation: Installation) -> None:
    """Let many people finish the exam, from a process of its own: this one serves no database."""
    subprocess.run(
        [sys.executable, "-m", "tests.browser.analysing"], env=installation.environment,
        cwd=project_root(), check=True,
    )  # fmt: skip


def analyse(trainer: Page) -> str:
    """Ask for an analysis of the exam, with the gain since the pre-test; return its path."""
    trainer.goto(PAGE)
    trainer.select_option("[name=before]", index=1)
    trainer.get_by_role("button", name="Analyse").click()
    trainer.wait_for_url(re.compile(rf".*{PAGE}/[a-z2-7]+$"))
    trainer.locator(".job[data-done]").wait_for()
    return "/" + trainer.url.split("/", 3)[3]


def furnish_analysis(installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Make an analysis; return its page and the list of analyses."""
    add_crowd(installation)
    return [
        Place("assessment/show_analysis.html", "trainer", analyse(pages("trainer"))),
        Place("assessment/list_analyses.html", "trainer", PAGE),
    ]


def main() -> None:
    """Let many people finish pre-test and exam; one question is unfair to those of one language."""
    from lms.app import create_app
    from lms.kit.db import writing
    from tests.assessment.crowd import Crowd

    unfair: list[str] = []

    def chance(ability, language, question):
        unfair[:] = unfair or [question.id]
        if question.id in unfair and language == "ar":
            return 0.2 * ability
        return 0.1 + 0.8 * ability

    with create_app().app_context(), writing():
        people = Crowd(SLUG, "pretest", lambda *known: 0.6 * chance(*known)).sit(PEOPLE)
        Crowd(SLUG, "posttest", chance).sit_again(people, days=9)


if __name__ == "__main__":
    main()
