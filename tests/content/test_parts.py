"""Questions of several parts in a course: checked with line and field, translated, hashed."""

import pytest

from lms.content.hashes import structure_hash, structure_of
from lms.content.reader import read_course
from lms.content.texts import list_units
from lms.content.validator import check_course
from lms.units.unit import Key
from tests.content import courses
from tests.questions.bank import PARTS

FILE = "questions/bank.yaml"
GAPS = Key(f"{FILE}#gaps.text", "Article {number} asks each State to {verb} bribery.")


def check(bank: str = PARTS):
    return check_course(courses.files(bank=bank)).problems


def test_a_bank_of_them_is_accepted_and_so_is_its_translation():
    assert not check()
    tree = courses.translated(courses.files(bank=PARTS))
    assert not check_course(tree).problems


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "said"),
    [
        ("match: leave", "match: leaf", 8, "0.prompts.1.match", "There is no “leaf”."),
        ("text: It is signed.", "txt: It is signed.", 18, "1.items.0.txt", "Did you mean “text”?"),
        ("id: ratify", "id: sign", 19, "1.items.1.id", "“sign” is used twice."),
        ("correct: weak", "correct: soft", 28, "2.rows.2.correct", "There is no “soft”."),
        ("{verb} bribery", "end bribery", 39, "3.gaps.1.id", "Write {verb} in the text"),
        ("to {verb}", "to {verb} {it}", 36, "3.text", "{it} is no gap."),
        ("correct: yes}\n        - {id: praise, text: praise}", "corect: yes}", 41,
         "3.gaps.1.choices.0.corect", "Did you mean “correct”?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_field(old, new, line, field, said):
    found = [
        (problem.line, problem.field)
        for problem in check(PARTS.replace(old, new))
        if said in str(problem.advice)
    ]
    assert (line, field) in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("المادة {number} تطلب.", "The placeholder {verb} of the source is missing."),
        ("المادة {number} {verb} {more}.", "The placeholder {more} is not in the source."),
        ("المادة {number} {verb} {verb}.", "The placeholder {verb} is not in the source."),
    ],
)
def test_a_translation_neither_loses_nor_invents_a_gap(text, said):
    tree = courses.retranslate(courses.translated(courses.files(bank=PARTS)), GAPS, text)
    assert said in [str(problem.message) for problem in check_course(tree).problems]


def test_every_text_is_a_unit_on_its_line():
    course, problems = read_course(courses.files(bank=PARTS))
    assert problems == []
    kinds = {
        unit.context.removeprefix(f"{FILE}#"): (unit.kind, unit.line)
        for unit in list_units(course)
        if unit.file == FILE
    }
    assert kinds["powers.text"] == ("question", 5)
    assert kinds["powers.prompts.may.text"] == ("part of a question", 8)
    assert kinds["gaps.gaps.verb.choices.praise.text"] == ("choice", 42)
    assert len(kinds) == 4 + 5 + 3 + 6 + 2


@pytest.mark.parametrize(
    ("old", "new", "is_changed"),
    [
        ("It is signed.", "They sign it.", False),
        ("asks each State to", "requires each State to", False),
        ("match: leave", "match: never", True),
        ("correct: weak", "correct: strong", True),
        ("fifteen", "XV", True),
        ("  type: ordering\n", "  type: ordering\n  scoring: all\n", True),
        ("  type: ordering\n", "  type: ordering\n  scoring: pairs\n", False),
    ],
)
def test_the_key_is_of_the_version_and_the_words_are_not(old, new, is_changed):
    before, after = (
        structure_hash(structure_of(read_course(courses.files(bank=bank))[0]))
        for bank in (PARTS, PARTS.replace(old, new))
    )
    assert (before != after) is is_changed
