"""A stranger drops a certificate's file on the page of verification, and a holder gives out a link.

Which forgeries are told apart is tested in tests/certificates.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import study
from tests.browser.conftest import check_accessibility, check_reflow, sign_in

HEADLINES = {
    "valid": {"en": "This certificate is valid", "ar": "هذه الشهادة صالحة"},
    "tampered": {
        "en": "This file was changed after it was issued",
        "ar": "غُيِّر هذا الملف بعد إصداره",
    },
    "not_ours": {"en": "This file was not issued here", "ar": "هذا الملف غير صادر عنا"},
}
# What a page does when somebody drops a file on it; Chromium has no other hand for it.
DROP = """([bytes, name]) => {
  const moved = new DataTransfer();
  moved.items.add(new File([Uint8Array.from(bytes)], name, { type: "application/pdf" }));
  for (const kind of ["dragover", "drop"])
    document.querySelector("[data-drop]").dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: moved }));
}"""


@pytest.fixture(scope="module")
def issued(installation, chromium, tmp_path_factory) -> tuple[Page, Path]:
    """The graduate at the page of her certificate, and its file."""
    page = chromium.new_context(base_url=installation.url).new_page()
    sign_in(page, "graduate")
    page.goto("/learn")
    page.locator("main .card h3 a").first.click()
    study.request_certificate(page, page.url)
    return page, study.download_certificate(page, tmp_path_factory.mktemp("file"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_file_is_dropped(issued, open_browser, language):
    content = issued[1].read_bytes()
    files = {
        "valid": content,
        "tampered": content[:700] + b"!" + content[701:],
        "not_ours": b"%PDF-1.7\nsomething else\n%%EOF",
    }
    page = open_browser(language)
    for status, file in files.items():
        page.goto("/verify")
        page.evaluate(DROP, [list(file), "certificate.pdf"])
        expect(page.locator("[data-drop-says]")).to_have_text("certificate.pdf")
        page.locator("main form[enctype] button[type=submit]").click()
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text(HEADLINES[status][language])
        expect(page.locator("html")).to_have_attribute("lang", language)
        check_accessibility(page)
        page.set_viewport_size({"width": 320, "height": 640})
        check_reflow(page)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_without_script_a_file_is_chosen(issued, open_browser):
    page = open_browser(java_script_enabled=False)
    page.goto("/verify")
    page.set_input_files("[name=file]", issued[1])
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINES["valid"]["en"])


def test_a_file_that_is_too_large_is_not_sent(open_browser):
    page = open_browser()
    page.goto("/verify")
    page.evaluate(DROP, [[0], "small.pdf"])
    page.locator("[data-drop]").evaluate("area => { area.dataset.largest = '0' }")
    page.locator("[name=file]").dispatch_event("change")
    expect(page.locator("[data-drop-says]")).to_contain_text("larger than 10 MB")
    page.get_by_role("button", name="Check the file").click()
    expect(page).to_have_url(re.compile(r"/verify$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Verify a certificate")


def test_a_link_is_given_and_withdrawn(issued, open_browser):
    holder, _file = issued
    holder.get_by_role("link", name="Who sees what").click()
    holder.fill("[name=note]", "The Ministry of Justice")
    holder.get_by_label("Show my name on this link").check()
    holder.get_by_role("button", name="Make a link").click()
    link = holder.get_by_role("link", name="/verify/s/")
    address = link.get_attribute("href") or ""
    stranger = open_browser()
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_have_text(HEADLINES["valid"]["en"])
    expect(stranger.get_by_text("The holder has agreed")).to_be_visible()
    check_accessibility(stranger)
    holder.get_by_role("button", name="Withdraw").click()
    expect(holder.get_by_role("heading", name="Links that have ended")).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("We know of no such certificate")
