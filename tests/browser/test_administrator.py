"""An administrator invites, closes accounts, sets the site's face, reads results, certifies.

Who may do so is tested in tests/accounts, tests/organisations and tests/certificates.
"""

import csv
import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from lms.admin.demo_graduates import GRADUATES
from tests.browser import places, study
from tests.browser.conftest import PASSWORD, sign_in

COLUMNS = "name,email,language,organisation,roles,protected"
GOOD = f"""{COLUMNS}
Nadia Owusu,nadia@example.org,fr,GH,trainee,
李明,liming@example.org,zh,National Integrity Commission,trainee,yes
"""
RESULTS = f"/admin/courses/{places.SLUG}/results"


@pytest.fixture
def admin(open_browser) -> Page:
    """Emre's browser."""
    page = open_browser()
    sign_in(page, "admin")
    return page


def accept(page: Page, link: str, password: str = PASSWORD) -> None:
    """Follow the link of an invitation and make the account."""
    page.goto(link)
    page.fill("[name=password]", password)
    page.fill("[name=repeated]", password)
    page.check("[name=agreed]")
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/invitations/" not in url)


def test_somebody_invited_by_mail_chooses_a_password_and_is_in(admin, installation, open_browser):
    places.invite(admin, "Fatou Ndour", "fatou@example.org", "fr")
    expect(admin.get_by_role("row", name=re.compile("Fatou Ndour"))).to_be_visible()
    guest = open_browser("fr")
    accept(guest, installation.mailed_path("fatou@example.org", "/invitations/"))
    expect(guest.locator("html")).to_have_attribute("lang", "fr")
    guest.goto("/account")
    expect(guest.locator("main")).to_contain_text("fatou@example.org")
    again = open_browser()
    sign_in(again, "fatou@example.org")
    again.goto("/learn")
    expect(again.get_by_role("heading", level=1)).to_be_visible()


def test_a_list_with_errors_says_why_by_line_and_column(admin):
    admin.goto(places.send_list(admin, places.ROSTER))
    expect(admin.locator("main")).to_contain_text("Not right: 1")
    wrong = admin.get_by_role("row", name=re.compile("Kofi Boateng"))
    for said in ("3", "E-mail address: kofi-at-example.org is not an e-mail address",
                 "Language: “xx” is no language", "no organisation named “Atlantis”",
                 "Roles: “trainee|wizard” is no role", "says neither yes nor no"):  # fmt: skip
        expect(wrong).to_contain_text(said)
    expect(wrong.get_by_role("combobox")).to_have_count(0)
    admin.goto("/admin/people/invitations")
    expect(admin.locator("main")).not_to_contain_text("nadia@example.org")


def test_a_right_list_is_looked_at_imported_and_taken_back(admin, installation):
    admin.goto(places.send_list(admin, GOOD))
    expect(admin.locator("main")).to_contain_text("Nobody has been invited yet")
    admin.get_by_role("button", name="Import now").click()
    expect(admin.locator("main")).to_contain_text("Everything is done.")
    expect(admin.locator("main")).to_contain_text("Invited: 2")
    assert installation.mailed_path("liming@example.org", "/invitations/")
    imported = admin.url
    admin.goto(places.send_list(admin, GOOD))
    expect(admin.locator("main")).to_contain_text("Invited already: 2")
    admin.goto(imported)
    admin.get_by_role("link", name="Undo this import").click()
    admin.get_by_role("button", name="Undo this import").click()
    expect(admin.locator("main")).to_contain_text("Invitation withdrawn: 2")
    admin.goto("/admin/people/invitations")
    expect(admin.locator("main")).not_to_contain_text("liming@example.org")


