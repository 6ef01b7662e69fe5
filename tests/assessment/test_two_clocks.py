"""Answers that arrive later than they were made: both times are kept, and no clock gains time."""

import re
from datetime import datetime, timedelta

import pytest

from lms.assessment import queries, rules
from lms.kit.clock import clock
from lms.kit.ids import new_id
from tests.assessment import courses
from tests.assessment.test_answering import FETCH, place_of, responses

SERVED = re.compile(r'name="served" value="([^"]+)"')


@pytest.fixture
def amina(app, browse):
    return browse("amina")


@pytest.fixture
def attempt_id(amina):
    return courses.start(amina, courses.enrol("amina"), "drill")


def send(browser, address: str, made: datetime | str, served: str, *values: str):
    """Send an answer as the script does, and return what the server says to it."""
    written = made if isinstance(made, str) else rules.write_milliseconds(made)
    data = {"client_id": new_id(), "answer": list(values), "made": written, "served": served}
    return browser.post(address, data, headers=FETCH)


def served_on(browser, address: str) -> str:
    """Return the sealed time that a question's page carries."""
    return SERVED.search(browser.get(address).text)[1]


def test_both_times_are_kept(amina, attempt_id):
    address = courses.question_address(attempt_id, place_of(attempt_id, "single"))
    served, made = served_on(amina, address), clock.now() + timedelta(minutes=2)
    clock.advance(minutes=20)
    assert send(amina, address, made, served, "1").json["is_stored"]
    (stored,) = responses(attempt_id)
    assert (stored.made_at, stored.at) == (made, clock.now())


def test_what_was_made_in_time_is_taken_within_the_grace_and_marked(amina, attempt_id):
    row, question = next(
        (row, question)
        for row, question in courses.paper_of(attempt_id)
        if question.type == "single"
    )
    address = courses.question_address(attempt_id, row.position)
    served, made = served_on(amina, address), clock.now() + timedelta(minutes=29)
    clock.advance(minutes=40)
    taken = send(amina, address, made, served, *courses.right_values(row, question))
    assert taken.status_code == 200
    (counted,) = queries.get_responses(attempt_id).values()
    assert rules.came_in_grace(queries.find_attempt(attempt_id), counted)
    courses.finish(amina, attempt_id)
    assert queries.get_marks(attempt_id)[row.item_id] == 1


def test_after_the_grace_it_is_kept_and_does_not_count(amina, attempt_id):
    address = courses.question_address(attempt_id, place_of(attempt_id, "single"))
    served, made = served_on(amina, address), clock.now()
    clock.advance(minutes=40, seconds=1)
    refused = send(amina, address, made, served, "1")
    assert (refused.status_code, refused.json["is_stored"]) == (409, True)
    assert queries.get_responses(attempt_id) == {}


def test_without_grace_nothing_is_taken_after_the_deadline(amina):
    attempt_id = courses.start(amina, courses.enrol("amina"), "exam")
    address = courses.question_address(attempt_id, 1)
    served, made = served_on(amina, address), clock.now()
    clock.advance(minutes=30, seconds=1)
    assert send(amina, address, made, served, "1").status_code == 409
    assert [response.is_late for response in responses(attempt_id)] == [True]


def test_the_sweep_waits_for_the_grace(amina, attempt_id):
    clock.advance(minutes=40)
    assert queries.list_expired(clock.now()) == []
    clock.advance(seconds=1)
    assert queries.list_expired(clock.now()) == [attempt_id]


def test_a_clock_that_was_changed_gains_no_time(amina, attempt_id):
    address = courses.question_address(attempt_id, place_of(attempt_id, "single"))
    began = clock.now()
    clock.advance(minutes=5)
    served = served_on(amina, address)
    clock.advance(minutes=5)
    for made in (began - timedelta(days=1), began + timedelta(days=1)):
        assert send(amina, address, made, served, "1").status_code == 200
    # Not before its page was served, and not after it arrived.
    assert [response.made_at for response in responses(attempt_id)] == [
        began + timedelta(minutes=5),
        began + timedelta(minutes=10),
    ]


def test_an_invented_time_counts_as_none(amina, attempt_id, browse):
    address = courses.question_address(attempt_id, place_of(attempt_id, "single"))
    made, served = clock.now(), served_on(amina, address)
    other = courses.start(browse("hadi"), courses.enrol("hadi"), "drill")
    foreign = served_on(browse("hadi"), courses.question_address(other, 1))
    _written, _, seal = served.partition(".")
    clock.advance(minutes=31)
    forged = ["", "1", f"1.{seal}", served[:-1], foreign, served + "é"]
    tries = [(made, each) for each in forged] + [("tomorrow", served), ("9" * 40, served)]
    for made_at, sent in tries:
        refused = send(amina, address, made_at, sent, "1")
        assert (refused.status_code, refused.json["is_stored"]) == (409, True), sent
    assert {response.made_at for response in responses(attempt_id)} == {None}


def test_of_two_devices_the_answer_made_last_counts(amina, attempt_id):
    row, _question = next(
        (row, question)
        for row, question in courses.paper_of(attempt_id)
        if question.type == "single"
    )
    address = courses.question_address(attempt_id, row.position)
    served, earlier = served_on(amina, address), clock.now() + timedelta(minutes=1)
    clock.advance(minutes=5)
    send(amina, address, clock.now(), served, "2")
    clock.advance(minutes=5)
    # The first device comes back, with what was answered there before.
    send(amina, address, earlier, served, "1")
    (counted,) = queries.get_responses(attempt_id).values()
    assert counted.value == {"choices": [row.presented.choices[1]]}
