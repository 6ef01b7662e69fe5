"""The questions of an open attempt, and saving answers: in time, late, twice, malformed."""

import pytest
from sqlalchemy import select

from lms.assessment import queries
from lms.assessment.models import Response
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.ids import new_id
from tests.assessment import courses

FETCH = {"X-Requested-With": "fetch"}
SAVED = {"saved_at": "09:00", "message": "On the server, saved at 09:00.", "is_stored": True}


def responses(attempt_id: str) -> list[Response]:
    query = select(Response).where(Response.attempt_id == attempt_id).order_by(Response.seq)
    db.session.remove()
    return list(db.session.execute(query).scalars())


@pytest.fixture
def amina(app, browse):
    return browse("amina")


@pytest.fixture
def attempt_id(amina):
    return courses.start(amina, courses.enrol("amina"), "drill")


def place_of(attempt_id: str, kind: str) -> int:
    """Return the place of the first question of a type; the paper has all."""
    return next(
        row.position for row, question in courses.paper_of(attempt_id) if question.type == kind
    )


def test_each_question_has_a_page(amina, attempt_id):
    for row, question in list(courses.paper_of(attempt_id)):
        page = amina.get(courses.question_address(attempt_id, row.position))
        assert page.status_code == 200
        assert question.text in page.text
        assert f"Question {row.position} of 12" in page.text
        assert page.headers["Cache-Control"] == "no-store"
        for choice in getattr(question, "choices", ()):
            assert choice.text in page.text


def test_choices_stand_where_their_language_begins(amina, attempt_id):
    place = place_of(attempt_id, "single")
    amina.post("/language", {"language": "ar"})
    page = amina.get(courses.question_address(attempt_id, place)).text
    assert '<html lang="ar" dir="rtl">' in page
    assert '<div class="option choice" dir="ltr">' in page
    assert '<div class="option choice">' not in page
    # So do commas between what is read out.
    assert '<span class="hidden">، لم يُجب' in page
    assert '<span class="hidden">, ' not in page


def test_no_page_of_an_open_attempt_shows_a_key_or_feedback(amina, attempt_id):
    addresses = [f"/learn/attempts/{attempt_id}", f"/learn/attempts/{attempt_id}/finish"]
    addresses += [courses.question_address(attempt_id, place) for place in range(1, 13)]
    texts = [amina.get(address).text for address in addresses]
    for row, question in list(courses.paper_of(attempt_id)):
        values = ["not the key"] if question.type == "short_text" else ["1"]
        texts.append(courses.save(amina, attempt_id, row.position, *values, headers=FETCH).text)
        texts.append(amina.get(courses.question_address(attempt_id, row.position)).text)
    for secret in courses.SECRETS:
        assert not [text for text in texts if secret in text], secret


def test_the_result_is_not_shown_while_the_attempt_is_open(amina, attempt_id):
    answer = amina.get(f"/learn/attempts/{attempt_id}/result")
    assert answer.status_code == 303
    assert answer.location.endswith(f"/learn/attempts/{attempt_id}")


def test_an_answer_is_saved_and_shown_again(amina, attempt_id):
    place = place_of(attempt_id, "single")
    answer = courses.save(amina, attempt_id, place, "2")
    assert answer.location.endswith(f"/questions/{place}")
    page = amina.get(answer.location)
    assert "On the server, saved at 09:00." in page.text
    assert 'value="2" checked' in page.text
    assert page.text.count("checked") == 1
    (stored,) = responses(attempt_id)
    assert (stored.revision, stored.is_late) == (1, False)
    attempt = queries.find_attempt(attempt_id)
    assert stored.edition_id == attempt.edition_id


def test_save_and_go_on(amina, attempt_id):
    for place, go, target in ((1, "next", "/questions/2"), (12, "overview", attempt_id)):
        address = courses.question_address(attempt_id, place)
        data = {"client_id": new_id(), "answer": ["1"], "go": go}
        assert amina.post(address, data).location.endswith(target)


