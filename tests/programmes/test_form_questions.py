"""The form built from questions: what is kept of what was sent, what is wrong, what is missing."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules import form_questions as forms
from lms.programmes.rules.form_questions import FormQuestion, NominationForm, Option

OPTIONS = (Option("a", {"en": "Police"}), Option("b", {"en": "Court", "ar": "محكمة"}))


def question(kind, **columns):
    values = {"help": {}, "is_required": True, "is_panel_only": False, **columns}
    options = OPTIONS if kind in forms.CHOOSING else ()
    return FormQuestion(f"q-{kind}", kind, {"en": f"A {kind}"}, options=options, **values)


ALL = tuple(question(kind) for kind in forms.KIND_NAMES)
SENT = {
    "q-short": [" Head of unit "],
    "q-long": ["Because."],
    "q-choice": ["b"],
    "q-several": ["b", "a"],
    "q-number": ["12,5"],
    "q-date": ["2027-03-31"],
    "q-yes_no": ["no"],
}


def test_a_form_is_read_as_it_was_written():
    form = NominationForm(ALL, (question("long", is_panel_only=True),))
    assert forms.read_form(json.loads(json.dumps(forms.write_form(form)))) == form
    assert forms.read_form({}) == NominationForm()
    assert form.part("organisation") == ALL
    assert len(form.part("nominee")) == 1


def test_what_was_sent_is_kept_as_answers():
    read = forms.read_answers(ALL, SENT, "fr")
    assert read.errors == {}
    assert read.values == {
        "q-short": "Head of unit",
        "q-long": "Because.",
        "q-choice": "b",
        "q-several": ["a", "b"],
        "q-number": "12.5",
        "q-date": "2027-03-31",
        "q-yes_no": False,
    }
    assert [one.id for one in forms.find_missing(ALL, read.values, ())] == ["q-file"]
    assert forms.find_missing(ALL, read.values, {"q-file"}) == ()


@pytest.mark.parametrize(
    ("kind", "sent", "error"),
    [
        ("short", ["x" * 201], forms.TOO_LONG),
        ("long", ["x" * 5001], forms.TOO_LONG),
        ("choice", ["z"], forms.NOT_OFFERED),
        ("choice", ["a", "b"], forms.NOT_OFFERED),
        ("several", ["a", "z"], forms.NOT_OFFERED),
        ("number", ["twelve"], forms.NO_NUMBER),
        ("number", ["12 years"], forms.NO_NUMBER),
        ("date", ["31.3.2027"], forms.NO_DATE),
        ("date", ["2027-02-30"], forms.NO_DATE),
        ("yes_no", ["perhaps"], forms.NOT_OFFERED),
    ],
)
def test_what_does_not_fit_is_told_and_not_kept(kind, sent, error):
    asked = question(kind)
    read = forms.read_answers([asked], {asked.id: sent}, "en")
    assert read.values == {}
    assert read.errors[asked.id].msgid == error
    assert forms.find_missing([asked], read.values, ()) == (asked,)


def test_nothing_sent_is_no_answer_and_no_error():
    for sent in ({}, {one.id: ["  "] for one in ALL}):
        read = forms.read_answers(ALL, sent, "en")
        assert (read.values, read.errors) == ({}, {})
        assert forms.find_missing(ALL, read.values, ()) == ALL


def test_an_answer_that_is_not_offered_any_more_is_missing():
    for asked, answer in ((question("choice"), "b"), (question("several"), ["a", "b"])):
        fewer = replace(asked, options=OPTIONS[:1])
        assert forms.find_missing([asked], {asked.id: answer}, ()) == ()
        assert forms.find_missing([fewer], {asked.id: answer}, ()) == (fewer,)
        assert forms.show_answer(fewer, answer, "en") in {"", "Police"}


@pytest.mark.parametrize(
    ("kind", "answer", "language", "shown"),
    [
        ("choice", "b", "ar", "محكمة"),
        ("several", ["a", "b"], "en", "Police · Court"),
        ("yes_no", True, "en", "Yes"),
        ("yes_no", False, "en", "No"),
        ("number", "1234.5", "fr", "1\u202f234,5"),
        ("date", "2027-03-31", "en", "31 March 2027"),
        ("short", "Head", "en", "Head"),
        ("long", None, "en", ""),
    ],
)
def test_answers_are_shown_in_the_readers_language(kind, answer, language, shown):
    assert str(forms.show_answer(question(kind), answer, language)) == shown


@given(
    sent=st.dictionaries(
        st.sampled_from([one.id for one in ALL]),
        st.lists(st.text(max_size=12) | st.sampled_from(["a", "b", "yes", "2027-01-01", "7"])),
    ),
    language=st.sampled_from(["en", "ar", "fr"]),
)
def test_whatever_is_sent_is_an_answer_an_error_or_nothing(sent, language):
    read = forms.read_answers(ALL, sent, language)
    assert not set(read.values) & set(read.errors)
    missing = {one.id for one in forms.find_missing(ALL, read.values, ())}
    assert missing == {one.id for one in ALL} - set(read.values)
    for one in ALL:
        if one.id in read.values:
            kept = json.loads(json.dumps(read.values[one.id]))
            assert forms.is_answered(one, {one.id: kept}, ())
            assert str(forms.show_answer(one, kept, language))
