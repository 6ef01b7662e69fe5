"""The list of versions: notes, editions, people, what differs, closing and opening again."""

import pytest

from lms.content import queries as content
from lms.learning import services as learning
from tests import cast
from tests.cast import NOW
from tests.workshop.publishing import BANK, MUST, WORDING, ask, begin, check, save, writing


@pytest.fixture
def course(app, browse, run_jobs):
    course = begin()
    save(course, {WORDING: MUST})
    bruno = browse("bruno")
    check(bruno, run_jobs)
    ask(bruno, meaning="changed", notes="States *can* act.")
    run_jobs()
    return content.get_course("small")


def test_each_version_says_what_it_is(course, browse):
    page = browse("bruno").get("/teach/small/versions").text
    assert "Version 2" in page
    assert "Version 1" in page
    assert "States *can* act." in page
    assert "Bruno Sarr" in page
    assert "English: edition 1" in page
    assert page.count("Begun by who enrols now") == 1


def test_people_are_counted(course, browse):
    with writing():
        learning.enrol(cast.actor_of("amina"), NOW, course, "en")
    page = browse("bruno").get("/teach/small/versions").text
    assert page.count("1 person") == 1
    assert "is under way in it" in browse("bruno").get("/teach/small/versions/2/close").text


def test_what_can_be_done_with_a_version_stands_beside_it(course, browse):
    bruno, place = browse("bruno"), "/teach/small/versions"
    newer, older = _sections(bruno.get(place).text)
    assert "/teach/small/versions/2/close" in newer
    assert "/close" not in older
    assert "not offered to new enrolments: they begin version 2." in older
    assert bruno.get("/teach/small/package/1").status_code == 200
    assert "/teach/small/package/1" in older
    assert "Offer it to people under way" not in newer + older
    bruno.post("/teach/small/versions/2/close")
    newer, older = _sections(bruno.get(place).text)
    assert "/teach/small/versions/2/reopen" in newer
    assert "/teach/small/versions/1/close" in older
    assert "not offered" not in newer + older
    # One that would not be begun either way is not opened again beside a newer one.
    bruno.post("/teach/small/versions/1/close")
    bruno.post("/teach/small/versions/2/reopen")
    newer, older = _sections(bruno.get(place).text)
    assert "/reopen" not in newer + older
    assert "/teach/small/versions/2/close" in newer


def test_a_version_is_offered_to_those_who_are_on_an_older_one(course, browse):
    bruno = browse("bruno")
    bruno.post("/teach/small/versions/2/close")
    with writing():
        learning.enrol(cast.actor_of("amina"), NOW, content.get_course("small"), "en")
    assert "Offer it to people under way" not in bruno.get("/teach/small/versions").text
    bruno.post("/teach/small/versions/2/reopen")
    newer, older = _sections(bruno.get("/teach/small/versions").text)
    assert "Offer it to people under way" in newer
    assert "Offer it to people under way" not in older


def _sections(html):
    """Return what is shown of each version, the newest first."""
    return [part.partition("</section>")[0] for part in html.split('<section class="version')[1:]]


def test_two_versions_are_compared(course, browse):
    bruno = browse("bruno")
    page = bruno.get("/teach/small/versions/compare?old=1&new=2").text
    assert "may</del>" in page
    assert "can</ins>" in page
    assert BANK not in page
    assert "Nothing differs" in bruno.get("/teach/small/versions/compare?old=1&new=1").text
    assert bruno.get("/teach/small/versions/compare?old=1&new=3").status_code == 404
    assert bruno.get("/teach/small/versions/compare?old=x&new=3").status_code == 404


def test_a_version_is_closed_and_opened_again(course, browse):
    bruno = browse("bruno")
    page = bruno.get("/teach/small/versions/2/close").text
    assert "Who enrols from now on begins version 1." in page
    assert bruno.post("/teach/small/versions/2/close").status_code == 303
    assert "Closed to new enrolment" in bruno.get("/teach/small/versions").text
    one, two = (content.get_version(course.id, number) for number in (1, 2))
    assert content.get_course("small").open_version_id == one.id
    assert bruno.post("/teach/small/versions/2/reopen").status_code == 303
    assert content.get_course("small").open_version_id == two.id


def test_closing_the_last_one_says_that_nobody_can_enrol(course, browse):
    bruno = browse("bruno")
    bruno.post("/teach/small/versions/1/close")
    assert "nobody can enrol" in bruno.get("/teach/small/versions/2/close").text


def test_others_change_nothing(course, browse):
    for name, status in ((None, 303), ("amina", 403), ("farid", 403)):
        assert browse(name).post("/teach/small/versions/2/close").status_code == status
        assert browse(name).get("/teach/small/versions/2/close").status_code == status
    assert content.get_version(course.id, 2).closed_at is None
    assert browse("bruno").post("/teach/small/versions/9/close").status_code == 404
