"""Work is handed in on a phone in Arabic and graded; a session is observed; complaints answered."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.meeting import let_take_part
from tests.browser.tutoring import file_complaint, found_cohort, hand_in

NARROW = 320


@pytest.fixture(scope="module")
def participation(installation):
    return let_take_part(installation, found_cohort(installation))


def test_work_is_handed_in_in_arabic_and_graded(open_browser, participation):
    # No script runs on the phone: pages and buttons are enough.
    phone = open_browser("ar", NARROW, java_script_enabled=False)
    sign_in(phone, "trainee")
    hand_in(phone, participation)
    desk = open_browser()
    sign_in(desk, "trainer")
    desk.goto(f"/admin/participations/{participation}/work/plan")
    check_accessibility(desk)
    desk.locator("form[action$='/grade'] button[type=submit]").click()
    expect(desk.get_by_role("alert")).to_contain_text("from 0 to 100")
    check_accessibility(desk)
    desk.fill("[name=points]", "80")
    desk.fill("[name=note]", "Clear steps.")
    desk.locator("form[action$='/grade'] button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text("80 points of 100")
    desk.goto(f"/admin/participations/{participation}/work/teach")
    for level in desk.locator("main [type=radio][value='3']").all():
        level.check()
    desk.fill("[name=held_on]", "2026-01-05")
    desk.fill("[name=note]", "Well led.")
    desk.locator("form[action$='/observe'] button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text("75 points of 100")
    check_accessibility(desk)
    check_reflow(desk)
    looked = open_browser("ar", NARROW)
    sign_in(looked, "trainee")
    for page in ("work", "work/plan", "work/teach", "deadlines", "complaint"):
        looked.goto(f"/learn/cohorts/{participation}/{page}")
        expect(looked.locator("html")).to_have_attribute("dir", "rtl")
        check_accessibility(looked)
        check_reflow(looked)


def test_a_complaint_is_answered_by_who_is_not_involved(open_browser, participation):
    phone = open_browser("ar", NARROW)
    sign_in(phone, "trainee")
    complaint = file_complaint(phone, participation)
    check_accessibility(phone)
    check_reflow(phone)
    desk = open_browser()
    sign_in(desk, "translator")
    desk.goto(f"/admin/complaints/{complaint}")
    check_accessibility(desk)
    desk.fill("[name=words]", "A ramp comes.")
    desk.get_by_role("button", name="Answer and close").click()
    expect(desk.locator("main")).to_contain_text("Answered")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("A ramp comes.")
