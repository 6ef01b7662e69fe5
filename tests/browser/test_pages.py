"""Every page, as who may see it, in English and Arabic: accessible, narrow enough, without errors.

What is on the pages is tested elsewhere.
"""

import re
from collections.abc import Callable
from functools import cache

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser import study
from tests.browser.analysing import furnish_analysis
from tests.browser.arranging import furnish_arranging
from tests.browser.building import furnish_building
from tests.browser.conftest import PASSWORD, check_accessibility, check_reflow, sign_in
from tests.browser.marking import furnish_marking
from tests.browser.meeting import find_cohort, furnish_sessions
from tests.browser.moving import furnish_moving
from tests.browser.nominating import furnish_nominations
from tests.browser.places import STRANGER, Place, furnish, furnish_certificate
from tests.browser.planning import furnish_cohort
from tests.browser.publishing import furnish_publishing
from tests.browser.results import furnish_results
from tests.browser.screenshots import speak
from tests.browser.sittings import furnish_sittings
from tests.browser.surveying import furnish_surveys
from tests.browser.tutoring import furnish_tutoring
from tests.house.sources import ROOT, template_files

# Parts of pages, mails, and what no address leads to: the answer to a form, tested below.
NO_PLACE = {
    "layout.html",
    "macros.html",
    "language_buttons.html",
    "answers.html",
    "answers/case.html",
    "answers/essay.html",
    "answers/files.html",
    "answers/number.html",
    "answers/parts.html",
    "answers/scenario.html",
    "assessment/appeals.html",
    "assessment/charts.html",
    "assessment/grounds.html",
    "assessment/hand_in.html",
    "assessment/exposure.html",
    "assessment/key.html",
    "assessment/marks.html",
    "assessment/parts.html",
    "assessment/preview_regrade.html",
    "assessment/results.html",
    "assessment/review.html",
    "assessment/show_questions.html",
    "assessment/sittings.html",
    "assessment/waiting.html",
    "certificates/design/certificate.html",
    "certificates/pages/facts.html",
    "accounts/show_mail_sent.html",
    "notifications/parts.html",
    "programmes/cohort_fields.html",
    "programmes/cohort_frame.html",
    "programmes/editing.html",
    "programmes/quota_parts.html",
    "programmes/building.html",
    "programmes/nomination_parts.html",
    "programmes/parts.html",
    "programmes/way_parts.html",
    "programmes/print/sign_in_sheet.html",
    "programmes/session_parts.html",
    "programmes/work_parts.html",
    "programmes/survey_parts.html",
    "programmes/tutoring_parts.html",
    "programmes/complaint_parts.html",
    "translation/parts.html",
    "workshop/blueprints.html",
    "workshop/case_file.html",
    "workshop/conflicts.html",
    "workshop/course.html",
    "workshop/differences.html",
    "workshop/editors.html",
    "workshop/library.html",
    "workshop/preview.html",
    "workshop/quantity.html",
    "workshop/question_parts.html",
    "workshop/remarks.html",
    "workshop/report.html",
    "workshop/rubric.html",
    "workshop/scenario.html",
    "workshop/toolbar.html",
    "workshop/uploads.html",
}
NARROW, WIDE = 320, 1280
DARK = ("show-course", "show-page", "show-question", "show-result", "list-people", "show-settings",
        "show-verification", "show-sign-in", "show-analysis")  # fmt: skip
# What a text would show that was not formatted or not translated.
UNFINISHED = re.compile(r"%\(\w+\)s|\{\{|Undefined|\bMarkup\b")
Pages = Callable[[str], Page]


class Watch:
    """Notes what the browser complains of: scripts, styles that the policy refuses, lost files."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def attach(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that says 404 is one of those looked at.
        is_lost = "404" in message.text and message.location["url"].endswith("/nothing-here")
        if message.type in {"error", "warning"} and not is_lost:
            self.complaints.append(f"{message.location['url']}: {message.text}")


@pytest.fixture
def watch() -> Watch:
    """Complaints of all pages of the test."""
    return Watch()


@pytest.fixture
def pages(open_browser, watch) -> Pages:
    """Each person's own browser, by the name of the demo account."""

    @cache
    def open_for(who: str) -> Page:
        page = open_browser()
        watch.attach(page)
        if who != STRANGER:
            sign_in(page, who)
        return page

    return open_for


def look(page: Page, place: Place, language: str) -> None:
    """Look at one page, wide and narrow, and some of them in the dark too."""
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto(place.path)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_count(1)
    found = UNFINISHED.search(page.locator("body").inner_text())
    assert found is None, f"{page.url}: {found}"
    check_accessibility(page)
    check_reflow(page)
    page.set_viewport_size({"width": NARROW, "height": 640})
    check_reflow(page)
    if place.name in DARK:
        page.emulate_media(color_scheme="dark")
        check_accessibility(page)
        page.emulate_media(color_scheme="light")


