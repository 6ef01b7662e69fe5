"""The way through a paper: forward only, flags, the language, the statement of honour, waiting."""

import pytest
from sqlalchemy import select

from lms.assessment import queries
from lms.assessment.models import Attempt, Response
from lms.content.models import Edition
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.ids import new_id
from tests.assessment import courses
from tests.assessment.test_answering import FETCH, responses


@pytest.fixture
def amina(app, browse):
    return browse("amina")


def begin(browser, name: str = "amina", promise: str = "yes"):
    """Press Start before the strict quiz and return the answer."""
    address = courses.quiz_address(courses.enrol(name), "strict")
    return browser.post(address, {"promise": promise})


@pytest.fixture
def attempt_id(amina):
    return courses.attempt_of(begin(amina))


def right(attempt_id: str, position: int) -> list[str]:
    """Return what the form sends for the right answer to a question."""
    row, question = list(courses.paper_of(attempt_id))[position - 1]
    return courses.right_values(row, question)


def save(browser, attempt_id: str, position: int, go: str = "", **more: object):
    data = {"client_id": new_id(), "answer": right(attempt_id, position), "go": go}
    return browser.post(courses.question_address(attempt_id, position), data, **more)


# --- The statement of honour -----------------------------------------------------------------


def test_without_the_statement_nothing_starts(amina):
    refused = begin(amina, promise="")
    assert refused.status_code == 422
    assert "Please confirm the statement" in refused.text
    assert 'href="#promise"' in refused.text
    assert 'id="promise"' in refused.text
    assert not list(db.session.execute(select(Attempt.id)))


def test_the_page_shows_the_statement_and_the_start_records_it(amina):
    page = amina.get(courses.quiz_address(courses.enrol("amina"), "strict"))
    assert "I answer by myself, without the help of others" in page.text
    assert "there is no way back" in page.text
    attempt_id = courses.attempt_of(begin(amina))
    promised_at = db.session.execute(
        select(Attempt.promised_at).where(Attempt.id == attempt_id)
    ).scalar_one()
    assert promised_at == clock.now()


# --- Forward only ----------------------------------------------------------------------------


def test_only_the_question_at_hand_is_open(amina, attempt_id):
    assert "Question 1 of 3" in amina.get(courses.question_address(attempt_id, 1)).text
    for position in (2, 3):
        away = amina.get(courses.question_address(attempt_id, position))
        assert away.location.endswith(f"/attempts/{attempt_id}")
        assert save(amina, attempt_id, position, headers=FETCH).status_code == 404
    assert responses(attempt_id) == []


def test_there_is_no_way_back(amina, attempt_id):
    going = save(amina, attempt_id, 1, go="next")
    assert going.location.endswith("/questions/2")
    assert amina.get(courses.question_address(attempt_id, 1)).status_code == 303
    refused = save(amina, attempt_id, 1, headers=FETCH)
    assert refused.status_code == 409
    assert "there is no way back" in refused.json["message"]
    assert len(responses(attempt_id)) == 1
    page = amina.get(f"/learn/attempts/{attempt_id}").text
    assert f'href="{courses.question_address(attempt_id, 2)}"' in page
    assert f'href="{courses.question_address(attempt_id, 1)}"' not in page


def test_an_answer_that_is_repeated_after_going_on_is_answered_alike(amina, attempt_id):
    data = {"client_id": new_id(), "answer": right(attempt_id, 1), "go": "next"}
    address = courses.question_address(attempt_id, 1)
    amina.post(address, data)
    assert amina.post(address, data).location.endswith("/questions/2")
    assert len(responses(attempt_id)) == 1


def test_a_question_may_be_left_without_an_answer_and_a_double_click_leaves_one(amina, attempt_id):
    for _ in range(2):
        going = amina.post(f"{courses.question_address(attempt_id, 1)}/next")
        assert going.location.endswith("/questions/2")
    assert queries.find_attempt(attempt_id).reached == 2
    assert amina.post(f"{courses.question_address(attempt_id, 3)}/next").status_code == 404


