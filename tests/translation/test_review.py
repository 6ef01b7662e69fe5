"""Review: never by the translator; accept, send back with a reason, many at once."""

import re
from html import unescape

import pytest

from lms.content.queries import get_course
from lms.content.services.drafts import append_translations
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.translation import queries
from lms.translation.rules import unit_id
from tests import cast
from tests.content import courses
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


def test_what_was_sent_back_is_marked_counted_found_and_comes_first(course_id, browse):
    bruno, chen = browse("bruno"), browse("chen")
    press(bruno, MAY, "/send-back", text="Too literal.")
    press(bruno, SHALL, "/send-back", text="Not <the> verb.")
    listed = chen.get(f"{DESK}?status=sent-back").text
    assert "A State *may* act." in listed
    assert "Prevention" not in listed.partition("<table")[2]
    for path in ("/teach/translate", "/teach/small/translate", DESK):
        assert "Sent back: 2" in chen.get(path).text
    # The title of the course is missing and stands before both.
    assert chen.get(f"{DESK}/next").location == address(SHALL)
    assert bruno.get(f"{DESK}/next").location != address(SHALL)
    page = chen.get(address(SHALL)).text
    assert "Sent back by <bdi>Bruno Sarr</bdi>" in page
    assert '<p dir="auto">Not &lt;the&gt; verb.</p>' in page
    assert '<p dir="auto">Too literal.</p>' not in page
    mended = translate(chen, SHALL, "على الدولة *أن تعمل*.", "next")
    assert chen.get(mended.location).location == address(MAY)
    assert row(SHALL).mark == "translated"
    assert "Sent back by" not in chen.get(address(SHALL)).text
    assert "Sent back: 1" in chen.get(DESK).text


def test_a_draft_of_one_s_own_and_one_of_a_file_are_not_sent_back(course_id, browse):
    chen = browse("chen")
    translate(chen, SHALL, MUST, "draft")
    assert row(SHALL).mark == "draft"
    append_translations(OPERATOR, cast.NOW, course_id, "ar", {MAY: (CAN, "draft")})
    db.session.commit()
    assert row(MAY).mark == "draft"
    assert "Sent back" not in chen.get(DESK).text


def test_a_text_sent_back_and_changed_as_a_draft_is_the_translator_s_draft(course_id, browse):
    press(browse("bruno"), SHALL, "/send-back", text="Too literal.")
    translate(browse("chen"), SHALL, "على الدولة *أن تعمل*.", "draft")
    assert row(SHALL).mark == "draft"


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


def comment_act(page: str, act: str) -> str:
    return re.search(rf'action="([^"]+/comments/[a-z2-7]{{26}}/{act})"', page).group(1)


def test_a_comment_is_resolved_and_opened_again_and_counted_while_open(course_id, browse):
    bruno, chen = browse("bruno"), browse("chen")
    press(bruno, SHALL, "/comments", text="Which verb?")
    listed = chen.get(f"{DESK}?status=discussed").text
    assert "A State *shall* act." in listed
    assert "A State *may* act." not in listed
    for path in ("/teach/translate", "/teach/small/translate", DESK):
        assert "With open comments: 1" in chen.get(path).text
    resolve = comment_act(chen.get(address(SHALL)).text, "resolve")
    for browser in (chen, bruno):
        assert browser.post(resolve).location == address(SHALL)
    page = unescape(chen.get(address(SHALL)).text)
    assert "Resolved by <bdi>Chen Wei</bdi>" in page
    assert "1 resolved comment" in page
    assert "With open comments" not in chen.get("/teach/translate").text
    assert "No text matches" in chen.get(f"{DESK}?status=discussed").text
    chen.post(comment_act(chen.get(address(SHALL)).text, "reopen"))
    page = chen.get(address(SHALL)).text
    assert "resolved comment" not in page
    assert comment_act(page, "resolve") == resolve


def test_a_comment_goes_along_when_its_source_changes_and_with_it_when_it_goes(course_id, browse):
    press(browse("bruno"), MAY, "/comments", text="Which verb?")
    desks.save_page(wording=courses.WORDING.replace("*may* act", "*may* well act"))
    mended = desks.Key(MAY.context, "A State *may* well act.")
    assert "A State *may* well act." in browse("chen").get(f"{DESK}?status=discussed").text
    assert "Which verb?" in browse("chen").get(address(mended)).text
    desks.save_page(wording="# Wording\n")
    assert "With open comments" not in browse("chen").get("/teach/translate").text


def test_a_comment_of_another_course_or_language_is_not_there(course_id, browse):
    press(browse("bruno"), SHALL, "/comments", text="Which verb?")
    resolve = comment_act(browse("chen").get(address(SHALL)).text, "resolve")
    assert browse("chen").post(resolve.replace("/ar/", "/fr/")).status_code == 404
    assert browse("amina").post(resolve).status_code == 403
    assert browse("farid").post(resolve).status_code == 403
    assert browse().post(resolve).status_code == 303
    assert queries.find_comment(course_id, "ar", resolve.split("/")[-2]).resolved_at is None


@pytest.mark.parametrize("act", ["/accept", "/send-back", "/comments", "/restore"])
def test_an_outsider_does_nothing(course_id, browse, act):
    seen = {**hidden(browse("chen").get(address(SHALL)).text), "text": "No.", "wanted": "1"}
    assert browse("amina").post(address(SHALL, act), seen).status_code == 403
    assert browse("farid").post(address(SHALL), seen).status_code == 403
