"""What answers take in each part of a question, type by type."""

import random

import pytest
import yaml

from lms.questions.attraction import RIGHT, WHOLE, list_parts, read_taken
from lms.questions.types import TYPES, get_type, parse_question
from tests.questions.bank import NUMBERS, PARTS, SCENARIO, SURVEY

BANK = {
    data["id"]: parse_question(data)
    for text in (PARTS, NUMBERS, SCENARIO, SURVEY)
    for data in yaml.safe_load(text)
}
WORD = parse_question(
    {"id": "w", "type": "short_text", "text": "How many?", "accept": {"en": ["six", "6"]}}
)
RATE = parse_question({
    "id": "r", "type": "numeric", "text": "How much?", "answer": 12.5, "tolerance": "1%",
    "unit": {"accept": ["USD"], "required": True},
})  # fmt: skip


def taken(question, response, language="en"):
    return list(read_taken(question, response, language))


@pytest.mark.parametrize("name", [*BANK, "w", "r"])
def test_the_key_takes_what_is_right_in_every_part(name):
    question = {**BANK, "w": WORD, "r": RATE}[name]
    kind = get_type(question.type)
    presented = kind.present(question, random.Random(1))
    parts = {part.id: part for part in list_parts(question)}
    tokens = taken(question, kind.key(question, presented, "en"))
    for part, choice in tokens:
        assert choice in parts[part].keys
    is_walked = question.type == "scenario"
    assert is_walked or {part for part, _ in tokens} == parts.keys()
    assert taken(question, {}) == []


def test_pairs_and_places():
    assert taken(BANK["powers"], {"pairs": {"shall": "leave"}}) == [("shall", "leave")]
    assert taken(BANK["wording"], {"rows": {"must": "weak", "can": "weak"}}) == [
        ("must", "weak"), ("can", "weak")
    ]  # fmt: skip
    assert taken(BANK["steps"], {"order": ["apply", "sign", "ratify"]}) == [
        ("apply", "1"), ("sign", "2"), ("ratify", "3")
    ]  # fmt: skip
    assert [sorted(part.keys) for part in list_parts(BANK["steps"])] == [["1"], ["2"], ["3"]]


def test_what_is_typed_is_told_as_it_is_compared():
    assert taken(WORD, {"text": " SEVÉN! "}) == [(WHOLE, "seven")]
    assert taken(WORD, {"text": "Six"}) == [(WHOLE, RIGHT)]
    assert taken(WORD, {"text": "…"}) == []
    assert taken(BANK["gaps"], {"gaps": {"number": "١٦", "verb": "praise"}}, "ar") == [
        ("number", "16"), ("verb", "praise")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("12,5 usd", "fr", RIGHT),
        ("12.55 USD", "en", RIGHT),
        ("١٢٫٥ USD", "ar", RIGHT),
        ("12.5", "en", "12.5"),
        ("12.50 EUR", "en", "12.5 eur"),
        ("125 USD", "en", "125"),
        ("1,250.0 USD", "en", "1250"),
        ("-0.0000004", "en", "0"),
    ],
)
def test_numbers_are_told_in_digits_and_a_wrong_unit_beside_the_right_one(text, language, found):
    assert taken(RATE, {"text": text}, language) == [(WHOLE, found)]


def test_a_scene_is_right_where_the_most_can_still_be_earned():
    call, second = list_parts(BANK["gift"])
    assert (call.keys, second.keys) == ({"report"}, {"report"})
    assert call.is_met
    assert taken(BANK["gift"], {"path": ["call:wait", "second:take"]}) == [
        ("call", "wait"), ("second", "take")
    ]  # fmt: skip


def test_what_is_not_marked_by_rules_or_differs_on_each_paper_has_no_table():
    without = {question.type for question in BANK.values() if not list_parts(question)}
    assert without == {"formula", "scale", "rank", "comment"}
    assert {kind for kind, each in TYPES.items() if each.marked_by == "rules"} >= {"formula"}
