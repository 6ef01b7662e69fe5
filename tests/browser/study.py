"""What trainees do in the browser: enrol, read, sit a quiz, ask for their certificate.

The buttons go by their English names, as scripts rely on them; so these pages are in English,
whatever the language of the course.
"""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NotThere

from tests.browser.answers import bare, find_key

COURSE_PATH = "/courses/uncac-foundations"
ENROLMENT = re.compile(r".*/learn/[a-z2-7]{26}$")


def enrol(page: Page, language: str = "en") -> str:
    """Enrol from the course's page and return the path of the enrolment."""
    page.goto(COURSE_PATH)
    page.locator("main select[name=language]").select_option(language)
    page.get_by_role("button", name="Enrol", exact=True).click()
    page.wait_for_url(ENROLMENT)
    return page.url.removeprefix(page.url.split("/learn/")[0])


def go_on(page: Page, button: Locator) -> None:
    """Press a button that leads to another page; where it does not, say what stands there."""
    here = page.url
    button.click()
    try:
        page.wait_for_url(lambda url: url != here)
    except NotThere as error:
        raise AssertionError(f"{here} stays: {page.locator('main').inner_text()}") from error


def part(page: Page, number: int) -> Locator:
    """Return the link to a part of the course by its place in the outline, from 0."""
    return page.locator(".outline li a").nth(number)


def read_pages(page: Page, enrolment: str, count: int = 12) -> None:
    """Read so many pages one after the other, from the first, by the button Continue."""
    page.goto(enrolment)
    part(page, 1).click()
    for _ in range(count):
        go_on(page, page.locator("main").get_by_role("button", name="Continue"))


def start_quiz(page: Page, enrolment: str, activity: str) -> None:
    """Start an attempt; its first question is shown then, or all of them."""
    page.goto(f"{enrolment}/quizzes/{activity}")
    page.locator("main").get_by_role("button", name="Start", exact=False).click()
    page.wait_for_url(re.compile(r".*/questions/(1|all)$"))


def answer(page: Page, language: str = "en", *, wrong: bool = False) -> None:
    """Fill in the question at hand, by the key or against it; the caller saves or goes on."""
    right = find_key(language)[bare(page.locator(".asked").inner_text())]
    typed = page.locator("input[type=text][name=answer]")
    if typed.count():
        typed.fill("something else" if wrong else next(iter(right)))
        return
    for option in page.locator(".choice").all():
        is_right = bare(option.locator("label").inner_text()) in right
        box = option.locator("input")
        if is_right != wrong:
            box.check()
            if wrong:
                return
        elif box.get_attribute("type") == "checkbox":
            box.uncheck()


def answer_all(page: Page, language: str = "en", *, wrong: bool = False) -> None:
    """Answer from the question at hand to the last; the overview of the attempt is shown then."""
    following = page.get_by_role("button", name="Save and go on")
    while following.count():
        answer(page, language, wrong=wrong)
        go_on(page, following)
    answer(page, language, wrong=wrong)
    page.get_by_role("button", name="Save and see all questions").click()
    page.wait_for_url(re.compile(r".*/attempts/[a-z2-7]{26}$"))


def finish(page: Page) -> None:
    """Finish the attempt, which asks once more; the result is shown then."""
    page.get_by_role("link", name="Finish attempt").first.click()
    page.locator("main").get_by_role("button", name="Finish attempt").click()
    page.wait_for_url(re.compile(r".*/result$"))


def sit(page: Page, enrolment: str, activity: str, language: str = "en") -> None:
    """Sit a quiz and answer everything by the key; the result is shown then."""
    start_quiz(page, enrolment, activity)
    answer_all(page, language)
    finish(page)


def pass_exam(page: Page, enrolment: str, language: str = "en") -> None:
    """Sit the exam and answer everything by the key."""
    sit(page, enrolment, "posttest", language)
    expect(page.get_by_role("heading", level=1)).to_have_text("You have passed")


def reload_until(page: Page, wanted: Locator, seconds: float = 30) -> None:
    """Load the page again until the worker has done what `wanted` shows."""
    for _ in range(int(seconds)):
        try:
            wanted.first.wait_for(timeout=1000)
        except NotThere:
            page.reload()
        else:
            return
    wanted.first.wait_for(timeout=1000)


def request_certificate(page: Page, enrolment: str, language: str = "en") -> None:
    """Confirm the name as it is proposed and ask for the certificate; its page is shown then."""
    page.goto(enrolment)
    wanted = page.get_by_role("link", name="Get your certificate")
    reload_until(page, wanted)
    wanted.click()
    page.locator("main select[name=language]").select_option(language)
    page.get_by_role("button", name="Confirm and issue").click()
    page.wait_for_url(re.compile(r".*/certificates/.*"))


def download_certificate(page: Page, folder: Path) -> Path:
    """Wait until the worker has made the file, download it and return where it is."""
    link = page.get_by_role("link", name="Download certificate").first
    link.wait_for(timeout=60_000)
    with page.expect_download() as caught:
        link.click()
    place = folder / caught.value.suggested_filename
    caught.value.save_as(place)
    return place
