"""An attempt with questions for people: finished, without a result until that is released."""

import pytest

from lms.assessment import queries, rules
from lms.kit.clock import clock
from lms.learning import queries as learning
from tests.assessment import courses, written


@pytest.fixture
def amina(app, browse):
    return browse("amina")


def test_an_essay_keeps_its_lines_and_is_shown_again(amina):
    attempt_id = courses.start(amina, written.enrol("amina"))
    address = courses.question_address(attempt_id, written.PLACES["essay"])
    page = amina.get(address).text
    assert "Write 2 to 50 words." in page
    assert "Words of applied law." not in page
    courses.save(amina, attempt_id, written.PLACES["essay"], "First line\r\n\r\n<b>second</b>")
    page = amina.get(address).text
    assert "First line\n\n&lt;b&gt;second&lt;/b&gt;</textarea>" in page
    assert "Words written: 5" in page


def test_an_essay_that_is_too_long_is_refused_and_says_so(amina):
    attempt_id = courses.start(amina, written.enrol("amina"))
    answer = courses.save(amina, attempt_id, written.PLACES["essay"], "x" * 30_001)
    assert answer.status_code == 422
    assert "at most 30000 characters" in answer.text


def test_what_people_mark_has_no_result_yet(amina, browse):
    attempt_id = written.hand_in(browse, "amina")
    attempt = queries.find_attempt(attempt_id)
    assert rules.status(attempt, clock.now()) == "awaiting"
    assert (attempt.points, attempt.is_passed, attempt.released_at) == (None, None, None)
    assert queries.get_marks(attempt_id) == {"binds": 1}
    assert learning.get_progress(attempt.enrolment_id).get("exam") is None
    page = amina.get(f"/learn/attempts/{attempt_id}/result").text
    assert "Finished: your answers are being marked" in page
    for secret in ("FEEDBACK", "Words of", "points", "Right", "You have passed"):
        assert secret not in page, secret
    overview = amina.get(courses.quiz_address(attempt.enrolment_id)).text
    assert "Awaits marks" in overview
    assert "Passed" not in overview


def test_nothing_can_be_changed_while_it_awaits_marks(amina, browse):
    attempt_id = written.hand_in(browse, "amina")
    address = courses.question_address(attempt_id, 1)
    assert amina.get(address).location.endswith("/result")
    answer = amina.post(address, {"client_id": "a" * 26, "answer": "1"})
    assert answer.status_code == 409


def test_an_essay_without_a_text_is_worth_nothing_at_once(amina, browse):
    attempt_id = written.hand_in(browse, "amina", essay="")
    assert queries.get_marks(attempt_id) == {"binds": 1, "essay": 0}
    assert queries.find_attempt(attempt_id).released_at is None


def test_a_paper_of_arabic_is_written_from_right_to_left(browse, app):
    amina = browse("amina", language="ar")
    attempt_id = courses.start(amina, written.enrol("amina", "ar"))
    page = amina.get(courses.question_address(attempt_id, written.PLACES["essay"])).text
    assert 'lang="ar" dir="auto" data-words' in page
