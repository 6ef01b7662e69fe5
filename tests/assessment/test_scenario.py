"""A scenario on a paper: decided step by step, each decision final, whatever a form sends."""

import re

import pytest

from lms.assessment import queries
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from tests import cast, factories
from tests.assessment import courses
from tests.content.courses import translated
from tests.questions.bank import SCENARIO

DRILL = "id: drill\ntitle: A case\nsections: [{draw: 1, from: questions/case.yaml}]\n"


@pytest.fixture
def amina(browse):
    tree = {name: text for name, text in courses.files().items() if not name.startswith("locale/")}
    tree |= {"questions/case.yaml": SCENARIO.encode(), "quizzes/drill.yaml": DRILL.encode()}
    factories.import_course(OPERATOR, cast.NOW, translated(tree))
    factories.publish_course(OPERATOR, cast.NOW, courses.SLUG)
    db.session.commit()
    return browse("amina")


@pytest.fixture
def attempt_id(amina):
    return courses.start(amina, courses.enrol("amina"), "drill")


def decide(browser, attempt_id, *, client_id=None, **places):
    address = courses.question_address(attempt_id, 1)
    client_id = client_id or courses.client_id_on(browser.get(address))
    data = {name.replace("_", "-"): value for name, value in places.items()}
    return browser.post(address, {"client_id": client_id, **data})


def path(attempt_id):
    db.session.remove()
    return queries.get_responses(attempt_id)["gift"].value["path"]


def test_a_case_is_decided_to_its_end(amina, attempt_id):
    address = courses.question_address(attempt_id, 1)
    page = amina.get(address).text
    assert "calls again" not in page
    assert "The law asks it" not in page
    for secret in ("report", "second", "desk"):
        assert f'="{secret}' not in page
    assert re.search(r'<button[^>]*name="answer-1" value="2"', page)
    assert ">Save answer<" in page
    assert decide(amina, attempt_id, answer_1="2").status_code == 303
    page = amina.get(address).text
    assert '<input type="hidden" name="answer-1" value="2">' in page
    assert "The bidder calls again." in page
    assert decide(amina, attempt_id, answer_1="2", answer_2="1").status_code == 303
    page = amina.get(address).text
    assert "Here the case ends." in page
    assert ">Save answer<" not in page
    assert ">See all questions</button>" in page
    assert path(attempt_id) == ["call:wait", "second:report"]
    result = amina.get(courses.finish(amina, attempt_id).location).text
    assert "0.5 of 1 points" in result
    assert re.search(r"More was to be gained by: <bdi[^>]*>You report it\.", result)
    assert "The office thanks you." in result


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ({"answer_1": "1"}, "stays as it is"),
        ({}, "stays as it is"),
        ({"answer_1": "2", "answer_2": "3"}, "names a choice that the question does not have"),
        ({"answer_1": "2", "answer_3": "1"}, "names a part that the question does not have"),
    ],
)
def test_a_decision_made_is_neither_changed_nor_taken_back(amina, attempt_id, places, said):
    decide(amina, attempt_id, answer_1="2")
    answer = decide(amina, attempt_id, **places)
    assert answer.status_code == 422
    assert said in answer.text
    assert path(attempt_id) == ["call:wait"]


def test_what_comes_twice_is_harmless(amina, attempt_id):
    client_id = courses.client_id_on(amina.get(courses.question_address(attempt_id, 1)))
    assert decide(amina, attempt_id, client_id=client_id, answer_1="2").status_code == 303
    decide(amina, attempt_id, answer_1="2", answer_2="2")
    assert decide(amina, attempt_id, client_id=client_id, answer_1="2").status_code == 303
    assert path(attempt_id) == ["call:wait", "second:take"]
