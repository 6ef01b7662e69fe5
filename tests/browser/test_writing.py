"""A trainer writes pages: tools, preview, and a text that nothing can lose."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.server import Installation

EDITOR = "/teach/uncac-foundations/pages/origins"
KEPT = re.compile("On the server, among your unsaved changes")


@pytest.fixture
def trainer(open_browser: Callable[..., Page]) -> Page:
    page = open_browser()
    sign_in(page, "trainer")
    page.goto(EDITOR)
    return page


def status(page: Page):
    return page.locator("[data-page-status]")


def text(page: Page):
    return page.locator("#page-text")


def write(page: Page, words: str) -> None:
    """Write at the text's end, as fingers do."""
    area = text(page)
    area.focus()
    area.press("Control+End")
    page.keyboard.type(words)


def window_of(page: Page, context: BrowserContext | None = None) -> Page:
    """Open the editor in another window of the same browser."""
    other = (context or page.context).new_page()
    other.goto(EDITOR)
    return other


def test_what_is_written_is_seen_and_kept(trainer):
    write(trainer, "\n\n::: note Look\nA *new* thought.\n:::\n")
    preview = trainer.locator("[data-preview-here]")
    expect(preview.locator(".box.note em")).to_have_text("new")
    expect(status(trainer)).to_have_text(KEPT)
    trainer.reload()
    expect(text(trainer)).to_have_value(re.compile("A \\*new\\* thought"))
    expect(trainer.locator("[data-offer]")).to_be_hidden()


def test_without_a_connection_the_text_waits_on_the_device(trainer):
    trainer.context.set_offline(True)
    write(trainer, "\nWritten in a lift.\n")
    expect(status(trainer)).to_have_text(re.compile("no connection"))
    trainer.context.set_offline(False)
    trainer.evaluate("dispatchEvent(new Event('online'))")
    expect(status(trainer)).to_have_text(KEPT)
    trainer.reload()
    expect(text(trainer)).to_have_value(re.compile("Written in a lift"))


def close_unsent(installation: Installation, page: Page, words: str) -> None:
    """Write, and close the window while no server is there; it is there again afterwards."""
    installation.stop()
    write(page, words)
    expect(status(page)).to_have_text(re.compile("no connection"))
    page.close()
    installation.start()


def test_a_closed_window_gives_its_text_back(trainer, installation):
    context = trainer.context
    close_unsent(installation, trainer, "\nBefore the battery died.\n")
    again = window_of(trainer, context)
    offer = again.locator("[data-offer]")
    expect(offer).to_contain_text("It was not sent")
    expect(offer.locator("textarea")).to_have_value(re.compile("Before the battery died"))
    check_accessibility(again)
    again.get_by_role("button", name="Use it").click()
    expect(status(again)).to_have_text(KEPT)
    again.reload()
    expect(text(again)).to_have_value(re.compile("Before the battery died"))
    expect(again.locator("[data-offer]")).to_be_hidden()


def test_a_text_that_is_dropped_is_not_offered_again(trainer, installation):
    context = trainer.context
    close_unsent(installation, trainer, "\nNot worth it.\n")
    again = window_of(trainer, context)
    again.get_by_role("button", name="Drop it").click()
    again.reload()
    again.wait_for_timeout(300)
    expect(again.locator("[data-offer]")).to_be_hidden()
    expect(text(again)).not_to_have_value(re.compile("Not worth it"))


def test_after_signing_in_again_in_another_window_it_goes_on(trainer):
    trainer.context.clear_cookies()
    write(trainer, "\nAn hour later.\n")
    expect(status(trainer)).to_have_text(re.compile("you are signed out"))
    with trainer.context.expect_page() as opened:
        trainer.get_by_role("link", name="Sign in in another tab").click()
    sign_in(opened.value, "trainer")
    trainer.evaluate("dispatchEvent(new Event('focus'))")
    expect(status(trainer)).to_have_text(KEPT)
    trainer.reload()
    expect(text(trainer)).to_have_value(re.compile("An hour later"))


def test_a_text_is_not_given_to_whoever_signs_in_next(trainer):
    trainer.context.clear_cookies()
    write(trainer, "\nOf the trainer alone.\n")
    expect(status(trainer)).to_have_text(re.compile("you are signed out"))
    other = trainer.context.new_page()
    sign_in(other, "admin")
    trainer.evaluate("dispatchEvent(new Event('focus'))")
    trainer.wait_for_timeout(1000)
    expect(status(trainer)).to_have_text(re.compile("On this device. Not sent"))
    expect(status(trainer)).not_to_have_text(KEPT)


