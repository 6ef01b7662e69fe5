"""What no page of ours would send: forged, repeated, reordered, oversized, impossible answers."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.assessment import queries, rules
from lms.assessment.models import Response
from lms.assessment.rules import read_answer
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.questions.types import get_type, parse_question
from tests.assessment import canaries, courses
from tests.assessment.test_answering import FETCH, place_of, responses
from tests.assessment.test_two_clocks import send, served_on
from tests.conftest import Browser


@pytest.fixture
def amina(app, browse):
    return browse("amina")


@pytest.fixture
def attempt_id(amina):
    return courses.start(amina, courses.enrol("amina"), "drill")


@pytest.fixture
def address(attempt_id):
    return courses.question_address(attempt_id, place_of(attempt_id, "single"))


# --- Repeated and reordered ------------------------------------------------------------------


def test_an_outbox_that_comes_in_the_wrong_order_ends_with_what_was_chosen_last(
    amina, attempt_id, address
):
    served, begun = served_on(amina, address), clock.now()
    clock.advance(minutes=10)
    for minutes, value in ((3, "3"), (1, "1"), (2, "2")):
        sent = send(amina, address, begun + timedelta(minutes=minutes), served, value)
        assert sent.json["is_stored"]
    assert [row.revision for row in responses(attempt_id)] == [1, 2, 3]
    (counted,) = queries.get_responses(attempt_id).values()
    row = next(row for row, _ in courses.paper_of(attempt_id) if row.item_id == counted.item_id)
    assert counted.value == {"choices": [row.presented.choices[2]]}


def test_two_tabs_each_save_and_the_later_one_counts(amina, attempt_id, address):
    one, two = (courses.client_id_on(amina.get(address)) for _ in range(2))
    assert one != two
    for client_id, value in ((one, "1"), (two, "2"), (one, "1")):
        data = {"client_id": client_id, "answer": [value]}
        assert amina.post(address, data, headers=FETCH).status_code == 200
        clock.advance(minutes=1)
    # The third is the first one sent again: it changes nothing.
    assert len(responses(attempt_id)) == 2
    assert 'value="2" checked' in amina.get(address).text


def test_a_tab_left_open_over_the_finish_says_so_and_changes_nothing(amina, attempt_id, address):
    client_id = courses.client_id_on(amina.get(address))
    courses.finish(amina, attempt_id)
    refused = amina.post(address, {"client_id": client_id, "answer": ["1"]})
    assert refused.status_code == 409
    assert "This attempt is finished." in refused.text
    assert responses(attempt_id) == []


# --- Forged ----------------------------------------------------------------------------------


def test_the_id_of_an_answer_is_its_own_in_each_attempt(amina, attempt_id, address, browse):
    client_id = new_id()
    farid = browse("farid")
    other = courses.start(farid, courses.enrol("farid"), "drill")
    theirs = courses.question_address(other, place_of(other, "single"))
    for browser, place in ((amina, address), (farid, theirs)):
        answer = browser.post(place, {"client_id": client_id, "answer": ["1"]}, headers=FETCH)
        assert answer.status_code == 200
    assert len(responses(attempt_id)) == len(responses(other)) == 1


def test_the_seal_of_another_attempt_and_a_clock_put_back_gain_nothing(
    amina, attempt_id, address, browse
):
    farid = browse("farid")
    other = courses.start(farid, courses.enrol("farid"), "drill")
    early = served_on(farid, courses.question_address(other, 1))
    clock.advance(minutes=35)
    # Within the grace, and made long ago, says a page that was another's.
    refused = send(amina, address, clock.now() - timedelta(minutes=30), early, "1")
    assert refused.status_code == 409
    assert [row.is_late for row in responses(attempt_id)] == [True]


def test_fields_that_no_question_has_are_not_kept(amina, attempt_id, address):
    data = {"client_id": new_id(), "answer": ["1"], "is_late": "", "revision": "99",
            "points": "1", "attempt_id": new_id(), "value": '{"choices": []}'}  # fmt: skip
    assert amina.post(address, data, headers=FETCH).status_code == 200
    (stored,) = responses(attempt_id)
    assert (stored.revision, stored.is_late, len(stored.value["choices"])) == (1, False, 1)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
def test_a_body_that_is_no_form_is_refused_and_stores_nothing(amina, attempt_id, address, kind):
    with amina._fresh_context():
        answer = amina.client.post(address, data=b'{"answer": "1"}\x00\xff', content_type=kind)
    assert 400 <= answer.status_code < 500
    assert responses(attempt_id) == []


# --- Oversized -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"answer": "x" * 200_000},
        {"answer": ["1"] * 5_000},
        {f"answer-{number}": "1" for number in range(900)},
        {"answer": ["1"], "made": "9" * 5_000, "served": "9" * 5_000},
        {"answer": "\x00" * 20_000},
    ],
    ids=["long", "many", "wide", "times", "nothing"],
)
@pytest.mark.parametrize("kind", ["single", "multiple", "short_text"])
def test_what_is_too_much_is_refused_in_words_or_harmless(amina, attempt_id, kind, fields):
    place = courses.question_address(attempt_id, place_of(attempt_id, kind))
    answer = amina.post(place, {"client_id": new_id(), **fields}, headers=FETCH)
    assert answer.status_code in {200, 413, 422}
    if answer.status_code != 200:
        assert answer.json["message"]
    assert sum(len(str(row.value)) for row in responses(attempt_id)) < 1_000


# --- Impossible ------------------------------------------------------------------------------

PLACES = st.sampled_from(["", "1", "2", "3", "9", "0", "-1", "x", "１", "1" * 30])
VALUES = st.one_of(
    st.sampled_from(["1", "2", "3", "0", "-1", "1.5", "1e999", "NaN", "∞", "٣", "", " ", "plain",
                     "sesame-key", "'; DROP TABLE response; --", "{}", "\u202e1", "None"]),
    st.text(max_size=30),
)  # fmt: skip
FORMS = st.dictionaries(PLACES, st.lists(VALUES, min_size=1, max_size=3), max_size=4)


@pytest.fixture(scope="module")
def every_type():
    import yaml

    entries = yaml.safe_load(canaries.RULES) + yaml.safe_load(canaries.PEOPLE)
    return [parse_question(entry) for entry in entries]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=FORMS, number=st.integers(0, 13))
def test_whatever_is_sent_is_read_as_an_answer_of_its_question_or_refused(every_type, form, number):
    question = every_type[number]
    kind = get_type(question.type)
    row = rules.PaperRow(1, question.id, kind.present(question, None))
    value = read_answer(row, question, form)
    if isinstance(value, Mapping):
        # What is stored could have been sent by a form, and is worth something from 0 to 1.
        sent = kind.send(question, row.presented, dict(value))
        assert kind.accept(question, row.presented, sent) == value
        if kind.marked_by == "rules":
            assert 0 <= kind.score(question, row.presented, dict(value), "en") <= 1


@settings(max_examples=60,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(form=FORMS, position=st.integers(1, 11))
def test_no_form_breaks_a_page(open_paper, form, position):
    browser, attempt_id = open_paper
    fields = {f"answer-{place}" if place else "answer": values for place, values in form.items()}
    address = courses.question_address(attempt_id, position)
    for headers in (FETCH, {}):
        answer = browser.post(address, {"client_id": new_id(), **fields}, headers=headers)
        assert answer.status_code in {200, 303, 422}, answer.text
    assert browser.get(address).status_code == 200


@pytest.fixture
def open_paper(sqlite_app):
    """A paper with every type that rules mark, open before its candidate."""
    canaries.publish()
    browser = Browser(sqlite_app, "amina")
    yield browser, courses.start(browser, canaries.enrol("amina"), "exam")
    # However it was, each answer has its place in the row of its question.
    rows = db.session.execute(select(Response.item_id, Response.revision).order_by(Response.seq))
    seen: dict[str, int] = {}
    for item_id, revision in rows:
        assert revision == seen.get(item_id, 0) + 1
        seen[item_id] = revision
