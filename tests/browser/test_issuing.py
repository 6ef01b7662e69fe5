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
