"""What did not fit is shown again as it was sent; what stays as it was is known by its text."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment import rules
from lms.assessment.rules import PaperRow, ResponseRow, Sent
from lms.questions.drawing import randomness
from lms.questions.types import get_type
from tests.assessment import whole
from tests.cast import NOW

QUESTIONS = [get_type(row["type"]).parse(row) for row in yaml.safe_load(whole.QUESTIONS)]
TYPED = {"essay": {"text": "Two words."}, "comment": {"text": "An opinion."}}
STEPWISE = "scenario"


def answer_to(question, presented):
    """Return an answer that gets all points, or some words where nobody knows such a one."""
    kind = get_type(question.type)
    return TYPED.get(question.type) or kind.key(question, presented, "en")


def filled(shown):
    """Return what stands in the fields of a question."""
    return [
        (one.name, one.typed, [each.value for each in one.options if each.is_chosen])
        for one in shown.fields
    ]


@given(st.sampled_from(QUESTIONS), st.integers())
def test_what_was_sent_fills_the_fields_as_the_saved_answer_does(question, seed):
    kind = get_type(question.type)
    presented = kind.present(question, randomness(str(seed), question.id))
    row = PaperRow(1, question.id, presented)
    texts, value = dict(kind.texts(question)), answer_to(question, presented)
    saved = ResponseRow(1, question.id, value, NOW)
    empty = rules.show_question(row, question, texts, None, "en")
    sent = rules.fill_again(empty, kind.send(question, presented, value))
    if question.type == STEPWISE:
        # A decision is a button: nothing of it is filled in.
        assert sent == empty
    else:
        assert filled(sent) == filled(rules.show_question(row, question, texts, saved, "en"))


@given(st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=5), max_size=3), max_size=4))
def test_equal_answers_read_alike_and_empty_ones_not_at_all(value):
    turned = dict(reversed(value.items()))
    assert rules.write_value(value) == rules.write_value(turned)
    assert (rules.write_value(value) == "") == (not any(value.values()))
    assert rules.write_value(None) == ""
    assert Sent(1, "", value, "").is_blank == (not any("".join(each) for each in value.values()))
