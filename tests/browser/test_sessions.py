"""A session in the browser: the code on one screen, entered on a phone in Arabic; the list."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.meeting import TITLE, find_cohort, let_take_part, plan_session

NARROW = 320


@pytest.fixture(scope="module")
def cohort_id(installation):
    return find_cohort(installation)


def test_the_code_on_the_screen_is_entered_on_a_phone_in_arabic(
    installation, open_browser, cohort_id
):
    participation = let_take_part(installation, cohort_id)
    desk = open_browser()
    sign_in(desk, "admin")
    session = plan_session(desk, cohort_id)
    desk.goto(f"/admin/sessions/{session}/code")
    check_accessibility(desk)
    expect(desk.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
    # On the phone no script runs: pages and buttons are enough.
    phone = open_browser("ar", NARROW, java_script_enabled=False)
    sign_in(phone, "trainee")
    phone.goto(f"/learn/cohorts/{participation}/sessions")
    phone.locator(f'a[href="/learn/sessions/{session}/present"]').click()
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    wrong = "000000" if digits_of(desk) != "000000" else "111111"
    phone.fill("[name=code]", wrong)
    phone.locator("main form.form button[type=submit]").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    desk.reload()
    phone.fill("[name=code]", digits_of(desk))
    phone.locator("main form.form button[type=submit]").click()
    expect(phone.locator("main .notice.success")).to_be_visible()
    looked = open_browser("ar", NARROW)
    sign_in(looked, "trainee")
    for path in (f"/learn/sessions/{session}/present", f"/learn/sessions/{session}",
                 f"/learn/cohorts/{participation}/sessions", "/calendar"):  # fmt: skip
        looked.goto(path)
        check_accessibility(looked)
        check_reflow(looked)


def digits_of(page):
    return re.sub(r"\D", "", page.locator(".digits").inner_text())


def test_the_code_changes_by_itself(open_browser, cohort_id):
    desk = open_browser()
    sign_in(desk, "admin")
    desk.goto(f"/admin/cohorts/{cohort_id}/sessions")
    desk.get_by_role("link", name=TITLE, exact=True).first.click()
    desk.get_by_role("link", name="Code on the screen").click()
    first = digits_of(desk)
    expect(desk.locator(".digits")).not_to_have_text(f"{first[:3]} {first[3:]}", timeout=60_000)


def test_attendance_is_noted_with_the_keyboard_on_a_narrow_screen(open_browser, cohort_id):
    desk = open_browser(width=NARROW)
    sign_in(desk, "admin")
    desk.goto(f"/admin/cohorts/{cohort_id}/sessions")
    check_reflow(desk)
    desk.get_by_role("link", name=f"Attendance {TITLE}").first.click()
    check_accessibility(desk)
    check_reflow(desk)
    group = desk.get_by_role("radiogroup", name=re.compile("Amina Diallo"))
    group.get_by_role("radio", name="Present").focus()
    desk.keyboard.press("ArrowRight")
    expect(group.get_by_role("radio", name="Late")).to_be_checked()
    desk.get_by_role("button", name="Save", exact=True).focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".flashes")).to_contain_text("Saved. Changed: 1.")
