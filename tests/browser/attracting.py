"""An analysis of a quiz with a question of each type, which many sat.

`python -m tests.browser.attracting` lets the many sit, in the installation that LMS_… names.
"""

import re
import subprocess
import sys

from playwright.sync_api import Page

from lms.kit.paths import project_root
from tests.assessment import courses, kinds
from tests.browser.server import Installation

PEOPLE = 60
PAGE = f"/teach/{courses.SLUG}/analysis"


def add_crowd(installation: Installation) -> None:
    """Let many people finish the quiz, from a process of its own: this one serves no database."""
    subprocess.run(
        [sys.executable, "-m", "tests.browser.attracting"], env=installation.environment,
        cwd=project_root(), check=True,
    )  # fmt: skip


def analyse(trainer: Page) -> None:
    """Ask for an analysis, and wait until it is made."""
    trainer.goto(PAGE)
    trainer.select_option("[name=quiz]", "drill")
    trainer.locator("main form.form button[type=submit]").click()
    trainer.wait_for_url(re.compile(rf".*{PAGE}/[a-z2-7]+$"))
    trainer.locator(".job[data-done]").wait_for()


def main() -> None:
    """Let many people finish the quiz."""
    from lms.app import create_app
    from lms.kit.db import writing
    from tests.assessment.crowd import Crowd

    with create_app().app_context(), writing():
        Crowd(courses.SLUG, "drill", lambda ability, *_: ability, ("en",), kinds.say).sit(PEOPLE)


if __name__ == "__main__":
    main()
