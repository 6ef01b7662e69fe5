"""Somebody asks to take part, without script and in Arabic; the trainer approves and declines."""

import re

from playwright.sync_api import Page, expect

from tests.browser import study
from tests.browser.asking import QUEUE, ask, want_approval
from tests.browser.conftest import check_accessibility, check_reflow, sign_in


def test_people_ask_and_the_trainer_decides_on_several_at_once(installation, open_browser):
    trainer, arabic = open_browser(), open_browser("ar", java_script_enabled=False)
    sign_in(trainer, "trainer")
    want_approval(trainer)
    sign_in(arabic, "trainee")
    ask(arabic, "أدرّب محققين.")
    expect(arabic.locator("html")).to_have_attribute("dir", "rtl")
    installation.mailed_path("trainer@demo.example", "/teach/")
    others = [open_browser() for _ in range(2)]
    for page, name in zip(others, ("translator", "focal"), strict=True):
        sign_in(page, name)
        ask(page, f"I am {name}.")
    _withdraw_and_ask_again(others[0])
    _approve(trainer, "أدرّب محققين.", "I am translator.")
    _decline(trainer)
    arabic.goto("/learn")
    arabic.locator("main .card h3 a").first.click()
    assert study.ENROLMENT.match(arabic.url)
    others[1].goto("/learn")
    expect(others[1].locator("main")).to_contain_text("The course is full until March.")
    look(others[1])
    installation.mailed_path("focal@demo.example", "/courses/")


def _withdraw_and_ask_again(page: Page) -> None:
    page.goto("/learn")
    look(page)
    page.get_by_role("button", name=re.compile("Withdraw the request")).click()
    page.get_by_text("Your request is withdrawn.").wait_for()
    ask(page, "I am translator.")
    look(page)


def _approve(trainer: Page, *messages: str) -> None:
    trainer.goto("/teach")
    trainer.get_by_role("link", name="3 requests to take part").click()
    trainer.wait_for_url(f"**{QUEUE}")
    look(trainer)
    for message in messages:
        trainer.get_by_role("row").filter(has_text=message).get_by_role("checkbox").check()
    trainer.get_by_role("button", name="Approve").click()
    trainer.get_by_text("People enrolled: 2").wait_for()


def _decline(trainer: Page) -> None:
    trainer.get_by_role("checkbox").check()
    trainer.get_by_text("Decline …").click()
    trainer.get_by_role("button", name="Decline", exact=True).click()
    expect(trainer.get_by_text("Please say why.").first).to_be_visible()
    expect(trainer.get_by_role("checkbox")).to_be_checked()
    trainer.fill("[name=reason]", "The course is full until March.")
    trainer.get_by_role("button", name="Decline", exact=True).click()
    trainer.get_by_text("People told: 1").wait_for()
    look(trainer)


def look(page: Page) -> None:
    """See that the page is accessible, and narrow enough for a phone."""
    check_accessibility(page)
    page.set_viewport_size({"width": 320, "height": 640})
    check_reflow(page)
    page.set_viewport_size({"width": 1280, "height": 900})