def test_the_last_question_stays_open_until_the_finish(amina, attempt_id):
    for position in (1, 2, 3):
        going = amina.post(f"{courses.question_address(attempt_id, position)}/next")
    assert going.location.endswith("/questions/3")
    assert "Question 3 of 3" in amina.get(going.location).text
    assert courses.finish(amina, attempt_id).location.endswith("/result")


# --- Flags -----------------------------------------------------------------------------------


def test_a_flag_is_set_shown_and_taken_away(amina):
    attempt_id = courses.start(amina, courses.enrol("amina"), "drill")
    address = courses.question_address(attempt_id, 2)
    assert amina.post(f"{address}/flag", {"flag": "yes"}).location.endswith("/questions/2")
    assert "to be looked at again" in amina.get(f"/learn/attempts/{attempt_id}").text
    assert "Take the flag away" in amina.get(address).text
    amina.post(f"{address}/flag", {"flag": "no"})
    assert "to be looked at again" not in amina.get(f"/learn/attempts/{attempt_id}").text


def test_nobody_else_goes_on_flags_or_changes_the_language(attempt_id, browse):
    address = courses.question_address(attempt_id, 1)
    for path, data in (
        (f"{address}/next", {}),
        (f"{address}/flag", {"flag": "yes"}),
        (f"/learn/attempts/{attempt_id}/language", {"language": "ar", "position": "1"}),
    ):
        for name in ("farid", "bruno", "emre"):
            assert browse(name).post(path, data).status_code == 404
        assert browse().post(path, data).location.startswith("/login")


def test_after_the_finish_nothing_moves(amina, attempt_id):
    courses.finish(amina, attempt_id)
    address = courses.question_address(attempt_id, 1)
    language = {"language": "ar", "position": "1"}
    assert amina.post(f"{address}/next").status_code == 409
    assert amina.post(f"{address}/flag", {"flag": "yes"}).status_code == 409
    assert amina.post(f"/learn/attempts/{attempt_id}/language", language).status_code == 409


# --- The language ----------------------------------------------------------------------------


def test_the_language_changes_and_each_answer_keeps_its_own(amina, attempt_id):
    save(amina, attempt_id, 1, go="next")
    language = {"language": "ar", "position": "2"}
    there = amina.post(f"/learn/attempts/{attempt_id}/language", language)
    page = amina.get(there.location)
    assert 'lang="ar" dir="rtl">٭ Words of question' in page.text
    save(amina, attempt_id, 2)
    rows = db.session.execute(
        select(Edition.language)
        .join(Response, Response.edition_id == Edition.id)
        .where(Response.attempt_id == attempt_id)
        .order_by(Response.seq)
    )
    assert list(rows.scalars()) == ["en", "ar"]
    courses.finish(amina, attempt_id)
    # Each is marked in the language in which it was given.
    assert sorted(queries.get_marks(attempt_id).values()) == [0, 1, 1]


def test_where_the_quiz_does_not_say_so_the_language_stays(amina):
    attempt_id = courses.start(amina, courses.enrol("amina"), "drill")
    language = {"language": "ar", "position": "1"}
    refused = amina.post(f"/learn/attempts/{attempt_id}/language", language)
    assert refused.status_code == 409
    assert "the language stays the same" in refused.text
    assert queries.find_attempt(attempt_id).language == "en"


# --- Waiting ---------------------------------------------------------------------------------


def test_between_two_attempts_one_waits(amina, attempt_id):
    courses.finish(amina, attempt_id)
    quiz = courses.quiz_address(courses.enrol("amina"), "strict")
    assert "You may start again from" in amina.get(quiz).text
    refused = begin(amina)
    assert refused.status_code == 409
    assert "The time to wait between two attempts is not over yet." in refused.text
    clock.advance(hours=24)
    assert begin(amina).status_code == 303
