"""An administrator makes one account of two, in English and in Arabic, and undoes it.

Who may do so, and what moves, is tested in tests/merging.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, check_accessibility, check_reflow, sign_in
from tests.browser.merging import add_accounts
from tests.browser.screenshots import speak

# The word on the button of each page, by language.
WORDS = {
    "en": ("Merge the accounts", "Undo the merge"),
    "ar": ("دمج الحسابين", "التراجع عن الدمج"),
}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("has_script", [True, False])
def test_two_accounts_become_one_and_two_again(installation, open_browser, language, has_script):
    name = f"zawadi.{language}.{'with' if has_script else 'without'}"
    addresses = [f"{name}{number}@example.org" for number in (1, 2)]
    kept, _other = add_accounts(installation, *((one, "Zawadi Mwangi") for one in addresses))
    merge, undo = WORDS[language]
    page = open_browser("en", java_script_enabled=has_script)
    sign_in(page, "admin")
    speak(page, language)
    page.goto(f"/admin/people/{kept}/merge")
    page.fill("[name=q]", addresses[1])
    page.locator("main [role=search] button").click()
    page.locator("main tbody a").click()
    expect(page.locator("main table")).to_contain_text(addresses[0])
    _look(page, has_script=has_script)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main .summary")).to_be_visible()
    _look(page, has_script=has_script)
    page.check("[name=is_sure]")
    page.get_by_role("button", name=merge).click()
    page.wait_for_url(f"**/admin/people/{kept}")
    old = open_browser()
    old.goto("/login")
    old.fill("[name=email]", addresses[1])
    old.fill("[name=password]", PASSWORD)
    old.locator("main button[type=submit]").first.click()
    expect(old.locator("main")).to_contain_text(addresses[0])
    page.goto(f"/admin/people/{kept}/merge")
    page.get_by_role("link", name=undo).click()
    page.get_by_role("button", name=undo).click()
    page.wait_for_url("**/admin/people/*")
    sign_in(old, addresses[1])


def _look(page, *, has_script: bool) -> None:
    """See that the page is accessible and needs no scrolling sideways; both are asked by script."""
    if has_script:
        check_accessibility(page)
        page.set_viewport_size({"width": 360, "height": 800})
        check_reflow(page)
        page.set_viewport_size({"width": 1280, "height": 900})
