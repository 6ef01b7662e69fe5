"""All questions on one page in the browser: by keyboard, offline and back, without script."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import check_accessibility
from tests.browser.screenshots import speak
from tests.browser.test_line_cut import OUTBOX, Line, attempt_on, stored
from tests.browser.test_question_parts import begin, look, tab_to
from tests.content import courses
from tests.questions.bank import NUMBERS, PARTS, SCENARIO, SURVEY

BANK = PARTS + NUMBERS + SURVEY + SCENARIO
TOTAL = BANK.count("\n- id: ") + 1
QUIZ = f"""\
id: test
title: All at once
minutes: 30
sections: [{{draw: {TOTAL}, from: questions/bank.yaml}}]
order: fixed
layout: all
"""
METER = ".sticky progress"


@pytest.fixture(scope="module", autouse=True)
def _course(installation) -> None:
    head = courses.COURSE.replace("    requires: [start]\n", "")
    files = courses.translated(courses.files(bank=BANK, course=head, quiz=QUIZ))
    installation.add_course("small", files, "--as", "trainer@demo.example")


def open_all(page: Page, who: str, language: str = "en") -> None:
    """Start the quiz; all of its questions are shown then."""
    questions = begin(page, who, language)
    speak(page, language)
    page.goto(f"{questions}/all")


def question(page: Page, words: str) -> Locator:
    """Return the part of the page of one question, by its words."""
    return page.locator("section.one").filter(has_text=words)


def status(page: Page, words: str) -> Locator:
    """Return the line that says where the answer to a question is."""
    return question(page, words).locator("[data-save-status]")


COMMENT, SCALE, CASE = "What else would you say?", "How useful was it?", "You award contracts."


@pytest.mark.parametrize(("language", "who"), [("en", "translator"), ("ar", "auditor")])
def test_all_questions_are_answered_by_keyboard(open_browser, language, who):
    page = open_browser(language)
    open_all(page, who, language)
    expect(page.locator("section.one")).to_have_count(TOTAL)
    look(page)
    tab_to(page, "section.one textarea")
    page.keyboard.type("Words.")
    expect(status(page, COMMENT)).to_have_class(re.compile("success"))
    expect(page.locator(METER)).to_have_js_property("value", 1)
    radio = question(page, SCALE).locator("input[type=radio]").first
    radio.focus()
    page.keyboard.press("Space")
    expect(status(page, SCALE)).to_have_class(re.compile("success"))
    expect(page.locator(METER)).to_have_js_property("value", 2)
    expect(page.locator("aside .question-list .answered")).to_have_count(2)
    # Taken back, the number goes back too.
    page.locator("section.one textarea").fill("")
    expect(page.locator(METER)).to_have_js_property("value", 1)
    page.locator("aside .question-list a").last.press("Enter")
    expect(question(page, CASE).locator("fieldset")).to_be_in_viewport()
    page.reload()
    expect(radio).to_be_checked()
    look(page)


def test_answers_made_without_a_line_arrive_when_it_is_back(open_browser, installation):
    page = open_browser()
    open_all(page, "trainee")
    attempt, line = attempt_on(page), Line(page)
    line.cut()
    page.locator("section.one textarea").fill("Written offline.")
    question(page, SCALE).locator("input[type=radio]").first.check()
    for words in (COMMENT, SCALE):
        expect(status(page, words)).to_contain_text("On this device")
    expect(page.locator(OUTBOX)).to_contain_text("only: 2")
    expect(page.locator("aside .question-list .on-device")).to_have_count(2)
    expect(page.locator(METER)).to_have_js_property("value", 0)
    check_accessibility(page)
    line.join()
    for words in (COMMENT, SCALE):
        expect(status(page, words)).to_contain_text("On the server")
    expect(page.locator(OUTBOX)).to_be_hidden()
    expect(page.locator(METER)).to_have_js_property("value", 2)
    assert len(stored(installation, attempt)) == 2
    # Sent by the form as well, nothing comes twice, and the place is kept.
    number = question(page, "How many States are parties?").get_by_role("textbox")
    number.press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_text("Saved.", exact=True)).to_be_attached()
    expect(number).to_be_in_viewport()
    assert len(stored(installation, attempt)) == 2


def test_a_decision_made_without_a_line_waits_and_counts_when_it_is_back(
    open_browser, installation
):
    page = open_browser()
    open_all(page, "graduate")
    other = page.context.new_page()
    other.goto(page.url)
    attempt, line = attempt_on(page), Line(page)
    line.cut()
    question(page, CASE).get_by_role("button", name="You wait.").click()
    expect(status(page, CASE)).to_contain_text("On this device")
    expect(page.locator(OUTBOX)).to_contain_text("only: 1")
    assert stored(installation, attempt) == []
    line.join()
    expect(question(page, CASE)).to_contain_text("The bidder calls again.")
    assert len(stored(installation, attempt)) == 1
    # The other tab shows the first scene still. What was decided stays, and is shown.
    line = Line(other)
    line.cut()
    question(other, CASE).get_by_role("button", name="You report it.").click()
    expect(other.locator(OUTBOX)).to_contain_text("only: 1")
    line.join()
    expect(other.get_by_role("alert")).to_contain_text("A decision stays as it is")
    expect(question(other, CASE)).to_contain_text("The bidder calls again.")
    assert len(stored(installation, attempt)) == 1
    check_accessibility(other)


def test_two_tabs_show_the_newest_answer(open_browser, installation):
    page = open_browser()
    open_all(page, "focal")
    attempt, other = attempt_on(page), page.context.new_page()
    other.goto(page.url)
    other.locator("section.one textarea").fill("The newest.")
    expect(status(other, COMMENT)).to_contain_text("On the server")
    question(page, SCALE).locator("input[type=radio]").first.check()
    page.get_by_role("button", name="Save answers").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_attached()
    expect(page.locator("section.one textarea")).to_have_value("The newest.")
    assert len(stored(installation, attempt)) == 2


def test_a_flag_is_put_up_where_it_stands(open_browser):
    page = open_browser()
    open_all(page, "admin")
    page.locator("section.one textarea").fill("Not sent yet")
    one = question(page, COMMENT)
    one.get_by_role("button", name="Flag, to look at it again").click()
    expect(one.get_by_role("button", name="Take the flag away")).to_be_visible()
    flagged = page.locator("aside .question-list .flagged")
    expect(flagged).to_contain_text("to be looked at again")
    line = Line(page)
    line.cut()
    one.get_by_role("button", name="Take the flag away").click()
    expect(one).to_contain_text("The flag could not be set")
    line.join()
    one.get_by_role("button", name="Take the flag away").click()
    expect(flagged).to_have_count(0)
    expect(one).not_to_contain_text("The flag could not be set")
    expect(page.locator("section.one textarea")).to_have_value("Not sent yet")


def test_all_works_without_script(open_browser):
    page = open_browser(java_script_enabled=False)
    open_all(page, "trainer")
    page.locator("section.one textarea").fill("Without script.")
    question(page, SCALE).locator("input[type=radio]").first.check()
    number = page.locator("section.one .field input[type=text][inputmode=decimal]").first
    number.fill("many")
    page.get_by_role("button", name="Save answers").click()
    alert = page.get_by_role("alert")
    expect(alert.get_by_role("link")).to_have_count(1)
    expect(number).to_have_value("many")
    number.fill("140")
    one = question(page, COMMENT)
    one.get_by_role("button", name="Flag, to look at it again").click()
    expect(one.get_by_role("button", name="Take the flag away")).to_be_visible()
    expect(page.locator("section.one textarea")).to_have_value("Without script.")
    expect(number).to_have_value("140")
    expect(page.locator(".sticky")).to_contain_text(f"3 of {TOTAL} answered")
    question(page, CASE).get_by_role("button", name="You wait.").click()
    expect(question(page, CASE)).to_contain_text("The bidder calls again.")
    page.locator("form#answers").get_by_role("button", name="Finish attempt").click()
    page.wait_for_url(re.compile(r".*/finish$"))
