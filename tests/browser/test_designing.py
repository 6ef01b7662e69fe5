"""A designer in the browser: choose, be told what is wrong, mend it, publish; a signatory agrees.

Which rules hold is tested in tests/certificates.
"""

import re

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from lms.certificates.rules.designs import COLOURS
from lms.kit.i18n import LANGUAGES, NATIVE_NAMES
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.designing import DRAWN, EMAIL, add_signatory, begin_design, wait_until_tried
from tests.browser.places import STRANGER
from tests.browser.screenshots import speak

NARROW = {"width": 360, "height": 740}


def test_a_design_is_mended_until_it_can_be_published(installation, pages, watch):
    page, signatory = pages("admin"), pages(STRANGER)
    person = add_signatory(page)
    expect(page.get_by_text("its owner has not agreed")).to_be_visible()
    page.get_by_role("button", name="Ask for consent").click()
    expect(page.get_by_text("The link is on its way")).to_be_visible()
    signatory.goto(installation.mailed_path(EMAIL, "/certificates/signature/"))
    expect(signatory.get_by_role("img", name="Picture of the signature")).to_be_visible()
    check_accessibility(signatory)
    signatory.get_by_role("button", name="I agree").click()
    expect(signatory.get_by_text("Thank you.")).to_be_visible()
    page.goto(person)
    expect(page.get_by_text("agreed on")).to_be_visible()

    design = begin_design(page, "Green")
    page.get_by_label("First signatory").select_option(label="Leila Haddad")
    page.get_by_label("Accent").fill("#bbaa88")
    page.get_by_label("Portrait").check()
    page.get_by_role("button", name="Save and draw").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    expect(page.get_by_text("Low contrast")).to_be_visible()
    page.goto(design)
    sheet = page.get_by_role("img", name="The draft in English")
    expect(sheet).to_be_visible(timeout=DRAWN)
    assert sheet.evaluate("image => image.naturalHeight > image.naturalWidth")
    check_accessibility(page)
    expect(page.get_by_text("Not ready to be published")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)

    page.goto(f"{design}/look")
    page.get_by_label("Accent").fill("#8a5207")
    page.get_by_role("button", name="Save and draw").click()
    wait_until_tried(page, design)
    expect(page.get_by_text("Ready to be published")).to_be_visible()
    page.set_viewport_size(NARROW)
    check_reflow(page)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()
    assert watch.complaints == []


def test_the_drawing_in_another_language_is_had_by_keyboard_and_without_script(open_browser):
    page = open_browser(java_script_enabled=False)
    sign_in(page, "admin")
    design = begin_design(page, "Plain")
    page.goto(design)
    page.get_by_label("Sample").select_option(label="A name written from right to left")
    page.get_by_label("Language", exact=True).select_option("ar")
    page.get_by_role("button", name="Draw it").focus()
    page.keyboard.press("Enter")
    # The page comes again by itself.
    expect(page.get_by_role("img", name="The draft in العربية")).to_be_visible(timeout=DRAWN)
    expect(page.get_by_text("Ready to be published")).to_be_visible(timeout=DRAWN)


def test_who_does_not_wait_has_it_published_and_may_take_that_back(pages, open_browser, watch):
    page = open_browser(java_script_enabled=False)
    sign_in(page, "admin")
    design = begin_design(page, "Soon")
    page.goto(design)
    early = page.get_by_role("button", name="Publish as soon as the pre-flight is through")
    early.click()
    waiting = page.get_by_text("It is published as soon as the pre-flight is through")
    expect(waiting).to_be_visible()
    expect(page.get_by_text("of 30 drawings tried")).to_be_visible()
    page.get_by_role("button", name="Do not publish it by itself").click()
    expect(waiting).to_have_count(0)
    early.click()
    other = pages("admin")
    other.goto(design)
    expect(other.get_by_text("It is published as soon as")).to_be_visible()
    check_accessibility(other)
    # Neither of the two does anything: one is shown it, the other comes again by itself.
    published = "Version 1 is published"
    expect(other.locator("#job-preflight").get_by_text(published)).to_be_visible(timeout=DRAWN)
    expect(page.locator("#job-preflight").get_by_text(published)).to_be_visible(timeout=DRAWN)
    assert watch.complaints == []


