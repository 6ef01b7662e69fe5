"""Every page, as who may see it, in English and Arabic: accessible, narrow enough, without errors.

What is on the pages is tested elsewhere.
"""

from playwright.sync_api import Page, expect

from tests.browser import study
from tests.browser.analysing import furnish_analysis
from tests.browser.arranging import furnish_arranging
from tests.browser.conftest import PASSWORD, check_accessibility, check_reflow
from tests.browser.designing import furnish_designs
from tests.browser.looking import NARROW, check_every_one_was_seen, look_at_all
from tests.browser.marking import furnish_marking
from tests.browser.merging import furnish_merging
from tests.browser.moving import furnish_moving
from tests.browser.places import Place, furnish, furnish_certificate
from tests.browser.publishing import furnish_publishing
from tests.browser.registering import furnish_register
from tests.browser.results import furnish_results
from tests.browser.sittings import furnish_sittings

# Those of programmes are looked at in a file of their own.
ELSEWHERE = "programmes/"
FURNISHINGS = (
    furnish,
    lambda _installation, pages: furnish_certificate(pages),
    lambda _installation, pages: furnish_arranging(pages("trainer")),
    furnish_moving,
    furnish_merging,
    furnish_designs,
    furnish_register,
    furnish_analysis,
    lambda _installation, pages: furnish_results(pages("trainer")),
    furnish_marking,
    lambda _installation, pages: furnish_publishing(pages("trainer")),
    lambda _installation, pages: furnish_sittings(pages("trainer"), "trainee"),
)


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
    shown: list[Place] = []
    wrong: list[str] = []
    # Each is looked at before the next one changes what there is.
    for furnish_more in FURNISHINGS:
        places = furnish_more(installation, pages)
        shown += places
        wrong += look_at_all(pages, places)
    assert wrong == [], "\n\n".join(wrong)
    assert watch.complaints == []
    check_every_one_was_seen(shown, is_here=lambda name: not name.startswith(ELSEWHERE))


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
