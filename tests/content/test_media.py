"""Delivery of media: to those who study or teach the version, and to nobody else."""

import pytest

from lms.kit.db import db
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses


@pytest.fixture
def address(app):
    bruno = cast.actor_of("bruno")
    factories.import_course(bruno, NOW, courses.files())
    made = factories.publish_course(bruno, NOW, "small")
    db.session.commit()
    return f"/media/{made.version_id}/media/ladder.svg"


def enrol(name):
    from lms.content import queries
    from lms.learning.services import enrol

    enrol(cast.actor_of(name), NOW, queries.get_course("small"), "en")
    db.session.commit()


def test_a_learner_is_given_the_picture(address, browse):
    enrol("amina")
    answer = browse("amina").get(address)
    assert answer.status_code == 200
    assert answer.data == courses.SVG.encode()
    assert answer.content_type.startswith("image/svg+xml")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "private" in answer.headers["Cache-Control"]
    again = browse("amina").get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_courses_trainer_sees_it_without_studying(address, browse):
    assert browse("bruno").get(address).status_code == 200


def test_an_outsider_is_told_that_there_is_nothing(address, browse):
    assert browse("farid").get(address).status_code == 404


def test_a_stranger_signs_in_first(address, browse):
    answer = browse().get(address)
    assert answer.status_code == 303
    assert "/login" in answer.headers["Location"]


def test_a_forged_path_or_version_gives_nothing(address, browse):
    for forged in (
        address.replace("ladder", "other"),
        address.replace("media/ladder.svg", "course.yaml"),
        address.replace("media/ladder.svg", "questions/bank.yaml"),
        address.replace("media/ladder.svg", "media/../course.yaml"),
        "/media/" + "a" * 26 + "/media/ladder.svg",
    ):
        assert browse("bruno").get(forged).status_code == 404
