"""A trainee's whole way, from the catalogue in Arabic to a certificate; and leaving a course.

The rules behind it are tested in tests/learning, tests/assessment and tests/certificates.
"""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import study
from tests.browser.conftest import sign_in
from tests.browser.screenshots import speak

ARABIC_TITLE = "الاتفاقية والفصل السادس"


def test_a_trainee_studies_in_two_languages_and_gets_her_certificate(open_browser, tmp_path):
    page = open_browser("ar")
    _find_the_course_in_arabic(page)
    sign_in(page, "trainee")
    speak(page, "en")
    enrolment = study.enrol(page)
    _change_the_language_half_way(page, enrolment)
    study.read_pages(page, enrolment)
    study.sit(page, enrolment, "pretest")
    _sit_the_exam_badly(page, enrolment)
    _sit_it_again(page, enrolment)
    _get_the_certificate(page, enrolment, tmp_path)


def _find_the_course_in_arabic(page: Page) -> None:
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("link", name=ARABIC_TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ARABIC_TITLE)
    facts = page.locator("aside")
    expect(facts.get_by_text("70")).to_be_visible()
    expect(page.locator(".chip.law").first).to_be_visible()


def _change_the_language_half_way(page: Page, enrolment: str) -> None:
    """She reads on at the block at which she was."""
    page.goto(enrolment)
    study.part(page, 3).click()
    prose = page.locator("[data-place]")
    expect(prose).to_have_attribute("lang", "en")
    page.locator("[data-place] > *").nth(8).evaluate("e => scrollTo(0, e.offsetTop + 10)")
    block = _block_in_view(page)
    assert block > 2
    # The switch stands beside the text; a click would scroll to it, which she does not want.
    page.locator("#content-language").evaluate("e => { e.value = 'ar'; e.form.requestSubmit() }")
    expect(prose).to_have_attribute("lang", "ar")
    expect(prose).to_have_attribute("dir", "rtl")
    page.wait_for_function("scrollY > 0")
    assert _block_in_view(page) == block
    page.reload()
    expect(prose).to_have_attribute("lang", "ar")
    page.locator("#content-language").select_option("en")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(prose).to_have_attribute("lang", "en")


def _block_in_view(page: Page) -> int:
    return page.evaluate(
        "[...document.querySelector('[data-place]').children]"
        ".findIndex(e => e.getBoundingClientRect().bottom > 0)"
    )


def _sit_the_exam_badly(page: Page, enrolment: str) -> None:
    study.start_quiz(page, enrolment, "posttest")
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"\d"))
    _see_an_answer_saved_by_itself(page)
    study.answer_all(page, wrong=True)
    study.finish(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Not passed this time")
    expect(page.get_by_text("You may try 2 more times")).to_be_visible()
    expect(page.locator("#review").locator("xpath=..").locator("fieldset")).to_have_count(20)
    expect(page.locator(".feedback").first).to_be_visible()


def _see_an_answer_saved_by_itself(page: Page) -> None:
    """Free navigation: she answers, goes on without any button, comes back and finds it."""
    study.answer(page, wrong=True)
    expect(page.locator("[data-save-status]")).to_contain_text("saved at")
    page.get_by_role("link", name="Next question").click()
    page.get_by_role("navigation", name="Questions").get_by_role("link").first.click()
    expect(page.locator("[data-save-status]")).to_contain_text("saved at")
    expect(page.locator("main [name=answer]:checked, main [type=text][name=answer]")).to_have_count(
        1
    )


def _sit_it_again(page: Page, enrolment: str) -> None:
    page.get_by_role("button", name="Start again").first.click()
    page.wait_for_url(re.compile(r".*/questions/1$"))
    study.answer_all(page)
    study.finish(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("You have passed")
    page.goto(enrolment)
    study.reload_until(page, page.get_by_text("Achievement reached"))


def _get_the_certificate(page: Page, enrolment: str, folder: Path) -> None:
    study.request_certificate(page, enrolment)
    file = study.download_certificate(page, folder)
    assert file.read_bytes().startswith(b"%PDF")
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    words = text.stdout.decode()
    assert "Amina Diallo" in words
    assert "The Convention and chapter VI" in words
    page.goto("/certificates")
    expect(page.get_by_role("link", name="The Convention and chapter VI")).to_be_visible()


def test_a_trainee_withdraws_and_comes_back_to_her_place(open_browser):
    page = open_browser()
    sign_in(page, "focal")
    enrolment = study.enrol(page)
    study.read_pages(page, enrolment, 2)
    page.goto(enrolment)
    page.get_by_role("link", name="Withdraw from the course").click()
    page.locator("main").get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("heading", name="Withdrawn")).to_be_visible()
    assert study.enrol(page) == enrolment
    expect(page.locator(".outline li.done")).to_have_count(2)


def test_the_language_of_the_interface_is_changed_on_the_spot(open_browser):
    page = open_browser()
    sign_in(page, "auditor")
    for language, word in (("fr", "Cours"), ("zh", "课程"), ("ar", "الدورات"), ("en", "Courses")):
        speak(page, language)
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text(word)
