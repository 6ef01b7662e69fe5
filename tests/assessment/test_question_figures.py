"""How the questions of a version do: means over many, nothing over few, and for whom."""

import pytest

from lms.assessment.rules import QuestionFigures, score_of, sort_figures
from lms.content.models import Course
from lms.kit.db import db
from tests import cast
from tests.assessment import courses
from tests.assessment.courses import answer_all, finish, start

PAGE = f"/teach/{courses.SLUG}/learners/questions"
MANY = ("amina", "chen", "dalia", "farid", "gita")


@pytest.fixture
def course(app) -> None:
    """A course that Bruno teaches."""
    row = courses.publish()
    db.session.get(Course, row.id).organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()


def sit(browse, name: str, language: str = "en", *, rightly: bool = True, quiz: str = "drill"):
    """Take a quiz, and answer everything or nothing."""
    browser = browse(name)
    enrolment = courses.enrol(name, language)
    attempt = start(browser, enrolment, quiz)
    if rightly:
        answer_all(browser, attempt)
    finish(browser, attempt)


def test_of_few_people_no_mean_is_shown(course, browse) -> None:
    for name in MANY[:4]:
        sit(browse, name)
    text = browse("bruno").get(PAGE).text
    assert text.count('data-label="Answers">4</td>') == 12
    assert text.count('data-label="Mean score">few</td>') == 12
    assert "100%" not in text
    assert text.count('data-label="People">few</td>') == 12


def test_of_many_people_the_mean_is_shown_by_language_too(course, browse) -> None:
    for name in MANY:
        sit(browse, name, rightly=name != "gita")
    sit(browse, "emre", "ar")
    text = browse("bruno").get(PAGE).text
    assert text.count('data-label="People">6</td>') == 12
    assert text.count('data-label="Mean score">83%</td>') == 12
    assert text.count("<bdi>English: 80%</bdi>") == 12
    assert text.count("<bdi>العربية: few</bdi>") == 12


def test_one_person_who_answers_often_is_one_person(course, browse) -> None:
    for _ in range(6):
        sit(browse, "amina")
    text = browse("bruno").get(PAGE).text
    assert text.count('data-label="Answers">6</td>') == 12
    assert text.count('data-label="Mean score">few</td>') == 12


def test_an_attempt_that_is_not_finished_counts_for_nothing(course, browse) -> None:
    start(browse("amina"), courses.enrol("amina"), "drill")
    assert "No finished attempt yet" in browse("bruno").get(PAGE).text


def test_quizzes_are_told_apart_and_filtered(course, browse) -> None:
    sit(browse, "amina")
    sit(browse, "amina", quiz="practice")
    bruno = browse("bruno")
    assert bruno.get(PAGE).text.count('<th scope="row">') == 24
    assert bruno.get(f"{PAGE}?quiz=practice").text.count('<th scope="row">') == 12
    assert bruno.get(f"{PAGE}?quiz=nonsense&version=x&page=-1&sort=x").status_code == 200


def test_no_key_and_no_feedback_is_shown(course, browse) -> None:
    sit(browse, "amina")
    text = browse("bruno").get(PAGE).text
    assert "Words of question 1" in text
    assert not any(secret in text for secret in courses.SECRETS)


def test_only_the_owners_trainer_sees_them(course, browse) -> None:
    for name in ("amina", "chen", "dalia", "emre", "gita"):
        assert browse(name).get(PAGE).status_code == 403, name
    assert browse().get(PAGE).status_code == 303
    assert browse("bruno").get("/teach/no-such-course/learners/questions").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_attempts(
    course, browse, count_queries
) -> None:
    bruno = browse("bruno")

    def count() -> int:
        bruno.get(PAGE)
        with count_queries() as seen:
            bruno.get(PAGE)
        return seen.count

    sit(browse, "amina")
    few = count()
    for name in MANY[1:]:
        sit(browse, name)
    assert count() == few


def row(name: str, attempts: int, people: int, points: float) -> QuestionFigures:
    return QuestionFigures("quiz", name, score_of(attempts, people, points), {})


def test_the_hardest_question_stands_first_and_those_of_few_people_last() -> None:
    rows = [row("few", 4, 4, 0), row("easy", 10, 9, 9), row("hard", 8, 8, 2)]
    assert [each.item_id for each in sort_figures(rows, "")] == ["hard", "easy", "few"]
    assert [each.item_id for each in sort_figures(rows, "answers")] == ["easy", "hard", "few"]
    assert [each.score.mean for each in rows] == [None, 90, 25]
