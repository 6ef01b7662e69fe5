"""The builder's pages, and an auditor who takes part in the demo's cohort and asks for recognition.

The place in the cohort is written into the database: how one is given is tested elsewhere.
"""

from collections.abc import Callable

from playwright.sync_api import Page

from lms.admin.demo_programmes import SLUG
from tests.browser.meeting import find_cohort, let_take_part
from tests.browser.places import Place
from tests.browser.server import Installation

ONE = f"/admin/programmes/{SLUG}"
STATEMENT = "Five years in an asset recovery office."
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def ask_for_recognition(page: Page, participation_id: str) -> str:
    """Ask, as who takes part, that prior learning counts for the course; return the way there."""
    way = f"/learn/cohorts/{participation_id}"
    page.goto(way)
    page.locator("main a[href*='/recognition/']").first.click()
    page.fill("[name=statement]", STATEMENT)
    proof = {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.set_input_files("[name=files]", [proof])
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url(f"**{way}")
    return way


def furnish_building(installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Let somebody take part and ask; return the pages of the builder and of participants."""
    cohort_id = find_cohort(installation)
    participation_id = let_take_part(installation, cohort_id, "auditor")
    way = ask_for_recognition(pages("auditor"), participation_id)
    admin, desk = pages("admin"), f"/admin/cohorts/{cohort_id}"
    # What differs from the version that is published, so that it can be published.
    admin.goto(f"{ONE}/requirements/presence")
    admin.fill("[name=sessions]", "5")
    admin.locator("main form.form button[type=submit]").click()
    admin.goto(f"{desk}/recognition")
    wish = admin.locator("main tbody a").first.get_attribute("href") or ""
    rows = {
        "programmes/list_drafts": "/admin/programmes",
        "programmes/show_draft": ONE,
        "programmes/edit_basics": f"{ONE}/facts",
        "programmes/edit_requirement": f"{ONE}/requirements/new?type=product",
        "programmes/remove_requirement": f"{ONE}/requirements/presence/remove",
        "programmes/preview_version": f"{ONE}/publish",
        "programmes/list_versions": f"{ONE}/versions",
        "programmes/confirm_archive": f"{ONE}/archive",
        "programmes/list_participants": f"{desk}/participants",
        "programmes/list_recognitions": f"{desk}/recognition",
        "programmes/decide_recognition": wish,
    }
    own = {
        "programmes/show_way": way,
        "programmes/ask_recognition": f"{way}/recognition/foundations",
    }
    found = [Place(f"{name}.html", "admin", path) for name, path in rows.items()]
    return found + [Place(f"{name}.html", "auditor", path) for name, path in own.items()]
