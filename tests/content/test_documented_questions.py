"""The questions that the trainers' guide shows are accepted as they stand."""

import re

import pytest
import yaml

from lms.content.validator import check_course
from lms.kit.paths import project_root
from tests.content import courses

GUIDE = project_root() / "docs" / "trainers.md"
# The small course's quiz can be passed: something in its bank has to have points.
MARKED = "- {id: also, type: true_false, text: So?, correct: yes}\n"
# A block of code: lines indented by four signs or more after an empty one.
BLOCK = re.compile(r"(?<=\n\n)((?: {4,}.*\n|\n)+)")


def examples() -> list[str]:
    """Return every example of questions in the section on them."""
    section = GUIDE.read_text("utf-8").split("## Questions\n", 1)[1].split("\n## ")[0]
    blocks = (_even(block) for block in BLOCK.findall(f"\n{section}"))
    return [block for block in blocks if block.startswith("- id:")]


def _even(block: str) -> str:
    lines = block.strip("\n").split("\n")
    margin = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "\n".join(line[margin:] for line in lines) + "\n"


def test_the_guide_shows_the_types_that_need_it():
    shown = {question["type"] for text in examples() for question in yaml.safe_load(text)}
    assert shown >= {
        "single",
        "matching",
        "ordering",
        "matrix",
        "gap_text",
        "numeric",
        "formula",
        "scenario",
        "scale",
        "rank",
    }


@pytest.mark.parametrize("text", examples(), ids=lambda text: yaml.safe_load(text)[0]["id"])
def test_an_example_is_accepted_by_the_validator(text):
    every = yaml.safe_load(text)
    # All of them, and the other: what chance draws would have to be worth the same.
    drawn = 1 + sum(each["type"] != "case_file" and "case" not in each for each in every)
    quiz = courses.QUIZ.replace("draw: 2", f"draw: {drawn}").replace(", by: objective", "")
    problems = check_course(courses.files(bank=text + MARKED, quiz=quiz)).problems
    assert [f"{problem.line}: {problem.advice}" for problem in problems] == []
