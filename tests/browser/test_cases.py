"""A case in the browser: its documents wide and narrow, by keyboard, in Arabic, without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import study
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.screenshots import speak
from tests.browser.test_question_parts import begin, look
from tests.content import courses
from tests.questions.bank import CASES

QUIZ = """\
id: test
title: A case
minutes: 30
pass_points: 50
sections: [{draw: 2, from: questions/bank.yaml, of: cases}]
"""
BRIDGE = "[data-case$='/bridge']"
MEMO = f"{BRIDGE} [data-document=memo]"


@pytest.fixture(scope="module", autouse=True)
def _course(installation) -> None:
    head = courses.COURSE.replace("    requires: [start]\n", "")
    files = courses.translated(courses.files(bank=CASES, course=head, quiz=QUIZ))
    installation.add_course("small", files, "--as", "trainer@demo.example")


def go_to_bridge(page: Page, questions: str) -> int:
    """Open the first question of the bridge, and return its place on the paper."""
    page.goto(f"{questions}/1")
    place = 1 if page.locator(BRIDGE).count() else 3
    page.goto(f"{questions}/{place}")
    expect(page.locator(BRIDGE)).to_have_count(1)
    return place


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return dict(found)


@pytest.mark.parametrize(("language", "who"), [("en", "translator"), ("ar", "auditor")])
def test_documents_stand_beside_the_question_or_above_it(open_browser, language, who):
    page = open_browser(language)
    questions = begin(page, who, language)
    speak(page, language)
    place = go_to_bridge(page, questions)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator(f"{MEMO} > summary").click()
    case, question = box(page, BRIDGE), box(page, ".question")
    # The documents begin the line, in either direction.
    is_before = case["x"] < question["x"] if language == "en" else case["x"] > question["x"]
    assert is_before
    assert abs(case["y"] - question["y"]) < 60
    # They scroll by themselves, and the keyboard gets there.
    page.set_viewport_size({"width": 1280, "height": 480})
    area = page.locator(f"{BRIDGE} .case-file")
    area.focus()
    page.keyboard.press("End")
    page.wait_for_function("area => area.scrollTop > 0", arg=area.element_handle())
    look(page)
    page.set_viewport_size({"width": 360, "height": 700})
    case, question = box(page, BRIDGE), box(page, ".question")
    assert case["y"] + case["height"] <= question["y"]
    look(page)
    # Which documents are open stays so from question to question of the case.
    page.goto(f"{questions}/{place + 1}")
    expect(page.locator(MEMO)).to_have_attribute("open", "")
    expect(page.locator(f"{BRIDGE} [data-document=ladder]")).not_to_have_attribute("open", "")
    page.locator(f"{BRIDGE} > summary").press("Enter")
    expect(page.locator(MEMO)).to_be_hidden()
    page.goto(f"{questions}/{place}")
    expect(page.locator(MEMO)).to_be_hidden()


def test_a_case_is_read_and_answered_by_keyboard(open_browser):
    page = open_browser()
    questions = begin(page, "trainee", "en")
    go_to_bridge(page, questions)
    page.locator(f"{MEMO} > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(MEMO)).to_contain_text("The same invoice was paid twice.")
    page.get_by_label("True", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save and go on").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".question")).to_contain_text("Question 2 of 2 in this case")
    expect(page.locator(MEMO)).to_contain_text("The same invoice was paid twice.")
    page.goto(questions.removesuffix("/questions"))
    study.finish(page)
    expect(page.locator("main")).to_contain_text("of 4 points")
    page.locator(f"{BRIDGE} > summary").click()
    page.locator(f"{MEMO} > summary").click()
    expect(page.locator(MEMO)).to_contain_text("The same invoice was paid twice.")
    look(page)


def test_without_script_documents_open_and_answers_are_kept(open_browser):
    page = open_browser(java_script_enabled=False)
    questions = begin(page, "graduate", "en")
    place = go_to_bridge(page, questions)
    page.locator(f"{MEMO} > summary").click()
    expect(page.get_by_text("The same invoice was paid twice.")).to_be_visible()
    expect(page.locator(f"{BRIDGE} img")).to_have_attribute("alt", "Three signatures.")
    page.get_by_label("True", exact=True).check()
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile(rf".*/questions/{place + 1}$"))
    expect(page.locator(".question")).to_contain_text("Question 2 of 2 in this case")
    page.goto(f"{questions}/{place}")
    expect(page.get_by_label("True", exact=True)).to_be_checked()


def test_the_editor_of_a_case_is_accessible_and_narrow(open_browser):
    page = open_browser()
    sign_in(page, "trainer")
    for language in ("en", "ar"):
        speak(page, language)
        for address in ("questions/bank/bridge", "questions/bank/bridge-sum",
                        "questions/bank/bridge-sum/try", "questions", "quizzes/test"):  # fmt: skip
            page.goto(f"/teach/small/{address}")
            check_accessibility(page)
            page.set_viewport_size({"width": 320, "height": 640})
            check_reflow(page)
            page.set_viewport_size({"width": 1280, "height": 900})
