"""Parallel forms of a quiz: given evenly, another at each attempt, counted, compared, taken out."""

import csv
import io
import re
from collections import defaultdict

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.assessment import queries
from lms.assessment.models import Attempt
from lms.assessment.rules import FEWEST, Candidate, Library, choose_form, draw_paper
from lms.assessment.rules.exposure import Exposure, FormFigures, form_figures, withhold_forms
from lms.content import queries as content
from lms.content.format import Quiz
from lms.content.models import Course
from lms.content.parallel import make_forms
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.questions.types import parse_question
from tests import cast, factories
from tests.assessment import courses
from tests.assessment.test_analyses import ask
from tests.questions.bank import LEVELS

BANK = "questions/bank.yaml"
PAGE = f"/teach/{courses.SLUG}/learners/questions"
BLUEPRINT = """\
id: exam
title: The exam
minutes: 30
pass_points: 70
forms: 3
exposure: 67
sections:
  - from: questions/bank.yaml
    blueprint:
      - {objective: place, draw: 2}
      - {objective: strength, draw: 2}
"""
# The exam is kept apart from a pre-test that has forms.
PRE_TEST = """\
id: pre-test
title: Before you begin
attempts: 3
forms: 2
sections: [{draw: 4, from: questions/bank.yaml, by: objective}]
"""
MANY = ("amina", "chen", "dalia", "farid", "gita")


def publish(**quizzes: str) -> None:
    """Publish the course with other quizzes; Bruno teaches it."""
    changed = {f"quizzes/{name.replace('_', '-')}.yaml": text.encode()
               for name, text in quizzes.items()}  # fmt: skip
    factories.import_course(OPERATOR, cast.NOW, {**courses.files(), **changed})
    factories.publish_course(OPERATOR, cast.NOW, courses.SLUG, offered=("ar",))
    row = content.get_course(courses.SLUG)
    db.session.get(Course, row.id).organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()


def forms_of(quiz_id: str) -> list[set[str]]:
    """Return the questions of each form, as the version has them."""
    version_id = content.get_course(courses.SLUG).newest_version_id
    return [set(form) for form in content.get_quiz_forms(version_id)[quiz_id]]


def items_of(attempt_id: str) -> set[str]:
    return {row.item_id for row in queries.get_paper(attempt_id)}


def take(browser, enrolment: str, activity: str = "exam") -> str:
    """Start an attempt, finish it, and return its id."""
    attempt = courses.start(browser, enrolment, activity)
    courses.finish(browser, attempt)
    return attempt


def test_a_paper_is_the_form_that_the_attempt_records(app, browse) -> None:
    publish(exam=BLUEPRINT)
    attempt_id = courses.start(browse("amina"), courses.enrol("amina"))
    form = queries.find_attempt(attempt_id).form
    assert items_of(attempt_id) == forms_of("exam")[form - 1]
    items = content.get_items(content.get_course(courses.SLUG).newest_version_id)
    objectives = sorted(items[name].objective for name in items_of(attempt_id))
    assert objectives == ["place", "place", "strength", "strength"]
    courses.finish(browse("amina"), attempt_id)
    for address in (f"/learn/attempts/{attempt_id}/result",
                    f"/teach/{courses.SLUG}/results/exam/{attempt_id}"):  # fmt: skip
        name = "bruno" if "teach" in address else "amina"
        page = browse(name).get(address).text
        assert re.search(rf"<dt>Form</dt>\s*<dd>{form}</dd>", page), address


def test_a_retake_gets_another_form_while_there_is_one(app, browse) -> None:
    publish(exam=BLUEPRINT)
    amina, enrolment = browse("amina"), courses.enrol("amina")
    given = [queries.find_attempt(take(amina, enrolment)).form for _ in range(4)]
    assert sorted(given[:3]) == [1, 2, 3]
    assert given[3] == given[0]


def test_attempts_are_spread_over_the_forms() -> None:
    sections = [{"draw": 1, "from": "questions/b.yaml"}]
    quiz = Quiz.model_validate({"id": "exam", "title": "E", "forms": 4, "sections": sections})
    library = Library({"exam": quiz}, {}, {"exam": [["a"], ["b"], ["c"], ["d"]]})
    given = [choose_form(library, "exam", Candidate(f"e{n}", {})) for n in range(4000)]
    # 1,000 expected, standard deviation 27: the enrolments are fixed, the bounds generous.
    assert all(890 < given.count(form) < 1110 for form in range(1, 5))
    assert choose_form(Library({"exam": quiz}, {}), "exam", Candidate("e", {})) is None


def test_what_is_kept_apart_from_a_quiz_with_forms_never_meets_its_form(app, browse) -> None:
    publish(pre_test=PRE_TEST)
    forms = forms_of("pre-test")
    for name, first in (("amina", "exam"), ("chen", "pretest")):
        browser, enrolment = browse(name), courses.enrol(name)
        one = take(browser, enrolment, first)
        other = take(browser, enrolment, "pretest" if first == "exam" else "exam")
        assert items_of(one).isdisjoint(items_of(other))
        again = take(browser, enrolment, "pretest")
        pre_test = again if first == "pretest" else other
        # One form for the enrolment: the exam is apart from it, whatever comes first.
        assert items_of(again) == items_of(pre_test) in forms


