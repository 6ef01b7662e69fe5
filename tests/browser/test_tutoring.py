"""Work is handed in on a phone in Arabic and graded; complaints answered; messages and groups."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.meeting import let_take_part
from tests.browser.tutoring import LONG_NAME, file_complaint, found_cohort, hand_in, write_message

NARROW = 320
TWO_LINES = 60


@pytest.fixture(scope="module")
def cohort_id(installation):
    return found_cohort(installation)


@pytest.fixture(scope="module")
def participation(installation, cohort_id):
    return let_take_part(installation, cohort_id)


@pytest.fixture(scope="module")
def going_on(installation, cohort_id):
    """Somebody who has not completed anything yet."""
    return let_take_part(installation, cohort_id, "graduate")


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


def test_a_tutor_writes_in_english_and_is_answered_in_arabic(open_browser, going_on):
    desk = open_browser()
    sign_in(desk, "trainer")
    thread = f"/admin/participations/{going_on}/messages"
    desk.goto(thread)
    check_accessibility(desk)
    desk.fill("[name=words]", "Is it like case no. 2024-117, of which Mr Smith told?")
    desk.get_by_role("button", name="Send", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("does this tell of a real case or person?")
    expect(desk.locator("mark")).to_have_count(2)
    expect(desk.locator("[name=words]")).to_have_value(
        "Is it like case no. 2024-117, of which Mr Smith told?"
    )
    check_accessibility(desk)
    desk.fill("[name=words]", "How far are you with the plan?")
    desk.get_by_role("button", name="Check again and send").click()
    expect(desk.locator("main")).to_contain_text("not read yet")
    # No script runs on the phone: pages and buttons are enough.
    phone = open_browser("ar", 360, java_script_enabled=False)
    sign_in(phone, "graduate")
    phone.goto(f"/learn/cohorts/{going_on}/messages")
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.locator("main")).to_contain_text("How far are you with the plan?")
    phone.fill("[name=words]", "انتهيت من نصفها، اتصل بي على +221 77 123 45 67")
    phone.locator("main form.form button[type=submit]").click()
    expect(phone.locator("mark")).to_have_count(1)
    phone.locator("main form.form button[name=confirmed]").click()
    expect(phone.locator("main")).to_contain_text("انتهيت من نصفها")
    looked = open_browser("ar", 360)
    sign_in(looked, "graduate")
    looked.goto(f"/learn/cohorts/{going_on}/messages")
    check_accessibility(looked)
    check_reflow(looked)
    desk.goto(thread)
    expect(desk.locator("main")).to_contain_text("انتهيت من نصفها")
    expect(desk.locator("main")).to_contain_text("read on")
    # Looked at it counts as read; without script a button says so.
    expect(desk.get_by_role("button", name="Mark as read")).to_have_count(0)


def test_groups_are_proposed_saved_and_undone(open_browser, going_on):
    desk = open_browser(width=360)
    sign_in(desk, "trainer")
    write_message(desk, f"/admin/participations/{going_on}/messages", "Groups follow.")
    admin = open_browser()
    sign_in(admin, "admin")
    admin.goto(f"/admin/participations/{going_on}/help")
    admin.get_by_role("link", name="Groups", exact=True).click()
    admin.get_by_role("link", name="Who is in which group").click()
    admin.get_by_role("link", name="Propose for everybody anew").click()
    check_accessibility(admin)
    check_reflow(admin)
    admin.get_by_role("button", name="Save the groups").click()
    undo = admin.get_by_role("button", name="Undo all of it")
    chosen = admin.locator("main select").first
    expect(chosen.locator("option:checked")).to_contain_text(LONG_NAME)
    check_accessibility(admin)
    # On a phone the name runs over as many lines as it needs.
    admin.set_viewport_size({"width": 360, "height": 800})
    check_reflow(admin)
    hidden = "one => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]"
    assert chosen.evaluate(hidden) == [0, 0]
    assert chosen.evaluate("one => one.clientHeight") > TWO_LINES
    admin.set_viewport_size({"width": 1280, "height": 900})
    undo.click()
    expect(admin.locator("main select").first.locator("option:checked")).to_have_text("–")
    expect(undo).to_have_count(0)
