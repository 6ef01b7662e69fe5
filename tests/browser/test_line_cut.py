"""A sitting on a bad line: the network is cut, the browser killed; no answer is lost.

The network is cut by Chromium's debugging protocol, as a line that breaks cuts it.
"""

import json
import os
import re
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.bench.processes import wait_for
from tests.browser import study
from tests.browser.conftest import (
    ARGUMENTS,
    PASSWORD,
    PATIENCE,
    check_accessibility,
    check_reflow,
    sign_in,
)
from tests.browser.line import Line
from tests.browser.screenshots import speak
from tests.browser.server import LMS, Installation

STATUS = "[data-save-status]"
OUTBOX = "[data-outbox]"


def stored(installation: Installation, attempt: str) -> list[tuple[int, str, bool]]:
    """Return what the database has of an attempt: place on the paper, value, and whether late."""
    place = installation.folder / "article60.sqlite3"
    database = sqlite3.connect(f"file:{place}?mode=ro", uri=True)
    rows = database.execute(
        "SELECT position, value, is_late FROM response "
        "JOIN paper_item USING (attempt_id, item_id) WHERE attempt_id = ? ORDER BY seq",
        (attempt,),
    ).fetchall()
    database.close()
    return rows


def attempt_on(page: Page) -> str:
    """Return the attempt that a page is of."""
    found = re.search(r"/attempts/([a-z2-7]{26})", page.url)
    assert found is not None
    return found[1]


def choose_other(page: Page) -> str:
    """Answer the question at hand otherwise than it is; return what was chosen or typed."""
    typed = page.locator("input[type=text][name=answer]")
    if typed.count():
        text = f"{typed.input_value()}x"
        typed.fill(text)
        return text
    value = page.locator("[name=answer]:not(:checked)").first.get_attribute("value")
    page.locator(f"[name=answer][value='{value}']").check()
    return value


