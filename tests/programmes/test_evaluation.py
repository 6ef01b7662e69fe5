"""Awards are given by a job, once each, with figures that stay; completing ends a participation."""

import copy
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select

from lms.kit import events
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.learning.events import CourseCompleted
from lms.learning.models import ActivityProgress
from lms.notifications.models import Message
from lms.programmes.events import ProgrammeCompleted
from lms.programmes.models import Grade, Recognition
from lms.programmes.queries import cohorts, curricula, participations, progress
from lms.programmes.queries.sessions import find_session
from lms.programmes.rules.completion import CourseDone
from lms.programmes.rules.presence import Attended
from lms.programmes.rules.sessions import SessionPlan
from lms.programmes.rules.validity import last_day
from lms.programmes.services import attendance as noting
from lms.programmes.services import evaluation, sessions
from tests import cast
from tests.certificates import graduates
from tests.learning import courses
from tests.programmes import factories

PARTS = [
    {"id": "course", "type": "course", "course": courses.SLUG, "kind": "achievement"},
    {"id": "exam", "type": "exam", "course": courses.SLUG, "activity": "posttest", "points": 60,
     "counts_for": "achievement"},
    {"id": "plan", "type": "product", "brief": {"en": "A plan."}, "points": 70,
     "counts_for": "achievement"},
]  # fmt: skip


@pytest.fixture
def place(hub):
    """Amina's accepted place in a cohort of a programme of a course, an exam and a plan."""
    courses.publish()
    definition = copy.deepcopy(factories.DEFINITION) | {"requirements": PARTS}
    cohort = factories.add_cohort(factories.add_programme(hub, definition=definition))
    return factories.add_participation(factories.add_nomination(cohort))


def grade(place, points: int, part_id: str = "plan") -> None:
    values = {"participation_id": place.id, "part_id": part_id, "points": points, "note": ""}
    db.session.execute(insert(Grade).values(**values, graded_at=clock.now()))
    db.session.commit()


def recognise(place, part_id: str) -> None:
    values = {"id": new_id(), "participation_id": place.id, "part_id": part_id, "documents": []}
    db.session.execute(
        insert(Recognition).values(**values, statement="", asked_at=cast.NOW, status="granted")
    )
    db.session.commit()


def complete_course(points: str | None = "87.5") -> None:
    """Let Amina complete the course and pass its examination, and announce that."""
    course = courses.queries.get_course(courses.SLUG)
    enrolment_id = graduates.enrol("amina", course)
    completion_id = graduates.complete(enrolment_id, course, points)
    result = {"status": "done", "at": cast.NOW, "points": Decimal("87.5")}
    db.session.add(ActivityProgress(enrolment_id=enrolment_id, activity_id="posttest", **result))
    events.announce(CourseCompleted(enrolment_id, completion_id), cast.NOW)
    db.session.commit()


def awards():
    return {award.kind: award for award in curricula.list_awards(cast.id_of("amina"))}


def facts_of(place):
    cohort = cohorts.get_cohort(place.cohort_id)
    definition = curricula.get_version(cohort.programme_version_id).definition
    return progress.list_facts(cohort, definition, [place], cast.NOW)[place.id]


def test_a_completed_course_gives_what_it_completes_of_a_programme(place, run_jobs):
    complete_course()
    run_jobs()
    facts = facts_of(place)
    assert facts.courses[courses.SLUG] == [CourseDone(1, is_achievement=True)]
    assert facts.exams == {(courses.SLUG, "posttest"): Decimal("87.5")}
    award = awards()["participation"]
    assert award.hours == 60
    assert award.valid_until == last_day(cast.NOW.date(), 36)
    assert award.figures["share"] == 100
    assert [one["status"] for one in award.figures["requirements"]] == ["met", "met", "open"]
    assert participations.find_participation(place.id).status == "accepted"


def test_who_has_all_awards_has_completed(place, run_jobs):
    complete_course()
    grade(place, 60)
    grade(place, 80)
    run_jobs()
    assert set(awards()) == {"participation", "achievement"}
    assert awards()["achievement"].figures["mean"] == "83.75"
    told = [row.context for row in db.session.scalars(select(Message)) if "award" in row.kind]
    assert told == [{"title": factories.COHORT_TITLE, "participation": place.id}] * 2
    ended = participations.find_participation(place.id)
    assert (ended.status, ended.ended_at) == ("completed", clock.now())


def test_an_award_is_given_once_and_stays_as_it_was(place, run_jobs):
    complete_course()
    run_jobs()
    first = awards()
    grade(place, 90)
    for _again in range(2):
        evaluation.ask_to_evaluate([place.id], clock.now())
        db.session.commit()
        run_jobs()
    assert awards()["participation"] == first["participation"]
    # A grade that is put right later takes nothing away by itself.
    grade(place, 0)
    evaluation.ask_to_evaluate([place.id], clock.now())
    db.session.commit()
    run_jobs()
    assert awards()["achievement"].figures["requirements"][2]["points"] == "90"


