"""An administrator issues to many in Chromium, with the real worker: dry run, progress, results.

What a run does is tested in tests/certificates; who may start one, too.
"""

import re

from playwright.sync_api import expect

from tests.browser import places
from tests.browser.conftest import check_accessibility, check_reflow, sign_in

ISSUE = f"/admin/courses/{places.SLUG}/certificates/issue"


def test_a_run_over_a_course_is_watched_to_its_end(open_browser):
    page = open_browser()
    sign_in(page, "admin")
    page.goto("/admin/certificates/issuing")
    expect(page.get_by_role("heading", level=1)).to_have_text("Issuing certificates")
    check_accessibility(page)
    page.goto(ISSUE)
    expect(page.locator("main")).to_contain_text("Nothing is issued before you start")
    # The demo's graduates: all have confirmed a name but one, who is asked for it.
    expect(page.locator("main")).to_contain_text("Will get a certificate: 10")
    expect(page.locator("main")).to_contain_text("Will be asked to confirm the name first: 1")
    check_accessibility(page)
    check_reflow(page)
    page.get_by_role("button", name="Start for").click()
    page.wait_for_url(re.compile(r".*/runs/.*"))
    check_accessibility(page)
    page.locator(".job[data-done]").wait_for()
    expect(page.get_by_role("table", name="What was done")).to_be_visible()
    expect(page.locator("main")).to_contain_text("11 of 11 done")
    expect(page.locator("main")).to_contain_text("10 of 10 files made")
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    check_accessibility(page)
    check_reflow(page)


def test_the_sheet_is_looked_at_before_it_is_decided(open_browser):
    page = open_browser()
    sign_in(page, "admin")
    page.goto("/admin/programmes/integrity-officers/certificates/rule")
    page.check("[name=mode][value=decided]")
    page.locator("main").get_by_role("button").first.click()
    page.goto("/admin/programmes/integrity-officers/certificates/decide")
    page.get_by_role("link", name="Fatou Ba", exact=True).click()
    check_accessibility(page)
    page.get_by_role("button", name="Draw the sheet").click()
    sheet = page.get_by_role("img", name="a preview that proves nothing")
    expect(sheet).to_have_js_property("complete", value=True, timeout=30_000)
    assert sheet.evaluate("picture => picture.naturalWidth") > 1000
    check_accessibility(page)
    check_reflow(page)
    page.get_by_label("Issue the certificate").check()
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_role("link", name="Fatou Ba", exact=True)).to_have_count(0)
