"""Certificates of paper and a revocation that waits, for the administrators' pages of the register.

They are of the demo's installation, and nobody else's test knows them.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page

from lms.accounts import services as accounts
from lms.accounts.queries import find_actor
from lms.app import create_app
from lms.certificates.queries import certificates as queries
from lms.certificates.queries import requests
from lms.certificates.services import revocations
from lms.certificates.services.decisions import Why
from lms.kit.actor import OPERATOR
from lms.kit.db import writing
from lms.kit.settings import Settings
from lms.organisations import queries as organisations
from lms.organisations import services as settings
from tests.browser.conftest import PASSWORD
from tests.browser.places import Place
from tests.browser.server import Installation

PAPERS = "/admin/certificates/papers"


def send_list(page: Page, series: str, name: str = "李明") -> str:
    """Send a list of three papers, one of them wrong; return the address of its columns."""
    text = (
        "Number,Name,Title,Issued on,Valid until\n"
        f"{series}/1,{name},Basics of integrity for those who investigate,2019-05-31,\n"
        f"{series}/2,أمينة عبد الله ديالو,Basics of integrity,01/06/2019,31/01/2035\n"
        f"{series}/3,Somebody,Basics of integrity,31/05/19,\n"
    )
    page.goto(PAPERS)
    file = {"name": f"{series}.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("[name=file]", file)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/columns")
    return page.url


def enter_list(page: Page) -> None:
    """Look over a list whose columns are at hand, and enter it."""
    page.locator("main form button[type=submit]").first.click()
    page.locator("main tbody tr").first.wait_for()
    page.locator("main .actions form button").first.click()
    page.locator(".job[data-done]").wait_for(timeout=30_000)


def _path(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def furnish_register(installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Return the pages of the register, of lists of paper, and of decisions."""
    page = pages("admin")
    waiting = _path(send_list(page, "W"))
    send_list(page, "E")
    enter_list(page)
    entered = _path(page.url)
    page.locator(".job a.button[href$='#lines']").click()
    page.locator("main tbody th a").first.wait_for()
    record = str(page.locator("main tbody th a").first.get_attribute("href"))
    suspended = str(page.locator("main tbody th a").nth(1).get_attribute("href"))
    page.goto(f"{suspended}/suspend")
    page.locator("main [name=reason]").last.check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**{suspended}")
    asked = _ask(installation, record.rpartition("/")[2])
    found = {
        "certificates/pages/show_record": suspended,
        "certificates/pages/show_suspend": f"{record}/suspend",
        "certificates/pages/show_reinstate": f"{suspended}/reinstate",
        "certificates/pages/show_correct": f"{record}/correct",
        "certificates/pages/list_revocations": "/admin/certificates/revocations",
        "certificates/pages/show_revocation": f"/admin/certificates/revocations/{asked}",
        "certificates/pages/show_statistics": "/admin/certificates/statistics",
        "certificates/pages/list_papers": PAPERS,
        "certificates/pages/show_paper_columns": waiting,
        "certificates/pages/preview_papers": waiting.removesuffix("/columns"),
        "certificates/pages/show_paper": entered,
        "certificates/pages/ask_undo_papers": f"{entered}/undo",
    }
    return [Place(f"{template}.html", "admin", path) for template, path in found.items()]


def _ask(installation: Installation, certificate_id: str) -> str:
    """Let another administrator ask for a revocation where two are wanted; return the request."""
    now = datetime.now(UTC)
    app = create_app(Settings(data_dir=installation.folder, base_url=installation.url))
    with app.app_context(), writing():
        root = str(organisations.find_installation().id)
        person_id = accounts.create_person(
            OPERATOR, now, email="second.administrator@example.org", full_name="Wanjiru Kamau",
            password_hash=PASSWORD, language="en", organisation_id=root, roles=("administrator",),
            has_consented=True,
        )  # fmt: skip
        settings.require_two_to_revoke(OPERATOR, now, root, is_required=True)
        actor, certificate = find_actor(person_id, now), queries.find_certificate(
            certificate_id, now
        )  # fmt: skip
        assert actor is not None
        assert certificate is not None
        revocations.ask_or_revoke(actor, now, certificate, Why("fraud", "Seen by the panel."))
        settings.require_two_to_revoke(OPERATOR, now, root, is_required=False)
        request = requests.find_waiting(certificate_id, now)
        assert request is not None
        return request.id
