"""A design of certificates with a signatory, for looking at its pages."""

import io
import re
from collections.abc import Callable

from PIL import Image, ImageDraw
from playwright.sync_api import Page

from tests.browser.places import STRANGER, Place
from tests.browser.server import Installation

DESIGNS = "/admin/certificates/designs"
SIGNATORIES = "/admin/certificates/signatories"
EMAIL = "leila.haddad@example.org"
DRAWN = 120_000


def signature() -> dict[str, str | bytes]:
    """Return the picture of a signature as a browser uploads it."""
    picture = Image.new("RGBA", (400, 140), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(20, 90), (120, 30), (200, 110), (380, 50)], (20, 30, 90), 6)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return {"name": "signature.png", "mimeType": "image/png", "buffer": out.getvalue()}


def add_signatory(page: Page) -> str:
    """Enter somebody who signs, with the picture, and return the address."""
    page.goto(SIGNATORIES)
    page.locator("section[aria-labelledby=new] a").first.click()
    page.fill("[name=name]", "Leila Haddad")
    page.fill("[name=email]", EMAIL)
    page.set_input_files("[name=picture]", [signature()])
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(rf".*{SIGNATORIES}/\w{{26}}$"))
    return page.url[page.url.index("/admin") :]


def begin_design(page: Page, name: str) -> str:
    """Begin a design and return its address."""
    page.goto(f"{DESIGNS}/new")
    page.fill("[name=name]", name)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/look")
    return page.url[page.url.index("/admin") :].removesuffix("/look")


def wait_until_tried(page: Page, design: str) -> None:
    """Wait on a design's page until it is drawn and the pre-flight is through."""
    page.goto(design)
    for job in page.locator(".job").all():
        job.and_(page.locator("[data-done]")).wait_for(timeout=DRAWN)


def furnish_designs(installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Enter a signatory who is asked, begin and publish a design, and return the pages."""
    admin = pages("admin")
    signatory = add_signatory(admin)
    admin.get_by_role("button", name="Ask for consent").click()
    admin.get_by_text("The link is on its way").wait_for()
    design = begin_design(admin, "Programmes of the Commission")
    wait_until_tried(admin, design)
    admin.get_by_role("button", name="Publish").click()
    admin.get_by_text("Version 1 is published.").wait_for()
    admin.goto("/admin/certificates/terms")
    terms = admin.locator("section[aria-labelledby=organisations] a").first.get_attribute("href")
    rows = {
        "list_designs": DESIGNS,
        "show_new_design": f"{DESIGNS}/new",
        "show_design": design,
        "edit_look": f"{design}/look",
        "edit_wording": f"{design}/wording/ar",
        "list_versions": f"{design}/versions",
        "show_archive": f"{design}/archive",
        "list_signatories": SIGNATORIES,
        "edit_signatory": signatory,
        "show_removal": f"{signatory}/remove",
        "list_terms": "/admin/certificates/terms",
        "show_terms": str(terms),
    }
    link = installation.mailed_path(EMAIL, "/certificates/signature/")
    return [
        *(Place(f"certificates/pages/{name}.html", "admin", path) for name, path in rows.items()),
        Place("certificates/pages/show_consent.html", STRANGER, link),
    ]