@given(st.text(max_size=6), st.integers(1, 9), st.text(max_size=6), st.booleans())
def test_a_blueprint_is_met_and_kept_apart_for_everybody(enrolment, number, seed, is_first) -> None:
    pre = Quiz.model_validate({
        "id": "pre", "title": "P", "forms": 4,
        "sections": [{"from": BANK, "blueprint": [{"level": "recall", "draw": 2}]}],
    })  # fmt: skip
    exam = Quiz.model_validate({
        "id": "exam", "title": "E",
        "sections": [{"from": BANK, "without": "pre", "blueprint": [
            {"objective": "place", "level": "recall", "draw": 2},
            {"objective": "strength", "draw": 3},
        ]}],
    })  # fmt: skip
    banks = {BANK: tuple(map(parse_question, yaml.safe_load(LEVELS)))}
    library = Library({"pre": pre, "exam": exam}, banks, {"pre": make_forms(pre, banks)})
    papers = {}
    for quiz_id in ("pre", "exam") if is_first else ("exam", "pre"):
        paper = draw_paper(library, quiz_id, Candidate(enrolment, papers, number), seed)
        papers[quiz_id] = {row.item_id for row in paper}
    assert papers["pre"].isdisjoint(papers["exam"])
    assert len(papers["exam"]) == 5
    assert sum(name.startswith("place-recall") for name in papers["exam"]) == 2
    assert sum(name.startswith("strength") for name in papers["exam"]) == 3


def test_a_quiz_without_forms_records_none(app, browse) -> None:
    attempt_id = courses.start(browse("amina"), courses.enrol("amina"))
    assert queries.find_attempt(attempt_id).form is None


# --- What trainers see ----------------------------------------------------------------------


def test_forms_are_compared_and_exposure_is_counted(app, browse, count_queries) -> None:
    publish(exam=BLUEPRINT)
    for name in MANY:
        browser, enrolment = browse(name), courses.enrol(name)
        for _ in range(3):
            attempt = courses.start(browser, enrolment)
            courses.answer_all(browser, attempt, 2 if name == "gita" else None)
            courses.finish(browser, attempt)
    bruno = browse("bruno")
    page = bruno.get(PAGE).text
    assert "<h2>Parallel forms</h2>" in page
    # Four have all points, one has half of them: 90 on average, 22.4 around it, on each form.
    for label, value in (("Papers", "5"), ("Mean of the points", "90%"),
                         ("Standard deviation", "22.4")):  # fmt: skip
        assert page.count(f'data-label="{label}">{value}</td>') == 3, label
    # Of 12 questions each form has 4: each question is on one form, a third of the papers.
    assert page.count("<span>33% <small>Form ") == 12
    assert "Above the limit" not in page
    with count_queries() as few:
        bruno.get(PAGE)
    take(browse("emre"), courses.enrol("emre"))
    with count_queries() as more:
        bruno.get(PAGE)
    assert more.count == few.count


def test_a_question_that_is_above_its_limit_is_marked(app, browse) -> None:
    publish(exam=BLUEPRINT.replace("forms: 3\nexposure: 67", "forms: 2\nexposure: 50"))
    version_id = content.get_course(courses.SLUG).newest_version_id
    library = queries.get_library(version_id)
    # Of three people two at least begin with the same form.
    by_form = defaultdict(list)
    for name in MANY[:3]:
        enrolment = courses.enrol(name)
        by_form[choose_form(library, "exam", Candidate(enrolment, {}))].append((name, enrolment))
    first, second, *_ = max(by_form.values(), key=len)
    bruno = browse("bruno")
    take(browse(first[0]), first[1])
    # Of one paper there is no smaller part.
    assert "Above the limit" not in bruno.get(PAGE).text
    take(browse(second[0]), second[1])
    assert bruno.get(PAGE).text.count("Above the limit of 50%") == 4


@pytest.mark.parametrize(("name", "status"), [("farid", 403), ("amina", 403)])
def test_others_do_not_see_the_forms(app, browse, name, status) -> None:
    publish(exam=BLUEPRINT)
    assert browse(name).get(PAGE).status_code == status
    assert browse().get(PAGE).status_code == 303


def test_the_form_is_a_column_of_the_results(app, browse, run_jobs) -> None:
    publish(exam=BLUEPRINT)
    for name in (*MANY, "emre"):
        take(browse(name), courses.enrol(name))
    bruno = browse("bruno")
    address, _page = ask(bruno, run_jobs, quiz="exam")
    answer = bruno.get(f"{address}/attempts/csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    given = db.session.execute(select(Attempt.form)).scalars()
    assert sorted(row["form"] for row in rows) == sorted(map(str, given))
    assert len(rows) == 6


# --- Rules ----------------------------------------------------------------------------------


def test_the_deviation_is_that_of_a_sample() -> None:
    points = [20.0, 40.0, 60.0, 80.0, 100.0]
    figures = form_figures("exam", 1, 7, 5, 5, sum(points), sum(each**2 for each in points))
    assert (figures.mean, round(figures.deviation, 4)) == (60.0, 31.6228)


def test_of_few_people_nothing_is_told_be_it_by_subtraction() -> None:
    rows = [FormFigures("exam", form, n, n, n, 50.0, 1.0) for form, n in ((1, 9), (2, 8), (3, 7))]
    assert withhold_forms(rows, {"exam": 24}) == rows
    few = FormFigures("exam", 4, 2, 2, FEWEST - 1, None, None)
    told = withhold_forms([*rows, few], {"exam": 24 + FEWEST - 1})
    # With the smallest form withheld too, what is missing is of enough people.
    assert [row.mean for row in told] == [50.0, 50.0, None, None]


def test_a_share_is_of_the_papers_and_exactly_compared() -> None:
    assert Exposure(2, 5).percent == 40
    assert not Exposure(2, 5).is_above(40)
    assert Exposure(3, 5).is_above(40)
    # Of three papers a third is one: no fewer could have it.
    assert not Exposure(1, 3).is_above(33)
    assert Exposure(2, 3).is_above(33)
    assert not Exposure(1, 1).is_above(50)
    assert not Exposure(5, 5).is_above(None)
