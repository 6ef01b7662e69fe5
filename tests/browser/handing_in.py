"""A course with an exam that is answered with files, and a file chosen as a person chooses one."""

from playwright.sync_api import FileChooser, FilePayload, Page

from tests.assessment import handed
from tests.browser import study
from tests.browser.conftest import check_accessibility, check_reflow
from tests.browser.server import Installation

NARROW = 320
COURSE = f"/courses/{handed.SLUG}"
MEMO = FilePayload(
    name="مذكرة.docx",
    mimeType="application/octet-stream",
    buffer=handed.DOCX,
)
PROGRAM = FilePayload(
    name="memo.docx", mimeType="application/octet-stream", buffer=b"MZ" + bytes(300)
)


def add_course(installation: Installation) -> None:
    """Import and publish the course in English and Arabic."""
    installation.add_course(handed.SLUG, handed.files())


def begin(page: Page, quiz: str = "exam", language: str = "en") -> None:
    """Enrol and start: the question that takes files is shown."""
    page.goto(COURSE)
    page.locator("main select[name=language]").select_option(language)
    page.get_by_role("button", name="Enrol", exact=True).click()
    page.wait_for_url(study.ENROLMENT)
    study.start_quiz(page, page.url, quiz)


def choose(page: Page, file: FilePayload = MEMO) -> None:
    """Choose a file in the field, as the browser's own dialogue does."""
    page.locator("input[type=file]").set_input_files(file)


def choose_by_keyboard(page: Page, file: FilePayload = MEMO) -> None:
    """Walk to the field with the tabulator, open the dialogue with the space bar, and choose."""
    page.locator("#main").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.type === 'file'"):
            break
    with page.expect_file_chooser() as opened:
        page.keyboard.press("Space")
    chooser: FileChooser = opened.value
    chooser.set_files(file)


def look(page: Page) -> None:
    """See that a page is accessible, wide and on a telephone."""
    check_accessibility(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 640})
    check_reflow(page)
    check_accessibility(page)
    page.set_viewport_size(wide)
