"""Finishing an attempt, by hand and by the clock; its result and review."""

from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from lms.assessment import queries
from lms.assessment.events import AttemptFinished
from lms.assessment.jobs import FINISH_EXPIRED
from lms.assessment.models import Mark
from lms.audit.models import AuditEvent
from lms.kit import events, jobs
from lms.kit.clock import clock
from lms.kit.db import db, writing
from lms.learning import queries as learning
from tests.assessment import courses


@pytest.fixture
def amina(app, browse):
    return browse("amina")


@pytest.fixture
def enrolment_id(app):
    return courses.enrol("amina")


def result(browser, attempt_id: str):
    return browser.get(f"/learn/attempts/{attempt_id}/result")


def sweep(run_jobs) -> None:
    db.session.remove()
    with writing():
        jobs.enqueue(FINISH_EXPIRED, "periodic", {}, clock.now())
    run_jobs()


def actions(attempt_id: str) -> list[str]:
    db.session.remove()
    query = select(AuditEvent.action).where(AuditEvent.subject_id == attempt_id)
    return list(db.session.execute(query.order_by(AuditEvent.seq)).scalars())


def test_the_page_before_the_finish_counts_what_is_open(amina, enrolment_id):
    attempt_id = courses.start(amina, enrolment_id)
    courses.answer_all(amina, attempt_id, 5)
    page = amina.get(f"/learn/attempts/{attempt_id}/finish")
    assert "1 question has no answer yet." in page.text
    courses.answer_all(amina, attempt_id)
    page = amina.get(f"/learn/attempts/{attempt_id}/finish")
    assert "All questions are answered." in page.text
    assert queries.find_attempt(attempt_id).finished_at is None


def test_a_passed_attempt(amina, enrolment_id):
    attempt_id = courses.start(amina, enrolment_id)
    courses.answer_all(amina, attempt_id)
    answer = courses.finish(amina, attempt_id)
    assert answer.status_code == 303
    page = amina.get(answer.location)
    for words in (
        "You have passed",
        "6 of 6 points: 100%",
        "With this result you complete the course with achievement.",
        "You may try once more",
        "Start again",
        "Version 1, edition 1",
        "Place a duty.",
        "3 of 3",
        "FEEDBACK-ITEM",
        "Article 9(1)",
    ):
        assert words in page.text, words
    attempt = queries.find_attempt(attempt_id)
    assert (attempt.points, attempt.is_passed, attempt.finished_by) == (100, True, "candidate")
    assert learning.get_progress(enrolment_id)["exam"].points == Decimal(100)
    assert actions(attempt_id) == ["attempt.started", "attempt.finished"]


def test_what_has_no_answer_is_marked_with_nothing(amina, enrolment_id):
    attempt_id = courses.start(amina, enrolment_id)
    courses.answer_all(amina, attempt_id, 4)
    page = amina.get(courses.finish(amina, attempt_id).location)
    for words in ("Not passed this time", "4 of 6 points: 66%", "The pass mark is 70%"):
        assert words in page.text, words
    marks = queries.get_marks(attempt_id)
    assert sorted(marks.values()) == [0, 0, 1, 1, 1, 1]
    assert queries.find_attempt(attempt_id).points == Decimal("66.66")


def test_partial_credit_is_kept_exactly(amina, enrolment_id):
    attempt_id = courses.start(amina, enrolment_id, "practice")
    row, question = next(
        (row, question)
        for row, question in courses.paper_of(attempt_id)
        if question.type == "multiple"
    )
    right, wrong = (
        row.presented.choices.index("right-choice") + 1,
        row.presented.choices.index("other") + 1,
    )
    courses.save(amina, attempt_id, row.position, str(right), str(wrong))
    courses.finish(amina, attempt_id)
    assert queries.get_marks(attempt_id)[question.id] == Fraction(1, 2)
    assert queries.find_attempt(attempt_id).points == Decimal("4.16")


def test_a_review_shows_ones_own_choice_and_the_right_one(amina, enrolment_id):
    attempt_id = courses.start(amina, enrolment_id, "drill")
    for row, question in list(courses.paper_of(attempt_id)):
        if question.type == "single":
            wrong = str(row.presented.choices.index("wrong-choice") + 1)
            courses.save(amina, attempt_id, row.position, wrong)
    page = amina.get(courses.finish(amina, attempt_id).location)
    for words in ("FEEDBACK-CHOICE", "Would have been right", "choice wrong", "choice missed"):
        assert words in page.text
    assert page.text.count("choice wrong") == 4


def test_a_quiz_may_keep_its_answers_to_itself(amina, enrolment_id):
    attempt_id = courses.start(amina, enrolment_id, "practice")
    page = amina.get(courses.finish(amina, attempt_id).location)
    assert "This quiz does not show the right answers." in page.text
    for secret in (*courses.SECRETS, "Words of question"):
        assert secret not in page.text


def test_a_diagnostic_quiz_is_neither_passed_nor_failed(amina, enrolment_id):
    attempt_id = courses.start(amina, enrolment_id, "pretest")
    page = amina.get(courses.finish(amina, attempt_id).location)
    assert "There is no pass or fail here" in page.text
    assert "Not passed" not in page.text
    assert queries.find_attempt(attempt_id).is_passed is None


