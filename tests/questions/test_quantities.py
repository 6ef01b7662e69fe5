"""Numeric and formula: right within a tolerance, with a unit, on every paper that can be drawn."""

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kit.i18n import LANGUAGES
from lms.questions.numbers import read_quantity
from lms.questions.quantities import NumberUnreadable, QuantityUnreadable
from lms.questions.rules import Asked, OneTextNeeded, Presented, TextTooLong
from lms.questions.types import get_type
from tests.questions import parts

NUMERIC, FORMULA = get_type("numeric"), get_type("formula")
CHANCE = st.randoms(use_true_random=False)
USD = {"accept": ["USD", "$", "美元"]}
BRIBE: dict[str, Any] = {
    "text": "A contract of {price} USD is {share} % too dear. How much is lost?",
    "variables": {
        "price": {"from": 1000, "to": 90000, "step": 500},
        "share": {"from": 2.5, "to": 30, "step": 0.5},
    },
    "answer": "price * share / 100",
}


def numeric(**more: Any) -> Any:
    data = {"id": "q", "type": "numeric", "text": "How many?", "answer": 1250, **more}
    return NUMERIC.parse(data)


def formula(**more: Any) -> Any:
    return FORMULA.parse({"id": "q", "type": "formula", **BRIBE, **more})


def worth(question: Any, text: str, language: str = "en", presented: Any = None) -> Fraction:
    kind = get_type(question.type)
    presented = presented or kind.present(question, None)
    response = kind.accept(question, presented, {"": [text]})
    return kind.score(question, presented, response, language)


QUESTIONS = st.sampled_from(
    [
        numeric(),
        numeric(answer=-0.000125),
        numeric(answer="1234.567", tolerance="2%"),
        numeric(answer=3, tolerance=0.5, unit=USD),
        numeric(answer=5, unit={"accept": ["%"], "required": True}),
        formula(),
        formula(answer="price / share", tolerance="1%", unit={**USD, "required": True}),
        formula(answer="price / (share - 20)", tolerance=0.01),
        formula(answer="round(price / share, 2)"),
    ]
)


@given(QUESTIONS, CHANCE, st.sampled_from(LANGUAGES))
def test_the_key_is_an_answer_and_gets_all(
    question: Any, chance: random.Random, language: str
) -> None:
    parts.check_key(question, chance, language)


@given(
    QUESTIONS, CHANCE, st.sampled_from(LANGUAGES),
    st.sampled_from(["1250", "-3", "1,234", "٢٫٥", "1 000 000.25"]),
)  # fmt: skip
def test_any_answer_is_sent_and_accepted_as_the_same(
    question: Any, chance: random.Random, language: str, text: str
) -> None:
    kind = get_type(question.type)
    parts.check_answer(question, kind.present(question, chance), {"text": text}, language)


@given(QUESTIONS, st.text(max_size=12), CHANCE)
def test_whatever_is_accepted_can_be_scored_in_every_language(
    question: Any, text: str, chance: random.Random
) -> None:
    kind = get_type(question.type)
    presented = kind.present(question, chance)
    try:
        response = kind.accept(question, presented, {"": [text]})
    except (NumberUnreadable, QuantityUnreadable):
        return
    for language in LANGUAGES:
        assert 0 <= kind.score(question, presented, response, language) <= 1
        assert not response["text"] or read_quantity(response["text"], language)


@pytest.mark.parametrize("question", [numeric(), formula()], ids=lambda question: question.type)
def test_no_answer_and_forged_ones(question: Any) -> None:
    kind = get_type(question.type)
    presented = kind.present(question, random.Random(3))
    parts.check_secrecy(question, presented)
    empty = kind.accept(question, presented, {"": [" "]})
    assert empty == {"text": ""}
    assert kind.score(question, presented, empty, "en") == 0
    assert kind.score(question, presented, None, "en") == 0
    assert parts.review(question, presented, None)[0].verdict == ""
    for raw in ({}, {"": []}, {"": ["1", "2"]}, {"1": ["2"]}):
        with pytest.raises(OneTextNeeded):
            kind.accept(question, presented, raw)
    with pytest.raises(TextTooLong):
        kind.accept(question, presented, {"": ["1" * 201]})


