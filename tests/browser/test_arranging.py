"""A trainer arranges a course: by keyboard, by dragging, without script; questions grow choices."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.arranging import HOME, furnish_arranging
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.screenshots import speak

NARROW, WIDE = 320, 1280
OUTLINE = f"{HOME}/outline"


@pytest.fixture
def trainer(open_browser) -> Page:
    page = open_browser()
    sign_in(page, "trainer")
    return page


def order(page: Page, module: str) -> list[str]:
    """Return the activities of a module as the page shows them."""
    items = page.locator(f"#module-{module} [data-activity]")
    return [item.get_attribute("data-activity") or "" for item in items.all()]


def test_an_activity_goes_up_and_on_by_keyboard_alone(trainer):
    trainer.goto(OUTLINE)
    assert order(trainer, "binding") == ["wording", "qualifiers", "terms", "reach"]
    button = trainer.locator("#activity-terms").get_by_role("button", name="Move up")
    button.focus()
    for expected in (["wording", "terms", "qualifiers", "reach"],
                     ["terms", "wording", "qualifiers", "reach"]):  # fmt: skip
        trainer.keyboard.press("Enter")
        expect(trainer.locator("#module-binding [data-activity]").nth(
            expected.index("terms"))).to_have_attribute("data-activity", "terms")  # fmt: skip
        assert order(trainer, "binding") == expected
        # The focus is where it was: the next press goes on.
        expect(trainer.locator("#activity-terms button[value=up]")).to_be_focused()
    trainer.keyboard.press("Enter")
    expect(trainer.locator("#module-convention [data-activity=terms]")).to_be_visible()
    trainer.get_by_role("button", name="Undo the last change").click()
    expect(trainer.locator("#module-binding [data-activity=terms]")).to_be_visible()


def test_an_activity_is_dragged_into_another_module_and_it_is_told(trainer):
    trainer.goto(OUTLINE)
    handle = trainer.locator("#activity-needs [data-handle]")
    target = trainer.locator("#activity-review")
    target.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), target.bounding_box()
    trainer.mouse.move(start["x"] + 5, start["y"] + 5)
    trainer.mouse.down()
    trainer.mouse.move(end["x"] + 40, end["y"] + 4, steps=8)
    expect(trainer.locator("[data-arrange-says]")).to_contain_text("What keeps the Convention")
    trainer.mouse.up()
    trainer.wait_for_url(re.compile("at=activity-needs"))
    assert order(trainer, "mechanism") == ["conference", "needs", "review"]
    trainer.reload()
    assert order(trainer, "mechanism") == ["conference", "needs", "review"]
    assert order(trainer, "chapter-six") == ["training", "assistance", "knowledge"]


def test_escape_puts_it_back(trainer):
    trainer.goto(OUTLINE)
    before = order(trainer, "binding")
    trainer.locator("#activity-reach").scroll_into_view_if_needed()
    box = trainer.locator("#activity-reach [data-handle]").bounding_box()
    trainer.mouse.move(box["x"] + 5, box["y"] + 5)
    trainer.mouse.down()
    trainer.mouse.move(box["x"] + 5, box["y"] - 120, steps=6)
    assert order(trainer, "binding") != before
    trainer.keyboard.press("Escape")
    assert order(trainer, "binding") == before
    trainer.mouse.up()
    assert order(trainer, "binding") == before


@pytest.mark.parametrize("has_script", [True, False])
def test_a_question_grows_a_choice(open_browser, has_script):
    page = open_browser(java_script_enabled=has_script)
    sign_in(page, "trainer")
    page.goto(f"{HOME}/questions/foundations/tender-criteria")
    page.get_by_label("What is asked?").fill("Asked anew, with or without script?")
    count = page.locator("fieldset.entry").count()
    page.get_by_role("button", name="Add a choice").click()
    expect(page.locator("fieldset.entry")).to_have_count(count + 1)
    expect(page.get_by_label("What is asked?")).to_have_value("Asked anew, with or without script?")
    added = page.locator("fieldset.entry").last
    field = added.get_by_label("Choice", exact=True)
    if has_script:
        expect(field).to_be_focused()
    field.fill("In none of them")
    added.get_by_role("button", name="Move up").click()
    expect(page.locator("fieldset.entry").nth(count - 1).locator("textarea").first).to_have_value(
        "In none of them"
    )
    page.get_by_role("button", name="Keep").last.click()
    expect(page.locator(".flashes")).to_contain_text("Kept among your unsaved changes.")
    page.get_by_role("link", name="Try it").click()
    page.get_by_label("In none of them").check()
    page.get_by_role("button", name="Save answer").click()
    expect(page.get_by_role("status").filter(has_text="Wrong")).to_be_visible()
    page.goto(f"{HOME}/questions/foundations/tender-criteria")
    page.locator("fieldset.entry").nth(count - 1).get_by_role("button", name="Remove").click()
    expect(page.locator("fieldset.entry")).to_have_count(count)


def test_articles_are_found_by_words(trainer):
    trainer.goto(f"{HOME}/settings")
    trainer.get_by_label("Find an article by number or words").fill("bribery")
    expect(trainer.get_by_text(re.compile("^Articles that fit: "))).to_be_visible()
    expect(trainer.get_by_label(re.compile("^15 · "))).to_be_visible()
    expect(trainer.get_by_label(re.compile("^60 · "))).to_be_hidden()
    trainer.get_by_label("Find an article by number or words").fill("xyz")
    expect(trainer.get_by_text("No article fits.")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_editors_are_accessible_and_fit_a_phone(trainer, language):
    complaints: list[str] = []
    places = furnish_arranging(trainer)
    trainer.on("console", lambda message: complaints.append(message.text)
               if message.type in {"error", "warning"} else None)  # fmt: skip
    trainer.on("pageerror", lambda error: complaints.append(str(error)))
    speak(trainer, language)
    for place in places:
        for width in (WIDE, NARROW):
            trainer.set_viewport_size({"width": width, "height": 900})
            trainer.goto(place.path)
            check_accessibility(trainer)
            check_reflow(trainer)
    assert complaints == []
