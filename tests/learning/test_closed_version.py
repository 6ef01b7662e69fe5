"""A version closed to new enrolment: who may close it, what is begun instead, who goes on."""

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.content import queries as content
from lms.content import services
from lms.content.queries import VersionUnknown
from lms.content.rules import NotTheCoursesTrainer
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.learning.models import Enrolment
from tests import cast
from tests.learning import courses

COURSE = "/courses/small-course"


@pytest.fixture
def versions(app):
    """Return the ids of the course's two versions."""
    first = courses.publish().newest_version_id
    second = courses.publish(courses.files(map="# map\n\nAnother map.\n")).newest_version_id
    return first, second


def close(number: int) -> None:
    services.close_version(OPERATOR, cast.NOW, courses.SLUG, number)
    db.session.commit()


def reopen(number: int) -> None:
    services.reopen_version(OPERATOR, cast.NOW, courses.SLUG, number)
    db.session.commit()


def enrol(browser, **more: str):
    return browser.post(f"{COURSE}/enrol", {"language": "en", **more})


def version_begun(answer) -> str:
    db.session.remove()
    return db.session.get(Enrolment, answer.location.rsplit("/", 1)[1]).version_id


def test_the_newest_open_version_is_begun(versions, browse) -> None:
    close(2)
    assert "Version 1" in browse("amina").get(COURSE).text
    assert version_begun(enrol(browse("amina"))) == versions[0]
    reopen(2)
    assert version_begun(enrol(browse("farid"))) == versions[1]


def test_an_older_closed_version_changes_nothing(versions, browse) -> None:
    close(1)
    assert version_begun(enrol(browse("amina"))) == versions[1]


def test_where_none_is_open_nobody_enrols_and_the_page_says_so(versions, browse) -> None:
    close(1)
    close(2)
    for browser in (browse(), browse("amina")):
        text = browser.get(COURSE).text
        assert "Nobody can enrol in this course at present" in text
        assert ">Enrol<" not in text
        assert "Sign in to enrol" not in text
        assert courses.TITLE not in browser.get("/").text
    answer = enrol(browse("amina"))
    assert answer.status_code == 409
    assert "Nobody can enrol in this course at present" in answer.text


def test_whoever_is_under_way_goes_on(versions, browse) -> None:
    amina = browse("amina")
    home = enrol(amina).location
    close(1)
    close(2)
    assert amina.post(f"{home}/pages/origins").status_code == 303
    assert "newer version" not in amina.get(home).text
    assert ">Continue<" in amina.get(COURSE).text


def test_whoever_is_on_a_closed_version_is_told_of_no_older_one_as_newer(versions, browse) -> None:
    amina = browse("amina")
    home = enrol(amina).location
    close(2)
    assert "newer version" not in amina.get(home).text


def test_only_the_owners_trainer_closes_a_version(versions) -> None:
    for verb in (services.close_version, services.reopen_version):
        with pytest.raises(NotTheCoursesTrainer):
            verb(cast.actor_of("bruno"), cast.NOW, courses.SLUG, 1)
        with pytest.raises(VersionUnknown):
            verb(OPERATOR, cast.NOW, courses.SLUG, 3)


def test_closing_twice_is_closing_once_and_is_recorded(versions) -> None:
    close(1)
    close(1)
    reopen(1)
    actions = db.session.execute(
        select(AuditEvent.action).where(AuditEvent.action.like("version.%"))
    ).scalars()
    assert list(actions) == ["version.closed", "version.reopened"]


def test_a_version_says_since_when_it_is_closed(versions) -> None:
    course = content.get_course(courses.SLUG)
    close(1)
    assert [row.closed_at for row in content.list_versions(course.id)] == [None, cast.NOW]
