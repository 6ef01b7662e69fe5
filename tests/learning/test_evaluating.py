"""From reading and results to a completion: best result, frozen figures, one announcement."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from lms.kit import events
from lms.kit.db import db
from lms.learning import queries, services
from lms.learning.events import CourseCompleted
from lms.learning.models import Completion
from lms.learning.rules import ActivityLocked
from tests import cast
from tests.learning import courses

PAGES = ["origins", "map", "wording", "reach", "review"]


@pytest.fixture
def home(app, browse) -> str:
    """The address of Amina's enrolment."""
    courses.publish()
    return browse("amina").post("/courses/small-course/enrol", {"language": "en"}).location


@pytest.fixture
def heard():
    """The announcements of completions made during the test."""
    found: list[CourseCompleted] = []

    def hear(event: CourseCompleted, now) -> None:
        found.append(event)

    events.listen(CourseCompleted, hear)
    yield found
    events._listeners[CourseCompleted].remove(hear)


def id_of(home: str) -> str:
    return home.rsplit("/", 1)[1]


def take(home: str, activity: str, points: str) -> None:
    services.record_quiz_result(
        cast.actor_of("amina"), cast.NOW, id_of(home), activity, Decimal(points)
    )
    db.session.commit()


def test_participation_is_recorded_when_enough_pages_are_read(
    home, browse, run_jobs, heard
) -> None:
    amina = browse("amina")
    for page in PAGES[:3]:
        amina.post(f"{home}/pages/{page}")
    run_jobs()
    assert queries.find_completion(id_of(home)) is None
    amina.post(f"{home}/pages/{PAGES[3]}")
    assert "is being recorded" in amina.get(home).text
    run_jobs()
    completion = queries.find_completion(id_of(home))
    assert (completion.is_participation, completion.is_achievement) == (True, False)
    assert (completion.visited_percent, completion.hours) == (80, 1.5)
    assert queries.find_enrolment(id_of(home)).status == "active"
    assert [event.completion_id for event in heard] == [completion.id]
    assert "Participation reached" in amina.get(home).text
    assert f"{home}/certificate" in amina.get(home).text


def test_achievement_follows_and_completes_the_course(home, browse, run_jobs, heard) -> None:
    amina = browse("amina")
    for page in PAGES:
        amina.post(f"{home}/pages/{page}")
    run_jobs()
    take(home, "posttest", "85.5")
    run_jobs()
    completion = queries.find_completion(id_of(home))
    assert (completion.is_participation, completion.is_achievement) == (True, True)
    assert completion.points == Decimal("85.5")
    assert queries.find_enrolment(id_of(home)).status == "completed"
    assert len(heard) == 2
    text = amina.get(home).text
    assert "Achievement reached" in text
    assert "Best result: 85%" in text
    assert "Withdraw from the course" not in text


def test_a_better_result_later_changes_nothing(home, browse, run_jobs, heard) -> None:
    for page in PAGES:
        browse("amina").post(f"{home}/pages/{page}")
    take(home, "posttest", "70")
    run_jobs()
    before = queries.find_completion(id_of(home))
    take(home, "posttest", "100")
    run_jobs()
    assert queries.find_completion(id_of(home)) == before
    assert len(heard) == 1


def test_the_best_result_counts(home, run_jobs) -> None:
    for points in ("40", "90.129", "10"):
        take(home, "pretest", points)
    assert queries.get_progress(id_of(home))["pretest"].points == Decimal("90.12")


def test_nobody_passes_by_rounding(home, run_jobs) -> None:
    take(home, "posttest", "69.99999")
    run_jobs()
    assert queries.find_completion(id_of(home)) is None


def test_evaluating_again_does_nothing_twice(home, browse, run_jobs, heard) -> None:
    for page in PAGES:
        browse("amina").post(f"{home}/pages/{page}")
    run_jobs()
    services.evaluate_completion(cast.NOW, id_of(home))
    db.session.commit()
    assert db.session.execute(select(func.count()).select_from(Completion)).scalar_one() == 1
    assert len(heard) == 1


def test_who_has_withdrawn_completes_nothing_until_she_comes_back(home, browse, run_jobs) -> None:
    amina = browse("amina")
    for page in PAGES:
        amina.post(f"{home}/pages/{page}")
    amina.post(f"{home}/withdraw")
    run_jobs()
    assert queries.find_completion(id_of(home)) is None
    amina.post("/courses/small-course/enrol", {"language": "en"})
    run_jobs()
    assert queries.find_completion(id_of(home)) is not None


def test_the_exam_opens_when_the_module_before_it_is_done(home, browse) -> None:
    enrolment = queries.find_enrolment(id_of(home))
    with pytest.raises(ActivityLocked):
        services.check_open(enrolment, "posttest")
    for page in ("origins", "map"):
        browse("amina").post(f"{home}/pages/{page}")
    take(home, "pretest", "0")
    services.check_open(enrolment, "posttest")


def test_who_has_completed_may_read_on(home, browse, run_jobs) -> None:
    amina = browse("amina")
    for page in PAGES:
        amina.post(f"{home}/pages/{page}")
    take(home, "posttest", "100")
    run_jobs()
    assert amina.get(f"{home}/pages/origins").status_code == 200
    assert "Completed" in amina.get("/learn").text
    assert "You have completed this course." in amina.get("/courses/small-course").text
