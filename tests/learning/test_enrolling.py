"""Enrolling, withdrawing, enrolling again; and double clicks on all of them."""

import threading

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.content.models import Course
from lms.kit.db import db
from lms.learning import services
from lms.learning.models import Enrolment
from tests import cast
from tests.learning import courses


@pytest.fixture
def course(app):
    return courses.publish()


def enrol(browser, **more: str):
    return browser.post("/courses/small-course/enrol", {"language": "en", **more})


def enrolments() -> list[Enrolment]:
    db.session.remove()
    return list(db.session.execute(select(Enrolment).order_by(Enrolment.started_at)).scalars())


def test_a_trainee_enrols_in_the_language_of_her_choice(course, browse) -> None:
    amina = browse("amina")
    answer = enrol(amina, language="ar")
    assert answer.status_code == 303
    row = enrolments()[0]
    assert answer.location == f"/learn/{row.id}"
    assert (row.person_id, row.version_id, row.language, row.status) == (
        cast.id_of("amina"), course.newest_version_id, "ar", "active",
    )  # fmt: skip
    page = amina.get(answer.location)
    assert page.status_code == 200
    assert courses.ARABIC_TITLE in page.text


def test_enrolling_is_recorded(course, browse) -> None:
    enrol(browse("amina"))
    actions = db.session.execute(select(AuditEvent.action)).scalars().all()
    assert "enrolment.begun" in actions


def test_a_second_click_leads_to_the_same_enrolment(course, browse) -> None:
    amina = browse("amina")
    assert enrol(amina).location == enrol(amina).location
    assert len(enrolments()) == 1


def test_two_clicks_at_once_make_one_enrolment(course, browse) -> None:
    browsers = [browse("amina") for _ in range(4)]
    answers = []
    threads = [
        threading.Thread(target=lambda b=browser: answers.append(enrol(b))) for browser in browsers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len({answer.location for answer in answers}) == 1
    assert len(enrolments()) == 1


def test_a_language_that_is_not_offered_is_refused(course, browse) -> None:
    assert enrol(browse("amina"), language="fr").status_code == 422
    assert enrol(browse("amina"), language="").status_code == 422
    assert enrol(browse("amina"), language="xx'--").status_code == 422
    assert enrolments() == []


def test_a_stranger_is_asked_to_sign_in(course, browse) -> None:
    answer = enrol(browse())
    assert answer.status_code == 303
    assert enrolments() == []


def test_an_outsider_may_enrol_in_a_public_course(course, browse) -> None:
    assert enrol(browse("farid")).status_code == 303


def test_nobody_enrols_alone_in_a_course_of_cohorts(course, browse) -> None:
    db.session.get(Course, course.id).enrolment = "cohort"
    db.session.commit()
    assert enrol(browse("amina")).status_code == 409
    assert "ask your focal point" in browse("amina").get("/courses/small-course").text


def test_without_its_token_a_form_does_nothing(course, browse) -> None:
    answer = browse("amina").post(
        "/courses/small-course/enrol", {"language": "en", "csrf_token": "forged"}
    )
    assert answer.status_code == 400
    assert enrolments() == []


def test_withdrawing_asks_once_more_and_keeps_the_progress(course, browse) -> None:
    amina = browse("amina")
    home = enrol(amina).location
    amina.post(f"{home}/pages/origins")
    assert "Withdraw" in amina.get(f"{home}/withdraw").text
    assert amina.post(f"{home}/withdraw").status_code == 303
    row = enrolments()[0]
    assert (row.status, row.ended_at) == ("withdrawn", cast.NOW)
    assert amina.get(f"{home}/pages/origins").status_code == 409
    assert "You withdrew" in amina.get(home).text
    assert "go on where you stopped" in amina.get("/courses/small-course").text


def test_withdrawing_twice_is_withdrawing_once(course, browse) -> None:
    amina = browse("amina")
    home = enrol(amina).location
    assert amina.post(f"{home}/withdraw").status_code == 303
    assert amina.post(f"{home}/withdraw").status_code == 303


def test_enrolling_again_in_the_same_version_goes_on_where_she_stopped(course, browse) -> None:
    amina = browse("amina")
    home = enrol(amina).location
    amina.post(f"{home}/pages/origins")
    amina.post(f"{home}/withdraw")
    assert enrol(amina, language="ar").location == home
    row = enrolments()[0]
    assert (row.status, row.ended_at, row.language) == ("active", None, "ar")
    assert "1 of 7 parts done" in amina.get(home).text


def test_after_withdrawal_a_newer_version_begins_anew(course, browse) -> None:
    amina = browse("amina")
    home = enrol(amina).location
    amina.post(f"{home}/withdraw")
    newer = courses.publish(_with_new_question())
    assert newer.newest_version_id != course.newest_version_id
    assert enrol(amina).location != home
    assert {row.version_id for row in enrolments()} == {
        course.newest_version_id, newer.newest_version_id,
    }  # fmt: skip


def _with_new_question() -> dict[str, bytes]:
    files = courses.files()
    files["questions/bank.yaml"] = files["questions/bank.yaml"].replace(
        b"correct: yes", b"correct: no"
    )
    return files


def test_a_completed_course_is_taken_again_by_wish_alone(course, browse) -> None:
    amina = browse("amina")
    home = enrol(amina).location
    row = enrolments()[0]
    row.status, row.ended_at = "completed", cast.NOW
    db.session.commit()
    assert enrol(amina).location == home
    assert "Take the course again" in amina.get("/courses/small-course").text
    assert enrol(amina, again="yes").location != home
    assert len(enrolments()) == 2


def test_nobody_withdraws_from_what_is_completed(course, browse) -> None:
    amina = browse("amina")
    home = enrol(amina).location
    row = enrolments()[0]
    row.status, row.ended_at = "completed", cast.NOW
    db.session.commit()
    assert amina.post(f"{home}/withdraw").status_code == 409


def test_my_learning_shows_what_is_begun_completed_and_withdrawn(course, browse) -> None:
    amina = browse("amina")
    assert "not enrolled in any course yet" in amina.get("/learn").text
    home = enrol(amina).location
    text = amina.get("/learn").text
    assert "Under way" in text
    assert "0 of 7 parts done" in text
    amina.post(f"{home}/withdraw")
    assert "Withdrawn" in amina.get("/learn").text


def test_my_learning_asks_a_fixed_number_of_questions(course, browse, count_queries) -> None:
    amina = browse("amina")
    enrol(amina)
    amina.get("/learn")
    with count_queries() as one:
        amina.get("/learn")
    for slug in ("another-course", "third-course"):
        courses.publish(slug=slug)
        amina.post(f"/courses/{slug}/enrol", {"language": "en"})
    amina.get("/learn")
    with count_queries() as three:
        text = amina.get("/learn").text
    assert text.count("parts done") >= 3
    assert three.count == one.count


def test_the_service_refuses_a_language_too(course) -> None:
    from lms.learning.rules import LanguageNotOffered

    with pytest.raises(LanguageNotOffered):
        services.enrol(cast.actor_of("amina"), cast.NOW, course, "zh")
