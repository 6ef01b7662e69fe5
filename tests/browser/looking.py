"""Looking at pages as who may see them: wide and narrow, in English and Arabic, some in the dark.

Which pages there are stands in `places` and in the files that furnish an installation.
"""

import re
from collections.abc import Callable, Iterable

from playwright.sync_api import Page, expect

from tests.browser.conftest import check_accessibility, check_reflow
from tests.browser.places import Place
from tests.browser.screenshots import speak
from tests.browser.watching import Pages
from tests.house.sources import ROOT, template_files

# Parts of pages, mails, what no address leads to (the answer to a form, tested below), and one
# person's sheet before the decision, which `test_issuing` looks at.
NO_PLACE = {
    "accounts/import_parts.html",
    "certificates/pages/show_decision.html",
    "certificates/pages/show_no_certificate.html",
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
    "certificates/design/sentences.html",
    "certificates/pages/design_frame.html",
    "certificates/pages/design_parts.html",
    "certificates/pages/facts.html",
    "certificates/pages/issuing_parts.html",
    "certificates/pages/register_parts.html",
    "certificates/pages/key_endings.html",
    "certificates/pages/usage_parts.html",
    "certificates/pages/verify_parts.html",
    "certificates/pages/show_inspection.html",
    "accounts/show_mail_sent.html",
    "notifications/parts.html",
    "programmes/award_parts.html",
    "programmes/cohort_fields.html",
    "programmes/cohort_frame.html",
    "programmes/editing.html",
    "programmes/quota_parts.html",
    "programmes/building.html",
    "programmes/nomination_parts.html",
    "programmes/message_parts.html",
    "programmes/parts.html",
    "programmes/place_parts.html",
    "programmes/prepared_parts.html",
    "programmes/way_parts.html",
    "programmes/print/sign_in_sheet.html",
    "programmes/session_parts.html",
    "programmes/work_parts.html",
    "programmes/survey_parts.html",
    "programmes/survey_words.html",
    "programmes/chart_parts.html",
    "programmes/improvement_parts.html",
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


def check_every_one_was_seen(places: Iterable[Place], *, is_here: Callable[[str], bool]) -> None:
    """Fail where a template that stands for a page was looked at nowhere; those `is_here` count."""
    every = {str(file.relative_to(ROOT / "templates")) for file in template_files()}
    pages = {name for name in every if name.endswith(".html") and is_here(name)}
    seen = {place.template for place in places}
    assert (pages - NO_PLACE) ^ seen == set(), sorted((pages - NO_PLACE) ^ seen)
