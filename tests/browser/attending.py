"""A cohort from its first session to its last survey, as its people do it page by page.

How it came about stands in `choosing`; what is to be seen on the way, in the test.
"""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser.choosing import SEND, press, said, send

SESSION = re.compile(r".*/admin/sessions/[a-z2-7]{26}$")
WALL = "%Y-%m-%dT%H:%M"


def plan_session(page: Page, desk: str, starts: datetime) -> str:
    """Plan a session of two hours in a room; return its id."""
    page.goto(f"{desk}/sessions/new")
    page.fill("[name=title]", "Tracing assets across borders")
    page.fill("[name=starts]", f"{starts:{WALL}}")
    page.fill("[name=ends]", f"{starts + timedelta(hours=2):{WALL}}")
    page.fill("[name=place]", "Room 4, Accra")
    send(page, SESSION.pattern)
    return page.url.rpartition("/")[2]


def set_deadline(page: Page, desk: str, requirement: str, due: datetime) -> None:
    """Set until when a requirement is due, by the clocks of the cohort."""
    page.goto(f"{desk}/deadlines")
    page.select_option("main [name=part]", requirement)
    page.fill("[name=due]", f"{due:{WALL}}")
    page.locator(SEND).click()
    expect(page.locator("main tbody tr")).to_have_count(1)


def come(page: Page, participation: str, session: str, screen: Page) -> None:
    """Enter the code that stands on a screen, and be noted as present."""
    page.goto(f"/learn/cohorts/{participation}/sessions")
    page.locator(f'a[href="/learn/sessions/{session}/present"]').click()
    # The code may change between the look at it and the sending.
    for _ in range(3):
        screen.reload()
        page.fill("[name=code]", re.sub(r"\D", "", screen.locator(".digits").inner_text()))
        page.locator(SEND).click()
        page.wait_for_load_state()
        if page.locator("main .notice.success").count():
            return
    raise AssertionError(page.locator("main").inner_text())


def read_course(page: Page) -> None:
    """Read both pages of the course from where one's learning is listed."""
    page.goto("/learn")
    page.locator("main .card .actions a.button").first.click()
    for _ in range(2):
        page.locator("main").get_by_role("button", name=said(page, "Continue")).click()
        page.wait_for_load_state()


def hand_in(page: Page, participation: str, words: str) -> None:
    """Hand in what one has written, and a file."""
    page.goto(f"/learn/cohorts/{participation}/work")
    page.locator("main a[href*='/work/']").first.click()
    page.fill("[name=words]", words)
    file = {"name": "خطة.txt", "mimeType": "text/plain", "buffer": words.encode()}
    page.set_input_files("[name=files]", [file])
    press(page, "Hand in")
    page.locator("#version-1").wait_for()


def grade(page: Page, desk: str, name: str, points: int) -> None:
    """Grade what somebody has handed in."""
    page.goto(f"{desk}/work")
    page.locator("main tbody tr", has_text=name).get_by_role("link").first.click()
    page.fill("[name=points]", f"{points}")
    page.fill("[name=note]", "Clear steps.")
    page.locator("form[action$='/grade'] button[type=submit]").click()
    page.locator(".flashes .notice.success").first.wait_for()


def answer(page: Page, level: int) -> None:
    """Answer each scale of a survey with a level, and that time is short; send it."""
    for scale in page.locator(f"main [type=radio][value='{level}']").all():
        scale.check()
    if page.locator("main [type=checkbox][value=time]").count():
        page.check("main [type=checkbox][value=time]")
    press(page, "Send the answers")
    expect(page.locator("main .notice.success").first).to_be_visible()


def name_supervisor(page: Page, address: str) -> None:
    """Have one's supervisor asked, on the page of a survey."""
    page.fill("[name=email]", address)
    page.check("[name=consent]")
    page.locator('form[action$="/supervisor"] button').click()
    page.locator(".flashes .notice").first.wait_for()


def renew(page: Page, link: str) -> None:
    """Begin recertification with one click where a mailed link leads, and read the course again."""
    page.goto(link)
    page.locator("main form[action$='/renewal'] button").click()
    page.wait_for_url("**/learn/awards/*")
    page.locator("main a[href^='/courses/']").first.click()
    page.wait_for_url("**/courses/*")
    read_course(page)
