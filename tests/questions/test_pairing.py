"""Matching, and the matrix: what is presented, accepted, and what an answer is worth."""

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.types import get_type
from tests.questions import parts

MATCHING, MATRIX = get_type("matching"), get_type("matrix")


def entries(name: str, count: int) -> list[dict[str, str]]:
    return [{"id": f"{name}{n}", "text": f"{name.title()} number {n}"} for n in range(count)]


def matching(prompts: int = 3, extra: int = 1, **more: object) -> Any:
    asked = [{**entry, "match": f"t{n}"} for n, entry in enumerate(entries("p", prompts))]
    return MATCHING.parse(
        {
            "id": "q", "type": "matching", "text": "What belongs together?", "prompts": asked,
            "targets": entries("t", prompts + extra), **more,
        }
    )  # fmt: skip


def matrix(rows: int = 3, columns: int = 2) -> Any:
    asked = [{**entry, "correct": f"c{n % columns}"} for n, entry in enumerate(entries("r", rows))]
    return MATRIX.parse(
        {
            "id": "q", "type": "matrix", "text": "How does it bind?", "rows": asked,
            "columns": entries("c", columns),
        }
    )  # fmt: skip


QUESTIONS = st.one_of(
    st.builds(matching, st.integers(2, 6), st.integers(0, 3)),
    st.builds(matrix, st.integers(2, 6), st.integers(2, 5)),
)
CHANCE = st.randoms(use_true_random=False)


@given(QUESTIONS, CHANCE)
def test_the_key_is_an_answer_and_gets_all(question: Any, chance: random.Random) -> None:
    parts.check_key(question, chance)


@given(QUESTIONS, CHANCE)
def test_any_answer_is_sent_and_accepted_as_the_same(question: Any, chance: random.Random) -> None:
    kind = get_type(question.type)
    presented = kind.present(question, chance)
    pairs = {
        part.id: chance.choice(presented.choices)
        for part in kind.pieces(question)
        if chance.random() < 0.7
    }
    parts.check_answer(question, presented, {kind.of_pairs: pairs})


@given(QUESTIONS, CHANCE)
def test_each_part_has_its_share(question: Any, chance: random.Random) -> None:
    kind = get_type(question.type)
    presented = kind.present(question, chance)
    keys = kind.keys(question)
    right = chance.sample(sorted(keys), chance.randint(0, len(keys)))
    wrong = {
        name: chance.choice([other for other in presented.choices if other != key])
        for name, key in keys.items()
    }
    pairs = wrong | {name: keys[name] for name in right}
    worth = kind.score(question, presented, {kind.of_pairs: pairs}, "en")
    assert worth == Fraction(len(right), len(keys))


@given(QUESTIONS, CHANCE)
def test_a_paper_mixes_targets_alone_and_loses_none(question: Any, chance: random.Random) -> None:
    kind = get_type(question.type)
    presented = kind.present(question, chance)
    written = tuple(choice.id for choice in kind.choices(question))
    assert sorted(presented.choices) == sorted(written)
    if question.type == "matrix":
        assert presented.choices == written
    labels = [field.label for field in kind.fields(parts.ask(question, presented))]
    assert labels == [part.text for part in kind.pieces(question)]


def test_targets_stay_in_order_without_chance_or_when_the_question_says_so() -> None:
    names = tuple(f"t{n}" for n in range(9))
    assert MATCHING.present(matching(8), None).choices == names
    assert MATCHING.present(matching(8, shuffle=False), random.Random(3)).choices == names
    assert MATCHING.present(matching(8), random.Random(3)).choices != names


@pytest.mark.parametrize("question", [matching(), matrix()], ids=lambda question: question.type)
def test_no_answer_and_forged_ones(question: Any) -> None:
    parts.check_nothing(question)
    parts.check_forged(question)
    parts.check_secrecy(question, get_type(question.type).present(question, random.Random(1)))


def test_a_matching_is_lists_and_a_matrix_radio_buttons() -> None:
    for question, control in ((matching(), "select"), (matrix(), "radio")):
        kind = get_type(question.type)
        fields = kind.fields(parts.ask(question, kind.present(question, None)))
        assert {field.control for field in fields} == {control}
        assert [field.name for field in fields] == ["1", "2", "3"]


