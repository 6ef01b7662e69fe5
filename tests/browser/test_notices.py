"""The bell, one's notices, how to be told, and the outbox: with a mouse, and in Arabic by hand."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from lms.kit.i18n import LANGUAGES, translate
from tests.browser.asking import ask, want_approval
from tests.browser.conftest import check_accessibility, check_reflow, sign_in

NOTICE = "Somebody asks to take part in your course"


def test_a_notice_is_rung_for_read_taken_back_and_opened(installation, open_browser):
    trainer, trainee = open_browser(), open_browser()
    sign_in(trainer, "trainer")
    want_approval(trainer)
    sign_in(trainee, "trainee")
    ask(trainee, "I train investigators.")
    installation.mailed_path("trainer@demo.example", "/teach/")
    trainer.goto("/teach")
    bell = trainer.locator(".bar").get_by_role("link", name="1 unread notice")
    bell.click()
    look(trainer)
    card = trainer.locator("main .card").filter(has_text=NOTICE)
    expect(card).to_contain_text("New")
    card.locator("summary").click()
    expect(card.locator("details")).to_contain_text("people ask to take part in")
    card.get_by_role("button", name="Mark as read").click()
    expect(trainer.get_by_text("No unread notices")).to_be_visible()
    trainer.get_by_role("button", name="Mark as unread").click()
    trainer.get_by_role("button", name="Mark all as read").click()
    trainer.get_by_role("button", name="Undo").click()
    expect(bell).to_be_visible()
    card.get_by_role("button", name=re.compile("Open")).click()
    trainer.wait_for_url("**/learners/requests")
    expect(trainer.locator(".bar").get_by_role("link", name="Notices")).to_be_visible()


def test_how_to_be_told_is_chosen_in_arabic_without_script(open_browser):
    page = open_browser("ar", java_script_enabled=False)
    sign_in(page, "graduate")
    page.goto("/account")
    page.get_by_role("link", name=translate("ar", "Notices and e-mails")).click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.select_option("[name=duty]", "day")
    page.fill("[name=quiet_from]", "20:00")
    page.locator("main button[type=submit]").click()
    wrong = "Give both times of the quiet hours, and two different ones; or neither."
    expect(page.locator(".summary")).to_contain_text(translate("ar", wrong))
    page.fill("[name=quiet_to]", "07:00")
    page.locator("main button[type=submit]").click()
    saved = translate("ar", "Saved. You will be told in this way from now on.")
    expect(page.get_by_text(saved)).to_be_visible()
    expect(page.locator("[name=duty]")).to_have_value("day")


def test_the_outbox_is_searched_and_each_kind_is_seen(open_browser):
    page = open_browser()
    sign_in(page, "admin")
    page.goto("/admin")
    page.locator("main").get_by_role("link", name="E-mails").click()
    look(page)
    page.get_by_role("searchbox").fill("trainer@demo.example")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("main tbody tr").first).to_contain_text(NOTICE)
    page.get_by_role("link", name="See each kind of message").click()
    page.select_option("#filter-kind", "assessment.result_released")
    page.select_option("#filter-language", "ar")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("section[lang=ar][dir=rtl]")).to_be_visible()
    expect(page.locator("main")).to_contain_text(translate("ar", "Your result is there"))
    look(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_holds_in_each_language(open_browser, language):
    page = open_browser(language)
    sign_in(page, "admin")
    name, bell = page.locator(".bar .name bdi"), page.locator(".bell")
    for width in (1280, 1024):
        page.set_viewport_size({"width": width, "height": 700})
        # Name, bell and language side by side; the links in one row.
        assert middle_of(bell) == pytest.approx(middle_of(name), abs=4)
        links = page.locator(".menu :is(a, button)").all()
        assert len({round(middle_of(link) / 8) for link in links}) == 1, width
    page.set_viewport_size({"width": 360, "height": 700})
    one_line = name.evaluate("each => parseFloat(getComputedStyle(each).lineHeight)")
    box = name.bounding_box()
    assert box is not None
    assert box["height"] < 1.5 * one_line
    check_reflow(page)


def middle_of(part: Locator) -> float:
    """Return how far down a page a part has its middle."""
    box = part.bounding_box()
    assert box is not None
    return box["y"] + box["height"] / 2


def look(page: Page) -> None:
    """See that the page is accessible, and narrow enough for a phone."""
    check_accessibility(page)
    page.set_viewport_size({"width": 320, "height": 640})
    check_reflow(page)
    page.set_viewport_size({"width": 1280, "height": 900})
