"""A programme is built by keyboard and without script; prior learning is asked for and decided."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.building import STATEMENT, ask_for_recognition
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.meeting import find_cohort, let_take_part

NARROW = 360


@pytest.mark.parametrize("script", [True, False])
def test_a_programme_is_built_and_published(open_browser, script):
    page = open_browser(java_script_enabled=script)
    sign_in(page, "admin")
    slug = "first-steps" if script else "first-steps-again"
    page.goto("/admin/programmes")
    page.fill("main [name=title]", "First steps")
    page.fill("main [name=slug]", slug)
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("First steps")
    page.select_option("main [name=type]", "attendance")
    page.locator("main form.search button").click()
    page.fill("[name=sessions]", "0")
    page.locator("main form.form button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text("at least 1")
    page.fill("[name=sessions]", "4")
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator("main .card").first).to_contain_text("Attend at least 4")
    page.get_by_role("link", name="Texts and facts").first.click()
    page.fill("[name=summary-en]", "What everybody begins with.")
    page.select_option("[name=level]", "foundation")
    page.fill("[name=hours]", "12")
    page.locator("main form.form button[type=submit]").click()
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.locator("main .chips").first).to_contain_text("Version 1 is published")
    page.goto(f"/programmes/{slug}")
    expect(page.locator("main")).to_contain_text("Attend at least 4")


def test_prior_learning_is_recognised_in_arabic_on_a_phone(installation, open_browser):
    participation_id = let_take_part(installation, find_cohort(installation), "auditor")
    phone = open_browser("ar", NARROW)
    sign_in(phone, "auditor")
    way = ask_for_recognition(phone, participation_id)
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    check_accessibility(phone)
    check_reflow(phone)
    desk = open_browser()
    sign_in(desk, "admin")
    desk.goto(f"/admin/cohorts/{find_cohort(installation)}/recognition")
    desk.locator("main tbody a").first.click()
    expect(desk.locator("main")).to_contain_text(STATEMENT)
    desk.check("[name=verdict][value=granted]")
    desk.fill("[name=reason]", "The certificate covers it.")
    desk.locator("main form.form button[type=submit]").click()
    expect(desk).to_have_url(re.compile(r".*/recognition$"))
    phone.goto(way)
    expect(phone.locator("main")).to_contain_text("The certificate covers it.")
    check_accessibility(phone)
