"""Selection in the browser: a member of the panel in Arabic, on a narrow screen."""

from playwright.sync_api import expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.selecting import CRITERION, add_cohort

NARROW = 320


def test_a_member_of_the_panel_scores_in_arabic(installation, open_browser):
    cohort_id = add_cohort(installation)
    member = open_browser("ar", NARROW)
    sign_in(member, "trainer")
    member.goto(f"/admin/cohorts/{cohort_id}/panel")
    expect(member.locator("html")).to_have_attribute("dir", "rtl")
    expect(member.locator("h1")).to_have_text("حالات تضارب المصالح")
    check_accessibility(member)
    check_reflow(member)
    # Nothing is declared by sending an empty form.
    member.locator("main form.form button[type=submit]").click()
    expect(member.locator("#is_complete-error")).to_be_visible()
    member.locator("main select").first.select_option("business")
    member.check("[name=is_complete]")
    member.locator("main form.form button[type=submit]").click()
    # The one with whom there is a conflict is not among them any more.
    expect(member.locator("main tbody tr")).to_have_count(2)
    member.locator("main tbody th a").first.click()
    points = member.get_by_label(CRITERION["ar"])
    points.fill("11")
    points.press("Enter")
    expect(member.locator("main .error").first).to_contain_text("0 إلى 10")
    check_accessibility(member)
    check_reflow(member)
    # Digits as Arabic writes them are taken.
    points.fill("٩")
    points.press("Enter")
    expect(member.locator("main tbody .status.done, main tbody .badge.done").first).to_be_visible()
    expect(member.locator("main")).to_contain_text("قيّمت 1 من 2")
