"""A scenario in the browser: decided by keyboard, in English and Arabic, reviewed and edited."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser import study
from tests.browser.conftest import check_accessibility, sign_in
from tests.browser.screenshots import speak
from tests.browser.test_line_cut import OUTBOX, STATUS, Line, attempt_on, stored
from tests.browser.test_question_parts import begin, look
from tests.content import courses
from tests.questions.bank import SCENARIO

QUIZ = "id: test\ntitle: A case\nminutes: 30\nsections: [{draw: 1, from: questions/bank.yaml}]\n"


@pytest.fixture(scope="module", autouse=True)
def _course(installation) -> None:
    head = courses.COURSE.replace("    requires: [start]\n", "")
    files = courses.translated(courses.files(bank=SCENARIO, course=head, quiz=QUIZ))
    installation.add_course("small", files, "--as", "trainer@demo.example")


@pytest.mark.parametrize(("language", "who"), [("en", "translator"), ("ar", "auditor")])
def test_a_case_is_decided_by_keyboard_and_reviewed(open_browser, language, who):
    page = open_browser(language)
    questions = begin(page, who, language)
    speak(page, language)
    page.goto(f"{questions}/1")
    look(page)
    for choice, told in (("You wait.", "calls again"), ("You report it now.", "office thanks")):
        expect(page.locator("main")).not_to_contain_text(told)
        page.get_by_role("button", name=choice).focus()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text(told)
        look(page)
    page.reload()
    expect(page.locator("main")).to_contain_text("office thanks")
    speak(page, "en")
    page.goto(questions.removesuffix("/questions"))
    study.finish(page)
    expect(page.locator("main")).to_contain_text("0.5 of 1 points")
    look(page)


def test_an_older_tab_without_a_line_is_told_what_was_decided(open_browser, installation):
    page = open_browser()
    questions = begin(page, "focal")
    page.goto(f"{questions}/1")
    attempt, older = attempt_on(page), page.context.new_page()
    older.goto(page.url)
    line = Line(older)
    line.cut()
    older.get_by_role("button", name="You report it.").click()
    expect(older.locator(STATUS)).to_contain_text("On this device")
    page.get_by_role("button", name="You wait.").click()
    expect(page.locator("main")).to_contain_text("calls again")
    line.join()
    expect(older.locator("main")).to_contain_text("Here you have decided before")
    expect(older.locator("main")).to_contain_text("calls again")
    # Of one question the device keeps one answer: the one decided last.
    expect(older.locator(OUTBOX)).to_be_hidden()
    ((_place, value, _is_late),) = stored(installation, attempt)
    assert json.loads(value) == {"path": ["call:wait"]}
    check_accessibility(older)


def test_the_editor_is_accessible(open_browser):
    page = open_browser()
    sign_in(page, "trainer")
    for language in ("en", "ar"):
        speak(page, language)
        for address in ("gift", "gift/try"):
            page.goto(f"/teach/small/questions/bank/{address}")
            look(page)
