"""Numbers, formulas and surveys in the browser: by keyboard, in English and Arabic, reviewed."""

import re
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Page, expect

from tests.browser import study
from tests.browser.conftest import sign_in
from tests.browser.screenshots import speak
from tests.browser.test_question_parts import begin, kept, look, names, tab_to
from tests.content import courses
from tests.questions.bank import NUMBERS, SURVEY

QUIZ = """\
id: test
title: A test
minutes: 30
sections: [{draw: 5, from: questions/bank.yaml}]
order: fixed
"""
NUMBER, FORMULA, SCALE, RANK, COMMENT = range(1, 6)


@pytest.fixture(scope="module", autouse=True)
def _course(installation) -> None:
    """The small course with a question of each type, published in English and Arabic."""
    head = courses.COURSE.replace("    requires: [start]\n", "")
    files = courses.translated(courses.files(bank=NUMBERS + SURVEY, course=head, quiz=QUIZ))
    installation.add_course("small", files, "--as", "trainer@demo.example")


def type_in(page: Page, words: str) -> None:
    """Reach the field by the keyboard and type into it."""
    tab_to(page, "#answer")
    with kept(page, f"answer={quote_plus(words)}"):
        page.keyboard.type(words)


def test_each_type_is_answered_by_keyboard_and_reviewed(open_browser):
    page = open_browser()
    questions = begin(page, "translator")

    page.goto(f"{questions}/{NUMBER}")
    look(page)
    type_in(page, "1,190")
    page.reload()
    expect(page.locator("main")).to_contain_text("The saved answer is read as 1,190.")
    look(page)
    with kept(page, "answer=190"):
        page.get_by_label("Your answer").fill("190")

    page.goto(f"{questions}/{FORMULA}")
    look(page)
    expect(page.get_by_label("Your answer")).to_have_accessible_description(
        "Write the number with its unit."
    )
    price, share = (
        float(drawn.replace(",", "")) for drawn in page.locator(".asked bdi").all_inner_texts()
    )
    type_in(page, f"{price * share / 100:.2f} usd")

    page.goto(f"{questions}/{SCALE}")
    look(page)
    tab_to(page, "[name=answer]")
    page.keyboard.press("Space")
    with kept(page, "answer=2"):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Partly")).to_be_checked()

    page.goto(f"{questions}/{RANK}")
    look(page)
    expect(page.locator("main")).to_contain_text("until they stand in your order")
    first = names(page)[1]
    up = page.get_by_role("button", name=f"Move up {first}")
    up.focus()
    with kept(page):
        page.keyboard.press("Enter")
    assert names(page)[0] == first

    page.goto(f"{questions}/{COMMENT}")
    look(page)
    type_in(page, "More of this.")

    page.goto(questions.removesuffix("/questions"))
    study.finish(page)
    expect(page.locator("main")).to_contain_text("2 of 2 points")
    expect(page.get_by_text("Not marked")).to_have_count(3)
    expect(page.locator(".ordered li").first).to_have_text(first)
    look(page)


def test_in_arabic_every_page_is_accessible_and_digits_are_its_own(open_browser):
    page = open_browser("ar")
    questions = begin(page, "auditor", "ar")
    speak(page, "ar")
    for place in (FORMULA, SCALE, RANK, COMMENT, NUMBER):
        page.goto(f"{questions}/{place}")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        look(page)
    type_in(page, "١٩١")
    page.goto(questions.removesuffix("/questions"))
    page.locator("a[href$='/finish']").first.click()
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r".*/result$"))
    look(page)


def test_without_script_a_ranking_is_given_by_its_places(open_browser):
    page = open_browser(java_script_enabled=False)
    questions = begin(page, "focal")
    page.goto(f"{questions}/{RANK}")
    for place, name in enumerate(("Tools", "The law", "Cases"), start=1):
        page.get_by_label(name).select_option(str(place))
    page.get_by_role("button", name="Save answer").click()
    expect(page.locator("[data-save-status]")).to_contain_text("aved at")
    expect(page.get_by_label("Cases")).to_have_value("3")


def test_the_editor_and_the_trial_of_each_type_are_accessible(open_browser):
    page = open_browser()
    sign_in(page, "trainer")
    home = "/teach/small/questions/bank"
    for language in ("en", "ar"):
        speak(page, language)
        for question in ("parties", "loss", "useful", "wishes", "words"):
            for address in (f"{home}/{question}", f"{home}/{question}/try"):
                page.goto(address)
                look(page)
    speak(page, "en")
    page.goto(f"{home}/loss")
    page.get_by_label("What is asked?").fill("Of {sum} USD a tenth is lost. How much?")
    page.get_by_label("How the right number is reckoned").fill("sum / 10")
    page.get_by_role("button", name="Keep").last.click()
    expect(page.get_by_role("group", name="{sum}")).to_be_visible()
    expect(page.get_by_role("group", name="{price}")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("to be mended")
