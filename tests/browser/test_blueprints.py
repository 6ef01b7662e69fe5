"""Blueprints in the browser: filled in by keyboard and without script, in Arabic, narrow."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import study
from tests.browser.conftest import sign_in
from tests.browser.screenshots import speak
from tests.browser.test_question_parts import begin, look
from tests.content import courses
from tests.questions.bank import LEVELS

COURSE = courses.COURSE.replace(
    "modules:", "  - {id: place, text: Place any duty in its chapter.}\nmodules:", 1
).replace("    requires: [start]\n", "")
QUIZ = """\
id: test
title: A blueprint
minutes: 30
pass_points: 50
forms: 3
exposure: 67
sections:
  - from: questions/bank.yaml
    blueprint:
      - {objective: strength, level: recall, draw: 2}
      - {objective: place, draw: 2}
"""
EDITOR = "/teach/small/quizzes/test"
CELL = "Place any duty in its chapter.: Application: to use it in a case"


@pytest.fixture(scope="module", autouse=True)
def _course(installation) -> None:
    files = courses.translated(courses.files(bank=LEVELS, course=COURSE, quiz=QUIZ))
    installation.add_course("small", files, "--as", "trainer@demo.example")


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep", exact=True).last.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_table_of_a_blueprint_is_accessible_and_narrow(open_browser, language):
    page = open_browser(language)
    sign_in(page, "trainer")
    speak(page, language)
    page.goto(EDITOR)
    page.locator("aside details summary").first.click()
    look(page)


def test_a_blueprint_is_filled_in_by_keyboard_and_errors_stand_beside_the_cell(open_browser):
    page = open_browser()
    sign_in(page, "trainer")
    speak(page, "en")
    page.goto(EDITOR)
    cell = page.get_by_label(CELL)
    cell.focus()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page.get_by_label(CELL)).to_have_value("9")
    wrong = page.get_by_label(CELL)
    expect(wrong).to_have_attribute("aria-invalid", "true")
    # The summary leads to the field, and the field's description says what is wrong.
    page.locator(".notice a").first.click()
    expect(wrong).to_be_focused()
    expect(wrong).to_have_accessible_description(re.compile("of 4 .*4 of the 9 needed"))
    look(page)
    wrong.fill("")
    keep(page)
    expect(page.get_by_label(CELL)).to_have_value("")
    expect(page.locator("main")).not_to_contain_text("needed")


def test_without_script_a_section_becomes_a_blueprint_and_a_number_again(open_browser):
    page = open_browser(java_script_enabled=False)
    sign_in(page, "trainer")
    speak(page, "en")
    page.goto(EDITOR)
    drawn = page.get_by_label("What is drawn")
    drawn.select_option("")
    keep(page)
    expect(page.get_by_label("Number of questions")).to_have_value("4")
    drawn.select_option("blueprint")
    keep(page)
    # Four questions of two objectives at two levels: one of each.
    for level in ("Recall: to know it", "Application: to use it in a case"):
        expect(page.get_by_label(f"Place any duty in its chapter.: {level}")).to_have_value("1")
    page.get_by_label(re.compile("^One more line")).fill("16(2)")
    keep(page)
    expect(page.get_by_label("Article 16(2): Any level")).to_have_value("1")
    expect(page.get_by_role("row", name=re.compile("^Total")).last).to_contain_text("5")
    page.get_by_role("button", name="Undo the last change").click()


def test_a_second_attempt_is_another_form_and_trainers_compare_them(open_browser):
    page = open_browser()
    begin(page, "trainee")
    forms = []
    for is_last in (False, True):
        page.goto(page.url.rpartition("/questions")[0])
        study.finish(page)
        forms.append(page.locator("dt:text-is('Form') + dd").inner_text())
        if not is_last:
            page.locator("a[href$='/quizzes/test']").first.click()
            page.locator("main").get_by_role("button", name="Start", exact=False).click()
            page.wait_for_url(re.compile(r".*/questions/1$"))
    assert forms[0] != forms[1]
    trainer = open_browser("ar")
    sign_in(trainer, "trainer")
    speak(trainer, "ar")
    trainer.goto("/teach/small/learners/questions")
    expect(trainer.locator("tbody tr").first).to_be_visible()
    expect(trainer.get_by_role("rowheader", name=re.compile(r"^النموذج"))).to_have_count(2)
    look(trainer)
    look(page)