def test_a_restarted_server_loses_nothing(trainer, installation):
    installation.stop()
    write(trainer, "\nDuring the restart.\n")
    expect(status(trainer)).to_have_text(re.compile("no connection"))
    installation.start()
    expect(status(trainer)).to_have_text(KEPT, timeout=60_000)
    trainer.reload()
    expect(text(trainer)).to_have_value(re.compile("During the restart"))


def test_two_windows_are_both_shown(trainer):
    other = window_of(trainer)
    write(trainer, "\nOf the first window.\n")
    expect(status(trainer)).to_have_text(KEPT)
    write(other, "\nOf the second window.\n")
    conflict = other.locator("[data-conflict]")
    expect(conflict.locator("textarea")).to_have_value(re.compile("Of the first window"))
    expect(text(other)).to_have_value(re.compile("Of the second window"))
    other.get_by_role("button", name="Keep mine").click()
    expect(status(other)).to_have_text(KEPT)
    trainer.reload()
    expect(text(trainer)).to_have_value(re.compile("Of the second window"))
    write(other, "\nOnce more.\n")
    expect(status(other)).to_have_text(KEPT)
    write(trainer, "\nToo late.\n")
    trainer.get_by_role("button", name="Take this one").click()
    expect(text(trainer)).to_have_value(re.compile("Once more"))
    expect(text(trainer)).not_to_have_value(re.compile("Too late"))


def test_signing_out_warns_and_then_drops_the_text(trainer):
    write(trainer, "\nIn a hurry.\n")
    trainer.context.route("**/pages/origins", lambda route: route.abort())
    write(trainer, "\nUnsent.\n")
    expect(status(trainer)).to_have_text(re.compile("no connection"))
    page = window_of_list(trainer)
    warnings: list[str] = []

    def answer(is_sure: bool):
        def act(dialog):
            warnings.append(dialog.message)
            dialog.accept() if is_sure else dialog.dismiss()

        return act

    page.once("dialog", answer(False))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_timeout(300)
    assert page.url.endswith("/teach")
    page.once("dialog", answer(True))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")
    assert all("was not sent yet" in warning for warning in warnings)
    assert len(warnings) == 2
    page.wait_for_timeout(500)
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert page.evaluate("Object.keys(localStorage).length") == 0


def window_of_list(page: Page) -> Page:
    other = page.context.new_page()
    other.goto("/teach")
    return other


def fresh(page: Page, words: str = "") -> None:
    """Begin with an empty text."""
    text(page).fill(words)


def test_the_tools_by_keyboard(trainer):
    fresh(trainer, "shall")
    area = text(trainer)
    area.press("Control+a")
    area.press("Control+b")
    expect(area).to_have_value("**shall**")
    area.press("Control+b")
    expect(area).to_have_value("shall")
    area.press("Shift+Tab")  # to the toolbar: one stop
    expect(trainer.get_by_role("button", name="Undo")).to_be_focused()
    trainer.keyboard.press("ArrowRight")
    expect(trainer.get_by_role("button", name="Redo")).to_be_focused()
    trainer.keyboard.press("End")
    expect(trainer.get_by_role("button", name="Box: your task")).to_be_focused()
    trainer.keyboard.press("Enter")
    expect(area).to_have_value(re.compile(r"::: task\nshall\n:::"))
    trainer.get_by_role("button", name="Undo").click()
    expect(area).to_have_value("shall")


@pytest.mark.parametrize(
    ("tool", "before", "after"),
    [
        ("Heading", "Words", "## Words"),
        ("List", "a\nb", "- a\n- b"),
        ("Numbered list", "a\nb", "1. a\n2. b"),
        ("Quotation", "a", "> a"),
        ("Passage with a direction of its own", "نص", "\u2068نص\u2069"),
    ],
)
def test_a_tool(trainer, tool, before, after):
    fresh(trainer, before)
    text(trainer).press("Control+a")
    trainer.get_by_role("button", name=tool, exact=True).click()
    expect(text(trainer)).to_have_value(after)


def test_a_link_a_footnote_and_a_table(trainer):
    fresh(trainer, "See ")
    text(trainer).press("End")
    trainer.get_by_role("button", name="Link", exact=True).click()
    trainer.get_by_label("Words of the link").fill("the text")
    trainer.get_by_label("Address, or a page of the course").fill("https://example.org/a b")
    trainer.get_by_role("button", name="Insert", exact=True).click()
    expect(text(trainer)).to_have_value("See [the text](<https://example.org/a b>)")
    trainer.get_by_role("button", name="Footnote", exact=True).click()
    trainer.keyboard.type("Source.")
    expect(text(trainer)).to_have_value(re.compile(r"b>\)\[\^1\]\n\n\[\^1\]: Source\.\n$"))
    trainer.get_by_role("button", name="Table", exact=True).click()
    expect(trainer.locator("[data-preview-here] table")).to_be_visible()


