"""What a trainer writes: read, refused with a place and advice, written back, taken apart."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from lms.kit.i18n import Text
from lms.questions.types import TYPES, QuestionTypeUnknown, get_type, parse_question

BANK = """
- id: shall-consider
  type: single
  objective: strength
  article: "16(2)"
  text: A State party *shall consider* making it an offence. What must it do?
  feedback: The wording is that of an effort.
  choices:
    - {id: weigh, text: Weigh it in earnest., correct: yes, feedback: Right., source: "16(2)"}
    - {id: enact, text: Enact it within two years., feedback: No time limit is set.}
- id: duties
  type: multiple
  article: 60
  shuffle: no
  text: Which are named in article 60?
  choices:
    - {id: train, text: Training programmes, correct: yes}
    - {id: share, text: Sharing of expertise, correct: yes}
    - {id: fine, text: Fines for late reports}
- {id: binds, type: true_false, text: Every article binds alike., correct: no, feedback: It varies.}
- id: language-count
  type: short_text
  text: How many languages is the Convention authentic in?
  accept: {en: [six, 6], ar: [ستة, "٦"]}
"""


def read(text: str) -> Any:
    return yaml.safe_load(text)


def problems(data: Mapping[str, object]) -> dict[tuple[str | int, ...], str]:
    with pytest.raises(ValidationError) as caught:
        parse_question(data)
    return {problem["loc"]: problem["msg"] for problem in caught.value.errors()}


def choice(name: str, correct: object = False, **more: object) -> dict[str, object]:
    return {"id": name, "text": f"Choice {name}", "correct": correct, **more}


def single(*choices: object, **more: object) -> dict[str, object]:
    return {"id": "q", "type": "single", "text": "Which?", "choices": list(choices), **more}


RIGHT, WRONG = choice("a", correct=True), choice("b")


@pytest.mark.parametrize("data", read(BANK), ids=lambda data: data["id"])
def test_a_question_is_read_and_written_back_the_same(data: dict[str, object]) -> None:
    question = parse_question(data)
    assert question == get_type(question.type).parse(data)
    stored = json.loads(json.dumps(question.model_dump(mode="json")))
    assert parse_question(stored) == question
    sparse = json.loads(question.model_dump_json(exclude_defaults=True))
    assert parse_question(sparse) == question


def test_a_question_is_frozen() -> None:
    for data in read(BANK):
        with pytest.raises(ValidationError, match="frozen"):
            parse_question(data).text = "Another?"
    accept: Any = parse_question(read(BANK)[3])
    with pytest.raises(TypeError):
        accept.accept["en"] = ("seven",)


def test_numbers_that_yaml_reads_are_texts_where_texts_are_meant() -> None:
    _, duties, _, count = (parse_question(data) for data in read(BANK))
    assert duties.article == "60"
    assert count.accept["en"] == ("six", "6")  # type: ignore[attr-defined]


def test_the_texts_of_a_question_are_its_human_texts_and_no_scoring() -> None:
    weighed, _, binds, count = (parse_question(data) for data in read(BANK))
    assert TYPES["single"].texts(weighed) == (
        ("text", "A State party *shall consider* making it an offence. What must it do?"),
        ("choices.weigh.text", "Weigh it in earnest."),
        ("choices.weigh.feedback", "Right."),
        ("choices.enact.text", "Enact it within two years."),
        ("choices.enact.feedback", "No time limit is set."),
        ("feedback", "The wording is that of an effort."),
    )
    assert TYPES["true_false"].texts(binds) == (
        ("text", "Every article binds alike."),
        ("feedback", "It varies."),
    )
    assert [path for path, _ in TYPES["short_text"].texts(count)] == ["text"]


def test_every_type_is_listed_under_its_own_name() -> None:
    assert list(TYPES)[:8] == [
        "single", "multiple", "true_false", "short_text", "matching", "ordering", "matrix",
        "gap_text",
    ]  # fmt: skip
    assert all(kind.name == name for name, kind in TYPES.items())
    with pytest.raises(QuestionTypeUnknown, match="“riddle” is not a type of question"):
        get_type("riddle")


@pytest.mark.parametrize(
    ("data", "place", "advice"),
    [
        ({"id": "q"}, ("type",), "Add “type”: one of single, multiple, true_false, short_text"),
        ({"type": "riddle"}, ("type",), "“riddle” is not a type of question. Use one of"),
        ({"type": ["single"]}, ("type",), "is not a type of question"),
        (single(RIGHT, WRONG, id="Shall Consider"), ("id",), "“Shall Consider” cannot be an id"),
        (single(RIGHT, WRONG, id="q" * 65), ("id",), "at most 64 characters"),
        (single(RIGHT, WRONG, objective="-x"), ("objective",), "“-x” cannot be an id"),
        (single(RIGHT, WRONG, article="Art. 16"), ("article",), "“Art. 16” is not an article"),
        (single(RIGHT, WRONG, article=True), ("article",), "Write a text here. Put it in quotes"),
        (single(RIGHT, WRONG, text=None), ("text",), "Write a text here."),
        (single(RIGHT, WRONG, text="  "), ("text",), "Write a text here, or remove the key."),
        (single(RIGHT, WRONG, shuffel=True), ("shuffel",), "Did you mean “shuffle”?"),
        (single(RIGHT, WRONG, zzz=1), ("zzz",), "Remove it, or use one of: id, type, text"),
        (single(RIGHT, choice("b", corect=True)), ("choices", 1, "corect"), "mean “correct”?"),
        (single(RIGHT, choice("b", correct=3)), ("choices", 1, "correct"), "Write yes or no."),
        (single(RIGHT, {"id": "b"}), ("choices", 1, "text"), "Add “text”: it is needed here."),
        (single(RIGHT, "b"), ("choices", 1), "Write named entries here"),
        (single(RIGHT), ("choices",), "Write at least two choices."),
        (single(choice("a"), WRONG), ("choices",), "Mark the right choice with “correct: yes”."),
        (single(RIGHT, choice("b", correct=True)), ("choices", 1, "correct"), "“type: multiple”"),
        (single(RIGHT, WRONG, choice("a")), ("choices", 2, "id"), "“a” is used twice"),
        (
            single(RIGHT, choice("b") | {"text": "choice  A"}),
            ("choices", 1, "text"),
            "Another choice says the same.",
        ),
        ({**single(WRONG, choice("c")), "type": "multiple"}, ("choices",), "at least one must be"),
        (
            {**single(RIGHT, choice("c", correct=True)), "type": "multiple"},
            ("choices",),
            "All choices are marked as right.",
        ),
        ({**single(), "choices": {"a": "x"}}, ("choices",), "Write a list here"),
        ({**single(RIGHT, WRONG), 6: "x"}, (6,), "A key must be a text."),
        ({"id": "q", "type": "true_false", "text": "So?"}, ("correct",), "Add “correct”"),
    ],
)
def test_a_problem_has_its_place_and_says_what_to_do(
    data: dict[str, object], place: tuple[str | int, ...], advice: str
) -> None:
    found = problems(data)
    assert place in found
    assert advice in found[place]


@pytest.mark.parametrize(
    ("accept", "place", "advice"),
    [
        ({}, ("accept",), "Write the accepted answers"),
        ({"en": []}, ("accept", "en"), "at least one accepted answer, or remove the language"),
        ({"en": "six"}, ("accept", "en"), "Write a list here"),
        ({"en": ["six", "…"]}, ("accept", "en", 1), "an answer that has a letter or a digit"),
        ({"en": ["six", True]}, ("accept", "en", 1), "Put it in quotes"),
        ({"de": ["sechs"]}, ("accept", "de"), "“de” is not one of the languages. Use one of: ar"),
        (["six"], ("accept",), "Write named entries here"),
    ],
)
def test_accepted_answers_are_checked_per_language(
    accept: object, place: tuple[str | int, ...], advice: str
) -> None:
    found = problems({"id": "q", "type": "short_text", "text": "How many?", "accept": accept})
    assert list(found) == [place]
    assert advice in found[place]


def test_all_problems_are_told_at_once_and_each_can_be_said_in_another_language() -> None:
    data = single(choice("a", correct=True), choice("a", correct=True), id="No", extra=1)
    with pytest.raises(ValidationError) as caught:
        parse_question(data)
    errors = caught.value.errors()
    assert {error["loc"] for error in errors} == {
        ("id",),
        ("extra",),
        ("choices", 1, "id"),
        ("choices", 1, "text"),
        ("choices", 1, "correct"),
    }
    assert all(isinstance(error["ctx"]["advice"], Text) for error in errors)
    assert all(str(error["ctx"]["advice"]) == error["msg"] for error in errors)
