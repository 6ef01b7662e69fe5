"""Questions that people mark: their rubric, what is written, and what a chosen level is worth."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lms.questions.essay import LONGEST_ESSAY, EssayTooLong, count_words
from lms.questions.rubrics import LevelUnknown, RubricIncomplete, points, share
from lms.questions.rules import Asked, ChoiceNotOnPaper, OneTextNeeded, Presented
from lms.questions.types import get_type, parse_question

FIELD = Presented()
RUBRIC = {
    "criteria": [
        {
            "id": "law",
            "text": "Finds the duty.",
            "levels": [
                {"id": "none", "text": "No article.", "points": 0},
                {"id": "named", "text": "The article.", "points": 1},
                {"id": "applied", "text": "The article, applied.", "points": 3},
            ],
        },
        {
            "id": "form",
            "text": "Writes clearly.",
            "levels": [
                {"id": "no", "text": "Hard to follow.", "points": 0},
                {"id": "yes", "text": "Clear.", "points": 1},
            ],
        },
    ]
}
LEVELS = {
    criterion["id"]: [level["id"] for level in criterion["levels"]]
    for criterion in RUBRIC["criteria"]
}


def essay(**more: object) -> Any:
    return parse_question({"id": "q", "type": "essay", "text": "Why?", "rubric": RUBRIC, **more})


def observation() -> Any:
    return parse_question({"id": "q", "type": "observation", "text": "Ask.", "rubric": RUBRIC})


def asked(question: Any, response: Any = None) -> Asked[Any]:
    return Asked(question, FIELD, {"text": "Why?"}, "en", response)


def problems(**changes: object) -> list[tuple[tuple[Any, ...], str]]:
    with pytest.raises(ValidationError) as caught:
        essay(**changes)
    return [(error["loc"], error["msg"]) for error in caught.value.errors()]


def criterion(*levels: tuple[str, int], name: str = "law") -> dict[str, object]:
    parts = [{"id": level, "text": level, "points": worth} for level, worth in levels]
    return {"id": name, "text": "Law.", "levels": parts}


def test_the_best_levels_are_worth_everything_and_the_worst_nothing() -> None:
    rubric = essay().rubric
    assert share(rubric, {"law": "applied", "form": "yes"}) == 1
    assert share(rubric, {"law": "none", "form": "no"}) == 0
    assert share(rubric, {"law": "named", "form": "yes"}) == Fraction(2, 4)
    assert (rubric.most, points(rubric, {"law": "applied"})) == (4, 3)


@given(st.fixed_dictionaries({name: st.sampled_from(ids) for name, ids in LEVELS.items()}))
def test_a_share_lies_between_nothing_and_everything(chosen: dict[str, str]) -> None:
    rubric = essay().rubric
    assert share(rubric, chosen) == Fraction(points(rubric, chosen), rubric.most)
    assert 0 <= share(rubric, chosen) <= 1


@pytest.mark.parametrize(
    ("chosen", "error"),
    [
        ({"law": "named"}, RubricIncomplete),
        ({}, RubricIncomplete),
        ({"law": "yes", "form": "yes"}, LevelUnknown),
        ({"law": "named", "form": "yes", "style": "good"}, LevelUnknown),
    ],
)
def test_a_mark_that_is_none(chosen: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        share(essay().rubric, chosen)


def test_what_a_trainer_can_get_wrong() -> None:
    at = ("rubric", "criteria")
    assert problems(rubric={"criteria": []}) == [(at, "Write at least one criterion.")]
    assert problems(rubric={"criteria": [criterion(("a", 1))]}) == [
        ((*at, 0, "levels"), "Write at least two levels.")
    ]
    assert problems(rubric={"criteria": [criterion(("a", 1), ("b", 1))]}) == [
        (
            (*at, 0, "levels", 1, "points"),
            "Another level is worth the same. Give each level its own points.",
        )
    ]
    twice = [criterion(("a", 0), ("b", 1)), criterion(("a", 0), ("b", 1))]
    assert problems(rubric={"criteria": twice}) == [
        ((*at, 1, "id"), "The id “law” is used twice. Give each its own.")
    ]
    levels = [{"id": "a", "text": "A", "point": 0}, {"id": "b", "text": "B", "points": 1}]
    assert problems(rubric={"criteria": [{"id": "a", "text": "A", "levels": levels}]}) == [
        ((*at, 0, "levels", 0, "points"), "Add “points”: it is needed here."),
        ((*at, 0, "levels", 0, "point"), "Did you mean “points”?"),
    ]
    assert problems(words={"min": 9, "max": 3}) == [
        (
            ("words",),
            "The fewest words are more than the most. Change one of the two numbers.",
        )
    ]
    assert problems(words={"least": 9}) == [
        (("words", "least"), "Remove it, or use one of: min, max.")
    ]


def test_a_question_without_a_rubric_is_refused() -> None:
    with pytest.raises(ValidationError, match="Add “rubric”"):
        parse_question({"id": "q", "type": "essay", "text": "Why?"})


def test_the_texts_are_those_of_every_level() -> None:
    assert get_type("essay").texts(essay())[:4] == (
        ("text", "Why?"),
        ("rubric.criteria.law.text", "Finds the duty."),
        ("rubric.criteria.law.levels.none.text", "No article."),
        ("rubric.criteria.law.levels.named.text", "The article."),
    )


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_accepted_is_accepted_again(text: str) -> None:
    kind, question = get_type("essay"), essay()
    response = kind.accept(question, FIELD, {"": [text]})
    assert kind.accept(question, FIELD, kind.send(question, FIELD, response)) == response
    (shown,) = kind.fields(asked(question, response))
    assert shown.typed == response["text"]


def test_lines_are_kept_and_what_nobody_typed_is_not() -> None:
    response = get_type("essay").accept(
        essay(), FIELD, {"": [" One\r\ntwo\x00\ud800 \r\n\r\nthree "]}
    )
    assert response == {"text": "One\ntwo \n\nthree"}


@pytest.mark.parametrize(
    ("raw", "error"),
    [({}, OneTextNeeded), ({"": ["a", "b"]}, OneTextNeeded),
     ({"": ["x" * (LONGEST_ESSAY + 1)]}, EssayTooLong)],
)  # fmt: skip
def test_an_essay_that_is_none(raw: dict[str, list[str]], error: type[Exception]) -> None:
    with pytest.raises(error):
        get_type("essay").accept(essay(), FIELD, raw)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Don't go – l’État a dit: 25 %", 6),
        ("腐败问题 abc", 5),
        ("سِتَّة أبواب", 2),
        ("борьба с коррупцией", 3),
        ("follow-up, follow up", 3),
    ],
)
def test_words_are_counted_in_every_language(text: str, words: int) -> None:
    assert count_words(text) == words


def test_no_rule_says_what_a_text_is_worth() -> None:
    kind, question = get_type("essay"), essay()
    assert kind.score(question, FIELD, None, "en") == 0
    assert kind.score(question, FIELD, {"text": ""}, "en") == 0
    with pytest.raises(LookupError):
        kind.score(question, FIELD, {"text": "Because."}, "en")
    with pytest.raises(LookupError):
        get_type("observation").score(observation(), FIELD, None, "en")


def test_an_observation_only_asks_whether_it_was_read() -> None:
    kind, question = get_type("observation"), observation()
    for raw in ({}, {"": ["1"]}):
        response = kind.accept(question, FIELD, raw)
        assert response == {"is_read": bool(raw)}
        assert kind.send(question, FIELD, response) == raw
        (shown,) = kind.fields(asked(question, response))
        assert shown.options[0].is_chosen == bool(raw)
    with pytest.raises(ChoiceNotOnPaper):
        kind.accept(question, FIELD, {"": ["2"]})


def test_the_rubric_stands_in_no_field() -> None:
    for question in (essay(), observation()):
        shown = repr(get_type(question.type).fields(asked(question)))
        assert not any(level in shown for level in ("applied", "article", "Clear"))
