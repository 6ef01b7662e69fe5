"""Remarks on texts: written, answered, resolved, and where they are once the text changed."""

import pytest

from lms.units.unit import Key, Unit
from lms.workshop.anchors import find_places
from lms.workshop.queries import review
from tests.workshop.publishing import BANK, WORDING, begin, save

MAY = "A State *may* act."
ASKED = f"{BANK}#shall.text"


@pytest.fixture
def course(app):
    return begin()


def remark(browser, text, context=WORDING, source=MAY):
    return browser.post("/teach/small/review", {"context": context, "source": source, "text": text})


def thread_of(course):
    return review.list_threads(course, "all", "", 50, 1)[0][0]


def test_a_remark_is_seen_answered_and_resolved(course, browse):
    bruno, chen = browse("bruno"), browse("chen")
    answer = remark(chen, "Is this so?")
    assert answer.status_code == 303
    assert answer.location.startswith("/teach/small/review/pages/wording.md#thread-")
    page = bruno.get("/teach/small/review/pages/wording.md").text
    assert "Is this so?" in page
    assert "Chen Wei" in page
    place = f"/teach/small/review/threads/{thread_of(course).id}"
    assert bruno.post(f"{place}/comments", {"text": "Yes, article 16."}).status_code == 303
    assert "Yes, article 16." in chen.get("/teach/small/review").text
    assert bruno.post(f"{place}/resolve").status_code == 303
    assert "No remark here" in chen.get("/teach/small/review").text
    page = chen.get("/teach/small/review?status=resolved").text
    assert "Resolved by Bruno Sarr" in page
    assert chen.post(f"{place}/reopen").status_code == 303
    assert "Is this so?" in chen.get("/teach/small/review").text


def test_a_page_and_the_course_are_called_by_their_titles(course, browse):
    bruno = browse("bruno")
    remark(bruno, "Is this so?")
    page = bruno.get("/teach/small/review").text
    assert (
        page.count("Page: \u2068How wording binds\u2069") == 3
    )  # the chip, the filter, the remark
    assert '<p class="kicker"><bdi>A small course</bdi></p>' in page
    page = bruno.get("/teach/small/review/pages/wording.md").text
    assert "<bdi>Page: \u2068How wording binds\u2069</bdi></h1>" in page
    assert '<a href="/teach/small"><bdi>A small course</bdi></a>' in page


def test_a_remark_stays_where_its_text_went(course, browse):
    chen = browse("chen")
    remark(chen, "Too weak.")
    save(course, {WORDING: "# How wording binds\n\nNew.\n\nA State *should* act.\n"})
    page = chen.get("/teach/small/review/pages/wording.md").text
    assert "The text has changed since" in page
    assert "should</ins>" in page
    save(course, {WORDING: "# How wording binds\n"})
    assert "On texts that are gone" in chen.get("/teach/small/review/pages/wording.md").text
    assert "The text is gone" in chen.get("/teach/small/review").text


def test_a_remark_on_a_question_follows_its_field(course, browse):
    chen = browse("chen")
    remark(chen, "Unclear.", ASKED, "What does *shall* ask?")
    bank = "- id: shall\n  type: true_false\n  text: Wholly other?\n  correct: yes\n"
    save(course, {BANK: bank})
    assert "Wholly other</ins>" in chen.get(f"/teach/small/review/{BANK}").text


def test_remarks_are_filtered_by_part(course, browse):
    chen = browse("chen")
    remark(chen, "About a page.")
    remark(chen, "About a question.", ASKED, "What does *shall* ask?")
    page = chen.get(f"/teach/small/review?file={BANK}").text
    assert "About a question." in page
    assert "About a page." not in page


def test_a_remark_needs_words_and_a_text_that_is_there(course, browse):
    chen = browse("chen")
    answer = remark(chen, " ")
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    answer = remark(chen, "x", WORDING, "Nobody wrote this.")
    assert (answer.status_code, "changed meanwhile" in answer.text) == (409, True)
    assert review.count_open(course.id) == 0


def test_others_neither_read_nor_write(course, browse):
    remark(browse("chen"), "Is this so?")
    place = f"/teach/small/review/threads/{thread_of(course).id}/resolve"
    for name, status in ((None, 303), ("amina", 403), ("farid", 403)):
        assert browse(name).post(place).status_code == status
        assert remark(browse(name), "x").status_code == status
    assert review.count_open(course.id) == 1
    assert browse("bruno").get("/teach/small/review/pages/none.md").status_code == 404


def test_the_list_asks_the_database_the_same_whatever_its_length(course, browse, count_queries):
    chen = browse("chen")
    remark(chen, "One.")
    with count_queries() as few:
        chen.get("/teach/small/review")
    for number in range(5):
        remark(chen, f"More {number}.", WORDING, "A State *shall* act.")
    with count_queries() as many:
        chen.get("/teach/small/review")
    assert many.count == few.count


def unit(text, context=WORDING):
    return Unit(context, text, WORDING, 1, "paragraph")


def test_two_remarks_on_one_text_go_the_same_way():
    key = Key(WORDING, MAY)
    places = find_places([key, key], [unit("A State *shall* act."), unit("A State *may* act now.")])
    assert places[key].unit.text == "A State *may* act now."


def test_a_field_that_is_gone_is_not_taken_for_another():
    key = Key(ASKED, "What does *shall* ask?")
    assert (
        find_places([key], [unit("What does *shall* ask?", f"{BANK}#may.text")])[key].unit is None
    )
