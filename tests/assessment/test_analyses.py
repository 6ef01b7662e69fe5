"""Item analyses in the browser: asked for, reckoned by a job, shown, taken along, and for whom."""

import csv
import io
import json
import re
from datetime import timedelta

import openpyxl
import pytest

from lms.assessment import queries
from lms.assessment.analysis.sheets import COLUMNS
from lms.content.models import Course
from lms.kit.db import db
from tests import cast
from tests.assessment import courses
from tests.assessment.crowd import Crowd

PAGE = f"/teach/{courses.SLUG}/analysis"
FIGURES = f"/teach/{courses.SLUG}/learners/questions"
UNFAIR = "item-4"
ASKED = {"quiz": "drill", "versions": "1", "which": "first"}


def chance(ability, language, question):
    if question.id == UNFAIR:
        return ability * (0.2 if language == "ar" else 0.95)
    return 0.1 + 0.8 * ability


@pytest.fixture
def course(app) -> None:
    """A course that Bruno teaches."""
    row = courses.publish()
    db.session.get(Course, row.id).organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()


@pytest.fixture
def crowd(course) -> Crowd:
    """A quiz that people may sit in English and Arabic; one question is unfair."""
    return Crowd(courses.SLUG, "drill", chance)


def sit(crowd, count, **more):
    people = crowd.sit(count, **more)
    db.session.commit()
    return people


def ask(bruno, run_jobs, **more):
    """Ask for an analysis, let the job do it, and return its address and its page."""
    answer = bruno.post(PAGE, {**ASKED, **more})
    assert answer.status_code == 303, answer.text
    run_jobs()
    return answer.location, bruno.get(answer.location).text


def found_at(address):
    return queries.find_analysis(address.rpartition("/")[2])


def test_an_analysis_shows_reliability_questions_choices_and_what_is_unfair(
    crowd, browse, run_jobs
) -> None:
    sit(crowd, 240)
    bruno = browse("bruno")
    address, text = ask(bruno, run_jobs)
    row = found_at(address)
    assert row.attempts == row.found.people == 240
    assert row.found.groups == {"ar": 120, "en": 120}
    assert 0.5 < row.found.reliability.alpha < 1
    assert "Reliability (KR-20)" in text
    assert text.count('role="img"') == 2 + 12, "a chart of the choices beside each table"
    assert "Words of question 1" in text
    assert "Words of the second choice 0." in text
    assert 'data-label="Seconds">10</td>' in text
    flagged = [question.item for question in row.found.questions if question.dif.is_flagged]
    assert flagged == [UNFAIR]
    assert (
        "finds this much harder than people with the same result who sat in <bdi>English</bdi>"
        in text
    )
    link = re.search(rf'href="(/teach/{courses.SLUG}/translate/ar/units/[a-z2-7]+)"', text)
    assert "Words of question 4" in bruno.get(link[1]).text


def test_the_page_says_that_it_is_being_made_and_then_what_became_of_it(
    crowd, browse, run_jobs
) -> None:
    sit(crowd, 40)
    bruno = browse("bruno")
    address = bruno.post(PAGE, ASKED).location
    assert "Waiting to begin" in bruno.get(address).text
    assert bruno.get(f"{address}/csv").status_code == 404
    run_jobs()
    assert "The quiz as a whole" in bruno.get(address).text
    listed = bruno.get(PAGE).text
    assert address in listed
    assert "Before you begin" in listed


def test_asking_twice_is_asking_once_and_running_twice_keeps_one(crowd, browse, run_jobs) -> None:
    sit(crowd, 40)
    bruno = browse("bruno")
    first, second = (bruno.post(PAGE, ASKED).location for _ in range(2))
    assert first == second
    run_jobs()
    third, _ = ask(bruno, run_jobs)
    assert third != first, "there may be new attempts"
    course = courses.content.get_course(courses.SLUG)
    assert len(queries.list_analyses(course.id, 10)) == 2


def test_nothing_is_told_of_four_people(crowd, browse, run_jobs) -> None:
    sit(crowd, 4)
    bruno = browse("bruno")
    address, text = ask(bruno, run_jobs)
    assert "Nothing is told of fewer than 5 people." in text
    assert "The quiz as a whole" not in text
    assert (found_at(address).found.people, found_at(address).found.questions) == (0, ())
    assert json.loads(bruno.get(f"{address}/json").data)["items"] == []


def test_few_people_get_a_sentence_instead_of_a_number(crowd, browse, run_jobs) -> None:
    sit(crowd, 20)
    address, text = ask(browse("bruno"), run_jobs)
    assert "Too few people for this figure: 20 of the 30 that it needs." in text
    assert found_at(address).found.reliability.alpha is None
    assert {question.facility for question in found_at(address).found.questions} == {None}


def test_a_language_of_few_is_not_told_of_at_all(crowd, browse, run_jobs) -> None:
    sit(Crowd(courses.SLUG, "drill", chance, ("en",)), 40)
    sit(Crowd(courses.SLUG, "drill", chance, ("ar",)), 4)
    address, text = ask(browse("bruno"), run_jobs)
    found = found_at(address).found
    assert found.groups == {"en": 40}
    assert all(question.difs == () for question in found.questions)
    assert "Left out are questions and groups of fewer than 5 people." in text
    assert "العربية: 4" not in text


