"""An administrator enters certificates of paper, suspends one, and a stranger sees it at once.

Who may do so, and what is refused, is tested in tests/certificates.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.registering import send_list
from tests.browser.screenshots import speak
from tests.browser.study import reload_until

# The words on the buttons, and of the page of verification, by language.
WORDS = {
    "en": ("Preview the list", "Enter these certificates", "Suspend", "is suspended"),
    "ar": ("عرض القائمة", "إدخال هذه الشهادات", "تعليق", "معلقة"),
}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("has_script", [True, False])
def test_papers_are_entered_and_one_is_suspended(open_browser, language, has_script):
    series = f"{language}{'with' if has_script else 'without'}"
    name = f"Tsitsi Moyo {series}"
    preview, enter, suspend, suspended = WORDS[language]
    page = open_browser("en", java_script_enabled=has_script)
    sign_in(page, "admin")
    speak(page, language)
    send_list(page, series, name)
    _look(page, has_script=has_script)
    page.get_by_role("button", name=preview).click()
    expect(page.locator("main tbody tr")).to_have_count(3)
    expect(page.locator("main tbody tr").last).to_contain_text("2024-05-31")
    _look(page, has_script=has_script)
    page.get_by_role("button", name=enter).click()
    link = page.get_by_role("link", name=name)
    if has_script:
        page.locator(".job[data-done]").wait_for(timeout=30_000)
        page.locator(".job a.button[href$='#lines']").click()
    else:
        reload_until(page, link)
    _look(page, has_script=has_script)
    page.goto("/admin/certificates")
    page.fill("[name=q]", name.upper())
    page.locator("main [role=search] button").click()
    expect(page.locator("main tbody tr")).to_have_count(1)
    _look(page, has_script=has_script)
    page.get_by_role("link", name=name).first.click()
    address = str(page.locator("main a[href^='/verify/']").first.get_attribute("href"))
    page.get_by_role("link", name=suspend, exact=True).click()
    page.locator("main [name=reason]").last.check()
    page.locator("main").get_by_role("button", name=suspend).click()
    page.wait_for_url("**/admin/certificates/*")
    _look(page, has_script=has_script)
    record = page.url
    # What cannot be done twice leads back, and says why.
    page.goto(f"{record}/suspend")
    expect(page).to_have_url(record)
    expect(page.locator(".notice.warning")).to_contain_text(suspended.split()[-1])
    _look(page, has_script=has_script)
    stranger = open_browser(language)
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_contain_text(suspended)
    expect(stranger.locator("main")).not_to_contain_text(name)


def _look(page, *, has_script: bool) -> None:
    """See that the page is accessible and needs no scrolling sideways; both are asked by script."""
    if has_script:
        check_accessibility(page)
        page.set_viewport_size({"width": 360, "height": 800})
        check_reflow(page)
        page.set_viewport_size({"width": 1280, "height": 800})
