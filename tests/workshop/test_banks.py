"""Banks as texts: one question changes, the others keep their bytes, however they are laid out."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.workshop.editing import banks
from lms.workshop.editing.banks import QuestionUnknown, read_bank
from lms.workshop.editing.edits import FileUnreadable, Set, load
from lms.workshop.editing.questions import compare, question_edits
from tests.content import courses

BANK = """\
# Forty items.

# --- place ----------
- id: one
  type: true_false
  text: First.  # not final
  correct: no

# Ask the registry.
- id: two
  type: true_false
  text: >
    Second,
    folded.
  correct: yes
# --- strength -------
- id: three
  type: true_false
  text: Third.
  correct: no
"""
INDENTED = "".join(f"  {line}\n" if line.strip() else "\n" for line in BANK.splitlines())
NAMES = ("one", "two", "three")


def ids(text):
    return [question["id"] for question in load(text)]


def test_feedback_counts_wherever_a_type_has_it_and_is_not_missed_where_nothing_is_wrong():
    cards = read_bank("""\
- {id: plain, type: true_false}
- {id: choice, type: single, choices: [{id: a, feedback: Because.}]}
- {id: case, type: scenario, scenes: [{id: a, options: [{id: b, feedback: Because.}]}, {id: c}]}
- {id: silent, type: scenario, scenes: [{id: a, options: [{id: b}]}]}
- {id: essay, type: essay, rubric: {criteria: []}}
- {id: opinion, type: scale}
- {id: damaged, type: scenario, scenes: [x, {options: [y]}]}
""").cards
    assert {card.id: card.has_feedback for card in cards} == {
        "plain": False, "choice": True, "case": True, "silent": False, "essay": True,
        "opinion": True, "damaged": False,
    }  # fmt: skip


@pytest.mark.parametrize("text", [BANK, INDENTED])
def test_one_question_changes_and_all_else_keeps_its_bytes(text):
    bank = read_bank(text)
    after = banks.change_question(bank, "one", [Set(("text",), "New.")])
    assert after == text.replace("First.", "New.")
    after = banks.change_question(bank, "three", [Set(("feedback",), "Why.")])
    came = [line for line in after.splitlines() if "feedback" not in line]
    assert came == text.splitlines()


@pytest.mark.parametrize("text", [BANK, INDENTED])
def test_questions_move_and_go_and_headings_stay(text):
    bank = read_bank(text)
    assert ids(banks.move_question(bank, "three", -1)) == ["one", "three", "two"]
    assert banks.move_question(bank, "one", -1) == text
    after = banks.remove_question(bank, "two")
    assert ids(after) == ["one", "three"]
    assert "# --- strength" in after
    assert "# --- place" in after
    last = read_bank(banks.remove_question(read_bank(after), "one"))
    assert load(banks.remove_question(last, "three")) == []


def test_a_new_question_comes_last():
    value = {"id": "four", "type": "true_false", "text": "Fourth.", "correct": True}
    for text in (BANK, INDENTED, BANK.rstrip("\n"), "[]\n", ""):
        after = banks.add_question(read_bank(text), value)
        assert ids(after) == [*(ids(text) if load(text) else []), "four"]
        assert after.startswith(text.removesuffix("[]\n"))


def test_a_bank_is_no_other_thing():
    with pytest.raises(FileUnreadable):
        read_bank("id: one\n")
    with pytest.raises(FileUnreadable):
        read_bank("- id: [\n")
    with pytest.raises(QuestionUnknown):
        read_bank(BANK).data_of("four")


def test_a_text_that_looks_like_an_item_misleads_nobody():
    text = '- id: one\n  type: true_false\n  text: "a\n\n- b"\n  correct: no\n'
    bank = read_bank(text)
    assert [card.id for card in bank.cards] == ["one"]
    assert load(banks.change_question(bank, "one", [Set(("correct",), True)]))[0]["correct"] is True


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30
).map(str.strip)


@given(st.sampled_from([BANK, INDENTED]), st.sampled_from(NAMES), WORDS, WORDS)
def test_reading_after_a_change_gives_the_change_and_nothing_else(text, name, asked, said):
    bank = read_bank(text)
    new = {"text": asked, "feedback": said or None}
    after = banks.change_question(bank, name, question_edits(bank.data_of(name), new))
    expected = deepcopy(load(text))
    for question in expected:
        if question["id"] == name:
            question["text"] = asked
            question.update({"feedback": said} if said else {})
    assert load(after) == expected


def test_what_a_change_makes():
    first = load(courses.BANK)[0]
    assert compare(None, first) == "new"
    assert compare(first, dict(first)) == "none"
    assert compare(first, {**first, "text": "Otherwise?"}) == "words"
    assert compare(first, {**first, "article": "17"}) == "structure"
    assert compare(first, {**first, "feedback": "A new text."}) == "structure"
    turned = [{**choice, "correct": not choice.get("correct")} for choice in first["choices"]]
    assert compare(first, {**first, "choices": turned}) == "structure"
    assert compare(first, {**first, "text": ""}) == "structure"
