"""Blueprints, forms and limits of exposure in the quizzes' editor; levels in the questions'."""

import re
from collections import Counter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lms.kit.db import writing
from lms.questions.blueprints import BlueprintRow, check_blueprint
from lms.questions.levels import COGNITIVE_LEVELS
from lms.workshop.editing.blueprints import begin_blueprint
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses
from tests.questions.bank import LEVELS
from tests.questions.test_blueprints import items
from tests.workshop.question_forms import change, question, sent
from tests.workshop.test_quizzes import TEST, kept

COURSE = courses.COURSE.replace(
    "modules:", "  - {id: place, text: Place any duty in its chapter.}\nmodules:", 1
)
BANK = courses.BANK + LEVELS
BLUEPRINT = """\
id: test
title: Exam
sections:
  - from: questions/bank.yaml
    blueprint:
      - {objective: strength, level: recall, draw: 2}   # what the law says
      - {objective: place, draw: 3}
"""


def import_course(quiz: str = courses.QUIZ) -> None:
    with writing():
        files = courses.files(course=COURSE, bank=BANK, quiz=quiz)
        factories.import_course(cast.actor_of("bruno"), NOW, files)


@pytest.fixture
def bruno(app, browse):
    return browse("bruno")


def sections():
    return yaml.safe_load(kept())["sections"]


def form_of(browser, **changes):
    """Return what the quiz's form sends as it stands, with changes."""
    return sent(browser.get(TEST).text) | changes


def cell(page: str, objective: str, level: str, section: int = 0) -> str:
    """Return the name of the field of a cell."""
    found = re.search(
        rf'name="(sections-{section}-cells-\d+)-objective" type="hidden" value="{objective}">'
        rf'<input [^>]*-article" type="hidden" value="">'
        rf'<input [^>]*-level" type="hidden" value="{level}">',
        page,
    )
    assert found, (objective, level)
    return f"{found[1]}-draw"


def test_a_section_becomes_a_blueprint_with_as_many_questions(bruno) -> None:
    import_course()
    answer = bruno.post(TEST, data=form_of(bruno, **{"sections-0-of": "blueprint"}))
    assert answer.status_code == 303
    # Two questions were drawn: one for each objective of the bank, at the level it has most of.
    assert sections() == [{
        "from": "questions/bank.yaml",
        "blueprint": [
            {"objective": "strength", "level": "recall", "draw": 1},
            {"objective": "place", "level": "recall", "draw": 1},
        ],
    }]  # fmt: skip
    page = bruno.get(TEST).text
    assert 'name="sections-0-count"' not in page
    assert "2 questions, as an attempt could get them." in page


@given(items, st.integers(1, 30))
def test_a_new_blueprint_is_met_by_the_bank(bank, count) -> None:
    rows = [BlueprintRow(**row) for row in begin_blueprint(count, bank)]
    check_blueprint(bank, rows)
    named = [item for item in bank if item.objective or item.level]
    assert sum(row.draw for row in rows) == min(count, len(named))
    # As even as the bank allows: no objective has two more than one that has questions left.
    shares = Counter({row.objective: 0 for row in rows})
    for row in rows:
        shares[row.objective] += row.draw
    has = Counter(item.objective for item in named)
    left = [shares[name] for name in has if shares[name] < has[name]]
    assert not left or max(shares.values()) - min(left) <= 1


def test_an_untouched_blueprint_keeps_its_text(bruno) -> None:
    import_course(BLUEPRINT)
    assert bruno.post(TEST, data=form_of(bruno)).status_code == 303
    assert kept() == BLUEPRINT


def test_the_table_says_what_is_drawn_and_what_there_is(bruno) -> None:
    import_course(BLUEPRINT)
    page = bruno.get(TEST).text
    for text in COGNITIVE_LEVELS.values():
        assert f">{text}</th>" in page
    assert ">Say how strongly a wording binds.</bdi>" in page
    # Of the objective “strength”: two questions without a level, four of each of two levels.
    name = cell(page, "strength", "recall")
    assert re.search(rf'name="{name}"[^>]*value="2"> <small id="{name}-stock">of 4<', page)
    name = cell(page, "strength", "")
    assert re.search(rf'name="{name}"[^>]*value=""> <small id="{name}-stock">of 10<', page)
    assert 'data-label="Total"><strong>5</strong>' in page


def test_cells_are_filled_and_emptied(bruno) -> None:
    import_course(BLUEPRINT)
    page = bruno.get(TEST).text
    changes = {
        cell(page, "strength", "recall"): "1", cell(page, "place", ""): "",
        cell(page, "place", "application"): "2", cell(page, "", "recall"): "1",
    }  # fmt: skip
    bruno.post(TEST, data=form_of(bruno, **changes))
    assert sections()[0]["blueprint"] == [
        {"objective": "strength", "level": "recall", "draw": 1},
        {"objective": "place", "level": "application", "draw": 2},
        {"level": "recall", "draw": 1},
    ]


