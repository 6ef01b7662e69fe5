"""Gap text: fields within a text in any language, typed or chosen, each with its share."""

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.rules import Asked, TextTooLong
from lms.questions.types import get_type
from tests.questions import parts

KIND = get_type("gap_text")
CHANCE = st.randoms(use_true_random=False)
TEXT = "Each State *shall* {verb} the {what}, within {how-long}."
GAPS: list[dict[str, Any]] = [
    {"id": "what", "accept": {"en": ["measures", "steps"], "ar": ["التدابير"]}},
    {
        "id": "verb",
        "choices": [
            {"id": "take", "text": "take", "correct": True},
            {"id": "weigh", "text": "weigh"},
            {"id": "shun", "text": "shun"},
        ],
    },
    {"id": "how-long", "accept": {"en": ["2 years"]}},
]


def written(**more: object) -> dict[str, Any]:
    return {"id": "q", "type": "gap_text", "text": TEXT, "gaps": GAPS, **more}


def gap_text(**more: object) -> Any:
    return KIND.parse(written(**more))


@given(CHANCE, st.sampled_from(["en", "ar", "zh"]))
def test_the_key_is_an_answer_and_gets_all(chance: random.Random, language: str) -> None:
    parts.check_key(gap_text(), chance, language)


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "what": st.sampled_from(["measures", "Steps", "nothing", "٢", "a b"]),
        "verb": st.sampled_from(["take", "weigh", "shun"]),
        "how-long": st.sampled_from(["2 years", "two"]),
    },
)


@given(ANSWERS, CHANCE, st.sampled_from(["en", "ar"]))
def test_any_answer_is_sent_and_accepted_as_the_same(
    gaps: dict[str, str], chance: random.Random, language: str
) -> None:
    question = gap_text()
    parts.check_answer(question, KIND.present(question, chance), {"gaps": gaps}, language)


def test_no_answer_and_forged_ones() -> None:
    parts.check_nothing(gap_text())
    parts.check_forged(gap_text())
    parts.check_secrecy(gap_text(), KIND.present(gap_text(), random.Random(1)))
    presented = KIND.present(gap_text(), None)
    with pytest.raises(TextTooLong):
        KIND.accept(gap_text(), presented, {"1": ["x" * 201]})
    assert KIND.accept(gap_text(), presented, {"1": [" \u0000 "]}) == {"gaps": {}}


@pytest.mark.parametrize(
    ("gaps", "worth"),
    [
        ({"what": "STEPS"}, Fraction(1, 3)),
        ({"what": "steps", "verb": "weigh"}, Fraction(1, 3)),
        ({"what": "steps", "verb": "take", "how-long": "٢ years"}, Fraction(1)),
        ({"verb": "shun", "how-long": "two"}, Fraction(0)),
        ({"gone": "x"}, Fraction(0)),
    ],
)
def test_each_gap_has_its_share(gaps: dict[str, str], worth: Fraction) -> None:
    question = gap_text()
    presented = KIND.present(question, None)
    assert KIND.score(question, presented, {"gaps": gaps}, "en") == worth


def test_a_language_without_answers_takes_those_of_the_others() -> None:
    question = gap_text()
    presented = KIND.present(question, None)
    said = {"gaps": {"what": "measures", "how-long": "2 years"}}
    assert KIND.score(question, presented, said, "fr") == Fraction(2, 3)
    assert KIND.score(question, presented, said, "ar") == Fraction(1, 3)


def shown(html: str, language: str = "en") -> Any:
    question = gap_text()
    presented = KIND.present(question, None)
    texts = {**dict(KIND.texts(question)), "text": html}
    return KIND.fields(Asked(question, presented, texts, language))


def test_fields_stand_in_the_text_in_its_own_order_under_the_places_of_the_gaps() -> None:
    fields = shown("Each <em>shall</em> {verb} the {what}, within {how-long}.")
    assert [field.name for field in fields] == ["2", "1", "3"]
    assert [field.label for field in fields] == ["Gap 1 of 3", "Gap 2 of 3", "Gap 3 of 3"]
    assert [field.before for field in fields] == ["Each <em>shall</em> ", " the ", ", within "]
    assert [field.after for field in fields] == ["", "", "."]
    assert [field.control for field in fields] == ["select", "text", "text"]
    translated = shown("<em>{how-long}</em>: {what} {verb}")
    assert [field.name for field in translated] == ["3", "1", "2"]
    whole = "".join(f"{f.before}[{f.name}]{f.after}" for f in translated)
    assert whole == "<em>[3]</em>: [1] [2]"


def test_a_gap_that_a_text_lost_or_hid_in_a_tag_can_still_be_filled_in() -> None:
    fields = shown('<a href="{what}">so</a> {verb} {verb} {other}')
    assert sorted(field.name for field in fields) == ["1", "2", "3"]
    assert "".join(field.before for field in fields).startswith('<a href="{what}">so</a> ')


