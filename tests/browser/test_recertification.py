"""An award renewed on a phone in Arabic, with and without a script; when awards end, for others."""

import pytest
from playwright.sync_api import expect

from tests.browser import study
from tests.browser.choosing import said
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.recertifying import AWARDS, complete_again

NARROW = 320


# Before the award is renewed: the new one ends later than any period that can be asked for.
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_focal_point_sees_when_awards_end_and_takes_them_along(open_browser, language):
    page = open_browser(language)
    sign_in(page, "focal")
    page.goto("/nominate")
    page.locator("main a[href='/nominate/expiry']").click()
    check_accessibility(page)
    page.locator("main select[name=by]").select_option("state")
    page.locator("main select[name=months]").select_option("24")
    page.locator("main form[role=search] button").click()
    page.wait_for_url("**by=state**")
    expect(page.locator("main table").first).to_be_visible()
    check_accessibility(page)
    for name in ("csv", "ics"):
        with page.expect_download() as coming:
            page.locator(f"main a[href*='/expiry/{name}']").click()
        assert coming.value.suggested_filename == f"expiry.{name}"


@pytest.mark.parametrize("script", [False, True], ids=["no script", "script"])
def test_the_holder_begins_thinks_again_begins_and_is_done(open_browser, installation, script):
    phone = open_browser("ar", NARROW, java_script_enabled=script)
    sign_in(phone, "trainee")
    phone.goto("/learn")
    phone.locator(f"main a[href='{AWARDS}']").click()
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    check = check_accessibility if script else check_reflow
    check(phone)
    if script:
        finish(phone, installation, check)
        return
    for _again in range(2):
        phone.goto(AWARDS)
        phone.locator("main form[action$='/renewal'] button").click()
        expect(phone.locator(".flashes .notice.success")).to_be_visible()
        expect(phone.locator("main meter, main [role=meter], main .meter").first).to_be_visible()
        check(phone)
        phone.locator("main form[action$='/undo'] button").click()
        expect(phone.locator("main form[action$='/renewal'] button")).to_be_visible()
    check(phone)


def finish(phone, installation, check):
    """Begin, do it again, and see the new award beside the earlier one."""
    phone.locator("main form[action$='/renewal'] button").click()
    phone.wait_for_url(f"**{AWARDS}/*")
    phone.locator("main a[href^='/courses/']").first.click()
    phone.wait_for_url("**/courses/*")
    complete_again(installation)
    phone.goto(AWARDS)
    study.reload_until(phone, phone.locator("main table"))
    expect(phone.locator("main form[action$='/renewal']")).to_have_count(0)
    expect(phone.get_by_text(said(phone, "Earlier awards")).first).to_be_visible()
    check(phone)
