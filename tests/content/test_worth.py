"""A quiz whose papers would be worth different points is refused before it is published."""

import pytest

from lms.content.validator import check_course
from tests.assessment import courses

SURVEY = """
- id: views
  type: comment
  text: What do you think?
"""
HEAVY = courses.BANK.replace("  type: single\n", "  type: single\n  weight: 3\n", 1)
DIFFERS = "The papers of this quiz would differ in their points."
ROWS = "sections: [{from: questions/bank.yaml, blueprint: [%s]}]\n"


def problems(bank: str, sections: str = "") -> list[str]:
    """Return what is said of the exam with these sections and this bank."""
    tree = {name: text for name, text in courses.files().items() if "locale" not in name}
    for name in ("pre-test", "practice", "drill", "strict"):
        del tree[f"quizzes/{name}.yaml"]
    course = courses.COURSE.replace("      - {id: pretest, quiz: quizzes/pre-test.yaml}\n", "")
    for name in ("practice", "drill", "strict"):
        course = course.replace(f"      - {{id: {name}, quiz: quizzes/{name}.yaml}}\n", "")
    exam = "id: exam\ntitle: The exam\n" + sections
    tree |= {
        "course.yaml": course.encode(), "questions/bank.yaml": bank.encode(),
        "quizzes/exam.yaml": exam.encode(),
    }  # fmt: skip
    found = check_course(tree).problems
    assert all(each.file == "quizzes/exam.yaml" for each in found), found
    return [str(each.message) for each in found]


CHANCE = "sections: [{draw: 5, from: questions/bank.yaml}]\n"


@pytest.mark.parametrize(
    ("bank", "sections", "is_refused"),
    [
        (HEAVY, CHANCE, True),
        (courses.BANK + SURVEY, CHANCE, True),
        (HEAVY, "sections: [{draw: 4, from: questions/bank.yaml, by: objective}]\n", True),
        (HEAVY, ROWS % "{objective: place, draw: 2}", True),
        (HEAVY, ROWS % "{objective: strength, draw: 2}", False),
        (HEAVY, ROWS % "{objective: place, draw: 6}, {objective: strength, draw: 1}", False),
        # The comment is in no row.
        (courses.BANK + SURVEY, ROWS % "{objective: place, draw: 2}", False),
    ],
)
def test_a_draw_by_chance_is_of_questions_that_are_worth_the_same(bank, sections, is_refused):
    assert problems(bank, sections) == ([DIFFERS] if is_refused else [])


def test_whoever_gets_all_questions_gets_all_points():
    assert problems(HEAVY, "sections: [{draw: 12, from: questions/bank.yaml}]\n") == []
    both = (
        "sections: [{draw: 5, from: questions/bank.yaml}, {draw: 7, from: questions/bank.yaml}]\n"
    )
    assert problems(HEAVY, both) == []
    assert problems(courses.BANK, "sections: [{draw: 5, from: questions/bank.yaml}]\n") == []


def test_the_advice_says_what_to_do():
    tree = courses.files() | {"questions/bank.yaml": HEAVY.encode()}
    found = [each for each in check_course(tree).problems if str(each.message) == DIFFERS]
    assert {each.file for each in found} == {
        "quizzes/exam.yaml", "quizzes/pre-test.yaml", "quizzes/strict.yaml",
    }  # fmt: skip
    assert "Give what is drawn together the same weight" in str(found[0].advice)


def test_a_survey_has_no_points_to_weigh():
    for weight, said in ((1, []), (2, ["12.weight: Remove “weight”."])):
        bank = f"{courses.BANK}{SURVEY}  objective: place\n  weight: {weight}\n"
        tree = courses.files() | {"questions/bank.yaml": bank.encode()}
        found = [each for each in check_course(tree).problems if each.file.startswith("questions/")]
        assert [f"{each.field}: {each.advice}" for each in found] == said
