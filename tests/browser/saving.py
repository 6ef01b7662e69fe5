"""The pages of a trainer's saving, history and packages, and what is done before they are seen."""

import io
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from lms.content.package import read_zip, write_zip

FILES = Path(__file__).parents[1] / "questions" / "exchange"


def furnish_saving(page: Page, course: str) -> dict[str, str]:
    """Leave an unsaved change, send a package and take it in; return the pages by template."""
    page.goto(f"{course}/pages/origins")
    page.locator("#page-text").fill("## Another beginning\n\nIn other words.\n")
    page.locator("[data-page-status]", has_text="On the server").wait_for()
    page.goto(f"{course}/pages/wording")
    area = page.locator("#page-text")
    area.fill(f"{area.input_value()}\n\n::: note Ours {{replaceable=ours}}\nWords.\n:::\n")
    page.locator("[data-page-status]", has_text="On the server").wait_for()
    checked = send_package(page, other_package(page, course))
    page.locator("main").get_by_role("button", name="Import", exact=True).click()
    page.locator(".job[data-done]").get_by_role("link", name="Go to the course").wait_for()
    return {
        "workshop/list_courses": "/teach",
        "workshop/show_course": course,
        "workshop/list_boxes": f"{course}/boxes",
        "workshop/edit_box": f"{course}/boxes/wording/ours/ar",
        "workshop/show_save": f"{course}/save",
        "workshop/show_discard": f"{course}/discard",
        "workshop/list_history": f"{course}/history",
        "workshop/show_revision": f"{course}/history/1",
        "workshop/show_saved_page": f"{course}/history/1/pages/pages/map.md",
        "workshop/show_restore": f"{course}/history/1/restore",
        "workshop/compare_revisions": f"{course}/compare?old=1&new=2",
        "workshop/show_new_course": "/teach/new",
        "workshop/show_derive": f"{course}/derive",
        "workshop/show_origin": f"{course}/origin",
        "workshop/show_package": f"{course}/package",
        "workshop/show_import": "/teach/import",
        "workshop/show_import_check": checked,
        "workshop/show_import_done": urlsplit(page.url).path,
    }


def furnish_incoming(page: Page, course: str) -> dict[str, str]:
    """Send questions of another system; return the pages by template."""
    page.goto(f"{course}/questions")
    page.get_by_role("link", name="Import questions").click()
    content = (FILES / "course.xml").read_bytes()
    file = {"name": "elsewhere.xml", "mimeType": "text/xml", "buffer": content}
    page.set_input_files("[name=file]", file)
    page.select_option("[name=format]", "moodle-xml")
    page.locator("main").get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(re.compile(r".*/import-questions/.+"))
    page.locator(".job[data-done]").wait_for()
    return {
        "workshop/show_incoming": f"{course}/import-questions",
        "workshop/show_incoming_job": urlsplit(page.url).path,
    }


def other_package(page: Page, course: str) -> bytes:
    """Return the course as a package in which something is changed."""
    files = read_zip(io.BytesIO(page.request.get(f"{course}/package/draft").body()))
    head = files["course.yaml"].replace(b"valid_months: 36", b"valid_months: 24")
    return write_zip({**files, "course.yaml": head})


def send_package(page: Page, package: bytes) -> str:
    """Send a package, wait until it is looked into, and return the address of what it holds."""
    page.goto("/teach/import")
    file = {"name": "course.zip", "mimeType": "application/zip", "buffer": package}
    page.set_input_files("[name=file]", file)
    page.locator("main").get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(re.compile(r".*/teach/import/.+"))
    page.locator(".job[data-done]").wait_for()
    return urlsplit(page.url).path