def test_leaving_out_a_few_tells_nothing_of_them(crowd, browse, run_jobs) -> None:
    sit(Crowd(courses.SLUG, "drill", chance, ("en",)), 40)
    sit(Crowd(courses.SLUG, "drill", chance, ("ar",)), 4)
    address, text = ask(browse("bruno"), run_jobs, languages="en")
    assert found_at(address).found.questions == ()
    assert "beside an analysis of everybody it would tell of fewer than 5 people" in text


def test_languages_days_and_attempts_are_chosen(crowd, browse, run_jobs) -> None:
    """Sixty people finished thirty days ago, and forty of them once more ten days ago."""
    people = sit(crowd, 60)
    crowd.sit_again(people[:40], seed=61, days=20)
    db.session.commit()
    bruno = browse("bruno")

    def made(**more):
        return found_at(ask(bruno, run_jobs, **more)[0])

    early, late = ((cast.NOW - timedelta(days=days)).date().isoformat() for days in (30, 10))
    assert made().attempts == 60
    assert made(languages="ar").attempts == 30
    assert made(end=early).attempts == 60
    assert made(begin=late).attempts == 40
    assert made(begin=early, end=late, which="last").attempts == 60
    assert made(begin=late, end=late).found == made(begin=late, which="last").found
    assert made(which="last").found.reliability != made().found.reliability
    assert made(begin="2999-01-01").attempts == 0


def test_the_gain_since_another_quiz_is_of_those_who_took_both(crowd, browse, run_jobs) -> None:
    weaker = Crowd(courses.SLUG, "practice", lambda *known: chance(*known) / 2)
    people = sit(weaker, 50)
    crowd.sit_again(people[:40], seed=61, days=10)
    db.session.commit()
    address, text = ask(browse("bruno"), run_jobs, before="practice")
    gain = found_at(address).found.gain
    assert gain.people == 40
    assert 0 < gain.low < gain.gain < gain.high
    assert "40 people took both quizzes" in text
    assert "not what people said they learnt" in text


def test_it_is_taken_along_with_the_same_names_of_columns_in_every_language(
    crowd, browse, run_jobs
) -> None:
    sit(crowd, 220)
    bruno = browse("bruno")
    address, _ = ask(bruno, run_jobs)
    sheet = bruno.get(f"{address}/csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 12
    unfair = next(row for row in rows if row["item"] == UNFAIR)
    assert (unfair["reference"], unfair["focal"], unfair["class"]) == ("en", "ar", "C")
    book = openpyxl.load_workbook(io.BytesIO(bruno.get(f"{address}/xlsx").data))
    cells = list(book["items"].values)
    assert cells[0] == COLUMNS
    assert {str(row[0]) for row in cells[1:]} == {row["item"] for row in rows}
    assert dict(book["test"].values)["people"] == 220
    found = json.loads(bruno.get(f"{address}/json").data)
    assert found["of"]["activity_id"] == "drill"
    assert found["attempts"] == 220
    assert found["items"][0]["dif"].keys() >= {"alpha_mh", "chi2", "delta", "class"}
    assert bruno.get(f"{address}/pdf").status_code == 404


def test_reliability_stands_beside_the_figures_of_the_quiz(crowd, browse, run_jobs) -> None:
    sit(crowd, 60)
    bruno = browse("bruno")
    assert "standard error of measurement" not in bruno.get(FIGURES).text
    address, _ = ask(bruno, run_jobs)
    text = bruno.get(FIGURES).text
    assert "reliability 0." in text
    assert "of 12 questions, 60 people." in text
    assert address in text
    ask(bruno, run_jobs, languages="ar")
    assert address in bruno.get(FIGURES).text, "one language is not the whole"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"versions": ""}, 422),
        ({"versions": "x"}, 422),
        ({"versions": "7"}, 404),
        ({"quiz": ""}, 422),
        ({"quiz": "no-such-quiz"}, 404),
        ({"before": "drill"}, 422),
        ({"before": "no-such-quiz"}, 404),
        ({"begin": "2026-05-02", "end": "2026-05-01"}, 422),
        ({"begin": "yesterday"}, 422),
    ],
)
def test_what_cannot_be_analysed_is_refused(course, browse, wrong, said) -> None:
    assert browse("bruno").post(PAGE, {**ASKED, **wrong}).status_code == said


def test_only_those_who_teach_the_course_see_it(crowd, browse, run_jobs) -> None:
    sit(crowd, 40)
    address, _ = ask(browse("bruno"), run_jobs)
    for name in ("amina", "chen", "dalia", "emre", "gita"):
        browser = browse(name)
        for url in (PAGE, address, f"{address}/csv"):
            assert browser.get(url).status_code == 403, (name, url)
        assert browser.post(PAGE, ASKED).status_code == 403
    assert browse().get(address).status_code == 303
    bruno = browse("bruno")
    nowhere = address.rpartition("/")[0] + "/" + "a" * 26
    assert bruno.get(nowhere).status_code == 404
    assert bruno.get(address.replace(courses.SLUG, "no-such-course")).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_attempts(
    crowd, browse, run_jobs, count_queries
) -> None:
    bruno = browse("bruno")

    def count(address):
        bruno.get(address)
        with count_queries() as seen:
            bruno.get(address)
        return seen.count

    sit(crowd, 30)
    few = count(ask(bruno, run_jobs)[0])
    sit(crowd, 200, seed=61)
    assert count(ask(bruno, run_jobs)[0]) == few
