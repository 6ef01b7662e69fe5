"""What a candidate learns of a result, and when: by article, how exact, and no review too early."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.analysis.findings import Reliability
from lms.assessment.rules.articles import error_band, sum_by_article
from lms.assessment.rules.withholding import Around, why_withheld
from lms.content.format import Quiz
from lms.kit.clock import clock
from lms.kit.db import db
from lms.questions.types import parse_question
from tests import cast
from tests.assessment import courses
from tests.assessment.crowd import Crowd
from tests.assessment.test_analyses import ask
from tests.assessment.test_sittings import bruno, plan  # noqa: F401 - a fixture

SECTIONS = [{"draw": 1, "from": "questions/bank.yaml"}]
REVIEW = "FEEDBACK-ITEM"


@pytest.fixture
def amina(app, browse):
    return browse("amina")


def sit(browser, enrolment: str, quiz: str) -> str:
    """Take a quiz, answer it all, and return the address of its result."""
    attempt_id = courses.start(browser, enrolment, quiz)
    courses.answer_all(browser, attempt_id)
    return str(courses.finish(browser, attempt_id).location)


def test_a_review_waits_for_another_attempt_with_the_same_questions(amina):
    enrolment = courses.enrol("amina")
    result = sit(amina, enrolment, "drill")
    assert REVIEW in amina.get(result).text
    other = courses.start(amina, enrolment, "exam")
    page = amina.get(result).text
    for secret in courses.SECRETS:
        assert secret not in page, secret
    assert "once your other attempt with some of the same questions is finished" in page
    assert f'href="/learn/attempts/{other}"' in page
    courses.finish(amina, other)
    assert REVIEW in amina.get(result).text


def test_no_quiz_taken_on_the_way_tells_the_keys_of_an_open_exam(amina):
    enrolment = courses.enrol("amina")
    courses.start(amina, enrolment, "exam")
    assert REVIEW not in amina.get(sit(amina, enrolment, "drill")).text


def test_an_attempt_with_other_questions_keeps_nothing_back(amina):
    enrolment = courses.enrol("amina")
    result = sit(amina, enrolment, "pretest")
    # The exam is drawn without the questions of the pre-test.
    courses.start(amina, enrolment, "exam")
    assert REVIEW in amina.get(result).text


def test_another_person_s_open_attempt_keeps_nothing_back(amina, browse):
    result = sit(amina, courses.enrol("amina"), "drill")
    courses.start(browse("farid"), courses.enrol("farid"), "drill")
    assert REVIEW in amina.get(result).text


def test_in_a_sitting_the_review_waits_until_it_is_over_for_everybody(bruno, browse):  # noqa: F811
    courses.enrol("farid")
    plan(bruno, "amina", "farid")
    amina = browse("amina")
    result = sit(amina, courses.enrolled("amina"), "drill")
    page = amina.get(result).text
    assert REVIEW not in page
    assert "once this sitting is over for everybody" in page
    clock.advance(minutes=55)
    farid = courses.start(browse("farid"), courses.enrolled("farid"), "drill")
    clock.advance(minutes=10)
    assert REVIEW not in amina.get(result).text, "Farid still has time"
    courses.finish(browse("farid"), farid)
    assert REVIEW in amina.get(result).text


@given(
    feedback=st.sampled_from(["after_finish", "never"]),
    is_released=st.booleans(),
    open_id=st.sampled_from([None, "other"]),
    minutes=st.sampled_from([None, -1, 0, 1]),
    is_on=st.booleans(),
)
def test_a_review_is_shown_only_where_nothing_speaks_against_it(
    feedback, is_released, open_id, minutes, is_on
):
    quiz = Quiz.model_validate(
        {"id": "q", "title": "Q", "sections": SECTIONS, "feedback": feedback}
    )
    ends = None if minutes is None else cast.NOW + timedelta(minutes=minutes)
    around = Around(open_id, ends, is_on)
    why = why_withheld(quiz, cast.NOW if is_released else None, around, cast.NOW)
    is_free = feedback == "after_finish" and is_released and open_id is None and not is_on
    assert (why == "") == (is_free and minutes in {None, -1})


def test_the_result_stands_by_article_too(amina):
    page = amina.get(sit(amina, courses.enrol("amina"), "drill")).text
    assert "Points by article" in page
    assert 'aria-label="12 of 12"' in page[page.index("Points by article") :]
    assert "Article 9" in page


def _question(name: str, article: str | None, weight: int = 1):
    more = {"article": article} if article else {}
    return parse_question(
        {"id": name, "type": "true_false", "text": "T", "correct": True, "weight": weight, **more}
    )


@given(st.lists(st.tuples(st.sampled_from([None, "9", "9(1)", "16(2)", "60(1)(c)"]),
                          st.integers(1, 5), st.fractions(0, 1)), max_size=12))  # fmt: skip
def test_by_article_nothing_is_lost_and_nothing_counts_twice(rows):
    questions = {
        f"q{n}": _question(f"q{n}", article, weight) for n, (article, weight, _) in enumerate(rows)
    }
    marks = {f"q{n}": share for n, (_, _, share) in enumerate(rows)}
    found = sum_by_article(marks, questions)
    named = [(weight, share) for article, weight, share in rows if article]
    assert sum((row.points for row in found), Fraction(0)) == sum(w * s for w, s in named)
    assert sum(row.total for row in found) == sum(weight for weight, _ in named)
    assert [row.number for row in found] == sorted({row.number for row in found})


@given(points=st.fractions(0, 12), sem=st.floats(0, 5))
def test_the_band_holds_the_result_and_stays_on_the_scale(points, sem):
    low, high = error_band(points, 12, 12, Reliability(people=60, questions=12, sem=sem))
    assert 0 <= low <= float(points) <= high <= 12


def test_without_an_error_for_this_paper_there_is_no_band():
    known = Reliability(people=60, questions=12, sem=1.0)
    assert error_band(Fraction(6), 11, 11, known) is None
    assert error_band(Fraction(6), 12, 12, Reliability(people=9, questions=12)) is None
    assert error_band(Fraction(6), 12, 12, None) is None


def test_a_candidate_reads_how_exact_the_result_is_and_how_the_pass_mark_was_set(
    bruno,  # noqa: F811
    browse,
    run_jobs,
):
    amina = browse("amina")
    result = sit(amina, courses.enrolled("amina"), "practice")
    assert "measures with some error" not in amina.get(result).text
    Crowd(courses.SLUG, "practice", lambda ability, *_: 0.1 + 0.8 * ability).sit(60)
    db.session.commit()
    ask(bruno, run_jobs, quiz="practice")
    data = {"second_percent": "0", "threshold_percent": "20", "appeal_days": "14"}
    data["standard"] = "Angoff, five judges."
    plan_address = f"/teach/{courses.SLUG}/marking/practice/plan"
    assert bruno.post(plan_address, data).status_code == 303
    page = amina.get(result).text
    assert "in two cases of three the result would lie between 10." in page
    assert "and 12 points. Whether you have passed follows from the points" in page
    assert "Angoff, five judges." in page