def test_a_picture_wants_its_alternative_text(trainer):
    fresh(trainer)
    trainer.get_by_role("button", name="Picture, film or sound", exact=True).click()
    dialog = trainer.locator("#figure-dialog")
    check_accessibility(trainer)
    dialog.get_by_label("Alternative text").fill("")
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("Alternative text").fill("A ladder")
    dialog.get_by_label("Caption").fill("From may to shall")
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog).to_be_hidden()
    expect(text(trainer)).to_have_value(
        re.compile(r'^!\[A ladder\]\(media/\S+ "From may to shall"\)\n$')
    )
    expect(trainer.locator("[data-preview-here] figure img")).to_be_visible()


ITEM = (
    '<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1">'
    '<span style="mso-list:Ignore">·<span>&nbsp;</span></span>{}</p>'
)
WORD = f"""\
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{{color:red}}</style></head>
<body><!--StartFragment--><h1 style="color:#2F5496">Gifts<o:p></o:p></h1>
<p class="MsoNormal" style="font-family:Calibri">A
<b style="mso-bidi-font-weight:normal">gift</b> is
<span style="font-style:italic">never</span>&nbsp;small.<script>alert(1)</script></p>
{ITEM.format("Ask")}
{ITEM.format("Note")}
<table><tr><td><p>Value</p></td><td><p>Duty</p></td></tr><tr><td>10</td><td>None</td></tr></table>
<p><a href="https://example.org/">More</a> <a href="javascript:alert(1)">bad</a></p>
<!--EndFragment--></body></html>"""
CLEAN = """## Gifts

A **gift** is *never* small.

- Ask
- Note

| Value | Duty |
|---|---|
| 10 | None |

[More](https://example.org/) bad
"""


def paste(page: Page, html: str, plain: str) -> None:
    page.evaluate(
        """([html, plain]) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", plain);
            const event = new ClipboardEvent(
                "paste", {clipboardData: data, bubbles: true, cancelable: true});
            (document.querySelector(".cm-content") ?? document.querySelector("#page-text"))
                .dispatchEvent(event);
        }""",
        [html, plain],
    )


def test_a_paste_from_a_word_processor_is_cleaned_and_shown(trainer):
    refused: list[str] = []
    trainer.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    fresh(trainer)
    paste(trainer, WORD, "Gifts")
    dialog = trainer.locator("#paste-dialog")
    expect(dialog).to_be_visible()
    expect(text(trainer)).to_have_value("")
    expect(dialog.locator(".prose h2")).to_have_text("Gifts")
    expect(dialog.locator(".prose table td").first).to_be_visible()
    check_accessibility(trainer)
    dialog.get_by_role("button", name="Insert", exact=True).click()
    expect(text(trainer)).to_have_value(CLEAN)
    expect(status(trainer)).to_have_text(KEPT)
    assert refused == []


def test_pictures_of_a_paste_are_left_out_with_the_way_to_the_library(trainer):
    fresh(trainer)
    here = '<img src="file:///c:/x.png" alt="Steps">'
    paste(trainer, f'<p>A {here}gift <a href="https://example.org/">{here}</a></p>', "A gift")
    dialog = trainer.locator("#paste-dialog")
    expect(dialog.get_by_label("Text to be inserted")).to_have_value("A gift")
    hint = dialog.get_by_text("Pictures do not come along.")
    expect(hint).to_be_visible()
    expect(dialog.get_by_role("link", name="Bring a file into the library")).to_be_visible()
    check_accessibility(trainer)
    dialog.get_by_role("button", name="Insert", exact=True).click()
    expect(text(trainer)).to_have_value("A gift")
    paste(trainer, "<p>A <b>b</b></p>", "A b")
    expect(hint).to_be_hidden()
    dialog.get_by_role("button", name="Cancel").click()
    paste(trainer, here, "")
    expect(hint).to_be_visible()


LONG = "# Long\n\n" + "\n\n".join(f"Passage {number}, as it stands." for number in range(1, 90))


