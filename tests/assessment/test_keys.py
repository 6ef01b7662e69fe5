"""The key of a question of any type: taken out, put back, changed, and as fields of a form."""

from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.rules import RegradeRow, fields_of, find_fault, key_of, on_paper
from lms.assessment.rules.regrading import OnPaper, share_of
from lms.questions.keys import find_key, fits_paper, with_key
from lms.questions.rules import Presented
from lms.questions.types import TYPES, get_type, parse_question
from tests.cast import NOW
from tests.questions.bank import NUMBERS, PARTS, SCENARIO

CHOICES = """\
- id: one
  type: single
  text: Which?
  choices: [{id: a, text: A, correct: yes}, {id: b, text: B}, {id: c, text: C}]
- id: some
  type: multiple
  text: Which ones?
  choices: [{id: a, text: A, correct: yes}, {id: b, text: B, correct: yes}, {id: c, text: C}]
- {id: so, type: true_false, text: It is so., correct: yes}
- {id: word, type: short_text, text: "How many?", accept: {en: [six, "6"], ar: [ستة]}}
"""
BANK = {
    data["id"]: parse_question(data)
    for text in (CHOICES, PARTS, NUMBERS, SCENARIO)
    for data in yaml.safe_load(text)
}
# Another key of each question, and an answer that it changes the worth of.
OTHERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "one": ({"choices": ["b"]}, {"choices": ["b"]}),
    "some": ({"choices": ["c"]}, {"choices": ["c"]}),
    "so": ({"correct": False}, {"choices": ["false"]}),
    "word": ({"accept": {"en": ["seven"]}}, {"text": "Seven"}),
    "powers": ({"pairs": {"shall": "leave", "may": "leave"}}, {"pairs": {"shall": "leave"}}),
    "steps": ({"order": ["ratify", "sign", "apply"]}, {"order": ["ratify", "sign", "apply"]}),
    "wording": (
        {"pairs": {"must": "weak", "weigh": "middling", "can": "weak"}},
        {"rows": {"must": "weak"}},
    ),
    "gaps": ({"gaps": {"number": {"en": ["16"]}, "verb": "praise"}}, {"gaps": {"number": "16"}}),
    "parties": ({"answer": "200", "tolerance": "1%", "unit": None}, {"text": "201"}),
    "loss": ({"answer": "price", "tolerance": "0", "unit": None}, {"text": "1000"}),
    "gift": (
        {"points": {"call": {"report": 0, "wait": 3}, "second": {"report": 0, "take": 0}}},
        {"path": ["call:wait", "second:take"]},
    ),
}


def presented(question):
    return get_type(question.type).present(question, None)


def worth(question, response):
    return get_type(question.type).score(question, presented(question), response, "en")


def decided(name, way="key", key=None):
    return RegradeRow("r", "v", name, way, key or {}, "Why", None, NOW)


def test_every_type_that_rules_mark_has_a_key_that_can_be_put_right():
    marked = {name for name, kind in TYPES.items() if kind.marked_by == "rules"}
    assert {question.type for question in BANK.values()} == marked
    assert OTHERS.keys() == BANK.keys()


@pytest.mark.parametrize("name", BANK)
def test_the_same_key_changes_nothing(name):
    question = BANK[name]
    key = find_key(question)
    assert with_key(question, key) == question
    assert key_of(key, fields_of(key)) == key
    fault = find_fault(question, key, decided(name, key=key))
    assert "the key is as it was" in str(fault)


@pytest.mark.parametrize("name", BANK)
def test_another_key_changes_what_answers_are_worth_and_back_again_restores_it(name):
    question = BANK[name]
    key, response = OTHERS[name]
    other = with_key(question, key)
    assert find_key(other) == key
    assert key_of(find_key(question), fields_of(key)) == key
    assert find_fault(question, find_key(question), decided(name, key=key)) is None
    assert worth(other, response) > worth(question, response)
    paper = OnPaper(presented(question), response, "en")
    assert share_of(decided(name, key=key), question, paper) == worth(other, response)
    back = with_key(other, find_key(question))
    assert find_key(back) == find_key(question)
    assert worth(back, response) == worth(question, response)