def test_a_review_says_of_each_part_what_was_right() -> None:
    question = matching()
    presented = MATCHING.present(question, None)
    answer = {"pairs": {"p0": "t0", "p1": "t2"}}
    shown = parts.review(question, presented, answer)
    assert [field.verdict for field in shown] == ["right", "wrong", "missed"]
    assert [field.key for field in shown] == ["T number 0", "T number 1", "T number 2"]
    assert [option.verdict for option in shown[1].options] == ["", "missed", "wrong", ""]


def test_one_target_may_be_chosen_twice_but_is_right_once() -> None:
    question = matching()
    presented = MATCHING.present(question, None)
    answer = MATCHING.accept(question, presented, {"1": ["1"], "2": ["1"], "3": ["1"]})
    assert MATCHING.score(question, presented, answer, "en") == Fraction(1, 3)


def test_one_target_may_serve_several_prompts_where_the_question_says_so() -> None:
    prompts = [{"id": name, "text": name, "match": "t0"} for name in ("a", "b")]
    data = {
        "id": "q", "type": "matching", "text": "?", "prompts": prompts, "targets": entries("t", 2),
    }  # fmt: skip
    assert "“t0” belongs to another prompt" in parts.problems(data)["prompts", 1, "match"]
    question = MATCHING.parse({**data, "reuse": True})
    parts.check_key(question, random.Random(2))


def test_what_translators_translate_is_all_words_and_no_key() -> None:
    assert [name for name, _ in MATCHING.texts(matching(2, 0, feedback="So."))] == [
        "text", "prompts.p0.text", "prompts.p1.text", "targets.t0.text", "targets.t1.text",
        "feedback",
    ]  # fmt: skip
    assert [name for name, _ in MATRIX.texts(matrix(2))] == [
        "text", "rows.r0.text", "rows.r1.text", "columns.c0.text", "columns.c1.text",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "place", "advice"),
    [
        ({"prompts": []}, ("prompts",), "Write at least 2 of them."),
        ({"targets": entries("t", 1)}, ("targets",), "Write at least 2 of them."),
        ({"targets": entries("t", 2)}, ("prompts", 2, "match"), "There is no “t2”. Write one of"),
        ({"targets": entries("t", 3) * 2}, ("targets", 3, "id"), "“t0” is used twice"),
        ({"targets": [*entries("t", 3), {"id": "x", "text": "t  NUMBER 1"}]},
         ("targets", 3, "text"), "Another one says the same."),
        ({"prompts": [{"id": "a", "text": "A"}]}, ("prompts", 0, "match"), "Add “match”"),
        ({"prompts": [{"id": "a", "text": "A", "matc": "t0"}]},
         ("prompts", 0, "matc"), "Did you mean “match”?"),
        ({"targets": [{"id": "a", "text": "A", "match": "x"}]},
         ("targets", 0, "match"), "Remove it, or use one of: id, text."),
        ({"reuse": "perhaps"}, ("reuse",), "Write yes or no."),
    ],
)  # fmt: skip
def test_mistakes_in_a_matching_have_their_place_and_advice(
    change: dict[str, Any], place: tuple[str | int, ...], advice: str
) -> None:
    data = {**matching(3, 0).model_dump(mode="json"), **change}
    assert advice in parts.problems(data)[place]


@pytest.mark.parametrize(
    ("change", "place", "advice"),
    [
        ({"columns": entries("c", 1)}, ("columns",), "Write at least 2 of them."),
        ({"columns": entries("c", 9)}, ("columns",), "Write at most 8 of them."),
        ({"columns": entries("x", 2)}, ("rows", 0, "correct"), "There is no “c0”."),
        ({"rows": [{"id": "a", "text": "A", "correct": True}]},
         ("rows", 0, "correct"), "Write a text here."),
        ({"rows": entries("r", 2)}, ("rows", 0, "correct"), "Add “correct”"),
    ],
)  # fmt: skip
def test_mistakes_in_a_matrix_have_their_place_and_advice(
    change: dict[str, Any], place: tuple[str | int, ...], advice: str
) -> None:
    data = {**matrix().model_dump(mode="json"), **change}
    assert advice in parts.problems(data)[place]
