"""A sitting with somebody in it, as a trainer plans it; and its pages."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from tests.browser.places import SLUG, Place

PAGE = f"/teach/{SLUG}/sittings"


def plan(trainer: Page, title: str, *people: str, quiz: str = "posttest", code: str = "") -> str:
    """Plan a sitting of a quiz that is open now, with people on its list; return its path."""
    trainer.goto(PAGE)
    trainer.select_option("[name=activity]", quiz)
    trainer.fill("[name=title]", title)
    now = datetime.now(UTC)
    for name, hours in (("opens_at", -24), ("closes_at", 24)):
        trainer.fill(f"[name={name}]", (now + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M"))
    trainer.fill("[name=code]", code)
    trainer.get_by_role("button", name="Plan", exact=True).click()
    trainer.wait_for_url(re.compile(rf".*{PAGE}/[a-z2-7]+$"))
    trainer.fill("[name=emails]", "\n".join(f"{name}@demo.example" for name in people))
    trainer.get_by_role("button", name="Put on the list").click()
    trainer.locator("#live table").wait_for()
    return "/" + trainer.url.split("/", 3)[3]


def furnish_sittings(trainer: Page, *people: str) -> list[Place]:
    """Plan a sitting; return its pages."""
    sitting = plan(trainer, "Monday morning", *people)
    adjust = trainer.get_by_role("link", name="Adjust").first.get_attribute("href") or ""
    return [
        Place("assessment/list_sittings.html", "trainer", PAGE),
        Place("assessment/show_sitting.html", "trainer", sitting),
        Place("assessment/show_adjustment.html", "trainer", adjust),
    ]
