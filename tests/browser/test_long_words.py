"""A name of 120 letters without a space, and a note of 80, on a telephone: no page is wider.

What such a name looks like on the sheet is tested in tests/certificates.
"""

from playwright.sync_api import Page, expect

from tests.browser import study
from tests.browser.conftest import check_accessibility, check_reflow, sign_in

NAME = "Wolfeschlegelsteinhausenberger" * 4
NOTE = "Bundesministerium" * 4 + "fuerJustiz"
PHONE = {"width": 360, "height": 800}


def _look(page: Page) -> None:
    check_accessibility(page)
    check_reflow(page)


def _request(page: Page) -> str:
    """Look at a long name, confirm it, and return the address of the certificate."""
    page.goto("/certificates")
    _look(page)
    page.get_by_role("link", name="Confirm your name").or_(
        page.get_by_role("link", name="Get your certificate")
    ).first.click()
    page.locator("main [name=name][value=other]").check()
    page.fill("[name=typed]", NAME)
    page.locator("main select[name=language]").select_option("fr")
    page.get_by_role("button", name="Look at it first").click()
    expect(page.locator(".notice")).to_contain_text("in smaller letters")
    _look(page)
    page.get_by_role("button", name="Confirm and issue").click()
    page.wait_for_url("**/certificates/*")
    return page.url.split("?")[0]


def _share(page: Page, certificate: str) -> None:
    """Show the name to everybody; a note that is too long is said to be, and not cut."""
    page.goto(f"{certificate}/sharing")
    page.locator("main [name=name][value=shown]").check()
    page.get_by_role("button", name="Save").click()
    page.fill("[name=note]", NOTE + "xyz")
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator("main .error")).to_contain_text("at most 80 characters")
    page.fill("[name=note]", NOTE)
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator("main .card")).to_contain_text(NOTE)
    _look(page)


def test_long_words_are_broken_on_every_page_of_a_certificate(open_browser):
    holder = open_browser(width=PHONE["width"])
    sign_in(holder, "graduate")
    certificate = _request(holder)
    link = holder.get_by_role("link", name="Download certificate")
    study.reload_until(holder, link)
    _look(holder)
    # Beside its picture the button has one text, which breaks as one.
    texts = "one => [...one.childNodes].filter(n => n.nodeName !== 'svg' && n.textContent.trim())"
    assert link.evaluate(f"{texts}.length") == 1
    code = str(holder.locator("main a[href^='/verify/']").first.get_attribute("href"))
    _share(holder, certificate)
    holder.goto("/account")
    _look(holder)
    stranger = open_browser(width=PHONE["width"])
    stranger.goto(code)
    expect(stranger.locator("main")).to_contain_text(NAME)
    _look(stranger)
    admin = open_browser(width=PHONE["width"])
    sign_in(admin, "admin")
    path = certificate.partition("/certificates/")[2]
    for page in ("", f"/{path}", f"/{path}/suspend", f"/{path}/correct", f"/{path}/revoke"):
        admin.goto(f"/admin/certificates{page}")
        expect(admin.locator("main")).to_contain_text(NAME if page[-7:] != "correct" else "")
        _look(admin)
