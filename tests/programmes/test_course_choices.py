"""Courses to choose from, courses that cohorts alone take, and who is told of which programme."""

import copy

import pytest
from sqlalchemy import select

from lms.content import queries as content
from lms.content.models import Course
from lms.kit.clock import clock
from lms.kit.db import db
from lms.learning.models import Enrolment
from lms.programmes.models import Participation
from tests import cast
from tests.certificates import graduates
from tests.learning import courses
from tests.programmes import factories

SLUGS = ("first-elective", "second-elective", "third-elective")
OF = [{"id": slug, "type": "course", "course": slug} for slug in SLUGS]
PARTS = [
    {"id": "base", "type": "course", "course": courses.SLUG},
    {"id": "electives", "type": "choice", "at_least": 2, "of": OF},
]
UNDO = "Take the choice back"


@pytest.fixture
def place(hub):
    """Amina's accepted place in a programme of one course, and two of three more."""
    for slug in (courses.SLUG, *SLUGS):
        courses.publish(slug=slug)
    return add_place(hub)


def add_place(hub, slug: str = factories.SLUG, name: str = "amina"):
    definition = copy.deepcopy(factories.DEFINITION) | {
        "requirements": PARTS, "recertification": None,
    }  # fmt: skip
    cohort = factories.add_cohort(factories.add_programme(hub, slug, definition))
    return factories.add_participation(factories.add_nomination(cohort, name))


def close(slug: str) -> None:
    """Let a course take in cohorts alone."""
    db.session.get(Course, content.get_course(slug).id).enrolment = "cohort"
    db.session.commit()


def way(place) -> str:
    return f"/learn/cohorts/{place.id}"


def taken() -> dict[str, str]:
    db.session.expire_all()
    query = select(Course.slug, Enrolment.status).join(Course, Course.id == Enrolment.course_id)
    rows = db.session.execute(query.where(Enrolment.person_id == cast.id_of("amina")))
    return {row.slug: row.status for row in rows}


def test_an_elective_is_taken_with_one_click_and_left_until_it_is_begun(place, browse):
    close(SLUGS[0])
    amina = browse("amina")
    page = amina.get(way(place)).text
    for words in ("Choose at least 2 of these.", "You have chosen 0.", "Take this course"):
        assert words in page, words
    assert UNDO not in page
    for _again in range(2):
        assert amina.post(f"{way(place)}/courses/{SLUGS[0]}/take").status_code == 303
    assert taken() == {SLUGS[0]: "active"}
    page = amina.get(way(place)).text
    assert "You have chosen 1." in page
    assert page.count(UNDO) == 1
    for _again in range(2):
        assert amina.post(f"{way(place)}/courses/{SLUGS[0]}/leave").status_code == 303
    assert taken() == {SLUGS[0]: "withdrawn"}
    amina.post(f"{way(place)}/courses/{SLUGS[0]}/take")
    assert taken() == {SLUGS[0]: "active"}


def test_the_way_leads_to_a_course_that_is_met_and_at_the_end_to_none_not_taken(place, browse):
    amina = browse("amina")
    amina.post(f"{way(place)}/courses/{SLUGS[0]}/take")
    course = content.get_course(SLUGS[0])
    enrolment_id = db.session.scalars(
        select(Enrolment.id).where(Enrolment.course_id == course.id)
    ).one()
    graduates.complete(enrolment_id, course, None)
    assert f'href="/learn/{enrolment_id}"' in amina.get(way(place)).text
    row = db.session.get(Participation, place.id)
    row.status, row.ended_at = "completed", clock.now()
    db.session.commit()
    page = amina.get(way(place)).text
    assert page.count("Go to the course") == 1
    assert "Take this course" not in page


def test_what_is_begun_required_or_was_there_before_is_not_undone(place, browse):
    amina = browse("amina")
    for slug in (courses.SLUG, SLUGS[0]):
        amina.post(f"{way(place)}/courses/{slug}/take")
    required = amina.post(f"{way(place)}/courses/{courses.SLUG}/leave")
    assert required.status_code == 409
    assert "This course is required" in required.text
    enrolment = db.session.scalars(
        select(Enrolment).where(Enrolment.course_id == content.get_course(SLUGS[0]).id)
    ).one()
    amina.post(f"/learn/{enrolment.id}/pages/origins")
    begun = amina.post(f"{way(place)}/courses/{SLUGS[0]}/leave")
    assert begun.status_code == 409
    assert "You have begun this course" in begun.text
    assert UNDO not in amina.get(way(place)).text
    amina.post(f"{way(place)}/courses/{SLUGS[1]}/take")
    clock.advance(days=1)
    other = factories.add_cohort(factories.get_programme())
    later = factories.add_participation(factories.add_nomination(other), answered_at=clock.now())
    # A day is long: the session has ended meanwhile.
    refused = browse("amina").post(f"{way(later)}/courses/{SLUGS[1]}/leave")
    assert refused.status_code == 409
    assert taken()[SLUGS[1]] == "active"


def test_others_and_other_courses_are_not_let_in(place, browse):
    courses.publish(slug="no-elective")
    address = f"{way(place)}/courses/{SLUGS[0]}/take"
    assert browse("farid").post(address).status_code == 404
    assert browse(None).post(address).status_code in {302, 303, 401}
    amina = browse("amina")
    for slug in ("no-elective", "nothing-at-all"):
        assert amina.post(f"{way(place)}/courses/{slug}/take").status_code == 404
    done = add_done(place)
    assert amina.post(f"{way(done)}/courses/{SLUGS[0]}/take").status_code == 409
    assert taken() == {}


def add_done(place):
    """Return a completed place of Amina's in another cohort."""
    cohort = factories.add_cohort(factories.get_programme())
    return factories.add_participation(factories.add_nomination(cohort), "completed")


def test_the_way_asks_as_often_however_many_courses_there_are(place, browse, count_queries):
    amina, counts = browse("amina"), []
    for slug in SLUGS[:2]:
        amina.post(f"{way(place)}/courses/{slug}/take")
        amina.get(way(place))
        with count_queries() as seen:
            amina.get(way(place))
        counts.append(seen.count)
    assert counts[0] == counts[1]


def test_a_course_of_cohorts_names_its_programmes_and_leads_to_ones_own(place, browse):
    close(courses.SLUG)
    close(SLUGS[2])
    for slug in (courses.SLUG, SLUGS[2]):
        for name in ("farid", None):
            page = browse(name).get(f"/courses/{slug}").text
            assert f"/programmes/{factories.SLUG}" in page
            assert factories.TITLE in page
            assert "Sign in to enrol" not in page
    for slug, words in ((courses.SLUG, "You take this course in your programme"),
                        (SLUGS[2], "You can choose this course in your programme")):  # fmt: skip
        page = browse("amina").get(f"/courses/{slug}").text
        assert way(place) in page
        assert words in page
    assert browse().get("/").text.count("Only through programmes") == 2
    courses.publish(slug="lonely")
    close("lonely")
    assert "No programme that needs it is published" in browse("farid").get("/courses/lonely").text
