"""The main path without any script: sign in, enrol, read, sit the exam, download the certificate.

What script adds on top is tested in test_trainee.py.
"""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import study
from tests.browser.conftest import sign_in


def test_the_main_path_works_without_script(open_browser, tmp_path):
    page = open_browser(java_script_enabled=False)
    sign_in(page, "trainee")
    enrolment = study.enrol(page)
    _change_both_languages(page, enrolment)
    study.read_pages(page, enrolment)
    study.sit(page, enrolment, "pretest")
    _see_the_deadline(page, enrolment)
    study.answer_all(page)
    study.finish(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("You have passed")
    study.request_certificate(page, enrolment)
    _download_without_polling(page, tmp_path)


def _change_both_languages(page: Page, enrolment: str) -> None:
    page.goto(enrolment)
    study.part(page, 1).click()
    page.locator("#content-language").select_option("fr")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.locator("[data-place]")).to_have_attribute("lang", "fr")
    page.locator("#content-language").select_option("en")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.locator("[data-place]")).to_have_attribute("lang", "en")
    # The list of languages is a popover, which the browser opens by itself.
    page.locator(".bar button[popovertarget=languages]").click()
    page.locator("#languages button[value=ar]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    page.locator(".bar button[popovertarget=languages]").click()
    page.locator("#languages button[value=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def _see_the_deadline(page: Page, enrolment: str) -> None:
    study.start_quiz(page, enrolment, "posttest")
    expect(page.locator(".time-left")).to_contain_text("Open until")
    study.answer(page)
    page.get_by_role("button", name="Save answer").click()
    expect(page.locator("[data-save-status]")).to_contain_text("saved at")


def _download_without_polling(page: Page, folder: Path) -> None:
    """Without script the page loads itself anew until the file is there."""
    file = study.download_certificate(page, folder)
    assert file.read_bytes().startswith(b"%PDF")
