"""Short text: what is accepted from a hand, and scored by the paper's language."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.rules import OneTextNeeded, Presented, TextTooLong
from lms.questions.types import get_type

KIND = get_type("short_text")
ACCEPT = {
    "en": ["six", "6"],
    "fr": ["six", "6"],
    "ar": ["ستة", "ست", "6"],
    "zh": ["六", "6"],
    "ru": ["шесть", "6"],
    "es": ["seis", "6"],
}
FIELD = Presented()


def question(accept: dict[str, list[str]] | None = None) -> Any:
    return KIND.parse(
        {"id": "q", "type": "short_text", "text": "How many?", "accept": accept or ACCEPT}
    )


def points(text: str, language: str, accept: dict[str, list[str]] | None = None) -> int:
    score = KIND.score(question(accept), FIELD, {"text": text}, language)
    assert score in (0, 1)
    return int(score)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (" Six. ", "en"),
        ("SIX", "fr"),
        ("٦", "ar"),
        ("سته", "ar"),
        ("سِتَّة", "ar"),
        ("ســتة", "ar"),
        ("６", "zh"),
        ("「六」", "zh"),
        ("Шесть!", "ru"),
        ("۶", "es"),
    ],
)
def test_an_answer_is_right_however_it_is_spelt(text: str, language: str) -> None:
    assert points(text, language) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [("seis", "en"), ("six", "ar"), ("sixty", "en"), ("16", "zh"), ("", "ru"), ("  ", "es")],
)
def test_an_answer_of_another_language_or_number_is_wrong(text: str, language: str) -> None:
    assert points(text, language) == 0


def test_a_language_without_answers_takes_those_of_the_others() -> None:
    accept = {"en": ["Geneva"], "es": ["año"]}
    assert points("geneva", "ru", accept) == 1
    assert points("AÑO", "ru", accept) == 1
    assert points("ano", "ru", accept) == 0
    assert points("año", "en", accept) == 0


def test_no_answer_is_worth_nothing() -> None:
    for response in (None, {}, {"text": ""}, {"choices": ["x"]}):
        assert KIND.score(question(), FIELD, response, "en") == 0


@given(st.sampled_from(sorted(ACCEPT)), st.data())
def test_every_accepted_answer_gets_the_point(language: str, data: st.DataObject) -> None:
    spelling = data.draw(st.sampled_from(ACCEPT[language]))
    response = KIND.accept(question(), FIELD, {"": [spelling]})
    assert KIND.score(question(), FIELD, response, language) == 1


def test_the_key_is_the_first_accepted_answer_of_the_language() -> None:
    assert KIND.key(question(), FIELD, "ar") == {"text": "ستة"}
    assert KIND.key(question({"ru": ["шесть"]}), FIELD, "zh") == {"text": "шесть"}
    assert KIND.present(question(), None) == FIELD


def test_an_answer_is_kept_as_typed_on_one_line() -> None:
    assert KIND.accept(question(), FIELD, {"": ["  Six\tof\r\nthem\x00 "]}) == {
        "text": "Six of them"
    }
    assert KIND.accept(question(), FIELD, {"": ["e\u0301 \ud800"]}) == {"text": "é"}
    assert KIND.accept(question(), FIELD, {"": [" "]}) == {"text": ""}


@given(st.text(max_size=150))
def test_an_accepted_answer_is_accepted_again_unchanged(text: str) -> None:
    response = KIND.accept(question(), FIELD, {"": [text]})
    assert KIND.accept(question(), FIELD, {"": [response["text"]]}) == response
    assert "\x00" not in response["text"]
    response["text"].encode()


def test_an_answer_that_does_not_fit_is_refused() -> None:
    for raw in ({}, {"": []}, {"": ["six", "seven"]}):
        with pytest.raises(OneTextNeeded):
            KIND.accept(question(), FIELD, raw)
    assert len(KIND.accept(question(), FIELD, {"": ["x" * 200]})["text"]) == 200
    with pytest.raises(TextTooLong) as caught:
        KIND.accept(question(), FIELD, {"": ["x" * 201]})
    assert str(caught.value.text) == "Please shorten your answer to at most 200 characters."
