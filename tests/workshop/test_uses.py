"""How questions do, beside each in the library; and what is kept from those who may not know."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.assessment.models import Mark, Response, Sitting
from lms.assessment.queries.uses import list_uses
from lms.content import queries as content
from lms.content.models import Course
from lms.kit.db import db
from lms.workshop.library.figures import Figures, Use, difficulty_of, sum_up
from lms.workshop.queries.uses import list_uncounted
from lms.workshop.services.library import COUNT_USES
from tests import cast, factories
from tests.assessment import courses
from tests.assessment.crowd import Crowd
from tests.workshop.shelves import HOME, listed, teach

SLUG = courses.SLUG
EASY, HARD = "item-4", "item-9"


def chance(ability, _language, question):
    return {EASY: 1.0, HARD: 0.05}.get(question.id, 0.2 + 0.6 * ability)


@pytest.fixture
def course(app, read_library):
    """A course of Bruno's that was published and not sat yet."""
    row = courses.publish()
    db.session.get(Course, row.id).organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()
    read_library()
    return row


@pytest.fixture
def sit(course, read_library):
    """Return a function that lets so many people sit all questions, and counts."""

    def run(count, **more):
        Crowd(SLUG, "drill", chance).sit(count, **more)
        db.session.commit()
        read_library(COUNT_USES)

    return run


def names(page):
    return [name.partition("/")[2] for name in listed(page)]


def test_the_list_tells_how_hard_and_how_known_a_question_is(browse, sit):
    bruno = browse("bruno")
    assert len(names(bruno.get(f"{HOME}?exposure=never&difficulty=unknown").text)) == 12
    sit(40)
    page = bruno.get(f"{HOME}?sort=facility").text
    assert names(page)[0] == HARD
    assert names(page)[-1] == EASY
    assert names(bruno.get(f"{HOME}?sort=-facility").text)[0] == EASY
    assert names(bruno.get(f"{HOME}?difficulty=hard").text) == [HARD]
    assert EASY in names(bruno.get(f"{HOME}?difficulty=easy").text)
    assert "100%: easy" in page
    assert "100% of the papers" in page
    assert names(bruno.get(f"{HOME}?exposure=never").text) == []
    assert names(bruno.get(f"{HOME}?exposure=rare").text) == []
    assert len(names(bruno.get(f"{HOME}?exposure=more").text)) == 12


def test_nothing_is_told_of_few_people(browse, sit):
    sit(4)
    bruno = browse("bruno")
    assert len(names(bruno.get(f"{HOME}?difficulty=unknown").text)) == 12
    page = bruno.get(f"{HOME}/{SLUG}/{EASY}").text
    assert "too few" in page
    assert "4 of 4" in page


def test_a_page_tells_each_version_and_the_analysis_it_is_from(browse, sit, run_jobs, read_library):
    sit(40)
    bruno = browse("bruno")
    asked = {"quiz": "drill", "versions": "1", "which": "first"}
    address = bruno.post(f"/teach/{SLUG}/analysis", asked).location
    run_jobs()
    read_library(COUNT_USES)
    page = bruno.get(f"{HOME}/{SLUG}/item-1").text
    assert f'href="{address}"' in page
    [one] = [use for use in list_uses(content.get_course(SLUG).newest_version_id)
             if (use.activity_id, use.question_id) == ("drill", "item-1")]  # fmt: skip
    assert 0 < one.alpha < 1
    assert 0 < one.discrimination < 1
    assert (one.papers, one.of_papers, one.answers, one.people) == (40, 40, 40, 40)
    assert f"{one.facility}%" in page
    assert "All there is" in page


def test_what_was_left_empty_is_counted(sit):
    sit(10)
    answered = select(Response.seq).where(
        Response.attempt_id == Mark.attempt_id, Response.item_id == Mark.item_id
    )
    values = {"response_seq": answered.scalar_subquery()}
    db.session.execute(update(Mark).where(Mark.item_id == "item-1").values(values))
    uses = {use.question_id: use for use in list_uses(content.get_course(SLUG).newest_version_id)
            if use.activity_id == "drill"}  # fmt: skip
    assert (uses["item-1"].omitted, uses["item-2"].omitted) == (0, 100)