def test_the_script_of_the_page_gets_the_time_as_json(amina, attempt_id):
    answer = courses.save(amina, attempt_id, place_of(attempt_id, "single"), "1", headers=FETCH)
    assert answer.status_code == 200
    assert answer.json == SAVED


def test_the_newest_answer_counts_and_the_others_stay(amina, attempt_id):
    place = place_of(attempt_id, "single")
    for value in ("1", "3", "2"):
        courses.save(amina, attempt_id, place, value)
    assert [response.revision for response in responses(attempt_id)] == [1, 2, 3]
    (counted,) = queries.get_responses(attempt_id).values()
    row, _ = list(courses.paper_of(attempt_id))[place - 1]
    assert counted.value == {"choices": [row.presented.choices[1]]}


def test_an_answer_can_be_taken_back(amina, attempt_id):
    place = place_of(attempt_id, "short_text")
    courses.save(amina, attempt_id, place, "a word")
    assert "1 of 12 answered" in amina.get(f"/learn/attempts/{attempt_id}").text
    courses.save(amina, attempt_id, place, "")
    assert "0 of 12 answered" in amina.get(f"/learn/attempts/{attempt_id}").text


def test_a_repeated_send_is_stored_once_and_answered_alike(amina, attempt_id):
    address = courses.question_address(attempt_id, place_of(attempt_id, "single"))
    data = {"client_id": new_id(), "answer": ["1"]}
    first = amina.post(address, data, headers=FETCH)
    clock.advance(minutes=5)
    again = amina.post(address, data, headers=FETCH)
    assert again.json == first.json == SAVED
    assert amina.post(address, data).status_code == 303
    assert len(responses(attempt_id)) == 1


def test_a_repeated_send_after_the_deadline_is_still_the_first_one(amina, attempt_id):
    address = courses.question_address(attempt_id, place_of(attempt_id, "single"))
    data = {"client_id": new_id(), "answer": ["1"]}
    amina.post(address, data)
    clock.advance(minutes=31)
    assert amina.post(address, data, headers=FETCH).status_code == 200
    assert len(responses(attempt_id)) == 1


def test_another_answer_under_the_same_id_is_refused_with_words(amina, attempt_id):
    address = courses.question_address(attempt_id, place_of(attempt_id, "single"))
    data = {"client_id": new_id(), "answer": ["1"]}
    amina.post(address, data)
    refused = amina.post(address, {**data, "answer": ["2"]}, headers=FETCH)
    assert refused.status_code == 409
    assert "Another answer was sent from this page before." in refused.json["message"]
    assert len(responses(attempt_id)) == 1


def test_the_last_moment_is_in_time(amina, attempt_id):
    clock.advance(minutes=30)
    assert courses.save(amina, attempt_id, place_of(attempt_id, "single"), "1").status_code == 303


def test_a_late_answer_is_kept_and_does_not_count(amina, attempt_id):
    address = courses.question_address(attempt_id, place_of(attempt_id, "single"))
    clock.advance(minutes=30, seconds=1)
    for headers in (FETCH, {}):
        data = {"client_id": new_id(), "answer": ["1"]}
        refused = amina.post(address, data, headers=headers)
        assert refused.status_code == 409
        text = refused.json["message"] if headers else refused.text
        assert "This answer came after the deadline. It is kept, but it is not marked." in text
    assert [response.is_late for response in responses(attempt_id)] == [True, True]
    assert queries.get_responses(attempt_id) == {}
    courses.finish(amina, attempt_id)
    assert set(queries.get_marks(attempt_id).values()) == {0}


def test_a_late_answer_is_kept_after_the_sweep_too(amina, attempt_id):
    address = courses.question_address(attempt_id, place_of(attempt_id, "single"))
    clock.advance(minutes=31)
    courses.finish(amina, attempt_id)
    assert amina.post(address, {"client_id": new_id(), "answer": ["1"]}).status_code == 409
    assert [response.is_late for response in responses(attempt_id)] == [True]


