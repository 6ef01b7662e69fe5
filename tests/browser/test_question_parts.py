"""Questions of several parts in the browser: by keyboard, by dragging, without script, reviewed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from tests.browser import study
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.screenshots import speak
from tests.content import courses
from tests.questions.bank import PARTS

COURSE = "/courses/small"
QUIZ = courses.QUIZ.replace("draw: 2, from: questions/bank.yaml, by: objective",
                            "draw: 4, from: questions/bank.yaml") + "order: fixed\n"  # fmt: skip
MATCHING, ORDERING, MATRIX, GAPS = 1, 2, 3, 4
NARROW = 320


@pytest.fixture(scope="module", autouse=True)
def _course(installation) -> None:
    """The small course with a question of each type, published in English and Arabic."""
    head = courses.COURSE.replace("    requires: [start]\n", "")
    files = courses.translated(courses.files(bank=PARTS, course=head, quiz=QUIZ))
    installation.add_course("small", files, "--as", "trainer@demo.example")


def begin(page: Page, who: str, language: str = "en") -> str:
    """Enrol somebody, start the quiz, and return the path of the attempt's questions."""
    sign_in(page, who)
    speak(page, "en")
    page.goto(COURSE)
    page.locator("main select[name=language]").select_option(language)
    page.get_by_role("button", name="Enrol", exact=True).click()
    page.wait_for_url(study.ENROLMENT)
    enrolment = page.url
    study.start_quiz(page, enrolment, "test")
    return page.url.rpartition("/")[0]


def look(page: Page) -> None:
    """See that a page is accessible, and narrow enough for a telephone."""
    check_accessibility(page)
    check_reflow(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 640})
    check_reflow(page)
    check_accessibility(page)
    page.set_viewport_size(wide)


@contextmanager
def kept(page: Page, *fields: str) -> Iterator[None]:
    """Wait until the server has taken an answer with these fields, such as `answer-1=2`."""

    def has_all(response: Response) -> bool:
        sent = (response.request.post_data or "").split("&")
        return response.request.method == "POST" and set(fields) <= set(sent) and response.ok

    with page.expect_response(has_all):
        yield


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def names(page: Page) -> list[str]:
    """Return the items of an order as they stand."""
    return [label.strip() for label in page.locator(".ordering label").all_inner_texts()]


def test_each_type_is_answered_by_keyboard_and_reviewed(open_browser):
    page = open_browser()
    questions = begin(page, "translator")

    page.goto(f"{questions}/{MATCHING}")
    look(page)
    duty, leave = (value_of(page, words) for words in ("It is a duty.", "It is left open."))
    tab_to(page, "#answer-1")
    page.keyboard.type("It is a")
    tab_to(page, "#answer-2")
    with kept(page, f"answer-1={duty}", f"answer-2={leave}"):
        page.keyboard.type("It is left")

    page.goto(f"{questions}/{MATRIX}")
    look(page)
    with kept(page, "answer-1=1", "answer-2=2", "answer-3=3"):
        for row in ("1", "2", "3"):
            tab_to(page, f"[name=answer-{row}]")
            page.keyboard.press("Space")
            for _ in range(int(row) - 1):
                page.keyboard.press("ArrowRight")
            # A slow browser has taken the keys of one row before those of the next come.
            expect(page.locator(f"[name=answer-{row}][value='{row}']")).to_be_checked()
    first = page.get_by_role("radio", name="“shall adopt” Binding")
    expect(first).to_be_checked()

    page.goto(f"{questions}/{GAPS}")
    look(page)
    number = page.get_by_role("textbox", name="Gap 1 of 2")
    number.focus()
    page.keyboard.type("Fifteen")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Gap 2 of 2")).to_be_focused()
    punish = value_of(page, "punish")
    with kept(page, "answer-1=Fifteen", f"answer-2={punish}"):
        page.keyboard.type("punish")

    page.goto(f"{questions}/{ORDERING}")
    look(page)
    put_in_order_by_keyboard(page)
    look(page)

    page.goto(f"{questions.removesuffix('/questions')}")
    study.finish(page)
    expect(page.locator("main")).to_contain_text("4 of 4 points")
    look(page)


def put_in_order_by_keyboard(page: Page) -> None:
    """Move the items by their buttons; each move is said, keeps the focus and is kept."""
    right = ["It is signed.", "It is ratified.", "It is applied."]
    assert names(page) != right
    places = [f"answer-{field_of(page, name)}={n}" for n, name in enumerate(right, start=1)]
    with kept(page, *places):
        move_by_keyboard(page, right)
    page.reload()
    assert names(page) == right
    expect(page.get_by_role("button", name="This order is right")).to_have_count(0)