@given(st.data())
def test_any_answer_keeps_its_worth_by_the_same_key_and_by_one_that_was_restored(data):
    """What is right by one of two keys is worth the same when that key comes back."""
    name = data.draw(st.sampled_from(sorted(BANK)))
    question = BANK[name]
    kind, paper = get_type(question.type), presented(question)
    key, other_response = OTHERS[name]
    response = data.draw(
        st.sampled_from([None, other_response, kind.key(question, paper, "en"),
                         kind.key(with_key(question, key), paper, "en")])
    )  # fmt: skip
    same = with_key(question, find_key(question))
    restored = with_key(with_key(question, key), find_key(question))
    for each in (same, restored):
        assert kind.score(each, paper, response, "en") == kind.score(
            question, paper, response, "en"
        )


@given(
    st.permutations(["sign", "ratify", "apply"]),
    st.lists(st.sampled_from(["duty", "leave", "never"]), min_size=2, max_size=2),
    st.lists(st.integers(0, 1000), min_size=4, max_size=4).filter(any),
)
def test_any_key_that_fits_is_what_the_fields_said(order, targets, points):
    for name, key in (
        ("steps", {"order": order}),
        ("powers", {"pairs": dict(zip(("shall", "may"), targets, strict=True))}),
        ("gift", {"points": {"call": {"report": points[0], "wait": points[1]},
                             "second": {"report": points[2], "take": points[3]}}}),
    ):  # fmt: skip
        read = key_of(find_key(BANK[name]), fields_of(key))
        assert read == key
        question = with_key(BANK[name], read)
        assert find_key(question) == key
        best = get_type(question.type).key(question, presented(question), "en")
        assert worth(question, best) == 1


@given(st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=2)))
def test_whatever_a_form_sends_is_a_key_or_refused(fields):
    for question in BANK.values():
        key = key_of(find_key(question), fields)
        fault = find_fault(question, find_key(question), decided(question.id, key=key))
        if fault is None:
            assert find_key(with_key(question, key)) == key
        else:
            assert str(fault)


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("one", {"choices": ["a", "b"]}, "does not fit"),
        ("powers", {"pairs": {"shall": "duty", "may": "nowhere"}}, "does not fit"),
        ("steps", {"order": ["sign", "sign", "apply"]}, "each place exactly once"),
        ("wording", {"pairs": {}}, "does not fit"),
        ("gaps", {"gaps": {"number": {}, "verb": "punish"}}, "does not fit"),
        ("gaps", {"gaps": {"number": {"en": ["15"]}, "verb": "sing"}}, "does not fit"),
        ("parties", {"answer": "many", "tolerance": "0", "unit": None}, "is not a number"),
        ("parties", {"answer": "1", "tolerance": "-1", "unit": None}, "is not a tolerance"),
        ("loss", {"answer": "price / 0", "tolerance": "0", "unit": None}, "no answer"),
        ("loss", {"answer": "cost", "tolerance": "0", "unit": None}, "There is no “cost”"),
        ("gift", {"points": {"call": {"report": 0, "wait": 0},
                             "second": {"report": 0, "take": 0}}}, "whole points"),
        ("gift", {"points": {"call": {"report": "x", "wait": 0},
                             "second": {"report": 0, "take": 0}}}, "whole points"),
    ],
)  # fmt: skip
def test_a_key_that_does_not_fit_says_why(name, key, said):
    fault = find_fault(BANK[name], find_key(BANK[name]), decided(name, key=key))
    assert said in str(fault)


def test_a_formula_without_an_answer_on_a_paper_is_left_out_there():
    """What was drawn for another formula may divide the corrected one by zero."""
    question = parse_question({
        "id": "f", "type": "formula", "text": "{a} and {b}?", "answer": "a + b",
        "variables": {"a": {"from": 1, "to": 300}, "b": {"from": 1, "to": 300}},
    })  # fmt: skip
    key = {"answer": "6 / (a - 30)", "tolerance": "1%", "unit": None}
    current = with_key(question, key)
    row = decided("f", key=key)
    odd, usual = (Presented(values={"a": a, "b": "2"}) for a in ("30", "32"))
    assert not fits_paper(current, odd)
    assert share_of(row, question, OnPaper(odd, {"text": "3"}, "en")) is None
    assert share_of(row, question, OnPaper(usual, {"text": "3"}, "en")) == Fraction(1)
    assert on_paper(question, current, odd) == question
    assert on_paper(question, current, usual) == current
