"""An elective is chosen on a phone in Arabic without script; an award in doubt is decided."""

import pytest
from playwright.sync_api import expect

from tests.browser.choosing_courses import doubt, found_choice
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.meeting import let_take_part

NARROW = 320
REASON = "The first grade was meant for another officer."


@pytest.fixture(scope="module")
def cohort(installation):
    return found_choice(installation)


@pytest.fixture(scope="module")
def participation(installation, cohort):
    return let_take_part(installation, cohort)


def test_an_elective_is_chosen_in_arabic_without_script(open_browser, participation):
    phone = open_browser("ar", NARROW, java_script_enabled=False)
    sign_in(phone, "trainee")
    phone.goto(f"/learn/cohorts/{participation}")
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    check_reflow(phone)
    electives = phone.locator("#electives")
    expect(electives).to_contain_text("اختر 1 منها على الأقل.")
    electives.locator("form[action$='/take'] button").click()
    expect(electives).to_contain_text("اخترت واحدة.")
    expect(electives.locator("form[action$='/take']")).to_have_count(0)
    check_reflow(phone)
    electives.locator("form[action$='/leave'] button").click()
    expect(electives.locator("form[action$='/take']")).to_have_count(1)
    looked = open_browser("ar", NARROW)
    sign_in(looked, "trainee")
    looked.goto(f"/learn/cohorts/{participation}")
    looked.locator("#electives form[action$='/take'] button").click()
    expect(looked.locator("#electives form[action$='/leave']")).to_have_count(1)
    check_accessibility(looked)


def test_an_award_in_doubt_is_decided_and_its_holder_reads_why(
    installation, open_browser, cohort, participation
):
    doubt(installation, participation)
    desk = open_browser()
    sign_in(desk, "admin")
    desk.goto(f"/admin/cohorts/{cohort}")
    desk.locator("main .notice a[href$='/awards']").click()
    check_accessibility(desk)
    check_reflow(desk)
    desk.locator("main tbody a").click()
    check_accessibility(desk)
    desk.locator("main form.form button[type=submit]").click()
    expect(desk.locator("main form.form")).to_contain_text("Please give a reason.")
    check_accessibility(desk)
    desk.locator("[name=decision][value=withdrawn]").check()
    desk.fill("[name=reason]", REASON)
    desk.locator("main form.form button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text("Award withdrawn")
    phone = open_browser("ar", NARROW)
    sign_in(phone, "trainee")
    phone.goto(f"/learn/cohorts/{participation}")
    expect(phone.locator("main")).to_contain_text(REASON)
    check_accessibility(phone)
    check_reflow(phone)
