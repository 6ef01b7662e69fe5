"""The results of a course: who sees whom, search and filters, the sheet, the number of queries."""

import csv
import io
from decimal import Decimal

import pytest
from sqlalchemy import select

from lms.accounts import services as accounts
from lms.accounts.models import Person, PersonName
from lms.audit.models import AuditEvent
from lms.content.models import Course
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.learning import services
from lms.learning.models import ActivityProgress, Enrolment
from lms.learning.rules.results import SORTS
from tests import cast
from tests.learning import courses

RESULTS = "/admin/courses/small-course/results"
PEOPLE = {"Amina Diallo": "amina", "Farid Vakatora": "farid", "Hadi Fall": "hadi"}


@pytest.fixture
def course(app, browse):
    """A course with Amina half-way, Farid just begun, and protected Hadi withdrawn."""
    row = courses.publish()
    homes = {
        name: browse(name).post("/courses/small-course/enrol", {"language": "en"}).location
        for name in PEOPLE.values()
    }
    browse("amina").post(f"{homes['amina']}/pages/origins")
    enrolment_id = homes["amina"].rsplit("/", 1)[1]
    services.record_quiz_result(
        cast.actor_of("amina"), cast.NOW, enrolment_id, "posttest", Decimal("69.9")
    )
    db.session.commit()
    browse("hadi").post(f"{homes['hadi']}/withdraw")
    return row


def seen(text: str) -> set[str]:
    return {name for name in PEOPLE if name in text}


def own_by_commission(course) -> None:
    person = db.session.get(Person, cast.id_of("bruno"))
    db.session.get(Course, course.id).organisation_id = person.organisation_id
    db.session.commit()


def test_the_administrator_of_the_installation_sees_everybody(course, browse) -> None:
    answer = browse("emre").get(RESULTS)
    assert answer.status_code == 200
    assert seen(answer.text) == {"Amina Diallo", "Farid Vakatora", "Hadi Fall"}
    assert "3 enrolments" in answer.text
    assert "69%" in answer.text
    assert "/certificates" in answer.text


def test_the_administrator_of_a_state_sees_its_people_alone(course, browse) -> None:
    answer = browse("gita").get(RESULTS)
    assert answer.status_code == 200
    assert seen(answer.text) == {"Farid Vakatora"}
    assert "1 enrolment" in answer.text


def test_a_trainer_of_the_owner_sees_all_but_not_the_names_of_the_protected(course, browse) -> None:
    own_by_commission(course)
    answer = browse("bruno").get(RESULTS)
    assert answer.status_code == 200
    assert seen(answer.text) == {"Amina Diallo", "Farid Vakatora"}
    assert "3 enrolments" in answer.text


def test_a_search_does_not_find_a_protected_person_by_name(course, browse) -> None:
    own_by_commission(course)
    assert "Nobody matches" in browse("bruno").get(f"{RESULTS}?q=Hadi").text


def test_a_trainer_of_another_organisation_sees_no_results(course, browse) -> None:
    assert browse("bruno").get(RESULTS).status_code == 403


PATHS = ("/admin/courses", RESULTS, f"{RESULTS}/export")


def test_nobody_else_sees_results(course, browse) -> None:
    for name in ("amina", "chen", "dalia", "farid", "hadi"):
        browser = browse(name)
        assert [browser.get(path).status_code for path in PATHS] == [403] * 3, name


def test_a_stranger_is_asked_to_sign_in(course, browse) -> None:
    assert [browse().get(path).status_code for path in PATHS] == [303] * 3


def test_a_course_that_is_not_there_has_no_results(app, browse) -> None:
    assert browse("emre").get("/admin/courses/no-such-course/results").status_code == 404


WISHES = {
    "q=amina": {"Amina Diallo"},
    "q=DIALLO+ami": {"Amina Diallo"},
    "status=active": {"Amina Diallo", "Farid Vakatora"},
    "status=withdrawn": {"Hadi Fall"},
    "status=achievement": set(),
    "version=1": {"Amina Diallo", "Farid Vakatora", "Hadi Fall"},
    "version=2": set(),
    "version=x&sort=nonsense&page=-1&per_page=abc": set(),
}


def test_people_are_found_by_name_and_filters(course, browse) -> None:
    emre = browse("emre")
    for wish, names in WISHES.items():
        answer = emre.get(f"{RESULTS}?{wish}")
        assert answer.status_code == 200, wish
        assert seen(answer.text) == names, wish


