"""What holds for every type of several parts, as checks that its own tests call."""

import random
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from lms.questions.parts import PartAnsweredTwice, PartNotOnPaper
from lms.questions.rules import Asked, ChoiceNotOnPaper, Presented
from lms.questions.showing import Shown
from lms.questions.types import get_type, parse_question


def ask(
    question: Any, presented: Presented, response: Any = None, language: str = "en"
) -> Asked[Any]:
    """Return a question with its own words as its texts."""
    texts = dict(get_type(question.type).texts(question))
    return Asked(question, presented, texts, language, response)


def review(
    question: Any, presented: Presented, response: Any, language: str = "en"
) -> tuple[Shown, ...]:
    """Return what a review shows of an answer."""
    return get_type(question.type).review(ask(question, presented, response, language))


def problems(data: dict[str, Any]) -> dict[tuple[str | int, ...], str]:
    """Return the advice on a question that is refused, by place."""
    with pytest.raises(ValidationError) as caught:
        parse_question(data)
    return {problem["loc"]: problem["msg"] for problem in caught.value.errors()}


def check_key(question: Any, chance: random.Random, language: str = "en") -> None:
    """See that the key is an answer like others, worth all, and that its review finds no fault."""
    kind = get_type(question.type)
    presented = kind.present(question, chance)
    key = kind.key(question, presented, language)
    assert kind.accept(question, presented, kind.send(question, presented, key)) == key
    assert kind.score(question, presented, key, language) == 1
    assert {field.verdict for field in review(question, presented, key, language)} == {"right"}


def check_answer(question: Any, presented: Presented, response: Any, language: str = "en") -> None:
    """See that an answer is sent and accepted as the same, and is worth 0 to 1."""
    kind = get_type(question.type)
    raw = kind.send(question, presented, response)
    mixed = dict(sorted(raw.items(), reverse=True))
    assert kind.accept(question, presented, raw) == response
    assert kind.accept(question, presented, mixed) == response
    worth = kind.score(question, presented, response, language)
    assert isinstance(worth, Fraction)
    assert 0 <= worth <= 1
    fields = kind.fields(ask(question, presented, response, language))
    shown = {
        field.name: [field.typed]
        if field.control in {"text", "number", "comment"}
        else [option.value for option in field.options if option.is_chosen]
        for field in fields
    }
    assert {name: values for name, values in shown.items() if any(values)} == raw


def check_nothing(question: Any) -> None:
    """See that no answer is worth nothing, and that an empty one takes an answer back."""
    kind = get_type(question.type)
    presented = kind.present(question, random.Random(5))
    names = [field.name for field in kind.fields(ask(question, presented))]
    for raw in ({}, {name: [] for name in names}, {name: [""] for name in names}):
        response = kind.accept(question, presented, raw)
        assert not any(response.values())
        assert kind.score(question, presented, response, "en") == 0
        assert kind.send(question, presented, response) == {}
    for response in (None, {}, {"choices": ["x"]}):
        assert kind.score(question, presented, response, "en") == 0
    assert {field.verdict for field in review(question, presented, None)} <= {"", "missed"}


def check_forged(question: Any) -> None:
    """See that what the paper does not have is refused."""
    kind = get_type(question.type)
    presented = kind.present(question, random.Random(5))
    key = kind.send(question, presented, kind.key(question, presented, "en"))
    last = str(len(key))
    for name in ("", "0", str(len(key) + 1), "01", " 1", "1-1", "²"):
        with pytest.raises(PartNotOnPaper):
            kind.accept(question, presented, {**key, name: ["1"]})
    with pytest.raises(PartAnsweredTwice):
        kind.accept(question, presented, {**key, last: ["1", "2"]})
    choosing = [f.name for f in kind.fields(ask(question, presented)) if f.control != "text"]
    for name in choosing:
        for value in ("0", "99", "-1", "1 ", "x", "١"):
            with pytest.raises(ChoiceNotOnPaper):
                kind.accept(question, presented, {**key, name: [value]})


def check_secrecy(question: Any, presented: Presented) -> None:
    """See that what is shown while an attempt is open says nothing of the key."""
    for field in get_type(question.type).fields(ask(question, presented)):
        assert (field.verdict, field.key, field.feedback, field.typed) == ("", "", "", "")
        said = {(option.verdict, option.feedback, option.is_chosen) for option in field.options}
        assert said <= {("", "", False)}