def move_by_keyboard(page: Page, right: list[str]) -> None:
    """Move each item up until it stands where it should."""
    for place, name in enumerate(right):
        item = page.locator(".ordering li", has_text=name)
        up = item.get_by_role("button", name=f"Move up {name}")
        for at in range(names(page).index(name), place, -1):
            up.focus()
            page.keyboard.press("Enter")
            expect(up).to_be_focused()
            said = f"“{name}” is now at place {at} of 3."
            expect(page.locator("[data-ordering-says]")).to_have_text(said)
    assert names(page) == right


def value_of(page: Page, words: str) -> str:
    """Return what the form sends for an option of a list."""
    return str(page.locator("option", has_text=words).first.get_attribute("value"))


def field_of(page: Page, item: str) -> str:
    """Return the place of an item on the paper."""
    name = page.locator(".ordering li", has_text=item).locator("select").get_attribute("name")
    return str(name).removeprefix("answer-")


def test_an_order_that_seems_right_as_it_stands_can_be_given_as_it_is(open_browser):
    page = open_browser()
    questions = begin(page, "admin")
    page.goto(f"{questions}/{ORDERING}")
    before = names(page)
    with kept(page, "answer-1=1", "answer-2=2", "answer-3=3"):
        page.get_by_role("button", name="This order is right").click()
    page.reload()
    assert names(page) == before
    expect(page.locator(".ordering")).to_have_class(re.compile("arranged"))


def test_in_arabic_every_page_is_accessible_and_items_are_dragged(open_browser):
    page = open_browser("ar")
    questions = begin(page, "auditor", "ar")
    speak(page, "ar")
    for place in (MATCHING, MATRIX, GAPS, ORDERING):
        page.goto(f"{questions}/{place}")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        look(page)
    before = names(page)
    handle = page.locator(".ordering .handle").first
    target = page.locator(".ordering li").last
    drag(page, handle, target, drop=False)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert names(page) == before
    with kept(page, "answer-1=3", "answer-2=1", "answer-3=2"):
        drag(page, handle, target)
    assert names(page) == [*before[1:], before[0]]
    expect(page.locator(".ordering")).to_have_class(re.compile("arranged"))
    expect(page.locator("[data-ordering-says]")).to_contain_text("3")
    page.goto(questions.removesuffix("/questions"))
    page.locator("a[href$='/finish']").first.click()
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r".*/result$"))
    look(page)


def drag(page: Page, handle: Locator, target: Locator, *, drop: bool = True) -> None:
    """Take a handle below the middle of the last item, and let it go there."""
    start, end = handle.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"], end["y"] + end["height"] / 2, steps=5)
    page.mouse.move(start["x"], end["y"] + end["height"] - 4, steps=5)
    if drop:
        page.mouse.up()


def test_without_script_an_order_is_given_by_its_places(open_browser):
    page = open_browser(java_script_enabled=False)
    questions = begin(page, "focal")
    page.goto(f"{questions}/{ORDERING}")
    expect(page.get_by_role("button", name="Move up")).to_have_count(0)
    check_reflow(page)
    for name in ("It is signed.", "It is ratified."):
        page.get_by_label(name).select_option("1")
    page.get_by_role("button", name="Save answer").click()
    expect(page.locator("main")).to_contain_text("Please give each place exactly once.")
    for place, name in enumerate(("It is signed.", "It is ratified.", "It is applied."), start=1):
        page.get_by_label(name).select_option(str(place))
    page.get_by_role("button", name="Save answer").click()
    expect(page.locator("[data-save-status]")).to_contain_text("aved at")
    expect(page.get_by_label("It is applied.")).to_have_value("3")


def test_the_editor_and_the_trial_of_each_type_are_accessible_and_arranged_by_keyboard(
    open_browser,
):
    page = open_browser()
    sign_in(page, "trainer")
    home = "/teach/small/questions/bank"
    for language in ("en", "ar"):
        speak(page, language)
        for question in ("powers", "steps", "wording", "gaps"):
            for address in (f"{home}/{question}", f"{home}/{question}/try"):
                page.goto(address)
                look(page)
    speak(page, "en")
    page.goto(f"{home}/steps")
    page.get_by_role("button", name="Move up Item 3").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move up Item 2")).to_be_focused()
    expect(page.locator("#items-1-text")).to_have_value("It is applied.")
    page.get_by_role("button", name="Add an item").press("Enter")
    expect(page.locator("#items-3-text")).to_be_focused()
    look(page)