def test_the_site_gets_a_name_an_emblem_and_a_sender(admin, installation, open_browser):
    admin.goto("/admin/settings")
    admin.fill("[name=name]", "Integrity Academy")
    admin.fill("[name=mail_sender]", "academy@example.org")
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(picture, "PNG")
    emblem = {"name": "e.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    admin.set_input_files("[name=emblem]", emblem)
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_role("status").first).to_contain_text("The settings are saved")
    stranger = open_browser()
    stranger.goto("/")
    expect(stranger.locator(".bar .name")).to_contain_text("Integrity Academy")
    is_drawn = "image => image.complete && image.naturalWidth > 0"
    assert stranger.locator(".bar .name img").evaluate(is_drawn)
    places.invite(admin, "Gita Rao", "gita@example.org")
    installation.mailed_path("gita@example.org", "/invitations/")
    assert "academy@example.org" in installation.mails_to("gita@example.org")[0]["From"]


def test_a_leaver_is_signed_out_at_once(admin, open_browser):
    leaver = open_browser()
    sign_in(leaver, "auditor")
    leaver.goto("/learn")
    expect(leaver).to_have_url(re.compile("/learn$"))
    admin.goto("/admin/people?q=auditor")
    admin.get_by_role("link", name="Oriol Puig").click()
    admin.get_by_role("link", name="Close the account").click()
    admin.locator("main").get_by_role("button", name="Close the account").click()
    expect(admin.get_by_role("status").first).to_contain_text("its sessions have ended")
    leaver.reload()
    expect(leaver).to_have_url(re.compile("/login"))
    leaver.fill("[name=email]", "auditor@demo.example")
    leaver.fill("[name=password]", PASSWORD)
    leaver.locator("main").get_by_role("button", name="Sign in").click()
    expect(leaver.get_by_role("alert")).to_be_visible()


def test_results_are_searched_filtered_and_taken_along(admin, open_browser):
    trainee = open_browser()
    sign_in(trainee, "trainee")
    study.enrol(trainee)
    admin.goto(RESULTS)
    expect(admin.locator("tbody tr")).to_have_count(2 + len(GRADUATES))
    admin.fill("[name=q]", "mensah")
    admin.get_by_role("button", name="Search").click()
    expect(admin.locator("tbody th")).to_have_text("Grace Mensah")
    admin.fill("[name=q]", "")
    admin.select_option("[name=status]", index=1)
    admin.get_by_role("button", name="Search").click()
    expect(admin.locator("tbody tr")).to_have_count(1)
    admin.goto(RESULTS)
    with admin.expect_download() as caught:
        admin.get_by_role("link", name="Download as CSV").click()
    rows = list(csv.reader(Path(caught.value.path()).read_text("utf-8-sig").splitlines()))
    assert any("Grace Mensah" in cell for row in rows for cell in row)
    assert len(rows) == 1 + 2 + len(GRADUATES)


def test_certificates_are_issued_to_all_and_one_is_revoked(admin, open_browser):
    admin.goto(RESULTS)
    admin.get_by_role("link", name="Issue certificates").click()
    admin.locator("main").get_by_role("button", name="Start").click()
    admin.wait_for_url(re.compile(r".*/runs/.*"))
    admin.locator(".job[data-done]").wait_for(timeout=30_000)
    expect(admin.get_by_role("row", name=re.compile("Grace Mensah"))).to_contain_text("Issued")
    admin.goto("/admin/certificates")
    row = admin.get_by_role("row", name=re.compile("Grace Mensah"))
    code = row.locator("a[href^='/verify/']").get_attribute("href") or ""
    row.get_by_role("link", name="Revoke").click()
    _revoke(admin)
    stranger = open_browser()
    stranger.goto(code)
    expect(stranger.get_by_role("heading", level=1)).to_have_text(
        "This certificate has been revoked"
    )
    expect(stranger.locator("main")).to_contain_text("Reason:")


def _revoke(page: Page) -> None:
    page.locator("main").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a reason.")
    page.locator("main [name=reason]").first.check()
    page.fill("[name=note]", "Issued by mistake.")
    page.locator("main").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("status").first).to_contain_text("has been revoked")
