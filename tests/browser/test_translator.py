"""A translator in the browser: from the queue to a reviewed text, by keyboard, two at once.

What is counted, refused and remembered is tested in tests/translation.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.test_pages import Keyboard

DESK = "/teach/uncac-foundations/translate/ar"
UNIT = re.compile(r".*/units/[a-z2-7]{26}$")
NARROW = 320


@pytest.fixture
def translator(open_browser) -> Page:
    page = open_browser()
    sign_in(page, "translator")
    return page


def look(page: Page) -> None:
    """Fail where a page cannot be used by everybody, wide or narrow."""
    check_accessibility(page)
    check_reflow(page)
    page.set_viewport_size({"width": NARROW, "height": 640})
    check_reflow(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def open_unit(page: Page, words: str) -> None:
    """Find a text by words of its source, and open it."""
    page.goto(f"{DESK}?q={words}")
    page.locator("main tbody th a").first.click()
    page.wait_for_url(UNIT)


def test_a_text_is_translated_by_keyboard_alone_and_reviewed_by_another(translator, open_browser):
    page, keyboard = translator, Keyboard(translator)
    page.goto("/")
    page.get_by_role("link", name="Translating").click()
    look(page)
    page.locator("main h2 a").first.click()
    look(page)
    page.goto(f"{DESK}?q=embezzlement")
    look(page)
    keyboard.reach("main tbody th a")
    keyboard.press("Enter")
    page.wait_for_url(UNIT)
    here = page.url
    look(page)
    field = page.locator("textarea#text")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("dir", "rtl")
    page.keyboard.press("Control+End")
    page.keyboard.type(" ")
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "here => location.href != here || document.querySelector('.flashes .notice')", arg=here
    )
    if page.url == here:
        # There are notes on the text: looked at, the same key goes on.
        page.locator("textarea#text").focus()
        page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: UNIT.match(url) is not None and url != here)
    reviewer = open_browser()
    sign_in(reviewer, "trainer")
    reviewer.goto(f"{DESK}/review")
    look(reviewer)
    reviewer.goto(here)
    look(reviewer)
    reviewer.get_by_role("button", name="Accept").click()
    expect(reviewer.locator(".flashes")).to_contain_text("Accepted.")
    page.goto(here)
    expect(page.locator("main")).to_contain_text("reviewed")


def test_two_at_once_lose_nothing(translator, open_browser):
    other = open_browser()
    sign_in(other, "trainer")
    open_unit(translator, "chapter")
    other.goto(translator.url)
    before = translator.locator("textarea#text").input_value()
    other.fill("textarea#text", f"{before} أولا")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.locator(".flashes")).to_contain_text("Saved.")
    translator.fill("textarea#text", f"{before} ثانيا")
    translator.get_by_role("button", name="Save", exact=True).click()
    expect(translator.locator("main")).to_contain_text("Somebody saved another text")
    expect(translator.locator(".compared ins")).to_contain_text("ثانيا")
    expect(translator.locator("textarea#text")).to_have_value(f"{before} ثانيا")
    check_accessibility(translator)
    translator.get_by_role("button", name="Save", exact=True).click()
    expect(translator.locator(".flashes")).to_contain_text("Saved.")
    translator.get_by_text("History").click()
    expect(translator.locator(".history")).to_contain_text("أولا")


def test_what_was_typed_and_not_saved_is_offered_again(translator):
    page = translator
    open_unit(page, "treaty")
    page.fill("textarea#text", "نص لم يحفظ")
    # Whoever leaves on purpose is asked first; a machine that fails does not ask.
    page.evaluate("document.querySelector('[data-workbench]').removeAttribute('data-guard')")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("textarea#text")).not_to_have_value("نص لم يحفظ")
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("textarea#text")).to_have_value("نص لم يحفظ")


def test_a_suggestion_is_put_into_the_field_and_terms_are_marked(translator):
    page = translator
    page.goto(DESK + "?q=corruption")
    for address in page.locator("main tbody th a").evaluate_all("all => all.map(a => a.href)"):
        page.goto(address)
        if page.locator("[data-match]").count():
            break
    expect(page.locator("mark.term").first).to_be_visible()
    first = page.locator("[data-match]").first
    first.locator("[data-take]").click()
    expect(page.locator("textarea#text")).to_have_value(first.locator("[data-text]").inner_text())
    expect(page.locator("textarea#text")).to_be_focused()


def test_signs_of_the_source_are_put_in_by_button_and_by_key(translator):
    page = translator
    page.goto(f"{DESK}?q=**Chapter II** begins")
    page.locator("main tbody th a").first.click()
    page.wait_for_url(UNIT)
    field = page.locator("textarea#text")
    field.fill("الفصل الثاني")
    field.select_text()
    page.get_by_role("button", name="Strong: **").click()
    expect(field).to_have_value("**الفصل الثاني**")
    expect(field).to_be_focused()
    # The numbers of the source come in its order; one in Arabic digits is there already.
    page.keyboard.type(" ٥ ")
    page.keyboard.press("Control+.")
    page.keyboard.type(" ")
    page.keyboard.press("Control+.")
    expect(field).to_have_value("**الفصل الثاني** ٥ 6 7")
    page.keyboard.press("Control+z")
    expect(field).not_to_have_value("**الفصل الثاني** ٥ 6 7")
    page.get_by_role("button", name="Copy the source").click()
    expect(field).to_have_value(re.compile(r"^\*\*Chapter II\*\* begins"))


def test_what_helps_is_folded_away_under_the_source_on_a_phone(translator):
    page = translator
    open_unit(page, "corruption")
    expect(page.locator("[data-aid]").first).to_have_attribute("open", "")
    page.set_viewport_size({"width": NARROW, "height": 640})
    page.reload()
    aid = page.locator("[data-aid]").last
    expect(aid).not_to_have_attribute("open", "")
    tops = [
        page.locator(one).first.bounding_box()["y"]
        for one in ("#source", "[data-aid]", "textarea#text")
    ]
    assert tops == sorted(tops)
    aid.locator("summary").click()
    expect(aid.locator("dl.terms")).to_be_visible()


def test_the_terms_are_kept(translator):
    page = translator
    page.goto("/teach/terms/-")
    look(page)
    page.get_by_role("link", name="Add a term").click()
    look(page)
    page.fill("[name=source]", "asset declaration")
    page.fill("[name=text_ar]", "إقرار الذمة المالية")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main tbody")).to_contain_text("إقرار الذمة المالية")
    page.get_by_role("link", name="asset declaration").click()
    page.get_by_role("link", name="Remove the term").click()
    look(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".flashes")).to_contain_text("The term is removed.")


# The least distance between the words of neighbouring cells of a row.
GAP = """row => {
  const boxes = [...row.cells].map((cell) => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return words.getBoundingClientRect();
  });
  return Math.min(...boxes.slice(1).map((box, at) => boxes[at].left - box.right));
}"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_english_cell_in_an_arabic_table_keeps_its_distance(open_browser, language):
    page = open_browser(language)
    sign_in(page, "translator")
    for words in ("The duty stays. The State", "procurement systems (article 9(1))"):
        page.goto(f"{DESK}?file=pages/qualifiers.md&q={words}")
        page.locator("main tbody th a").first.click()
        page.wait_for_url(UNIT)
        page.fill("textarea#text", "")
        page.locator("button[value=save]").click()
        page.wait_for_load_state()
    page.locator("#preview summary").click()
    row = page.locator("#preview tbody tr", has_text="procurement systems").first
    assert row.evaluate(GAP) >= 8


def test_an_arabic_interface_holds_the_workbench_too(open_browser):
    page = open_browser("ar")
    sign_in(page, "translator")
    for path in ("/teach/translate", DESK, f"{DESK}/review", "/teach/terms/-"):
        page.goto(path)
        look(page)
    open_unit(page, "chapter")
    look(page)
