"""The page before the start, and starting: who may, how often, what is drawn."""

import threading

from sqlalchemy import func, select

from lms.assessment import queries, services
from lms.assessment.models import Attempt
from lms.audit.models import AuditEvent
from lms.kit.clock import clock
from lms.kit.db import db
from tests import cast
from tests.assessment import courses


def count_attempts() -> int:
    return db.session.execute(select(func.count()).select_from(Attempt)).scalar_one()


def items_of(attempt_id: str) -> set[str]:
    return {row.item_id for row in queries.get_paper(attempt_id)}


def test_the_page_says_what_one_is_in_for(app, browse):
    enrolment = courses.enrol("amina")
    page = browse("amina").get(courses.quiz_address(enrolment))
    assert page.status_code == 200
    for words in ("The exam", "30 minutes", "70%", "0 of 2 used", "English", ">Start<"):
        assert words in page.text
    assert "no pass or fail" not in page.text


def test_the_review_comes_after_the_finish(app, browse):
    page = browse("amina").get(courses.quiz_address(courses.enrol("amina")))
    assert "After you finish you see your answers, the right ones, and why." in page.text


def test_a_quiz_without_pass_mark_says_that_nothing_depends_on_it(app, browse):
    enrolment = courses.enrol("amina")
    page = browse("amina").get(courses.quiz_address(enrolment, "pretest"))
    assert "There is no pass or fail, and nothing depends on the result." in page.text


def test_others_do_not_learn_of_the_quiz(app, browse):
    address = courses.quiz_address(courses.enrol("amina"))
    for name in ("farid", "bruno", "emre"):
        assert browse(name).get(address).status_code == 404
        assert browse(name).post(address).status_code == 404
    assert browse().get(address).status_code == 303
    assert count_attempts() == 0


def test_what_is_no_quiz_is_not_found(app, browse):
    enrolment, amina = courses.enrol("amina"), browse("amina")
    for activity in ("origins", "nothing"):
        assert amina.get(courses.quiz_address(enrolment, activity)).status_code == 404
        assert amina.post(courses.quiz_address(enrolment, activity)).status_code == 404


def test_start_draws_a_frozen_paper(app, browse):
    enrolment = courses.enrol("amina")
    attempt_id = courses.start(browse("amina"), enrolment)
    attempt = queries.find_attempt(attempt_id)
    assert (attempt.number, attempt.language, attempt.finished_at) == (1, "en", None)
    assert (attempt.deadline - attempt.started_at).total_seconds() == 30 * 60
    assert [row.position for row in queries.get_paper(attempt_id)] == [1, 2, 3, 4, 5, 6]
    assert queries.get_paper(attempt_id) == queries.get_paper(attempt_id)
    query = select(AuditEvent.action).where(AuditEvent.subject_id == attempt_id)
    assert list(db.session.execute(query).scalars()) == ["attempt.started"]


def test_start_again_while_open_leads_back(app, browse):
    enrolment, amina = courses.enrol("amina"), browse("amina")
    first = courses.start(amina, enrolment)
    assert courses.start(amina, enrolment) == first
    assert count_attempts() == 1
    assert "You have an open attempt" in amina.get(courses.quiz_address(enrolment)).text


def test_a_double_click_makes_one_attempt(app, browse):
    enrolment = courses.enrol("amina")
    amina = [browse("amina") for _ in range(4)]
    db.session.remove()
    answers = []

    def click(browser) -> None:
        answers.append(browser.post(courses.quiz_address(enrolment)))

    threads = [threading.Thread(target=click, args=(browser,)) for browser in amina]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {303}
    assert len({courses.attempt_of(answer) for answer in answers}) == 1
    assert count_attempts() == 1


def test_attempts_run_out(app, browse):
    enrolment, amina = courses.enrol("amina"), browse("amina")
    for _ in range(2):
        courses.finish(amina, courses.start(amina, enrolment))
    page = amina.get(courses.quiz_address(enrolment))
    assert "You have used all attempts." in page.text
    assert 'type="submit">Start' not in page.text
    refused = amina.post(courses.quiz_address(enrolment))
    assert refused.status_code == 409
    assert "You have used all 2 attempts at this quiz." in refused.text
    assert count_attempts() == 2


def test_an_expired_attempt_is_finished_by_the_next_start(app, browse):
    enrolment, amina = courses.enrol("amina"), browse("amina")
    first = courses.start(amina, enrolment)
    clock.advance(minutes=31)
    second = courses.start(amina, enrolment)
    assert second != first
    assert queries.find_attempt(first).finished_by == "deadline"


def test_without_a_limit_one_may_start_for_ever(app, browse):
    enrolment, amina = courses.enrol("amina"), browse("amina")
    for _ in range(4):
        courses.finish(amina, courses.start(amina, enrolment, "practice"))
    page = amina.get(courses.quiz_address(enrolment, "practice"))
    assert "As many as you like" in page.text


def test_pre_test_and_exam_share_no_question_whichever_comes_first(app, browse):
    for name, order in (("amina", ("pretest", "exam")), ("hadi", ("exam", "pretest"))):
        enrolment, browser = courses.enrol(name), browse(name)
        papers = {activity: set() for activity in order}
        for activity in (*order, *order):
            attempt_id = courses.start(browser, enrolment, activity)
            papers[activity] |= items_of(attempt_id)
            courses.finish(browser, attempt_id)
        assert papers["pretest"].isdisjoint(papers["exam"])
        assert len(papers["pretest"]) == 4


def test_papers_of_different_people_differ(app, browse):
    papers = set()
    for name in ("amina", "hadi", "bruno", "chen"):
        attempt_id = courses.start(browse(name), courses.enrol(name))
        papers.add(tuple(row.item_id for row in queries.get_paper(attempt_id)))
    assert len(papers) > 1


def test_who_has_withdrawn_cannot_start(app, browse):
    enrolment, amina = courses.enrol("amina"), browse("amina")
    amina.post(f"/learn/{enrolment}/withdraw")
    assert amina.post(courses.quiz_address(enrolment)).status_code == 409
    assert count_attempts() == 0


def test_the_service_needs_no_request(app):
    from lms.learning.policy import load_enrolment_for

    amina = cast.actor_of("amina")
    enrolment = load_enrolment_for(amina, courses.enrol("amina"))
    attempt_id = services.start_attempt(amina, cast.NOW, enrolment, "exam")
    assert services.start_attempt(amina, cast.NOW, enrolment, "exam") == attempt_id