@pytest.mark.parametrize("with_colours", [False, True])
def test_the_preview_follows_the_place_that_is_written(trainer, with_colours):
    fresh(trainer, LONG)
    preview = trainer.locator("[data-preview-here]")
    last, first = preview.get_by_text("Passage 89,"), preview.get_by_text("Passage 1,")
    expect(last).to_be_attached()
    if with_colours:
        trainer.get_by_role("button", name="Editor with colours").click()
    area = trainer.locator(".cm-content") if with_colours else text(trainer)
    area.press("Control+Home")
    expect(first).to_be_in_viewport()
    expect(last).not_to_be_in_viewport()
    area.press("Control+End")
    expect(last).to_be_in_viewport()
    # Whoever scrolls the preview is left alone until the cursor comes to another place.
    trainer.locator(".seen").evaluate("pane => pane.scrollTop = 0")
    trainer.keyboard.press("ArrowLeft")
    trainer.wait_for_timeout(200)
    expect(first).to_be_in_viewport()
    trainer.keyboard.type("!!")
    expect(preview.get_by_text("stands!!")).to_be_in_viewport()
    area.press("Control+Home")
    expect(first).to_be_in_viewport()
    expect(last).not_to_be_in_viewport()


def test_a_paste_can_be_given_up_or_taken_bare(trainer):
    fresh(trainer)
    paste(trainer, "<p>A <b>b</b></p>", "A b")
    trainer.locator("#paste-dialog").get_by_role("button", name="Cancel").click()
    expect(text(trainer)).to_have_value("")
    paste(trainer, "<p>A <b>b</b></p>", "A b")
    trainer.get_by_role("button", name="Insert the bare words").click()
    expect(text(trainer)).to_have_value("A b")


def test_the_editor_with_colours(trainer):
    refused: list[str] = []
    trainer.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    fresh(trainer)
    trainer.get_by_role("button", name="Editor with colours").click()
    editor = trainer.locator(".cm-content")
    expect(editor).to_be_visible()
    expect(trainer.locator(".cm-line").first).to_have_attribute("dir", "auto")
    # Its styles are there: the policy let them in.
    assert trainer.locator(".cm-editor").evaluate("e => getComputedStyle(e).display") == "flex"
    editor.press("Control+a")
    trainer.keyboard.type("# Title\n\nSome words")
    editor.press("Control+End")
    trainer.get_by_role("button", name="Box: note").click()
    expect(trainer.locator("[data-preview-here] .box.note")).to_be_visible()
    expect(status(trainer)).to_have_text(KEPT)
    trainer.get_by_role("button", name="Undo").click()
    expect(trainer.locator("[data-preview-here] .box.note")).to_have_count(0)
    check_accessibility(trainer)
    trainer.reload()
    expect(trainer.locator(".cm-content")).to_contain_text("Some words")
    trainer.get_by_role("button", name="Editor with colours").click()
    expect(text(trainer)).to_have_value(re.compile("Some words"))
    assert refused == []


def test_right_to_left(open_browser):
    page = open_browser("ar", width=360)
    sign_in(page, "trainer")
    page.goto(EDITOR)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(text(page)).to_have_attribute("dir", "ltr")
    check_reflow(page)
    check_accessibility(page)
    page.goto("/teach/uncac-foundations/media")
    check_reflow(page)
    check_accessibility(page)


def test_without_script(open_browser):
    page = open_browser(java_script_enabled=False)
    sign_in(page, "trainer")
    page.goto(EDITOR)
    expect(page.locator("[data-toolbar]")).to_be_hidden()
    text(page).fill("# Bare\n\nWritten *without* script.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("[data-preview-here] em")).to_have_text("without")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".flashes")).to_contain_text("among your unsaved changes")
    expect(text(page)).to_have_value("# Bare\n\nWritten *without* script.\n")


def test_a_picture_is_brought_in(open_browser, tmp_path):
    from PIL import Image

    page = open_browser()
    sign_in(page, "trainer")
    page.goto("/teach/uncac-foundations/media")
    Image.new("RGB", (60, 40), (10, 90, 80)).save(tmp_path / "Green field.png")
    page.set_input_files("[name=file]", tmp_path / "Green field.png")
    page.get_by_role("button", name="Bring in").click()
    alt = page.get_by_label("Alternative text")
    expect(alt).to_be_focused()
    expect(alt).to_have_accessible_description(re.compile("Error: Say what the picture shows"))
    expect(page.locator(".summary a")).to_have_attribute("href", "#alt")
    check_accessibility(page)
    page.set_input_files("[name=file]", [])
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_label("File")).to_be_focused()
    expect(page.locator(".wrong")).to_have_count(1)
    expect(alt).not_to_have_attribute("aria-invalid", "true")
    page.set_input_files("[name=file]", tmp_path / "Green field.png")
    alt.fill("A green field")
    page.get_by_role("button", name="Bring in").click()
    page.wait_for_url("**/media/green-field.png")
    expect(page.locator("main img")).to_have_attribute("alt", "A green field")
    check_accessibility(page)
    page.goto("/teach/uncac-foundations/media")
    check_accessibility(page)
