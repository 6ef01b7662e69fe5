"""A trainer checks, imports and publishes a course; what people see who are in the midst of it.

The rules of versions and editions are tested in tests/content.
"""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import study
from tests.browser.answers import COURSE
from tests.browser.conftest import sign_in
from tests.browser.server import Installation

TRAINER = ("--as", "trainer@demo.example")
SLUG = "uncac-foundations"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the course, to be worked on."""
    return Path(shutil.copytree(COURSE, tmp_path / SLUG))


def change(file: Path, old: str, new: str) -> None:
    """Replace what stands once in a file."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def publish(installation: Installation, folder: Path) -> str:
    """Import the folder and publish it, and return what was said about it."""
    installation.lms("course", "import", str(folder), *TRAINER)
    return installation.lms("course", "publish", SLUG, *TRAINER)


def test_a_broken_course_is_refused_whole_with_advice(installation, folder):
    change(folder / "questions" / "foundations.yaml", 'article: "46(15)"', 'article: "99(15)"')
    change(folder / "quizzes" / "post-test.yaml", "draw: 20", "draw: 200")
    line_by_line = installation.try_lms("course", "check", str(folder))
    assert line_by_line.returncode == 1
    lines = line_by_line.stdout.splitlines()
    assert [line.split(" (")[0] for line in lines] == [
        "questions/foundations.yaml:17",
        "quizzes/post-test.yaml:7",
    ]
    assert "The Convention has no article 99. Its articles are 1 to 71." in lines[0]
    assert "Write more for it, or draw fewer." in lines[1]
    refused = installation.try_lms("course", "import", str(folder), *TRAINER)
    assert refused.returncode == 1
    assert "nothing changed" in installation.lms("course", "publish", SLUG, *TRAINER)


def test_an_unknown_key_is_refused_with_its_line_and_the_likely_word(installation, folder):
    change(folder / "course.yaml", "level: awareness", "levle: awareness")
    done = installation.try_lms("course", "check", str(folder))
    assert done.returncode == 1
    assert "course.yaml:8 (levle)" in done.stdout
    assert "Did you mean “level”?" in done.stdout


def test_an_edition_is_seen_at_once_and_a_version_by_those_who_come_later(
    installation, folder, open_browser
):
    page = open_browser()
    sign_in(page, "trainee")
    enrolment = study.enrol(page, "ar")
    wording = f"{enrolment}/pages/wording"
    _see_the_new_edition_at_once(installation, folder, page, wording)
    study.sit(page, enrolment, "pretest", "ar")
    _publish_another_question(installation, folder)
    _stay_on_version_one(page, enrolment)
    _see_version_two_as_a_newcomer(open_browser())
    assert "nothing changed; version 2 stands" in publish(installation, folder)


def _see_the_new_edition_at_once(
    installation: Installation, folder: Path, page: Page, wording: str
) -> None:
    page.goto(wording)
    first = page.locator("[data-place] > p").first
    expect(first).to_contain_text("يتجادلان في ممر")
    change(folder / "locale" / "ar.po", "يتجادلان في ممر", "يتجادلان في رواق")
    assert "no problems" in installation.lms("course", "check", str(folder))
    said = publish(installation, folder)
    assert "published a new edition" in said
    assert "version 1, ar: edition 2" in said
    page.reload()
    expect(first).to_contain_text("يتجادلان في رواق")


def _publish_another_question(installation: Installation, folder: Path) -> None:
    """A key is changed: what is asked is another thing from now on."""
    change(folder / "questions" / "foundations.yaml", "en: [may]", "en: [may, might]")
    said = publish(installation, folder)
    assert "published version 2" in said


def _stay_on_version_one(page: Page, enrolment: str) -> None:
    page.goto(enrolment)
    about = page.locator("aside")
    expect(about).to_contain_text("Version 1, edition 2")
    expect(about).to_contain_text("There is a newer version 2")
    study.read_pages(page, enrolment)
    study.pass_exam(page, enrolment, "ar")
    expect(page.locator("aside")).to_contain_text("Version 1, edition 2 · العربية")
    study.request_certificate(page, enrolment)
    expect(page.locator("aside")).to_contain_text("Version 1, edition 2")


def _see_version_two_as_a_newcomer(page: Page) -> None:
    sign_in(page, "focal")
    page.goto(study.COURSE_PATH)
    expect(page.locator("aside")).to_contain_text("Version 2, edition 1")
    page.goto(study.enrol(page))
    expect(page.locator("aside")).to_contain_text("Version 2, edition 1")
