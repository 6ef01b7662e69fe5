"""My learners: whom a trainer sees, search and filters, the sheet, and how the parts do."""

import csv
import io
from decimal import Decimal

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.content.models import Course
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.learning import services
from tests import cast, factories
from tests.learning import courses, moving

ALL = "/teach/learners"
ONE = "/teach/small-course/learners"
PARTS = f"{ONE}/parts"
PATHS = (ALL, f"{ALL}/export", ONE, f"{ONE}/export", PARTS)
PEOPLE = ("Amina Diallo", "Farid Vakatora", "Hadi Fall")


@pytest.fixture
def course(app, browse):
    """Bruno's course, with Amina half-way, and Farid in Arabic and protected Hadi just enrolled."""
    moving.publish_first()
    moving.begin(browse("amina"))
    moving.enrol(browse("farid"), "ar")
    moving.enrol(browse("hadi"))


def own(slug: str) -> None:
    """Give a course to Bruno's organisation."""
    row = db.session.execute(select(Course).where(Course.slug == slug)).scalar_one()
    row.organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()


def seen(text: str) -> set[str]:
    return {name for name in PEOPLE if name in text}


def test_a_trainer_sees_who_studies_and_where_they_stand(course, browse) -> None:
    text = browse("bruno").get(ONE).text
    assert seen(text) == {"Amina Diallo", "Farid Vakatora"}
    assert "3 enrolments" in text
    assert "Version 1, edition 1" in text
    assert "العربية" in text
    assert "85%" in text
    assert "60%" in text
    assert "<bdi>Shall and may</bdi>" in text


def test_all_courses_stand_on_one_page(course, browse) -> None:
    courses.publish(slug="another-course")
    own("another-course")
    browse("amina").post("/courses/another-course/enrol", {"language": "en"})
    bruno = browse("bruno")
    text = bruno.get(ALL).text
    assert "4 enrolments" in text
    assert 'id="filter-course"' in text
    row = db.session.execute(select(Course).where(Course.slug == "another-course")).scalar_one()
    assert "1 enrolment<" in bruno.get(f"{ALL}?course={row.id}").text


def test_courses_of_other_organisations_are_not_among_them(course, browse) -> None:
    courses.publish(slug="another-course")
    browse("amina").post("/courses/another-course/enrol", {"language": "en"})
    assert "3 enrolments" in browse("bruno").get(ALL).text
    assert browse("bruno").get("/teach/another-course/learners").status_code == 403


WISHES = {
    "q=amina": {"Amina Diallo"},
    "q=Hadi": set(),
    "language=ar": {"Farid Vakatora"},
    "status=withdrawn": set(),
    "version=1": {"Amina Diallo", "Farid Vakatora"},
    "version=x&sort=nonsense&page=-1&per_page=abc": set(),
}


def test_people_are_found_by_name_and_filters(course, browse) -> None:
    bruno = browse("bruno")
    for wish, names in WISHES.items():
        for path in (ONE, ALL):
            answer = bruno.get(f"{path}?{wish}")
            assert answer.status_code == 200, wish
            assert seen(answer.text) == names, wish


def test_each_column_sorts(course, browse) -> None:
    bruno = browse("bruno")
    for column in ("name", "course", "organisation", "version", "progress", "points", "last"):
        text = bruno.get(f"{ALL}?sort={column}").text
        assert 'aria-sort="ascending"' in text, column
    text = bruno.get(f"{ALL}?sort=-last").text
    assert text.index("Amina Diallo") < text.index("Farid Vakatora")


def test_the_sheet_says_where_they_stand_and_is_recorded(course, browse) -> None:
    for path in (ONE, ALL):
        answer = browse("bruno").get(f"{path}/export?language=en")
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        header, *lines = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
        assert header[-3:] == ["Edition", "Last active on", "Course"]
        assert len(lines) == 2
        amina = next(line for line in lines if line[0] == "Amina Diallo")
        assert amina[-3:] == ["1", "2026-11-24", courses.TITLE]
        assert "Hadi Fall" not in answer.text
    db.session.remove()
    actions = db.session.execute(select(AuditEvent.action)).scalars().all()
    assert actions.count("results.exported") == 2


def test_only_trainers_come_in(course, browse) -> None:
    for name in ("amina", "chen", "dalia", "emre", "gita"):
        browser = browse(name)
        assert [browser.get(path).status_code for path in PATHS] == [403] * len(PATHS), name
    assert [browse().get(path).status_code for path in PATHS] == [303] * len(PATHS)


def test_a_trainer_of_other_courses_sees_nobody_of_this_one(app, browse) -> None:
    courses.publish()
    browse("amina").post("/courses/small-course/enrol", {"language": "en"})
    bruno = browse("bruno")
    assert "You teach no published course yet" in bruno.get(ALL).text
    assert [bruno.get(path).status_code for path in PATHS[2:]] == [403] * 3
    assert bruno.get("/teach/no-such-course/learners").status_code == 404


def test_a_course_that_is_not_published_says_so_to_its_trainer_alone(app, browse) -> None:
    factories.import_course(OPERATOR, cast.NOW, courses.files())
    db.session.commit()
    assert browse("bruno").get(ONE).status_code == 404
    own(courses.SLUG)
    answer = browse("bruno").get(ONE)
    assert answer.status_code == 404
    assert "not published yet" in answer.text


def test_before_anybody_enrols_the_pages_say_so(app, browse) -> None:
    moving.publish_first()
    for path in (ALL, ONE, PARTS):
        assert "Nobody is enrolled yet" in browse("bruno").get(path).text


def test_the_parts_show_how_many_did_them(course, browse) -> None:
    text = browse("bruno").get(PARTS).text
    assert "3 people are or were enrolled in version 1." in text
    assert text.count('data-label="Done by">1</td>') == 6
    assert text.count('data-label="Done by">0</td>') == 1
    assert text.count('data-label="Share">33%</td>') == 6
    # One person's result would be no mean.
    assert 'data-label="Mean of the best results">few</td>' in text
    assert "60%" not in text


def test_the_parts_show_a_mean_over_five_people(course, browse) -> None:
    for name in ("chen", "dalia", "emre", "gita"):
        assert 'Mean of the best results">few' in browse("bruno").get(PARTS).text
        home = moving.enrol(browse(name))
        services.record_quiz_result(
            cast.actor_of(name), cast.NOW, moving.id_in(home), "posttest", Decimal(90)
        )
        db.session.commit()
    text = browse("bruno").get(PARTS).text
    assert 'data-label="Mean of the best results">84%</td>' in text
    # The pre-test has one person's result still.
    assert 'data-label="Mean of the best results">few</td>' in text


def test_the_parts_of_an_older_version_are_there_too(course, browse) -> None:
    moving.publish_second()
    bruno = browse("bruno")
    assert "Nobody is enrolled yet" in bruno.get(PARTS).text
    assert "What comes next" not in bruno.get(f"{PARTS}?version=1").text
    assert "3 people" in bruno.get(f"{PARTS}?version=1").text
    assert bruno.get(f"{PARTS}?version=x").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_people(course, browse, count_queries) -> None:
    bruno = browse("bruno")

    def count() -> list[int]:
        counts = []
        for path in (ALL, ONE, f"{ONE}/export", PARTS):
            bruno.get(path)
            with count_queries() as seen_now:
                bruno.get(path)
            counts.append(seen_now.count)
        return counts

    few = count()
    for name in ("chen", "dalia", "emre", "gita"):
        browse(name).post(f"{moving.enrol(browse(name))}/pages/origins")
    assert count() == few