def test_an_article_is_a_line_of_its_own(bruno) -> None:
    import_course(BLUEPRINT)
    bruno.post(TEST, data=form_of(bruno, **{"sections-0-article": "16(2)"}))
    assert sections()[0]["blueprint"][-1] == {"article": "16(2)", "draw": 1}
    page = bruno.get(TEST).text
    assert "Article 16(2)" in page
    # The bank has five of it: one question, and of each objective and level one.
    assert re.search(r'value="16\(2\)"><input [^>]*-level" type="hidden" value="">', page)
    assert "of 5</small>" in page


def test_what_the_bank_has_not_is_said_beside_the_cell(bruno) -> None:
    import_course(BLUEPRINT)
    name = cell(bruno.get(TEST).text, "strength", "recall")
    bruno.post(TEST, data=form_of(bruno, **{name: "7"}))
    page = bruno.get(TEST).text
    assert "has too few questions to draw from: 4 of the 7 needed" in page
    assert re.search(rf'aria-describedby="{name}-stock {name}-problem" aria-invalid="true"[^>]*'
                     rf'name="{name}"', page)  # fmt: skip
    assert f'<a href="#{name}">' in page
    answer = bruno.post(TEST, data=form_of(bruno, **{name: "many"}))
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    answer = bruno.post(TEST, data=form_of(bruno, **{name: "2000"}))
    assert "from 0 to 1000" in answer.text


def test_an_empty_blueprint_is_kept_and_said(bruno) -> None:
    import_course(BLUEPRINT)
    page = bruno.get(TEST).text
    changes = {cell(page, "strength", "recall"): "", cell(page, "place", ""): ""}
    bruno.post(TEST, data=form_of(bruno, **changes))
    assert sections()[0]["blueprint"] == []
    assert "The blueprint is empty." in bruno.get(TEST).text


def test_a_blueprint_becomes_a_number_again(bruno) -> None:
    import_course(BLUEPRINT)
    bruno.post(TEST, data=form_of(bruno, **{"sections-0-of": ""}))
    assert sections() == [{"draw": 5, "from": "questions/bank.yaml"}]


def test_a_second_section_is_no_blueprint_and_moves(bruno) -> None:
    import_course(BLUEPRINT)
    bruno.post(TEST, data=form_of(bruno, act="add"))
    bruno.post(TEST, data=form_of(bruno, act="up-1"))
    assert [list(section) for section in sections()] == [["draw", "from"], ["from", "blueprint"]]


def test_forms_and_a_limit_are_set_shown_and_refused_in_words(bruno) -> None:
    import_course(BLUEPRINT)
    bruno.post(TEST, data=form_of(bruno, forms="3", exposure="67"))
    data = yaml.safe_load(kept())
    assert (data["forms"], data["exposure"]) == (3, 67)
    shown = [bruno.get(f"{TEST}?example={n}").text for n in (1, 2, 3, 4)]
    assert [re.search(r"<h3>(Form \d)</h3>", page)[1] for page in shown] == [
        "Form 1", "Form 2", "Form 3", "Form 1",
    ]  # fmt: skip
    papers = [re.search(r'<ol class="paper".*?</ol>', page, re.S)[0] for page in shown]
    assert len(set(papers)) == 3
    assert all(paper.count("<li>") == 5 for paper in papers)
    assert "questions are used, each at most on 2 of 3 forms." in shown[0]
    # Two of four on each of three forms: each on one or two.
    told = re.search(r"<details><summary>Which question.*?</details>", shown[0], re.S)[0]
    assert len(re.findall(r"Is it \d\?</bdi>: \d", told)) >= 4
    bruno.post(TEST, data=form_of(bruno, exposure="40"))
    # One of three forms is the most: of each form two of four are drawn.
    page = bruno.get(TEST).text
    assert "needs more questions: 4 of the 6 needed" in page
    answer = bruno.post(TEST, data=form_of(bruno, forms="1", exposure="0"))
    assert answer.status_code == 422
    assert "from 2 to 20" in answer.text
    assert "from 1 to 100" in answer.text


def test_a_form_untouched_leaves_forms_and_limit(bruno) -> None:
    text = BLUEPRINT.replace("sections:", "forms: 2\nexposure: 50\nsections:")
    import_course(text)
    bruno.post(TEST, data=form_of(bruno))
    assert kept() == text


# --- The level of a question ----------------------------------------------------------------


def test_the_level_of_a_question_is_chosen_and_left_out_again(bruno) -> None:
    import_course()
    change(bruno, "shall", level="analysis")
    assert question("shall")["level"] == "analysis"
    change(bruno, "shall", text="What does *shall* ask of a State?")
    assert question("shall")["level"] == "analysis"
    change(bruno, "shall", level="")
    assert "level" not in question("shall")


def test_questions_are_listed_by_their_level(bruno) -> None:
    import_course()
    page = bruno.get("/teach/small/questions?level=recall").text
    assert page.count('data-label="Cognitive level">Recall: to know it</td>') == 8
    assert "8 questions" in page


def test_a_level_that_there_is_not_is_refused_with_its_place(bruno) -> None:
    import_course()
    change(bruno, "shall", level="guru")
    page = bruno.get("/teach/small/questions/bank/shall").text
    assert "Use one of: recall, application, analysis." in page