def test_people_are_found_by_organisation(course, browse) -> None:
    place = db.session.get(Person, cast.id_of("farid")).organisation_id
    assert seen(browse("emre").get(f"{RESULTS}?organisation={place}").text) == {"Farid Vakatora"}


def test_each_column_sorts(course, browse) -> None:
    emre = browse("emre")
    for column in SORTS:
        text = emre.get(f"{RESULTS}?sort={column}").text
        assert 'aria-sort="ascending"' in text, column
        assert f"sort=-{column}" in text, column


def test_names_are_sorted_both_ways(course, browse) -> None:
    emre = browse("emre")
    for sort, names in (("name", sorted(PEOPLE)), ("-name", sorted(PEOPLE, reverse=True))):
        text = emre.get(f"{RESULTS}?sort={sort}").text
        assert sorted(PEOPLE, key=text.index) == names


def test_pages_have_as_many_rows_as_wanted(course, browse) -> None:
    emre = browse("emre")
    first = emre.get(f"{RESULTS}?per_page=2").text
    assert seen(first) == {"Amina Diallo", "Farid Vakatora"}
    assert "Page 1 of 2" in first
    assert seen(emre.get(f"{RESULTS}?per_page=2&page=2").text) == {"Hadi Fall"}
    assert seen(emre.get(f"{RESULTS}?per_page=2&page=9").text) == set()


def test_the_sheet_holds_what_the_filter_leaves(course, browse) -> None:
    answer = browse("emre").get(f"{RESULTS}/export?status=active")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "small-course-2026-11-24.csv" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [line[0] for line in lines] == ["Name", "Amina Diallo", "Farid Vakatora"]
    assert lines[1][6] == "69.9"


def test_a_name_that_looks_like_a_formula_is_written_as_text(course, browse) -> None:
    person_id = cast.id_of("farid")
    name = db.session.execute(
        select(PersonName).where(PersonName.person_id == person_id)
    ).scalar_one()
    name.full_name = '=HYPERLINK("http://evil.example","x")'
    db.session.commit()
    text = browse("emre").get(f"{RESULTS}/export").data.decode("utf-8-sig")
    assert "\"'=HYPERLINK" in text


def test_a_download_is_recorded(course, browse) -> None:
    browse("emre").get(f"{RESULTS}/export")
    db.session.remove()
    row = db.session.execute(
        select(AuditEvent.actor_id, AuditEvent.subject_id).where(
            AuditEvent.action == "results.exported"
        )
    ).one()
    assert tuple(row) == (cast.id_of("emre"), course.id)


def test_the_list_of_courses_counts_the_people_one_administers(course, browse) -> None:
    courses.publish(slug="another-course")
    assert ">3<" in browse("emre").get("/admin/courses").text
    text = browse("gita").get("/admin/courses").text
    assert ">1<" in text
    assert ">3<" not in text
    assert "no course whose results you may see" in browse("bruno").get("/admin/courses").text


def add_people(course, count: int) -> None:
    """Enrol many people, each with some pages read."""
    place = db.session.get(Person, cast.id_of("amina")).organisation_id
    for number in range(count):
        person_id = accounts.create_person(
            OPERATOR, cast.NOW, email=f"p{number}@example.org", password_hash="none",
            full_name=f"Person {number:03}", language="en", organisation_id=place,
            roles=("trainee",), has_consented=True,
        )  # fmt: skip
        enrolment_id = new_id()
        db.session.add(
            Enrolment(
                id=enrolment_id, person_id=person_id, course_id=course.id, language="en",
                version_id=course.newest_version_id, status="active", started_at=cast.NOW,
            )
        )  # fmt: skip
        db.session.flush()
        db.session.add(
            ActivityProgress(
                enrolment_id=enrolment_id, activity_id="origins", status="done", at=cast.NOW,
                points=None,
            )
        )  # fmt: skip
    db.session.commit()


def test_the_number_of_queries_does_not_grow_with_the_list(course, browse, count_queries) -> None:
    emre = browse("emre")
    paths = (RESULTS, f"{RESULTS}?sort=-progress", f"{RESULTS}/export")

    def count() -> list[int]:
        counts = []
        for path in paths:
            emre.get(path)
            with count_queries() as seen_now:
                emre.get(path)
            counts.append(seen_now.count)
        return counts

    few = count()
    add_people(course, 20)
    assert count() == few


def test_all_stand_on_one_page_when_wanted(course, browse) -> None:
    add_people(course, 20)
    text = browse("emre").get(f"{RESULTS}?per_page=500").text
    assert text.count('<th scope="row">') == 23
    assert "Page 1" not in text