def test_another_wording_has_its_own_figures(browse, sit, read_library):
    sit(40)
    bank = courses.BANK.replace("Words of question 4.", "Other words.")
    tree = {**courses.files(), "questions/bank.yaml": bank.encode()}
    factories.import_course(cast.actor_of("bruno"), cast.NOW, tree)
    factories.publish_course(cast.actor_of("bruno"), cast.NOW, SLUG)
    db.session.commit()
    read_library()
    bruno = browse("bruno")
    assert EASY not in names(bruno.get(f"{HOME}?difficulty=easy").text)
    assert EASY in names(bruno.get(f"{HOME}?difficulty=unknown&exposure=never").text)
    assert HARD in names(bruno.get(f"{HOME}?difficulty=hard").text)
    page = bruno.get(f"{HOME}/{SLUG}/{EASY}").text
    assert "another wording" in page
    assert "100%" in page


def test_what_is_counted_is_counted_again_only_when_there_is_more(sit):
    sit(6)
    assert list_uncounted() == {}
    Crowd(SLUG, "drill", chance).sit(1, seed=2)
    assert list(list_uncounted()) == [content.get_course(SLUG).newest_version_id]


def test_others_see_neither_figures_nor_what_is_taken_in_sittings(browse, sit, read_library):
    head = courses.COURSE.replace("quiz: exam, points: 70", "quiz: spare, points: 70")
    assert head != courses.COURSE
    activity = "      - {id: spare, quiz: quizzes/spare.yaml}\n"
    place = head.index("      - {id: drill")
    quiz = "id: spare\ntitle: Spare\nsections: [{draw: 1, from: questions/spare.yaml}]\n"
    question = "- {id: spare, type: true_false, text: Is it so?, correct: yes}\n"
    changed = {"course.yaml": head[:place] + activity + head[place:],
               "quizzes/spare.yaml": quiz, "questions/spare.yaml": question}  # fmt: skip
    tree = {**courses.files(), **{path: text.encode() for path, text in changed.items()}}
    factories.import_course(cast.actor_of("bruno"), cast.NOW, tree)
    factories.publish_course(cast.actor_of("bruno"), cast.NOW, SLUG)
    db.session.commit()
    teach("farid")
    browse("bruno").post(f"/teach/{SLUG}/deriving", {"is_open": "yes"})
    read_library()
    sit(40)
    farid = browse("farid")
    page = farid.get(HOME).text
    assert len(names(page)) == 12
    assert "%" not in page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert names(farid.get(f"{HOME}?difficulty=hard").text) == []
    assert "Facility" not in farid.get(f"{HOME}/{SLUG}/{HARD}").text
    course = content.get_course(SLUG)
    db.session.add(Sitting(
        course_id=course.id, activity_id="drill", title="June", opens_at=cast.NOW,
        closes_at=cast.NOW + timedelta(hours=1), made_by=cast.id_of("bruno"), made_at=cast.NOW,
    ))  # fmt: skip
    db.session.commit()
    read_library(COUNT_USES)
    assert names(farid.get(HOME).text) == []
    assert farid.get(f"{HOME}/{SLUG}/{HARD}").status_code == 404
    assert len(names(browse("bruno").get(HOME).text)) == 13


def test_figures_are_summed_over_versions_and_exposure_is_that_of_the_quiz_that_shows_it_most():
    uses = [
        Use("exam", "q", 10, 20, answers=10, people=10, facility=40),
        Use("exam", "q", 0, 20, answers=0),
        Use("drill", "q", 30, 100, answers=30, people=30, facility=80),
        Use("pretest", "q", 2, 4, answers=2, people=2),
    ]
    assert sum_up(uses) == Figures(70, 50, 42, 42)
    assert sum_up([]) == Figures(None, None, 0, 0)
    bands = {None: "unknown", 29: "hard", 30: "middling", 80: "middling", 81: "easy"}
    assert {facility: difficulty_of(facility) for facility in bands} == bands