def test_the_newest_grade_and_what_was_recognised_count(place, run_jobs):
    grade(place, 95)
    grade(place, 40)
    recognise(place, "course")
    facts = facts_of(place)
    assert facts.grades == {"plan": Decimal(40)}
    assert facts.recognised == {"course"}
    evaluation.ask_to_evaluate([place.id], cast.NOW)
    db.session.commit()
    run_jobs()
    assert set(awards()) == {"participation"}
    assert awards()["participation"].figures["requirements"][0]["recognised"] is True


@pytest.mark.parametrize("status", ["offered", "withdrawn", "declined"])
def test_who_takes_no_part_gets_nothing(place, run_jobs, status):
    other = factories.add_programme(place_owner(place), "another", definition_of_course())
    cohort = factories.add_cohort(other)
    taken = factories.add_participation(factories.add_nomination(cohort), status)
    complete_course()
    evaluation.ask_to_evaluate([taken.id, new_id()], cast.NOW)
    db.session.commit()
    run_jobs()
    assert {award.participation_id for award in awards().values()} == {place.id}


def place_owner(place) -> str:
    return cohorts.get_cohort(place.cohort_id).organisation_id


def definition_of_course() -> dict:
    return copy.deepcopy(factories.DEFINITION) | {
        "requirements": PARTS[:1], "recertification": None,
    }  # fmt: skip


def test_presence_is_read_and_completes(place, run_jobs):
    owner = place_owner(place)
    parts = [{"id": "presence", "type": "attendance", "sessions": 1}]
    definition = definition_of_course() | {"requirements": parts}
    cohort = factories.add_cohort(factories.add_programme(owner, "presence", definition))
    coming = factories.add_participation(factories.add_nomination(cohort))
    start = datetime(2027, 2, 2, 9, 0)  # noqa: DTZ001 - the clock on the wall
    plan = SessionPlan("Opening", "in_person", start, start + timedelta(hours=2), "Africa/Dakar",
                       place="Hall")  # fmt: skip
    for session_id in sessions.plan_sessions(cast.actor_of("ines"), cast.NOW, cohort, plan, 2):
        planned = find_session(session_id)
    assert planned is not None
    db.session.commit()
    assert facts_of(coming).attended == Attended(0, 0, 2)
    clock.advance(days=80)
    noting.note(cast.actor_of("ines"), clock.now(), planned, {coming.id: "present"}, "list")
    db.session.commit()
    run_jobs()
    assert participations.find_participation(coming.id).status == "completed"


def test_an_award_opens_the_programme_that_asks_for_it_while_it_is_valid(place):
    owner = place_owner(place)
    parts = [{"id": "first", "type": "programme", "programme": factories.SLUG}]
    definition = definition_of_course() | {"requirements": parts}
    cohort = factories.add_cohort(factories.add_programme(owner, "second", definition))
    second = factories.add_participation(factories.add_nomination(cohort))
    assert facts_of(second).programmes == frozenset()
    first = cohorts.get_cohort(place.cohort_id)
    yesterday = cast.NOW.date() - timedelta(days=1)
    factories.add_award(place, first.programme_version_id, valid_until=yesterday)
    assert facts_of(second).programmes == frozenset()
    version_id = first.programme_version_id
    factories.add_award(place, version_id, kind="participation", valid_until=cast.NOW.date())
    assert facts_of(second).programmes == {factories.SLUG}


def test_others_may_listen_to_each_award(place, run_jobs):
    heard = []
    events.listen(ProgrammeCompleted, lambda event, _now: heard.append(event))
    complete_course()
    grade(place, 80)
    run_jobs()
    given = {(award.id, award.participation_id, award.person_id) for award in awards().values()}
    assert {(one.award_id, one.participation_id, one.person_id) for one in heard} == given


def test_facts_of_many_cost_as_many_queries_as_of_one(place, count_queries):
    cohort = cohorts.get_cohort(place.cohort_id)
    definition = curricula.get_version(cohort.programme_version_id).definition
    counts = []
    for name in ("amina", "farid"):
        if name != "amina":
            factories.add_participation(factories.add_nomination(cohort, name))
        rows = participations.list_participations(cohort.id)
        with count_queries() as seen:
            progress.list_reached(cohort, definition, rows, cast.NOW)
        counts.append(seen.count)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 5, 5), None, None),
    ],
)
def test_an_award_is_valid_for_whole_months(first, months, last):
    assert last_day(first, months) == last
