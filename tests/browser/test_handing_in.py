"""Files as answers in the browser: by keyboard in Arabic, without script, refused, cut off."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from lms.kit.i18n import translate
from tests.assessment import handed
from tests.browser import study
from tests.browser.conftest import check_accessibility, sign_in
from tests.browser.handing_in import (
    MEMO,
    PROGRAM,
    add_course,
    begin,
    choose,
    choose_by_keyboard,
    look,
)
from tests.browser.line import Line
from tests.browser.screenshots import speak

STATUS = "[data-save-status]"


@pytest.fixture(scope="module", autouse=True)
def _course(installation) -> None:
    add_course(installation)


def arrive(page: Page, name: str, quiz: str = "exam") -> None:
    """Sign in and start: the question that takes files is shown."""
    sign_in(page, name)
    speak(page, "en")
    begin(page, quiz)


def press(page: Page, name: str) -> None:
    """Press a button by keyboard alone."""
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def test_by_keyboard_in_arabic(open_browser):
    page = open_browser()
    arrive(page, "trainee")
    address = page.url
    speak(page, "ar")
    page.goto(address)
    look(page)
    choose_by_keyboard(page)
    expect(page.locator(STATUS)).to_have_text(re.compile("^على الخادم"))
    expect(page.locator(".files bdi").first).to_have_text("مذكرة.docx")
    # Where the reader was, the reader is.
    expect(page.locator("input[type=file]")).to_be_focused()
    expect(page.locator(".question-list li").first).to_have_class(re.compile("answered"))
    look(page)
    press(page, translate("ar", "Remove"))
    expect(page.get_by_text("لم يُسلَّم أي ملف بعد.")).to_be_visible()
    look(page)
    press(page, translate("ar", "Bring back"))
    expect(page.locator(".files:not(.removed) a")).to_have_count(1)
    with page.expect_download() as got:
        page.locator(".files a").first.click()
    assert got.value.suggested_filename == "مذكرة.docx"
    assert Path(got.value.path()).read_bytes() == handed.DOCX
    press(page, translate("ar", "Save and go on"))
    page.wait_for_url(re.compile("/questions/2$"))


def test_without_script(open_browser):
    page = open_browser(java_script_enabled=False)
    sign_in(page, "focal")
    begin(page)
    page.get_by_role("button", name="Hand in the file").click()
    expect(page.get_by_role("main")).to_contain_text("Choose a file first.")
    choose(page, PROGRAM)
    page.get_by_role("button", name="Hand in the file").click()
    expect(page.locator("#file-error")).to_contain_text("this is no docx file")
    choose(page)
    page.get_by_role("button", name="Hand in the file").click()
    expect(page.locator(".files")).to_contain_text("مذكرة.docx")
    expect(page.locator(STATUS)).to_contain_text("On the server, saved at")
    page.get_by_role("button", name="Remove مذكرة.docx").click()
    expect(page.get_by_role("main")).to_contain_text("No file is handed in yet.")
    page.get_by_role("button", name="Bring back مذكرة.docx").click()
    choose(page, FilePayload(name="two.txt", mimeType="text/plain", buffer=b"Two."))
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile("/questions/2$"))
    page.go_back()
    page.reload()
    expect(page.locator(".files li")).to_have_count(2)
    expect(page.locator("input[type=file]")).to_have_count(0)


def test_a_refused_file_says_why_at_its_field(open_browser):
    page = open_browser()
    arrive(page, "graduate")
    choose(page, PROGRAM)
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("this is no docx file")
    field = page.locator("input[type=file]")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("aria-describedby", "file-hint file-refused")
    expect(page.locator(".files")).to_have_count(0)
    look(page)
    # Whoever goes on without having read it is held once.
    page.get_by_role("button", name="Save and go on").click()
    expect(field).to_be_focused()
    page.get_by_role("button", name="Hand in the file").click()
    expect(refusal).to_have_text("Choose a file first.")
    # What is too large is not even sent.
    choose(page, FilePayload(name="big.docx", mimeType="x/y", buffer=bytes(1_000_001)))
    expect(refusal).to_have_text("The file is too large: it may have at most 1 MB.")
    choose(page, FilePayload(name="empty.txt", mimeType="text/plain", buffer=b""))
    expect(refusal).to_have_text("The file is empty. Choose another.")
    choose(page)
    expect(page.locator(".files li")).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile("/questions/2$"))


def test_a_file_waits_for_the_line_and_its_progress_is_seen(open_browser):
    page = open_browser()
    arrive(page, "auditor")
    line = Line(page)
    line.cut()
    choose(page)
    expect(page.locator(STATUS)).to_have_text(re.compile("^The file is on this device only."))
    line.join()
    expect(page.locator(STATUS)).to_contain_text("On the server, saved at")
    expect(page.locator(".files li")).to_have_count(1)
    # Another one takes a while; whoever goes on meanwhile goes on when it has arrived.
    line.slow(100_000)
    choose(page, FilePayload(name="long.txt", mimeType="text/plain", buffer=b"x" * 400_000))
    expect(page.locator("[data-progress] [role=status]")).to_have_text(re.compile(r"^\d+% sent$"))
    check_accessibility(page)
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile("/questions/2$"))
    line.join()
    page.get_by_role("link", name="Previous question").click()
    expect(page.locator(".files li")).to_have_count(2)


def test_markers_get_it_under_a_code(open_browser):
    page = open_browser()
    arrive(page, "translator")
    choose(page)
    expect(page.locator(STATUS)).to_contain_text("On the server, saved at")
    study.go_on(page, page.get_by_role("link", name="Finish attempt"))
    expect(page.get_by_role("main")).to_contain_text("2 questions have no answer yet.")
    study.go_on(page, page.locator("main").get_by_role("button", name="Finish attempt"))
    trainer = open_browser()
    sign_in(trainer, "trainer")
    speak(trainer, "en")
    trainer.goto(handed.DESK)
    trainer.fill("[name=email]", "trainer@demo.example")
    trainer.get_by_role("button", name="Ask", exact=True).click()
    trainer.get_by_role("link", name="Mark 1 answer").first.click()
    look(trainer)
    link = trainer.locator(".files a")
    expect(link).to_have_text(re.compile(r"^[A-Z2-7]{3}-[A-Z2-7]{3}-1\.docx$"))
    with trainer.expect_download() as got:
        link.click()
    assert got.value.suggested_filename == link.inner_text()
    assert Path(got.value.path()).read_bytes() == MEMO["buffer"]


def test_the_editor_tells_what_may_come_and_tries_it(open_browser):
    trainer = open_browser()
    sign_in(trainer, "trainer")
    speak(trainer, "ar")
    editor = f"/teach/{handed.SLUG}/questions/bank/memo"
    trainer.goto(editor)
    expect(trainer.get_by_label("مستند Word")).to_be_checked()
    look(trainer)
    trainer.goto(f"{editor}/try")
    look(trainer)
    choose(trainer, PROGRAM)
    trainer.locator("main button[type=submit]").click()
    expect(trainer.locator("#file-error")).to_be_visible()
    look(trainer)
    choose(trainer)
    trainer.locator("main button[type=submit]").click()
    expect(trainer.locator(".files li")).to_have_count(1)
    look(trainer)
