"""An attempt whose clock is running is mentioned on the page of what somebody learns."""

import re

import pytest
from lxml import html

from lms.kit.clock import clock
from tests.assessment import courses
from tests.assessment.test_sittings import bruno, grant, plan  # noqa: F401 - bruno is a fixture


@pytest.fixture
def amina(app, browse):
    return browse("amina")


def ways(browser) -> list[str]:
    """Return where the page of what somebody learns leads to in open attempts."""
    tree = html.fromstring(browser.get("/learn").text)
    return tree.xpath("//li[@class='card']//a[starts-with(@href, '/learn/attempts/')]/@href")


def test_an_open_attempt_against_the_clock_is_continued_from_my_learning(amina, browse):
    enrolment_id = courses.enrol("amina")
    assert ways(amina) == []
    attempt_id = courses.start(amina, enrolment_id, "drill")
    assert ways(amina) == [f"/learn/attempts/{attempt_id}"]
    page = amina.get("/learn").text
    assert "You have an open attempt" in page
    assert re.search(r"Open until [^<]*\(GMT[+-]\d\d:\d\d\)", page)
    # It is nobody else's.
    courses.enrol("farid")
    assert ways(browse("farid")) == []
    courses.finish(amina, attempt_id)
    assert ways(amina) == []


def test_once_its_time_is_over_it_is_not_open(amina):
    courses.start(amina, courses.enrol("amina"), "drill")
    clock.advance(minutes=31)
    assert ways(amina) == []


def test_without_a_clock_nothing_presses(amina):
    courses.start(amina, courses.enrol("amina"), "practice")
    assert ways(amina) == []


def test_while_it_is_paused_no_clock_is_running(bruno, amina):  # noqa: F811 - the fixture
    grant(bruno, plan(bruno, "amina"), pause_minutes="5")
    attempt_id = courses.start(amina, courses.enrol("amina"), "drill")
    assert ways(amina) == [f"/learn/attempts/{attempt_id}"]
    amina.post(f"/learn/attempts/{attempt_id}/pause")
    assert ways(amina) == []
    amina.post(f"/learn/attempts/{attempt_id}/resume")
    assert ways(amina) == [f"/learn/attempts/{attempt_id}"]


def test_who_withdrew_is_led_into_no_attempt(amina):
    enrolment_id = courses.enrol("amina")
    courses.start(amina, enrolment_id, "drill")
    amina.post(f"/learn/{enrolment_id}/withdraw")
    assert ways(amina) == []


def test_the_attempts_are_asked_for_at_once(amina, count_queries):
    enrolment_id = courses.enrol("amina")
    amina.get("/learn")
    with count_queries() as before:
        amina.get("/learn")
    for activity in ("drill", "exam"):
        courses.start(amina, enrolment_id, activity)
    with count_queries() as after:
        amina.get("/learn")
    assert after.count == before.count