def test_finishing_twice_is_finishing_once(amina, enrolment_id):
    attempt_id = courses.start(amina, enrolment_id)
    courses.finish(amina, attempt_id)
    before = queries.find_attempt(attempt_id)
    clock.advance(minutes=1)
    assert courses.finish(amina, attempt_id).status_code == 303
    db.session.remove()
    assert queries.find_attempt(attempt_id) == before
    assert db.session.execute(select(func.count()).select_from(Mark)).scalar_one() == 6
    assert actions(attempt_id) == ["attempt.started", "attempt.finished"]


def test_the_best_result_counts(amina, enrolment_id):
    for answered in (6, 0):
        attempt_id = courses.start(amina, enrolment_id)
        courses.answer_all(amina, attempt_id, answered)
        courses.finish(amina, attempt_id)
    assert learning.get_progress(enrolment_id)["exam"].points == 100
    page = amina.get(courses.quiz_address(enrolment_id))
    assert "Your best result so far: 100%." in page.text
    assert "Passed" in page.text
    assert "Not passed" in page.text


def test_time_closes_an_attempt_before_anybody_writes(amina, enrolment_id, run_jobs):
    attempt_id = courses.start(amina, enrolment_id)
    courses.answer_all(amina, attempt_id, 5)
    clock.advance(minutes=31)
    page = amina.get(f"/learn/attempts/{attempt_id}")
    assert page.location.endswith("/result")
    page = result(amina, attempt_id)
    assert "The time ran out" in page.text
    assert "FEEDBACK" not in page.text
    assert queries.find_attempt(attempt_id).finished_at is None
    sweep(run_jobs)
    attempt = queries.find_attempt(attempt_id)
    assert (attempt.finished_by, attempt.finished_at) == ("deadline", attempt.deadline)
    assert attempt.points == Decimal("83.33")
    page = result(amina, attempt_id)
    assert "What you had saved until then was marked." in page.text
    assert actions(attempt_id) == ["attempt.started", "attempt.finished"]


def test_the_candidate_may_ask_for_the_result_before_the_sweep(amina, enrolment_id, run_jobs):
    attempt_id = courses.start(amina, enrolment_id)
    clock.advance(hours=2)
    courses.finish(amina, attempt_id)
    attempt = queries.find_attempt(attempt_id)
    assert (attempt.finished_by, attempt.finished_at) == ("deadline", attempt.deadline)
    sweep(run_jobs)
    assert queries.find_attempt(attempt_id) == attempt


def test_the_sweep_leaves_open_attempts_alone(amina, enrolment_id, run_jobs):
    attempt_id = courses.start(amina, enrolment_id)
    endless = courses.start(amina, enrolment_id, "practice")
    clock.advance(minutes=30)
    sweep(run_jobs)
    assert queries.find_attempt(attempt_id).finished_at is None
    clock.advance(days=400)
    sweep(run_jobs)
    assert queries.find_attempt(endless).finished_at is None


def test_others_neither_finish_nor_see_the_result(amina, enrolment_id, browse):
    attempt_id = courses.start(amina, enrolment_id)
    for name in ("farid", "bruno", "emre"):
        other = browse(name)
        assert courses.finish(other, attempt_id).status_code == 404
        assert result(other, attempt_id).status_code == 404
        assert other.get(f"/learn/attempts/{attempt_id}").status_code == 404
        assert other.get(f"/learn/attempts/{attempt_id}/finish").status_code == 404
    assert browse().get(f"/learn/attempts/{attempt_id}").status_code == 303
    assert queries.find_attempt(attempt_id).finished_at is None


def test_the_exam_completes_the_course(amina, enrolment_id, run_jobs):
    attempt_id = courses.start(amina, enrolment_id)
    courses.answer_all(amina, attempt_id)
    courses.finish(amina, attempt_id)
    run_jobs()
    completion = learning.find_completion(enrolment_id)
    assert completion is not None
    assert completion.is_achievement


def test_the_result_says_in_which_language_it_was_taken(app, browse):
    amina = browse("amina")
    attempt_id = courses.start(amina, courses.enrol("amina", "ar"))
    page = amina.get(courses.finish(amina, attempt_id).location)
    assert '<bdi lang="ar">العربية</bdi>' in page.text
    assert "٭ Place a duty." in page.text


def test_the_result_page_takes_few_statements(amina, enrolment_id, count_queries):
    attempt_id = courses.start(amina, enrolment_id, "exam")
    courses.answer_all(amina, attempt_id)
    courses.finish(amina, attempt_id)
    result(amina, attempt_id)
    with count_queries() as counter:
        result(amina, attempt_id)
    # actor, attempt, attempts, marks, paper, responses, regrades, site; another open attempt; what
    # the result rests on: the analysis and the record of the pass mark; and the appeal, with the
    # time for one.
    assert counter.count <= 13


def test_the_finish_is_announced_once(amina, enrolment_id):
    heard = []
    events.listen(AttemptFinished, lambda event, _now: heard.append(event))
    attempt_id = courses.start(amina, enrolment_id)
    courses.finish(amina, attempt_id)
    courses.finish(amina, attempt_id)
    assert heard == [AttemptFinished(attempt_id, enrolment_id, "exam")]
