"""The settings of a course: its file in place, who sees it at once."""

import pytest

from lms.content import queries as content
from lms.kit.db import reading, writing
from lms.workshop import queries
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses
from tests.programmes import factories as programmes

HOME = "/teach/small/settings"


@pytest.fixture(autouse=True)
def course(app):
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files())


@pytest.fixture
def bruno(browse):
    return browse("bruno")


def kept():
    with reading():
        copy = queries.get_copy(content.get_course("small"), cast.id_of("bruno"))
        return copy.read("course.yaml").decode()


def small(**changes):
    return {
        "title": "A small course", "summary": "Two pages and a quiz.",
        "objectives-0-id": "strength", "objectives-0-text": "Say how strongly a wording binds.",
        "objectives-1-id": "", "objectives-1-text": "",
        "articles": ["15", "16"], "topics": ["60-1-a"], "job_families": ["all"],
        "level": "awareness", "hours": "1", "visited": "80", "quiz": "test", "points": "70",
        "valid_months": "36", "visibility": "public", "enrolment": "open", "act": "keep",
        **changes,
    }  # fmt: skip


def test_who_may_come_in(browse):
    page = browse("bruno").get(HOME)
    assert page.status_code == 200
    assert "National Integrity Commission" in page.text
    assert browse("amina").get(HOME).status_code == 403
    assert browse("farid").get(HOME).status_code == 403
    assert browse().get(HOME).status_code == 303
    assert browse("farid").post(HOME, data=small()).status_code == 403


def test_a_form_sent_untouched_changes_nothing(bruno):
    assert bruno.post(HOME, data=small()).status_code == 303
    assert bruno.post(HOME, data=small(articles=["16", "15"])).status_code == 303
    assert kept() == courses.COURSE


def test_what_is_chosen_stands_in_its_line(bruno):
    bruno.post(HOME, data=small(
        title="Another: one", articles=["60"], topics=[], job_families=["audit", "fiu"],
        hours="2.5", level="expert", valid_months="", is_checked="y", visited="",
    ))  # fmt: skip
    course = kept()
    assert "title: 'Another: one'\n" in course
    assert "articles: [60]\njob_families: [audit, fiu]\nlevel: expert\nhours: 2.5\n" in course
    assert "completion: {achievement: {quiz: test, points: 70}}\n" in course
    assert "review: {against_official_text: yes}\n" in course
    assert "valid_months" not in course
    assert "topics" not in course
    assert "to be mended" not in bruno.get(HOME).text


def test_objectives_come_and_go(bruno):
    bruno.post(HOME, data=small(**{"objectives-1-text": "Place any duty in its chapter."}))
    assert "  - {id: place-any-duty, text: Place any duty in its chapter.}\nmodules" in kept()
    assert "2 questions" in bruno.get(HOME).text
    bruno.post(HOME, data=small(**{"objectives-0-text": ""}))
    assert "id: strength" not in kept()
    bruno.post("/teach/small/settings/undo")
    assert "id: strength" in kept()


def test_what_does_not_fit_is_told(bruno):
    answer = bruno.post(HOME, data=small(title="", hours="0", points="101"))
    assert answer.status_code == 422
    assert "Please give it a title." in answer.text
    assert "from 0 to 100" in answer.text
    bruno.post(HOME, data=small(quiz="", visited=""))
    assert "to be mended" in bruno.get(HOME).text


def test_the_setting_names_the_programmes_that_need_the_course(bruno):
    assert "No published programme needs this course yet" in bruno.get(HOME).text
    with writing():
        courses.publish()
        hub = programmes.add_hub()
        needing = [{"id": "small", "type": "course", "course": "small"}]
        definition = {**programmes.DEFINITION, "requirements": needing, "recertification": None}
        programmes.add_programme(hub, definition=definition)
    page = bruno.get(HOME).text
    assert "Programmes that need this course" in page
    assert f"/programmes/{programmes.SLUG}" in page


def test_who_sees_it_holds_at_once(bruno, browse):
    with writing():
        courses.publish()
    assert browse("farid").get("/courses/small").status_code == 200
    bruno.post(HOME, data=small(visibility="members", enrolment="cohort"))
    assert browse("farid").get("/courses/small").status_code == 404
    with reading():
        assert content.get_course("small").enrolment == "cohort"
    assert bruno.post(HOME, data=small(visibility="nobody")).status_code == 422
    assert kept() == courses.COURSE
