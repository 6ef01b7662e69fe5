"""The trainer's courses and the front of one."""

import pytest

from lms.kit.db import writing
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses


@pytest.fixture(autouse=True)
def course(app):
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files())


def test_a_trainer_sees_the_courses_of_the_organisation(browse):
    page = browse("bruno").get("/teach").text
    assert "A small course" in page
    assert "Not yet published" in page


def test_a_colleague_without_the_role_may_not(browse):
    assert browse("amina").get("/teach").status_code == 403
    assert browse("amina").get("/teach/small").status_code == 403


def test_a_stranger_is_asked_to_sign_in(browse):
    assert browse().get("/teach").status_code == 303


def test_the_front_of_a_course(browse):
    page = browse("bruno").get("/teach/small")
    assert page.status_code == 200
    assert "A small course" in page.text


def test_a_course_that_is_not_there(browse):
    assert browse("bruno").get("/teach/nothing").status_code == 404