@pytest.fixture
def person(installation: Installation, request: pytest.FixtureRequest) -> str:
    """The address of a new trainee, named for the test."""
    address = f"{re.sub(r'[^a-z]', '-', request.node.name)[-40:].strip('-')}@demo.example"
    done = subprocess.run(
        [LMS, "user", "create", address, "--name", "Somebody", "--role", "trainee",
         "--password-stdin"],
        env=installation.environment, input=PASSWORD, text=True, check=False, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return address


def begin(page: Page, person: str) -> None:
    """Sign in and start the pre-test; its first question is shown then."""
    sign_in(page, person)
    study.start_quiz(page, study.enrol(page), "pretest")


@pytest.fixture
def trainee(open_browser: Callable[..., Page], person: str) -> Page:
    """A trainee at the first question of the pre-test."""
    page = open_browser()
    begin(page, person)
    return page


@pytest.fixture
def open_again(
    chromium: Browser, installation: Installation, tmp_path: Path
) -> Iterator[Callable[[], BrowserContext]]:
    """Open the same browser again and again, with all that it keeps on the disk."""
    opened: list[BrowserContext] = []

    def open_one() -> BrowserContext:
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path="/usr/bin/chromium", args=ARGUMENTS,
            base_url=installation.url, locale="en",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


def kill_browser(profile: Path) -> None:
    """Kill the browser that uses a profile, as a crash or a battery would."""
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        is_main = not any(part.startswith("--type=") for part in command)
        if is_main and f"--user-data-dir={profile}" in command:
            os.kill(process.pid, signal.SIGKILL)
            process.wait(timeout=20)


def test_answers_made_without_a_line_arrive_once_when_it_is_back(trainee, installation):
    attempt, line = attempt_on(trainee), Line(trainee)
    choose_other(trainee)
    expect(trainee.locator(STATUS)).to_contain_text("On the server")
    line.cut()
    choose_other(trainee)
    expect(trainee.locator(STATUS)).to_contain_text("On this device")
    expect(trainee.locator(OUTBOX)).to_contain_text("only: 1")
    here = trainee.locator(".question-list .on-device").first
    expect(here).to_contain_text("answer on this device only")
    check_accessibility(trainee)
    assert len(stored(installation, attempt)) == 1
    line.join()
    expect(trainee.locator(STATUS)).to_contain_text("On the server")
    expect(trainee.locator(OUTBOX)).to_be_hidden()
    expect(trainee.locator(".question-list .on-device")).to_have_count(0)
    assert len(stored(installation, attempt)) == 2


def test_a_killed_browser_keeps_its_answers(open_again, installation, person, tmp_path):
    page = open_again().new_page()
    begin(page, person)
    attempt, address = attempt_on(page), page.url
    Line(page).cut()
    chosen = choose_other(page)
    expect(page.locator(STATUS)).to_contain_text("On this device")
    kill_browser(tmp_path / "profile")
    assert stored(installation, attempt) == []
    page = open_again().new_page()
    # Whichever page is opened first brings it up.
    sign_in(page, person)
    wait_for(lambda: stored(installation, attempt) != [])
    ((place, value, is_late),) = stored(installation, attempt)
    assert (place, is_late) == (1, 0)
    page.goto(address)
    expect(page.locator(f"[name=answer][value='{chosen}']:checked, [type=text]")).to_have_count(1)
    assert value


def test_what_waits_after_a_crash_is_shown(open_again, person, tmp_path):
    context = open_again()
    page = context.new_page()
    begin(page, person)
    address = page.url
    # Only the answers do not get through.
    refuse = re.compile(r".*/questions/1$")
    page.route(refuse, lambda route: route.abort() if is_post(route) else route.continue_())
    chosen = choose_other(page)
    expect(page.locator(STATUS)).to_contain_text("On this device")
    kill_browser(tmp_path / "profile")
    page = open_again().new_page()
    # Before the sign-in: what waits is sent from the first page that she opens.
    page.route(refuse, lambda route: route.abort() if is_post(route) else route.continue_())
    sign_in(page, person)
    page.goto(address)
    expect(page.locator(STATUS)).to_contain_text("On this device")
    expect(page.locator(f"[name=answer][value='{chosen}']:checked, [type=text]")).to_have_count(1)
    expect(page.locator(OUTBOX)).to_be_visible()
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download these answers").click()
    (row,) = json.loads(caught.value.path().read_text("utf-8"))["answers_that_were_not_sent"]
    assert row["question"]
    assert row["answer"]


def is_post(route) -> bool:
    return route.request.method == "POST"


def test_who_is_signed_out_meanwhile_loses_nothing(trainee, installation, person):
    attempt = attempt_on(trainee)
    trainee.context.clear_cookies()
    choose_other(trainee)
    expect(trainee.locator(OUTBOX)).to_contain_text("You are signed out.")
    assert stored(installation, attempt) == []
    # In a tab of its own, so that what stands on this page stays.
    other = trainee.context.new_page()
    sign_in(other, person)
    expect(trainee.locator(STATUS)).to_contain_text("On the server")
    assert len(stored(installation, attempt)) == 1


def test_two_tabs_have_one_outbox(trainee, installation):
    attempt, other = attempt_on(trainee), trainee.context.new_page()
    other.goto(trainee.url.replace("/questions/1", "/questions/2"))
    lines = [Line(trainee), Line(other)]
    for line in lines:
        line.cut()
    for page in (trainee, other):
        choose_other(page)
    # Each list of questions says it of both.
    for page in (trainee, other):
        expect(page.locator("aside .question-list .on-device")).to_have_count(2)
    for line in lines:
        line.join()
    for page in (trainee, other):
        expect(page.locator(STATUS)).to_contain_text("On the server")
        expect(page.locator(".question-list .on-device")).to_have_count(0)
    assert sorted(place for place, _value, _late in stored(installation, attempt)) == [1, 2]


def test_finishing_waits_for_the_answers_on_this_device(trainee, installation):
    attempt, line = attempt_on(trainee), Line(trainee)
    line.cut()
    choose_other(trainee)
    expect(trainee.locator(OUTBOX)).to_be_visible()
    trainee.get_by_role("button", name="Save and go on").click()
    expect(trainee.locator(OUTBOX)).to_contain_text("are sent by themselves")
    line.join()
    trainee.wait_for_url(re.compile(r".*/questions/2$"))
    study.finish(trainee)
    assert len(stored(installation, attempt)) == 1


def test_signing_out_with_answers_on_the_device_asks_first(trainee):
    Line(trainee).cut()
    choose_other(trainee)
    expect(trainee.locator(OUTBOX)).to_be_visible()
    asked: list[str] = []

    def decline(dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    trainee.on("dialog", decline)
    trainee.get_by_role("button", name="Sign out").click()
    assert asked
    assert "was not sent yet" in asked[0]
    expect(trainee.locator(OUTBOX)).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_waits_is_said_on_a_phone_too(trainee, language):
    trainee.set_viewport_size({"width": 360, "height": 800})
    question = trainee.url
    speak(trainee, language)
    trainee.goto(question)
    Line(trainee).cut()
    choose_other(trainee)
    expect(trainee.locator(OUTBOX)).to_be_visible()
    check_accessibility(trainee)
    check_reflow(trainee)


HELD = "[data-held]"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_without_a_line_a_link_holds_the_page_until_it_is_back(trainee, installation, language):
    attempt, line, address = attempt_on(trainee), Line(trainee), trainee.url
    speak(trainee, language)
    trainee.goto(address)
    line.cut()
    chosen = choose_other(trainee)
    expect(trainee.locator(OUTBOX)).to_be_visible()
    for link in (trainee.locator("[rel=next]"), trainee.locator(".question-list a").nth(2)):
        link.click()
        expect(trainee.locator(HELD)).to_be_focused()
        assert trainee.url == address
    expect(trainee.locator(f"[name=answer][value='{chosen}']:checked, [type=text]")).to_have_count(
        1
    )
    check_accessibility(trainee)
    # Still none: trying again says so once more.
    again = trainee.locator(f"{HELD} button")
    none = again.text_content()
    again.click()
    expect(trainee.locator(HELD)).to_be_focused()
    line.join()
    expect(again).not_to_have_text(none)
    again.press("Enter")
    trainee.wait_for_url(re.compile(r".*/questions/3$"))
    wait_for(lambda: len(stored(installation, attempt)) == 1)


def test_a_link_is_followed_at_once_when_the_line_is_back(trainee):
    line = Line(trainee)
    line.cut()
    choose_other(trainee)
    expect(trainee.locator(OUTBOX)).to_be_visible()
    line.join()
    trainee.locator("[rel=next]").click()
    trainee.wait_for_url(re.compile(r".*/questions/2$"))