@pytest.mark.parametrize("text", ["many", "1,23,4", "12 or 13", "5 USD", "10²", "½"])
def test_what_is_no_number_is_said_at_once(text: str) -> None:
    with pytest.raises(NumberUnreadable, match="one number in digits"):
        worth(numeric(), text)


@pytest.mark.parametrize(
    ("text", "language", "points"),
    [
        ("1250", "en", 1), ("1,250", "en", 1), ("1,250", "fr", 0), ("1 250", "fr", 1),
        ("1.250", "es", 1), ("1.250", "en", 0), ("١٢٥٠", "ar", 1), ("１２５０", "zh", 1),
        ("1250.", "en", 1), ("1250.01", "en", 0), ("-1250", "en", 0), ("", "en", 0),
    ],
)  # fmt: skip
def test_a_number_is_read_in_the_language_of_the_paper(text, language, points) -> None:
    assert worth(numeric(), text, language) == points


@pytest.mark.parametrize(
    ("tolerance", "right", "wrong"),
    [(0, "1250", "1250.000001"), (0.5, "1250.5", "1249.49"), ("2%", "1275", "1275.1"),
     ("0.5%", "1243.75", "1243.74")],
)  # fmt: skip
def test_a_tolerance_is_a_number_or_a_share(tolerance: object, right: str, wrong: str) -> None:
    question = numeric(tolerance=tolerance)
    assert (worth(question, right), worth(question, wrong)) == (1, 0)


def test_a_wrong_unit_costs_half_and_a_missing_one_where_it_is_required() -> None:
    free, strict = numeric(unit=USD), numeric(unit={**USD, "required": True})
    texts = ("1250 usd", "$1,250", "1250 美元", "1250", "1250 EUR", "1251 USD")
    assert [worth(free, text) for text in texts] == [1, 1, 1, 1, Fraction(1, 2), 0]
    assert [worth(strict, text) for text in texts] == [1, 1, 1, Fraction(1, 2), Fraction(1, 2), 0]
    with pytest.raises(QuantityUnreadable, match="beside it only its unit"):
        worth(free, "$1250 USD")


def test_the_page_says_how_a_number_is_read_and_the_review_what_was_right() -> None:
    question = numeric(answer=1234.5, unit=USD)
    kind, presented = NUMERIC, Presented()
    (shown,) = kind.fields(parts.ask(question, presented, {"text": "1,234"}, "fr"))
    assert shown.reading == ("1,234", True, False)
    (shown,) = parts.review(question, presented, {"text": "1,234"}, "fr")
    assert (shown.verdict, shown.key) == ("wrong", "1\u202f234,5 USD")
    assert parts.review(question, presented, {"text": "1234.5 EUR"})[0].verdict == "wrong"


@given(CHANCE)
def test_the_numbers_are_of_their_ranges(chance: random.Random) -> None:
    values = FORMULA.present(formula(), chance).values
    price, share = Fraction(values["price"]), Fraction(values["share"])
    assert 1000 <= price <= 90000
    assert price % 500 == 0
    assert Fraction(5, 2) <= share <= 30
    assert share % Fraction(1, 2) == 0


@given(CHANCE)
def test_a_paper_never_has_numbers_without_an_answer(chance: random.Random) -> None:
    question = formula(answer="price / (share - 20)", tolerance=0.01)
    assert FORMULA.present(question, chance).values["share"] != "20"


def test_the_text_has_the_numbers_as_the_language_writes_them() -> None:
    question = formula()
    presented = Presented(values={"price": "61500", "share": "5/2"})
    texts = {"text": 'Of <a href="/{price}">{price}</a> lost {share} %, {gone}'}
    said = FORMULA.text(Asked(question, presented, texts, "es"))
    assert said == 'Of <a href="/{price}"><bdi>61.500</bdi></a> lost <bdi>2,5</bdi> %, {gone}'
    assert worth(question, "1537.5", "en", presented) == 1