def look_at_all(pages: Pages, places: list[Place]) -> list[str]:
    """Look at pages in both languages and return what is wrong, page by page."""
    wrong = []
    for language in ("en", "ar"):
        for who in {place.who for place in places}:
            speak(pages(who), language)
        for place in places:
            try:
                look(pages(place.who), place, language)
            except AssertionError as error:
                wrong.append(f"{place.template} ({language}): {error}")
    for who in {place.who for place in places}:
        speak(pages(who), "en")
    return wrong


def test_enrolling_and_answering_need_no_mouse(open_browser):
    page = open_browser()
    keyboard = Keyboard(page)
    page.goto(study.COURSE_PATH)
    keyboard.reach("main a.button")
    keyboard.press("Enter")
    page.wait_for_url("**/login**")
    keyboard.reach("[name=email]")
    page.keyboard.type("auditor@demo.example")
    keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    keyboard.press("Enter")
    expect(page).to_have_url(study.COURSE_PATH)
    page.wait_for_load_state()
    keyboard.reach("main form button")
    keyboard.press("Enter")
    page.wait_for_url(study.ENROLMENT)
    keyboard.reach("main a.button")
    keyboard.press("Enter")
    page.wait_for_url("**/quizzes/pretest")
    keyboard.reach("main form button")
    keyboard.press("Enter")
    page.wait_for_url("**/questions/1")
    keyboard.reach("[name=answer]")
    if page.locator("[type=text][name=answer]").count():
        page.keyboard.type("article 60")
    else:
        keyboard.press("Space")
    expect(page.locator("[data-save-status]")).to_contain_text("saved at")
    keyboard.reach("main button[type=submit]:not([name])")
    keyboard.press("Enter")
    expect(page.locator(".question-list .answered")).to_have_count(1)


def test_every_page_is_accessible_and_narrow_and_raises_no_complaint(installation, pages, watch):
    places = furnish(installation, pages)
    wrong = look_at_all(pages, places)
    certified = furnish_certificate(pages)
    wrong += look_at_all(pages, certified)
    arranged = furnish_arranging(pages("trainer"))
    wrong += look_at_all(pages, arranged)
    moved = furnish_moving(installation, pages)
    wrong += look_at_all(pages, moved)
    analysed = furnish_analysis(installation, pages)
    wrong += look_at_all(pages, analysed)
    resulted = furnish_results(pages("trainer"))
    wrong += look_at_all(pages, resulted)
    marked = furnish_marking(installation, pages)
    wrong += look_at_all(pages, marked)
    published = furnish_publishing(pages("trainer"))
    wrong += look_at_all(pages, published)
    sittings = furnish_sittings(pages("trainer"), "trainee")
    wrong += look_at_all(pages, sittings)
    met = furnish_sessions(installation, pages)
    wrong += look_at_all(pages, met)
    planned = furnish_cohort(pages("admin"))
    wrong += look_at_all(pages, planned)
    built = furnish_building(installation, pages)
    wrong += look_at_all(pages, built)
    nominated = furnish_nominations(installation, pages, find_cohort(installation))
    wrong += look_at_all(pages, nominated)
    surveyed = furnish_surveys(installation, pages)
    wrong += look_at_all(pages, surveyed)
    tutored = furnish_tutoring(installation, pages)
    wrong += look_at_all(pages, tutored)
    assert wrong == [], "\n\n".join(wrong)
    assert watch.complaints == []
    shown = [*places, *certified, *arranged, *published, *moved, *analysed, *resulted, *marked,
             *sittings, *met, *built, *planned, *nominated, *surveyed, *tutored]  # fmt: skip
    seen = {place.template for place in shown}
    every = {str(file.relative_to(ROOT / "templates")) for file in template_files()}
    assert {name for name in every if name.endswith(".html")} - NO_PLACE == seen


def test_the_answer_to_a_forgotten_password_says_nothing_about_who_is_known(open_browser):
    page = open_browser("ar", NARROW)
    page.goto("/password/forgotten")
    page.fill("[name=email]", "nobody@example.org")
    page.locator("main button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("nobody@example.org")
    check_accessibility(page)
    check_reflow(page)


def test_a_form_with_mistakes_says_them_to_everybody(open_browser):
    page = open_browser("ar")
    page.goto("/login")
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("alert")).to_be_focused()
    check_accessibility(page)


class Keyboard:
    """A person without a mouse: Tab, Space, Enter and the arrows, and always sees where she is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str, most: int = 60) -> None:
        """Press Tab until the element has the focus, which can be seen on each way station."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            assert self.is_focus_visible(), self.page.evaluate("document.activeElement.outerHTML")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} is not reached by the keyboard at {self.page.url}")

    def is_focus_visible(self) -> bool:
        """Say whether what has the focus is outlined; a region's own scrolling needs none."""
        return self.page.evaluate(
            "(() => { const e = document.activeElement; if (e === document.body) return true;"
            " const s = getComputedStyle(e);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 })()"
        )

    def press(self, key: str) -> None:
        """Press a key where the focus is."""
        self.page.keyboard.press(key)


def test_the_way_to_the_content_is_the_first_stop_of_the_keyboard(open_browser):
    page = open_browser("ar")
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