def test_what_two_save_of_one_design_is_shown_to_the_second_and_archiving_asks_first(
    pages, open_browser
):
    page, other = pages("admin"), open_browser(java_script_enabled=False)
    sign_in(other, "admin")
    design = begin_design(page, "Shared")
    for one in (page, other):
        one.goto(f"{design}/look")
    save = "Save and draw"
    other.get_by_label("Accent").fill("#704000")
    other.get_by_role("button", name=save).click()
    expect(other.get_by_text("The draft is saved.")).to_be_visible()
    page.get_by_label("Accent").fill("#603000")
    page.get_by_role("button", name=save).click()
    expect(page.get_by_text("Somebody has changed this design")).to_be_visible()
    accent = page.get_by_label("Accent")
    expect(accent).to_have_value("#603000")
    expect(accent).to_have_accessible_description(re.compile("Saved now: #704000"))
    check_accessibility(page)
    page.set_viewport_size(NARROW)
    check_reflow(page)
    page.get_by_role("button", name=save).click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()

    page.goto(f"{design}/versions")
    page.get_by_role("link", name="Archive", exact=True).click()
    expect(page.get_by_text("No terms name this design.")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("This design is archived.")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_text("The design is in the list again.")).to_be_visible()


def test_wordings_in_all_languages_leave_a_narrow_page_as_wide_as_the_screen(pages):
    """The tabs tell by hidden words which languages have one: they scroll along with the tabs."""
    page = pages("admin")
    design = begin_design(page, "Worded")
    for code in LANGUAGES:
        page.goto(f"{design}/wording/{code}")
        page.locator("main textarea").first.fill(NATIVE_NAMES[code])
        page.get_by_role("button", name="Save and draw").click()
    page.set_viewport_size(NARROW)
    check_reflow(page)
    # The language at hand is pushed into view.
    page.goto(f"{design}/wording/{LANGUAGES[-1]}")
    tab = page.locator("main .tabs [aria-current]")
    # All but what rounding to whole pixels may hide.
    expect(tab).to_be_in_viewport(ratio=0.99)


# What has the focus is not seen where something else lies at its middle.
COVERED = """() => {
  const one = document.activeElement.labels?.[0] ?? document.activeElement;
  const { left, top, width, height } = one.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  return there && (one.contains(there) || there.contains(one)) ? null : one.outerHTML.slice(0, 160);
}"""


@pytest.mark.parametrize(("language", "height"), [("en", 900), ("ar", 620)])
def test_the_drawing_stays_in_sight_beside_the_fields_and_covers_none(pages, language, height):
    page = pages("admin")
    design = begin_design(page, f"In sight {language}")
    wait_until_tried(page, design)
    speak(page, language)
    page.set_viewport_size({"width": 1280, "height": height})
    page.goto(f"{design}/look?language=en&sample=ordinary")
    sheet, form = page.locator(".proofs .drawn img"), page.locator("main form.form")
    expect(sheet).to_be_visible()
    page.locator("[name=layout]").first.focus()
    stops = 0
    while form.locator(":focus").count():
        assert page.evaluate(COVERED) is None
        assert box_of(sheet)["y"] >= 0
        assert box_of(sheet)["y"] + box_of(sheet)["height"] <= height
        page.keyboard.press("Tab")
        stops += 1
    assert stops > len(COLOURS)
    # Past the form one comes to the drawing, and to what was found.
    for _ in range(3):
        assert page.locator(".proofs :focus").count() == 1
        assert page.evaluate(COVERED) is None
        page.keyboard.press("Tab")
    fields, drawing = box_of(form), box_of(page.locator(".proofs"))
    left, right = (fields, drawing) if language == "en" else (drawing, fields)
    assert left["x"] + left["width"] <= right["x"]
    assert drawing["height"] <= height
    check_accessibility(page)
    page.set_viewport_size(NARROW)
    assert box_of(form)["y"] + box_of(form)["height"] <= box_of(sheet)["y"]
    check_reflow(page)


def box_of(place: Locator) -> FloatRect:
    """Return where something stands in the window."""
    box = place.bounding_box()
    assert box
    return box
