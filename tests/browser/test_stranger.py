"""A stranger holds a certificate in the hand and asks whether it is worth something.

What is said and what is kept back is tested in tests/certificates.
"""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser import study
from tests.browser.conftest import check_accessibility, check_reflow, sign_in

HEADLINES = {
    "valid": {
        "en": "This certificate is valid",
        "fr": "Ce certificat est valable",
        "ar": "هذه الشهادة صالحة",
    },
}


@pytest.fixture
def holder(open_browser) -> Page:
    """The graduate's browser, at the page of her certificate."""
    return get_certificate(open_browser(), "graduate")


def get_certificate(page: Page, name: str) -> Page:
    """Let somebody who has completed the course ask for the certificate, and show it."""
    sign_in(page, name)
    page.goto("/learn")
    page.locator("main .card h3 a").first.click()
    study.request_certificate(page, page.url)
    return page


def test_a_certificate_is_valid_and_then_revoked(holder, open_browser, installation, tmp_path):
    path = holder.locator("main a[href^='/verify/']").first.get_attribute("href") or ""
    file = study.download_certificate(holder, tmp_path)
    _is_read_in_the_browsers_language(open_browser, path)
    _keeps_the_name_back(open_browser(), path)
    _answers_programs(open_browser(), path, "valid")
    said = installation.lms("certificates", "verify", str(file))
    assert ": valid; " in said
    code = path.rsplit("/", 1)[1]
    installation.lms("certificates", "revoke", code, "--reason", "error")
    _is_revoked_in_every_language(open_browser, path)
    _answers_programs(open_browser(), path, "revoked")
    assert ": revoked (error); " in installation.lms("certificates", "verify", str(file))
    file.write_bytes(file.read_bytes() + b" ")
    said = installation.try_lms("certificates", "verify", str(file)).stdout
    assert ": tampered (appended)" in said


def _is_read_in_the_browsers_language(open_browser, path: str) -> None:
    for language, headline in HEADLINES["valid"].items():
        page = open_browser(language, width=390)
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.get_by_role("heading", level=1)).to_have_text(headline)


def _keeps_the_name_back(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("main")).to_contain_text("The Convention and chapter VI")
    expect(page.locator("main")).not_to_contain_text("Mensah")
    for name, said in (("Grace Mensah", "The name matches"), ("Grace Kelly", "does not match")):
        page.fill("[name=name]", name)
        page.get_by_role("button", name="Compare").click()
        expect(page.locator("main")).to_contain_text(said)


def _is_revoked_in_every_language(open_browser, path: str) -> None:
    page = open_browser("en")
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate has been revoked")
    expect(page.locator(".rosette.broken")).to_be_visible()
    titles = {page.title()}
    for language in ("ar", "zh", "fr", "ru", "es"):
        page = open_browser(language)
        page.goto(path)
        titles.add(page.title())
    assert len(titles) == 6


def _answers_programs(page: Page, path: str, status: str) -> None:
    answer = page.request.get(path, headers={"Accept": "application/json"})
    assert json.loads(answer.text())["status"] == status


def test_a_link_is_copied_with_script_and_by_hand_without(open_browser):
    holder = get_certificate(open_browser(), "kwame")
    certificate = holder.url.split("?")[0]
    holder.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _makes_a_link(holder, certificate)
    card = holder.locator("li.card").first
    card.get_by_role("button", name="Copy").click()
    expect(card.get_by_role("status")).to_have_text("Copied")
    link = holder.evaluate("navigator.clipboard.readText()")
    assert link == card.get_by_role("link").get_attribute("href")
    check_accessibility(holder)
    stranger = open_browser()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("This certificate is valid")
    holder.context.clear_permissions()
    holder.context.grant_permissions([])
    card.get_by_role("button", name="Copy").click()
    expect(card.get_by_role("status")).to_contain_text("Mark it and copy it yourself")

    page = open_browser(width=390, java_script_enabled=False)
    sign_in(page, "kwame")
    page.goto(f"{certificate}/sharing")
    expect(page.locator("li.card").first.locator("button[data-copies]")).to_be_hidden()
    check_reflow(page)


def _makes_a_link(page: Page, certificate: str) -> None:
    page.goto(f"{certificate}/sharing")
    page.fill("[name=note]", "The Ministry")
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator("li.card").first).to_be_visible()


def test_an_unknown_code_is_said_to_be_unknown(open_browser):
    page = open_browser()
    page.goto("/verify")
    code = page.get_by_label("Code of the certificate")
    code.fill("7K3M9P-X2QF4H-T8VWN")
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("alert")).to_contain_text("This one has 17.")
    check_accessibility(page)
    expect(code).to_have_value("7K3M9P-X2QF4H-T8VWN")
    code.fill("https://train.example.org/verify/7K3M9P-X2QF4H-T8VWN2")
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We know of no such certificate")
    expect(code).to_have_value("7K3M9P-X2QF4H-T8VWN2")
    check_accessibility(page)
    answer = page.request.get(page.url, headers={"Accept": "application/json"})
    assert (answer.status, answer.json()) == (404, {"status": "unknown"})


def test_a_code_stays_whole_on_an_arabic_phone(open_browser):
    page = open_browser("ar", width=390)
    page.goto("/verify")
    sample = page.locator("bdi.code")
    expect(sample).to_have_text("7K3M9P-X2QF4H-T8VWNC")
    assert sample.evaluate("node => node.getClientRects().length") == 1