def test_a_key_has_the_decimals_that_it_needs() -> None:
    question = formula(answer="price / share", tolerance=0.1)
    presented = Presented(values={"price": "1000", "share": "3"})
    assert FORMULA.key(question, presented, "en") == {"text": "333.33"}
    assert NUMERIC.key(numeric(answer=0.125), Presented(), "en") == {"text": "0.125"}


@pytest.mark.parametrize(
    ("more", "place", "advice"),
    [
        ({"answer": "many"}, ("answer",), "“many” is not a number"),
        ({"answer": True}, ("answer",), "Write a text here"),
        ({"answer": 1e20}, ("answer",), "is not a number"),
        ({"answer": "1.1234567"}, ("answer",), "at most 6 decimals"),
        ({"tolerance": -1}, ("tolerance",), "“-1” is not a tolerance"),
        ({"tolerance": "2 %"}, ("tolerance",), "such as “2%”"),
        ({"unit": {"accept": []}}, ("unit", "accept"), "Write the unit"),
        ({"unit": {"accept": ["USD", "."]}}, ("unit", "accept", 1), "begins with no digit"),
        ({"unit": {"accept": ["2m"]}}, ("unit", "accept", 0), "begins with no digit"),
        ({"unit": {"acept": ["USD"]}}, ("unit", "acept"), "Did you mean “accept”?"),
        ({"unit": "USD"}, ("unit",), "Write named entries here"),
    ],
)
def test_a_problem_of_a_number_says_what_to_do(more: Any, place: Any, advice: str) -> None:
    data = {"id": "q", "type": "numeric", "text": "How many?", "answer": 3, **more}
    assert advice in parts.problems(data)[place]


ONE = {"a": {"from": 1, "to": 9}}


@pytest.mark.parametrize(
    ("more", "place", "advice"),
    [
        ({"variables": {}}, ("variables",), "at least one number to draw"),
        ({"variables": {"a": {"from": 5, "to": 1}}}, ("variables", "a", "to"), "smaller than"),
        ({"variables": {"a": {"from": 5, "to": 9, "step": 0}}}, ("variables", "a", "step"),
         "a step above zero"),
        ({"variables": {"a": {"from": 0, "to": 9, "step": 0.001}}}, ("variables", "a", "step"),
         "at most 1000 numbers"),
        ({"variables": {"a": {"from": 5}}}, ("variables", "a", "to"), "Add “to”"),
        ({"variables": {"a": {"from": 5, "too": 9}}}, ("variables", "a", "too"), "mean “to”?"),
        ({"variables": {**ONE, "A": ONE["a"]}}, ("variables", "A"), "cannot name a number"),
        ({"variables": {**ONE, "max": ONE["a"]}}, ("variables", "max"), "cannot name a number"),
        ({"variables": {**ONE, "if": ONE["a"]}}, ("variables", "if"), "cannot name a number"),
        ({"variables": {f"a{n}": ONE["a"] for n in range(7)}}, ("variables",), "at most 6"),
        ({"text": "Of 5?"}, ("variables", "a"), "Write {a} in the text"),
        ({"text": "[Of](x/{a})?"}, ("variables", "a"), "Write {a} in the text"),
        ({"text": "Of {a} {b}?"}, ("text",), "{b} is no number."),
        ({"answer": "a ^ 2"}, ("answer",), "cannot be reckoned"),
        ({"answer": "a + b"}, ("answer",), "There is no “b” under “variables”."),
        ({"answer": 1 / 3}, ("answer",), "With a = 1 there is no answer"),
        ({"answer": "1 / (a - 7)", "tolerance": 1}, ("answer",), "With a = 7"),
        ({"answer": "a / 3"}, ("answer",), "With a = 1 there is no answer"),
        ({"answer": "a * 10 ** 15", "tolerance": 1}, ("answer",), "With a = 1"),
    ],
)  # fmt: skip
def test_a_problem_of_a_formula_says_what_to_do(more: Any, place: Any, advice: str) -> None:
    data = {
        "id": "q",
        "type": "formula",
        "text": "Of {a}?",
        "variables": ONE,
        "answer": "a",
        **more,
    }
    assert advice in parts.problems(data)[place]
