"""The editor of questions that people mark: criteria and levels are written, moved, removed."""

import re

import pytest

from lms.kit.db import writing
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses
from tests.workshop.question_forms import kept

HOME = "/teach/small/questions"
ESSAY = f"{HOME}/bank/why"
BANK = (
    courses.BANK
    + """\
- id: why
  type: essay
  objective: strength
  text: Why does it bind?
  words: {min: 100}   # about a page
  rubric:
    criteria:
      - id: law
        text: Finds the duty.
        levels:
          - {id: none, points: 0, text: No article.}
          - {id: named, points: 2, text: The article.}   # the usual
"""
)
FORM = {
    "text": "Why does it bind?", "objective": "strength", "rubric-fewest_words": "100",
    "rubric-criteria-0-id": "law", "rubric-criteria-0-text": "Finds the duty.",
    "rubric-criteria-0-levels-0-id": "none", "rubric-criteria-0-levels-0-points": "0",
    "rubric-criteria-0-levels-0-text": "No article.",
    "rubric-criteria-0-levels-1-id": "named", "rubric-criteria-0-levels-1-points": "2",
    "rubric-criteria-0-levels-1-text": "The article.", "act": "keep",
}  # fmt: skip


@pytest.fixture(autouse=True)
def course(app):
    with writing():
        files = courses.files() | {"questions/bank.yaml": BANK.encode()}
        factories.import_course(cast.actor_of("bruno"), NOW, files)


@pytest.fixture
def bruno(browse):
    return browse("bruno")


def test_a_form_sent_untouched_changes_nothing(bruno):
    page = bruno.get(ESSAY).text
    assert "What an answer at this level shows" in page
    assert "to be mended" not in page
    assert bruno.post(ESSAY, data=FORM).status_code == 303
    assert kept() == BANK


def test_a_level_changes_in_its_own_line(bruno):
    bruno.post(ESSAY, data={**FORM, "rubric-criteria-0-levels-1-points": "3"})
    assert kept() == BANK.replace("points: 2", "points: 3")
    bruno.post(ESSAY, data={**FORM, "rubric-fewest_words": "", "rubric-most_words": "300"})
    assert "  words: {max: 300}" in kept()


def test_levels_and_criteria_come_and_go(bruno):
    answer = bruno.post(ESSAY, data={**FORM, "act": "more.criteria.law"})
    assert answer.location.endswith("?at=criteria.law&go=more#criteria-law")
    assert "- {id: level-2, points: 3, text: ''}" in kept()
    page = bruno.get(answer.location).text
    assert re.search(r'<textarea[^>]*autofocus[^>]*id="rubric-criteria-0-levels-2-text"', page)
    third = {"rubric-criteria-0-levels-2-id": "level-2", "rubric-criteria-0-levels-2-points": "3",
             "rubric-criteria-0-levels-2-text": "Applied."}  # fmt: skip
    bruno.post(ESSAY, data={**FORM, **third, "act": "less-none.criteria.law"})
    assert "id: none" not in kept()
    assert "- {id: level-2, points: 3, text: 'Applied.'}" in kept()
    answer = bruno.post(ESSAY, data={**FORM, "act": "add.criteria"})
    assert answer.location.endswith("?at=criteria.criterion-2&go=add#criteria-criterion-2")
    assert kept().count("points: 0") == 2


def test_criteria_change_places_and_one_is_removed(bruno):
    bruno.post(ESSAY, data={**FORM, "act": "add.criteria"})
    second = {"rubric-criteria-1-id": "criterion-2", "rubric-criteria-1-text": "Writes."}
    for number, word in enumerate(("Badly.", "Fairly.", "Well.")):
        at = f"rubric-criteria-1-levels-{number}"
        second |= {f"{at}-id": f"level-{number}", f"{at}-points": str(number), f"{at}-text": word}
    bruno.post(ESSAY, data={**FORM, **second, "act": "up.criteria.criterion-2"})
    assert kept().index("Writes.") < kept().index("Finds the duty.")
    assert "to be mended" not in bruno.get(ESSAY).text
    bruno.post(ESSAY, data={**FORM, "act": "remove.criteria.law"})
    assert "Finds the duty." not in kept()
    assert "Write at least one criterion." in bruno.get(ESSAY).text


def test_what_does_not_fit_is_told_beside_its_field(bruno):
    bruno.post(ESSAY, data={**FORM, "rubric-criteria-0-levels-1-points": "0"})
    assert "Another level is worth the same." in bruno.get(ESSAY).text
    answer = bruno.post(ESSAY, data={**FORM, "rubric-criteria-0-levels-1-points": "many"})
    assert answer.status_code == 422


@pytest.mark.parametrize("kind", ["essay", "observation"])
def test_a_new_question_begins_with_a_criterion(bruno, kind):
    address = bruno.post(HOME, data={"type": kind, "bank": "bank", "text": "One?"}).location
    page = bruno.get(address).text
    assert "Add a criterion" in page
    assert ("Words at least" in page) == (kind == "essay")
    assert "Level 3" in page


def test_a_trial_says_that_no_rule_marks_it(bruno):
    page = bruno.get(f"{ESSAY}/try").text
    assert "Write at least 100 words." in page
    assert "Finds the duty." not in page
    answer = bruno.post(f"{ESSAY}/try", data={"answer": "Because it says shall."}).text
    assert "Because it says shall." in answer
    assert "No rule marks this answer." in answer
    assert "Words written: 4" in answer
