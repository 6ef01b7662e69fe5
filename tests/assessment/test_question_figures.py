"""How the questions of a version do: means over many, nothing over few, and for whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.rules import FEWEST, QuestionFigures, Score, score_of, sort_figures
from lms.assessment.rules.figures import withhold_languages
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
    assert 'data-label="Mean score">100%' not in text
    assert text.count('data-label="People">few</td>') == 12


def test_of_many_people_the_mean_is_shown_by_language_too(course, browse) -> None:
    for name in MANY:
        sit(browse, name, rightly=name != "gita")
    text = browse("bruno").get(PAGE).text
    assert text.count('data-label="Mean score">80%</td>') == 12
    assert text.count("<bdi>English: 80%</bdi>") == 12
    sit(browse, "emre", "ar")
    text = browse("bruno").get(PAGE).text
    assert text.count('data-label="People">6</td>') == 12
    assert text.count('data-label="Mean score">83%</td>') == 12
    # The mean of the five minus that of all six would be what the one answered.
    assert text.count("<bdi>English: few</bdi>") == 12
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


# Of each language the people who sat in it, by number, with the percent that each reached.
sittings = st.dictionaries(
    st.sampled_from(["ar", "en", "es", "fr", "ru", "zh"]),
    st.dictionaries(st.integers(0, 40), st.integers(0, 100), min_size=1, max_size=12),
    min_size=1,
)


@given(sittings)
def test_what_is_withheld_is_never_about_few_people(groups) -> None:
    everybody = set().union(*groups.values())
    points = [point for people in groups.values() for point in people.values()]
    total = score_of(len(points), len(everybody), sum(points) / 100)
    scores = {
        name: score_of(len(people), len(people), sum(people.values()) / 100)
        for name, people in groups.items()
    }
    found = withhold_languages(total, scores)
    shown = {name for name, score in found.items() if score.mean is not None}
    assert all(len(groups[name]) >= FEWEST for name in shown)
    # An attacker has the total and what is shown, and so the rest: of nobody, or of enough people.
    rest = [people for name, people in groups.items() if name not in shown]
    assert not rest or not shown or len(set().union(*rest)) >= FEWEST


def test_no_more_is_withheld_than_is_needed() -> None:
    def scores(**people: int) -> dict[str, Score]:
        return {name: score_of(count, count, count / 2) for name, count in people.items()}

    def shown(total: int, **people: int) -> set[str]:
        found = withhold_languages(score_of(total, total, total / 2), scores(**people))
        return {name for name, score in found.items() if score.mean is not None}

    assert shown(40, ar=10, en=20, fr=10) == {"ar", "en", "fr"}
    assert shown(31, ar=10, en=20, fr=1) == {"en"}
    assert shown(6, ar=1, en=5) == set()
    # Several small ones hide each other.
    assert shown(26, ar=3, en=20, fr=3) == {"en"}
    # The same three people in both are three, as far as is known.
    assert shown(23, ar=3, en=20, fr=3) == set()
