"""Review: never by the translator; accept, send back with a reason, many at once."""

import pytest

from lms.content.queries import get_course
from lms.kit.db import db
from lms.translation import queries
from lms.translation.rules import unit_id
from tests.translation import desks
from tests.translation.desks import DESK, MAY, SHALL, address, hidden, translate

MUST = "على الدولة *أن تتصرف*."
CAN = "للدولة *أن* تتصرف."


@pytest.fixture
def course_id(app, browse) -> str:
    """Chen has translated two units."""
    found = desks.lay_out()
    translate(browse("chen"), SHALL, MUST)
    translate(browse("chen"), MAY, CAN)
    return found


def row(key):
    db.session.remove()
    return queries.get_sheet(get_course("small"), "ar").find(unit_id(key))


def press(browser, key, act: str, **more: object):
    page = browser.get(address(key)).text
    return browser.post(address(key, act), {**hidden(page), **more})


def test_somebody_else_accepts_and_is_led_to_the_next(course_id, browse):
    answer = press(browse("bruno"), SHALL, "/accept")
    assert browse("bruno").get(answer.location).location == address(MAY)
    assert row(SHALL).status == "reviewed"
    last = press(browse("bruno"), MAY, "/accept")
    assert browse("bruno").get(last.location).location == f"{DESK}/review"


def test_the_translator_does_not_review_her_own(course_id, browse):
    page = browse("chen").get(address(SHALL)).text
    assert "Somebody else has to review it." in page
    assert "/accept" not in page
    assert press(browse("chen"), SHALL, "/accept").status_code == 403
    assert row(SHALL).status == "translated"
    assert browse("chen").get(f"{DESK}/review/next").location == f"{DESK}/review"


def test_who_sends_back_does_not_become_the_translator_and_neither_does_the_other(
    course_id, browse
):
    bruno, chen = browse("bruno"), browse("chen")
    assert press(bruno, SHALL, "/send-back", text=" ").status_code == 422
    assert press(bruno, SHALL, "/send-back", text="Too literal.").status_code == 303
    assert row(SHALL).status == "draft"
    assert "Too literal." in chen.get(address(SHALL)).text
    # She stands by her text: it is hers still, and for him to review.
    translate(chen, SHALL, MUST)
    assert press(chen, SHALL, "/accept").status_code == 403
    assert press(bruno, SHALL, "/accept").status_code == 303
    assert row(SHALL).status == "reviewed"


def test_what_was_changed_since_it_was_read_is_not_accepted(course_id, browse):
    bruno = browse("bruno")
    seen = hidden(bruno.get(address(SHALL)).text)
    translate(browse("chen"), SHALL, "على الدولة *أن تعمل*.")
    assert bruno.post(address(SHALL, "/accept"), seen).status_code == 409
    assert row(SHALL).status == "translated"


def test_a_draft_and_a_stale_text_are_not_accepted(course_id, browse):
    translate(browse("chen"), SHALL, MUST, "draft")
    assert press(browse("bruno"), SHALL, "/accept").status_code == 409


def test_saving_again_what_was_reviewed_takes_nothing_back(course_id, browse):
    press(browse("bruno"), SHALL, "/accept")
    translate(browse("chen"), SHALL, MUST, "next")
    assert row(SHALL).status == "reviewed"
    translate(browse("chen"), SHALL, "على الدولة *أن تعمل*.", "next")
    assert row(SHALL).status == "translated"


def test_many_are_accepted_at_once_but_own_and_changed_ones(course_id, browse):
    bruno = browse("bruno")
    first = desks.Key("pages/origins.md", "Prevention")
    translate(bruno, first, "الوقاية")
    page = bruno.get(f"{DESK}/review").text
    assert "your own" in page
    values = [f"{unit_id(key)}:{row(key).seq}" for key in (SHALL, MAY, first)]
    assert all((value in page) == (value != values[2]) for value in values)
    translate(browse("chen"), MAY, "للدولة *أن* تعمل.")
    answer = bruno.post(f"{DESK}/review", {"unit": [*values, "nothing", "a" * 26 + ":x"]})
    said = bruno.get(answer.location).text
    assert "Accepted: 1." in said
    assert "being your own: 1." in said
    assert "not accepted: 1." in said
    statuses = [row(key).status for key in (SHALL, MAY, first)]
    assert statuses == ["reviewed", "translated", "translated"]


def test_comments_are_kept_and_signed(course_id, browse):
    assert press(browse("bruno"), SHALL, "/comments", text="Good.").status_code == 303
    page = browse("chen").get(address(SHALL)).text
    assert "Good." in page
    assert "Bruno Sarr" in page
    assert press(browse("bruno"), SHALL, "/comments", text="").status_code == 422


@pytest.mark.parametrize("act", ["/accept", "/send-back", "/comments", "/restore"])
def test_an_outsider_does_nothing(course_id, browse, act):
    seen = {**hidden(browse("chen").get(address(SHALL)).text), "text": "No.", "wanted": "1"}
    assert browse("amina").post(address(SHALL, act), seen).status_code == 403
    assert browse("farid").post(address(SHALL), seen).status_code == 403
