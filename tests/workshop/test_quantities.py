"""The questions' editor for numbers, formulas and surveys: each form, kept in place, tried out."""

import re

import pytest
import yaml

from lms.kit.db import writing
from lms.questions.types import TYPES as KINDS
from lms.workshop.editing.questions import TYPES
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses
from tests.questions.bank import NUMBERS, SURVEY
from tests.workshop.question_forms import HOME, change, kept, question

BANK = NUMBERS + SURVEY
IDS = ("parties", "loss", "useful", "wishes", "words")
# All of them on each paper: surveys are worth nothing, and papers have to be worth the same.
QUIZ = courses.QUIZ.replace("draw: 2", f"draw: {len(IDS)}").replace(", by: objective", "")


@pytest.fixture(autouse=True)
def course(app):
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files(bank=BANK, quiz=QUIZ))


@pytest.fixture
def bruno(browse):
    return browse("bruno")


@pytest.mark.parametrize("name", IDS)
def test_a_form_sent_untouched_changes_nothing(bruno, name):
    assert change(bruno, name).status_code == 303
    assert kept() == BANK
    assert "to be mended" not in bruno.get(f"{HOME}/bank/{name}").text


def test_a_number_changes_in_its_own_line(bruno):
    change(bruno, "parties", quantity_answer="190.5", quantity_tolerance="")
    assert "  answer: 190.5   # in 2025\n- id: loss" in kept()
    change(bruno, "parties", quantity_units="States\r\nÉtats", quantity_tolerance="1%")
    assert question("parties")["unit"] == {"accept": ["States", "États"]}
    assert question("parties")["tolerance"] == "1%"
    change(bruno, "parties", **{"quantity-is_unit_needed_": "y"})
    assert question("parties")["unit"]["required"] is True
    change(bruno, "parties", quantity_units="")
    assert "unit" not in question("parties")
    change(bruno, "parties", quantity_answer="some")
    page = bruno.get(f"{HOME}/bank/parties").text
    assert "“some” is not a number." in page
    assert 'href="#quantity-answer"' in page


def test_the_numbers_of_a_formula_are_those_that_its_text_names(bruno):
    change(bruno, "loss", quantity_variables_0_last="50000", quantity_formula="price*share/100")
    assert "    price: {from: 1000, to: 50000, step: 500}\n" in kept()
    assert "  answer: price*share/100\n" in kept()
    change(bruno, "loss", text="Of {price} USD {part} is lost.", quantity_formula="price * part")
    assert list(question("loss")["variables"]) == ["price", "part"]
    assert question("loss")["variables"]["part"] == {"from": 1, "to": 10, "step": 1}
    page = bruno.get(f"{HOME}/bank/loss").text
    assert "to be mended" not in page
    assert 'id="variables-part"' in page
    change(bruno, "loss", quantity_variables_1_first="0.5", quantity_variables_1_step="")
    assert question("loss")["variables"]["part"] == {"from": 0.5, "to": 10}
    change(bruno, "loss", quantity_variables_1_first="11")
    page = bruno.get(f"{HOME}/bank/loss").text
    assert "The last number is smaller than the first." in page
    assert 'href="#variables-part"' in page
    change(bruno, "loss", quantity_variables_1_first="1", quantity_formula="price / other")
    assert "There is no “other” under “variables”." in bruno.get(f"{HOME}/bank/loss").text


def test_a_scale_gets_a_step(bruno):
    answer = change(bruno, "useful", act="add.steps")
    page = bruno.get(answer.location).text
    assert "Step 4" in page
    change(bruno, "useful", steps_3_text="Beyond measure")
    assert kept().count("    - {id: step-2, text: 'Beyond measure'}\n") == 1
    change(bruno, "useful", act="up.steps.step-2")
    assert [step["id"] for step in question("useful")["steps"]] == [
        "not", "partly", "step-2", "very",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "wrong", "data", "said"),
    [
        ("parties", {"answer": "many"}, {"answer": "190"}, "Right"),
        ("parties", {"answer": "5 USD"}, {"answer": "5"}, "Wrong"),
        ("loss", {"answer": "a lot"}, {"answer": "0 USD"}, "Wrong"),
        ("useful", {"answer": "4"}, {"answer": "2"}, "No rule marks this answer."),
        ("wishes", {"answer-1": "1"}, {"answer-1": "2", "answer-2": "1", "answer-3": "3"},
         "No rule marks this answer."),
        ("words", {}, {"answer": "Thank you.\r\nMore!"}, "No rule marks this answer."),
    ],
)  # fmt: skip
def test_a_question_is_tried_out(bruno, name, wrong, data, said):
    address = f"{HOME}/bank/{name}/try"
    assert bruno.get(address).status_code == 200
    assert bruno.post(address, data=wrong).status_code == 422
    tried = bruno.post(address, data=data)
    assert tried.status_code == 200
    assert said in tried.text


def test_a_formula_is_shown_with_its_numbers(bruno):
    page = bruno.get(f"{HOME}/bank/loss/try").text
    assert re.search(r"A contract of <bdi>[\d,]+</bdi> USD is <bdi>[\d.]+</bdi> % too dear", page)
    assert "Write the number with its unit." in page


@pytest.mark.parametrize("kind", ["numeric", "formula", "scale", "rank", "comment"])
def test_a_new_question_of_each_type_is_begun(bruno, kind):
    answer = bruno.post(HOME, data={"type": kind, "bank": "bank", "text": f"Something of {kind}?"})
    assert answer.status_code == 303
    assert bruno.get(answer.location).status_code == 200
    assert yaml.safe_load(kept())[-1]["type"] == kind


def test_every_type_can_be_begun():
    assert set(TYPES) == set(KINDS)
