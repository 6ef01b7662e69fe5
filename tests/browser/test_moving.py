"""A trainer offers a newer version; people see what changed, move, go back, or stay."""

import re

from playwright.sync_api import expect

from tests.browser import moving, study
from tests.browser.conftest import check_accessibility, check_reflow, sign_in


def test_a_newer_version_is_offered_taken_up_and_left_again(installation, open_browser):
    trainee, trainer = open_browser("ar"), open_browser()
    sign_in(trainee, "trainee")
    sign_in(trainer, "trainer")
    trainee.goto("/")
    enrolment = _enrol_in_arabic(trainee)
    english = open_browser()
    sign_in(english, "translator")
    home = study.enrol(english)
    study.read_pages(english, home, 4)
    moving.publish(installation, 2)
    moving.offer(trainer, 2)
    english.goto("/learn")
    english.get_by_role("link", name="A new version is offered").click()
    main = english.locator("main")
    expect(main).to_contain_text("The page on wording says more now.")
    expect(main).to_contain_text("to be done again")
    english.get_by_role("button", name="Move to version 2").click()
    english.wait_for_url(study.ENROLMENT)
    expect(english.locator("aside")).to_contain_text("Version 2, edition 1")
    english.get_by_role("button", name="Back to version 1").click()
    expect(english.locator("aside")).to_contain_text("Version 1, edition")
    _stay_in_arabic(trainee, enrolment)


def _enrol_in_arabic(page) -> str:
    page.goto(study.COURSE_PATH)
    page.locator("main select[name=language]").select_option("ar")
    page.locator("main form.language-switch button").click()
    page.wait_for_url(study.ENROLMENT)
    return page.url


def _stay_in_arabic(page, enrolment: str) -> None:
    page.goto(enrolment)
    page.locator("main a[href*='/learn/offers/']").first.click()
    page.wait_for_url(re.compile(r".*/learn/offers/.*"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    check_accessibility(page)
    page.set_viewport_size({"width": 320, "height": 640})
    check_reflow(page)
    page.locator("main form[action$='/decline'] button").click()
    page.wait_for_url(study.ENROLMENT)
    expect(page.locator("aside")).to_contain_text("1")
