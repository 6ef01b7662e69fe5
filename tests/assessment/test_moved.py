"""Attempts of somebody who moves to a newer version: what counts there, and what stays readable."""

import pytest

from lms.content import queries as content
from lms.content.models import Course
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.learning import queries as learning
from lms.learning import services
from lms.learning.rules import MovedMeanwhile
from tests import cast, factories
from tests.assessment import courses
from tests.assessment.courses import answer_all, finish, quiz_address, start


@pytest.fixture
def enrolment(app) -> str:
    """Amina's enrolment in version 1 of a course that Bruno teaches."""
    enrolment_id = courses.enrol("amina")
    course = content.get_course(courses.SLUG)
    db.session.get(Course, course.id).organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()
    return enrolment_id


def publish_other(path: str, old: str, new: str) -> None:
    """Publish a version in which one file differs."""
    files = courses.files()
    assert old.encode() in files[path]
    files[path] = files[path].replace(old.encode(), new.encode())
    factories.import_course(OPERATOR, cast.NOW, files)
    factories.publish_course(OPERATOR, cast.NOW, courses.SLUG, offered=("ar",))
    db.session.commit()


def offer(browse, enrolment_id: str) -> str:
    """Offer the newest version, and return the address of the offer."""
    course = content.get_course(courses.SLUG)
    versions = [row.id for row in content.list_versions(course.id)]
    browse("bruno").post(f"/teach/{courses.SLUG}/learners/versions", {"version": versions})
    db.session.remove()
    return f"/learn/offers/{learning.find_offer(enrolment_id).id}"


def test_an_open_attempt_must_be_finished_first(enrolment, browse) -> None:
    amina = browse("amina")
    attempt = start(amina, enrolment)
    publish_other("pages/last.md", "Text of last", "Other text of last")
    address = offer(browse, enrolment)
    page = amina.get(address).text
    assert "Please finish your attempt first" in page
    assert "Move to version 2" not in page
    answer = amina.post(f"{address}/accept")
    assert answer.status_code == 409
    assert "Please finish your attempt first" in answer.text
    finish(amina, attempt)
    assert amina.post(f"{address}/accept").status_code == 303


def test_a_quiz_that_is_the_same_keeps_its_result_and_its_tries(enrolment, browse) -> None:
    amina = browse("amina")
    attempt = start(amina, enrolment)
    answer_all(amina, attempt)
    finish(amina, attempt)
    publish_other("pages/last.md", "Text of last", "Other text of last")
    amina.post(f"{offer(browse, enrolment)}/accept")
    page = amina.get(quiz_address(enrolment)).text
    assert "1 of 2 used" in page
    assert "does not count here" not in page
    assert "Best result: 100%" in amina.get(f"/learn/{enrolment}").text


def test_a_changed_quiz_is_taken_anew_and_old_attempts_stay_readable(enrolment, browse) -> None:
    amina = browse("amina")
    for _ in range(2):
        finish(amina, start(amina, enrolment))
    assert amina.post(quiz_address(enrolment)).status_code == 409
    publish_other("quizzes/exam.yaml", "minutes: 30", "minutes: 40")
    amina.post(f"{offer(browse, enrolment)}/accept")
    page = amina.get(quiz_address(enrolment)).text
    assert "0 of 2 used" in page
    assert page.count("does not count here") == 2
    attempt = start(amina, enrolment)
    answer_all(amina, attempt)
    finish(amina, attempt)
    assert "1 of 2 used" in amina.get(quiz_address(enrolment)).text
    assert "Best result: 100%" in amina.get(f"/learn/{enrolment}").text
    db.session.remove()
    from lms.assessment import queries

    for row in queries.list_attempts(enrolment, "exam"):
        assert amina.get(f"/learn/attempts/{row.id}/result").status_code == 200


def test_whoever_moved_may_not_go_back_from_an_open_attempt(enrolment, browse) -> None:
    amina = browse("amina")
    publish_other("quizzes/exam.yaml", "minutes: 30", "minutes: 40")
    amina.post(f"{offer(browse, enrolment)}/accept")
    assert "Back to version 1" in amina.get(f"/learn/{enrolment}").text
    start(amina, enrolment)
    assert "Back to version 1" not in amina.get(f"/learn/{enrolment}").text
    assert amina.post(f"/learn/{enrolment}/go-back").status_code == 409


def test_whoever_began_an_attempt_has_begun(enrolment, browse) -> None:
    start(browse("amina"), enrolment)
    publish_other("pages/last.md", "Text of last", "Other text of last")
    answer = browse("bruno").post(f"/teach/{courses.SLUG}/learners/move")
    assert answer.status_code == 409


def test_the_pictures_of_the_version_that_was_left_stay_visible(enrolment, browse) -> None:
    amina = browse("amina")
    first = content.get_course(courses.SLUG).newest_version_id
    publish_other("pages/last.md", "Text of last", "Other text of last")
    amina.post(f"{offer(browse, enrolment)}/accept")
    db.session.remove()
    second = content.get_course(courses.SLUG).newest_version_id
    person_id = cast.id_of("amina")
    assert learning.is_enrolled(person_id, first)
    assert learning.is_enrolled(person_id, second)
    assert not learning.is_enrolled(cast.id_of("farid"), first)


def test_an_attempt_cannot_begin_in_a_version_that_is_just_left(enrolment, browse) -> None:
    before = learning.find_enrolment(enrolment)
    publish_other("pages/last.md", "Text of last", "Other text of last")
    browse("amina").post(f"{offer(browse, enrolment)}/accept")
    db.session.remove()
    with pytest.raises(MovedMeanwhile):
        services.hold(before)
    services.hold(learning.find_enrolment(enrolment))


def test_who_has_no_attempt_left_as_it_is_loses_none(enrolment, browse) -> None:
    amina = browse("amina")
    for _ in range(2):
        finish(amina, start(amina, enrolment))
    publish_other("quizzes/exam.yaml", "attempts: 2", "attempts: 1")
    page = amina.get(offer(browse, enrolment)).text
    assert "You would have fewer attempts left" not in page  # she has none as it is


def test_what_is_lost_is_said_quiz_by_quiz(enrolment, browse) -> None:
    amina = browse("amina")
    finish(amina, start(amina, enrolment))
    publish_other("quizzes/exam.yaml", "attempts: 2", "attempts: 1")
    address = offer(browse, enrolment)
    page = amina.get(address).text
    assert "You would have fewer attempts left" in page
    assert "you have used 1, and version 2 allows 1 in all." in page
    assert "None would be left; the results that you have stay." in page
    amina.post(f"{address}/accept")
    assert "1 of 1 used" in amina.get(quiz_address(enrolment)).text


def test_a_quiz_that_asks_something_else_begins_anew_and_loses_nothing(enrolment, browse) -> None:
    amina = browse("amina")
    finish(amina, start(amina, enrolment))
    publish_other("quizzes/exam.yaml", "minutes: 30\nattempts: 2", "minutes: 44\nattempts: 1")
    assert "fewer attempts left" not in amina.get(offer(browse, enrolment)).text
