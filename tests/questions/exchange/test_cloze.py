"""Moodle's embedded answers: gaps of each type, several in a text or one alone."""

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.exchange.reading import read_questions
from lms.questions.rules import Presented
from lms.questions.types import get_type, parse_question


def read(text, language="en"):
    """Return what becomes of a text with embedded answers: the question, or why there is none."""
    content = (
        '<quiz><question type="cloze"><name><text>Q</text></name>'
        f'<questiontext format="html"><text>{escape(text)}</text></questiontext></question></quiz>'
    )
    found = read_questions(content.encode(), "moodle-xml", language)
    (one,) = (*found.taken, *found.left)
    return one


def data(text, language="en"):
    return dict(read(text, language).built.data)


def losses(text):
    return [str(loss) for loss in read(text).built.losses]


def test_a_lone_number_is_a_question_of_its_own():
    found = data("Adopted in {1:NUMERICAL:=2003:0#Merida~%50%2004:1#Near~*#No} by the Assembly.")
    assert found == {
        "type": "numeric", "text": r"Adopted in \_\_\_\_\_ by the Assembly.", "answer": "2003",
        "feedback": "Merida",
    }  # fmt: skip
    assert data("{2:NM:=23.8:0.15}")["tolerance"] == "0.15"
    assert losses("{1:NM:=1~%50%2:1}") == ["Answers that were partly right count as wrong here."]


def test_a_number_among_other_gaps_is_typed_as_it_is_spelt():
    found = data("Article {1:NM:=15} binds {1:SA:=States}; {1:NUMERICAL:=-2.50} more.")
    first, _, third = found["gaps"]
    assert (first["accept"], third["accept"]) == ({"en": ["15"]}, {"en": ["-2.5"]})
    assert losses("{1:NM:=15} and {1:NM:=16}") == [
        "A number in a gap is compared as it is spelt: 5 is not 5.0 here."
    ]
    assert "a number with a tolerance" in str(read("{1:NM:=3:1} or {1:NM:=4}").reason)


@pytest.mark.parametrize("kind", ["MULTIRESPONSE", "MR", "MRV", "MRH", "MRS", "MRHS",
                                  "MULTIRESPONSE_H", "MULTIRESPONSE_HS"])  # fmt: skip
def test_several_choices_alone_are_a_question_of_that_type(kind):
    found = data(f"Which are crimes? {{1:{kind}:=Bribery#Art. 15~=Theft~%-100%Thrift}} Say.")
    assert found["type"] == "multiple"
    assert found["text"] == "Which are crimes? Say."
    assert [one.get("correct", False) for one in found["choices"]] == [True, True, False]
    assert found["choices"][0]["feedback"] == "Art. 15"
    parse_question({"id": "q", **found})


def test_several_choices_among_other_gaps():
    assert "several choices" in str(read("{1:MR:=a~=b~c} or {1:SA:=d}").reason)
    one_right = data("{1:MR:=a~b} or {1:SA:=d}")
    assert [one.get("correct", False) for one in one_right["gaps"][0]["choices"]] == [True, False]


@pytest.mark.parametrize("kind", ["MULTICHOICE", "MC", "MCV", "MCH", "MCS", "MCVS", "MCHS",
                                  "MULTICHOICE_V", "MULTICHOICE_H", "MULTICHOICE_VS"])  # fmt: skip
def test_lists_and_buttons_are_choices(kind):
    (gap,) = data(f"It is {{1:{kind}:wrong~=right}}.")["gaps"]
    assert [one["text"] for one in gap["choices"]] == ["wrong", "right"]


@pytest.mark.parametrize("kind", ["SHORTANSWER", "SA", "MW"])
def test_words_whatever_their_case(kind):
    assert losses(f"It is {{1:{kind}:=right}}.") == []


@pytest.mark.parametrize("kind", ["SHORTANSWER_C", "SAC", "MWC"])
def test_words_whose_case_is_not_kept(kind):
    assert losses(f"It is {{1:{kind}:=right}}.") == [
        "Small and capital letters are not told apart here."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{1:DRAWING:=a} and {1:SA:=b}", "“DRAWING”, which is not known here"),
        ("{1:NM:=many}", "“many” is not a number"),
        ("{1:NM:2} and {1:SA:=b}", "No answer to it is wholly right."),
        ("{1:NM:=1~=2}", "It takes one number, and 2 are right."),
        ("{1:MR:=a~=b~c}", "It has no text."),
        ("Which? {1:MR:a~b}", "“correct: yes”"),
    ],
)
def test_what_cannot_be_taken_says_why(text, said):
    assert said in str(read(text).reason)


@given(
    st.decimals(-9999, 9999, places=3),
    st.decimals(0, 50, places=2),
    st.sampled_from(["NUMERICAL", "NM"]),
)
def test_a_number_is_right_here_where_it_was_there(number, tolerance, kind):
    question = parse_question({"id": "q", **data(f"How much? {{1:{kind}:={number}:{tolerance}}}")})
    worth = [
        get_type("numeric").score(question, Presented(), {"text": str(number + off)}, "en")
        for off in (0, tolerance, -tolerance, tolerance + 1)
    ]
    assert worth == [1, 1, 1, 0]