@given(st.permutations(["verb", "what", "how-long"]), st.text("<>{}ab ", max_size=12))
def test_no_word_of_the_text_is_lost(names: list[str], noise: str) -> None:
    html = noise.replace("<", "&lt;").join(f"{{{name}}}" for name in names)
    fields = shown(html)
    again = "".join(
        f"{field.before}{{{GAPS[int(field.name) - 1]['id']}}}{field.after}" for field in fields
    )
    assert again == html


def test_what_is_asked_is_to_fill_in_the_gaps() -> None:
    question = gap_text()
    asked = parts.ask(question, KIND.present(question, None))
    assert KIND.text(asked) == "Fill in the gaps."


def test_choices_are_mixed_within_their_gap_unless_told_not_to() -> None:
    orders = {KIND.present(gap_text(), random.Random(n)).choices for n in range(40)}
    assert len(orders) == 6
    fixed = {KIND.present(gap_text(shuffle=False), random.Random(n)).choices for n in range(9)}
    assert fixed == {("verb.take", "verb.weigh", "verb.shun")}


def test_a_review_says_of_each_gap_what_was_right() -> None:
    question = gap_text()
    presented = KIND.present(question, None)
    fields = parts.review(question, presented, {"gaps": {"verb": "weigh", "what": "steps"}})
    assert [field.verdict for field in fields] == ["wrong", "right", "missed"]
    assert [field.key for field in fields] == ["take", "measures", "2 years"]
    assert [option.verdict for option in fields[0].options] == ["missed", "wrong", ""]


def test_what_is_typed_is_shown_as_text_and_never_as_mark_up() -> None:
    gaps = [{"id": "a", "accept": {"en": ["<b>"]}}]
    question = gap_text(text="So {a}", gaps=[{**gaps[0], "accept": {"en": ["<b>x"]}}])
    (field,) = parts.review(question, KIND.present(question, None), {"gaps": {"a": "no"}})
    assert field.key == "&lt;b&gt;x"


def test_what_translators_translate_is_the_text_and_the_choices() -> None:
    assert [name for name, _ in KIND.texts(gap_text())] == [
        "text", "gaps.verb.choices.take.text", "gaps.verb.choices.weigh.text",
        "gaps.verb.choices.shun.text",
    ]  # fmt: skip


ONE = {"id": "a", "accept": {"en": ["x"]}}


@pytest.mark.parametrize(
    ("change", "place", "advice"),
    [
        ({"gaps": []}, ("gaps",), "Write at least one gap."),
        ({"text": "No gap."}, ("gaps", 0, "id"), "Write {what} in the text, once"),
        ({"text": TEXT + " {what}"}, ("gaps", 0, "id"), "Write {what} in the text, once"),
        ({"text": "[so]({a})", "gaps": [ONE]}, ("gaps", 0, "id"), "Write {a} in the text"),
        ({"text": TEXT + " {more}"}, ("text",), "{more} is no gap."),
        ({"text": "{a}", "gaps": [ONE, ONE]}, ("gaps", 1, "id"), "“a” is used twice"),
        ({"gaps": [{"id": "a"}]}, ("gaps", 0), "Give the gap either “accept”"),
        ({"gaps": [{**ONE, **GAPS[1]}]}, ("gaps", 0), "Give the gap either “accept”"),
        ({"gaps": [{"id": "a", "accept": {}}]}, ("gaps", 0, "accept"), "Write the accepted"),
        ({"gaps": [{"id": "a", "accept": {"de": ["x"]}}]},
         ("gaps", 0, "accept", "de"), "not one of the languages"),
        ({"gaps": [{"id": "a", "choices": [{"id": "x", "text": "X"}]}]},
         ("gaps", 0, "choices"), "Mark the right choice"),
        ({"gaps": [{"id": "a", "choices": [{"id": "x", "text": "X", "correct": True},
                                           {"id": "y", "text": "Y", "correct": True}]}]},
         ("gaps", 0, "choices", 1, "correct"), "A gap has one right choice."),
        ({"gaps": [{"id": "a", "choices": [{"id": "x", "text": "X", "corect": True}]}]},
         ("gaps", 0, "choices", 0, "corect"), "Did you mean “correct”?"),
        ({"gaps": [{**ONE, "acept": {}}]}, ("gaps", 0, "acept"), "Did you mean “accept”?"),
    ],
)  # fmt: skip
def test_mistakes_have_their_place_and_advice(
    change: dict[str, Any], place: tuple[str | int, ...], advice: str
) -> None:
    assert advice in parts.problems(written(**change))[place]


def test_a_gap_text_is_written_back_the_same() -> None:
    question = gap_text()
    assert KIND.parse(question.model_dump(mode="json")) == question
    assert KIND.parse(question.model_dump(mode="json", exclude_defaults=True)) == question