def test_after_the_finish_nothing_is_taken(amina, attempt_id):
    address = courses.question_address(attempt_id, place_of(attempt_id, "single"))
    courses.finish(amina, attempt_id)
    refused = amina.post(address, {"client_id": new_id(), "answer": ["1"]}, headers=FETCH)
    assert refused.status_code == 409
    assert "This attempt is finished." in refused.json["message"]
    assert responses(attempt_id) == []
    assert amina.get(address).location.endswith("/result")


def test_others_cannot_answer_or_look(amina, attempt_id, browse):
    address = courses.question_address(attempt_id, 1)
    data = {"client_id": new_id(), "answer": ["1"]}
    for name in ("farid", "bruno", "emre"):
        assert browse(name).get(address).status_code == 404
        assert browse(name).post(address, data).status_code == 404
    assert browse().get(address).status_code == 303
    assert browse().post(address, data, headers=FETCH).status_code == 401
    assert responses(attempt_id) == []


def test_a_forged_attempt_is_not_found(amina, attempt_id):
    address = courses.question_address(new_id(), 1)
    assert amina.post(address, {"client_id": new_id(), "answer": ["1"]}).status_code == 404
    assert amina.get(address).status_code == 404


def test_what_is_not_on_the_paper_is_not_found(amina, attempt_id):
    for place in ("0", "13", "99999", "one", "٣"):
        address = f"/learn/attempts/{attempt_id}/questions/{place}"
        refused = amina.post(address, {"client_id": new_id(), "answer": ["1"]}, headers=FETCH)
        assert refused.status_code == 404
        assert refused.json["message"]
        assert amina.get(address).status_code == 404
    assert responses(attempt_id) == []


# What a form may send that its question does not take, and the words of the refusal.
MISFITS = [
    ("single", [], "Please choose one answer."),
    ("single", ["1", "2"], "Please choose one answer."),
    ("single", ["9"], "names a choice that the question does not have"),
    ("single", ["right-choice"], "names a choice that the question does not have"),
    ("multiple", ["0"], "names a choice that the question does not have"),
    ("true_false", ["true"], "names a choice that the question does not have"),
    ("short_text", ["x" * 201], "at most 200 characters"),
    ("short_text", ["a", "b"], "type your answer into the field"),
]


def test_what_does_not_fit_the_question_is_refused_with_words(amina, attempt_id):
    for kind, values, words in MISFITS:
        place = place_of(attempt_id, kind)
        page = courses.save(amina, attempt_id, place, *values)
        assert page.status_code == 422
        assert words in page.text
        assert "Words of question" in page.text
        refused = courses.save(amina, attempt_id, place, *values, headers=FETCH)
        assert refused.status_code == 422
        assert words in refused.json["message"]
    assert responses(attempt_id) == []


def test_an_answer_without_a_proper_id_is_refused(amina, attempt_id):
    address = courses.question_address(attempt_id, 1)
    for client_id in ("", "short", "A" * 26, "a" * 27, "a" * 26 + "\n"):
        refused = amina.post(address, {"client_id": client_id, "answer": ["1"]}, headers=FETCH)
        assert refused.status_code == 422
        assert "could not be read" in refused.json["message"]
    assert responses(attempt_id) == []


def test_content_keeps_its_language_whatever_the_interface(app, browse):
    attempt_id = courses.start(browse("amina"), courses.enrol("amina", "ar"))
    attempt = queries.find_attempt(attempt_id)
    page = browse("amina").get(courses.question_address(attempt_id, 1))
    assert attempt.language == "ar"
    assert '<html lang="en" dir="ltr">' in page.text
    assert 'lang="ar" dir="rtl">٭ Words of question' in page.text


def test_hot_paths_take_few_statements(amina, attempt_id, count_queries):
    place = place_of(attempt_id, "single")
    address = courses.question_address(attempt_id, place)
    courses.save(amina, attempt_id, place, "1")
    with count_queries() as saving:
        amina.post(address, {"client_id": new_id(), "answer": ["2"]}, headers=FETCH)
    assert saving.count <= 4, "begin, actor, seat, response"
    with count_queries() as showing:
        amina.get(address)
    assert showing.count <= 6, "begin, actor, attempt, paper, responses, site"
