"""The pages of a course: reading on, places in it, languages, locks; nobody else's eyes."""

import pytest
from sqlalchemy import select

from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.learning.models import ActivityProgress, Enrolment
from tests import cast, factories
from tests.learning import courses


@pytest.fixture
def home(app, browse) -> str:
    """The address of Amina's enrolment."""
    courses.publish()
    return browse("amina").post("/courses/small-course/enrol", {"language": "en"}).location


def progress() -> dict[str, str]:
    db.session.remove()
    rows = db.session.execute(select(ActivityProgress.activity_id, ActivityProgress.status))
    return {row.activity_id: row.status for row in rows}


def test_the_overview_shows_the_outline_with_a_status_in_words(home, browse) -> None:
    text = browse("amina").get(home).text
    assert "0 of 7 parts done" in text
    assert "you are here" in text
    assert "not open yet" in text
    assert "Opens once you have completed: What the Convention is." in text
    assert f"{home}/pages/origins" in text
    assert f"{home}/quizzes/pretest" in text


def test_a_page_shows_its_text_and_its_place(home, browse) -> None:
    answer = browse("amina").get(f"{home}/pages/map")
    assert answer.status_code == 200
    assert "Text of map." in answer.text
    assert "Part 3 of 3" in answer.text
    assert 'rel="prev"' in answer.text


def test_content_keeps_its_direction_in_an_arabic_page(home, browse) -> None:
    amina = browse("amina")
    amina.post("/language", {"language": "ar"})
    page = amina.get(f"{home}/pages/map").text
    assert '<html lang="ar" dir="rtl">' in page
    assert '<h1 lang="en" dir="ltr">' in page
    overview = amina.get(home).text
    assert '<h1 lang="en" dir="ltr">' in overview
    assert '<section dir="ltr"><h3>' in overview
    assert '<span class="detail" dir="rtl">' in overview
    assert '<h3 lang="en" dir="ltr">' in amina.get("/learn").text


def test_looking_at_a_page_marks_nothing(home, browse) -> None:
    browse("amina").get(f"{home}/pages/origins")
    assert progress() == {}


def test_continue_marks_the_page_as_read_and_opens_the_next(home, browse) -> None:
    answer = browse("amina").post(f"{home}/pages/origins")
    assert answer.status_code == 303
    assert answer.location == f"{home}/pages/map"
    assert progress() == {"origins": "done", "map": "opened"}


def test_continuing_twice_is_continuing_once(home, browse) -> None:
    amina = browse("amina")
    amina.post(f"{home}/pages/origins")
    amina.post(f"{home}/pages/map")
    assert amina.post(f"{home}/pages/origins").location == f"{home}/pages/map"
    assert progress()["map"] == "done"


def test_the_last_page_leads_to_what_was_left_out(home, browse) -> None:
    answer = browse("amina").post(f"{home}/pages/review")
    assert answer.location == f"{home}/quizzes/pretest"


def test_the_next_step_is_where_she_stopped(home, browse) -> None:
    amina = browse("amina")
    amina.post(f"{home}/pages/wording")
    assert f'href="{home}/pages/reach"' in amina.get("/learn").text.split("Next:")[1]


def test_changing_the_language_keeps_the_page(home, browse) -> None:
    amina = browse("amina")
    answer = amina.post(f"{home}/language", {"language": "ar", "activity": "origins"})
    assert answer.location == f"{home}/pages/origins"
    text = amina.get(answer.location).text
    assert "نص الأصول" in text
    assert 'lang="ar" dir="rtl"' in text
    assert "not yet reviewed by a native professional" in text


def test_changing_the_language_on_the_overview_stays_there(home, browse) -> None:
    assert browse("amina").post(f"{home}/language", {"language": "ar"}).location == home


def test_a_language_that_is_not_offered_is_refused(home, browse) -> None:
    for language in ("zh", "", "xx"):
        answer = browse("amina").post(f"{home}/language", {"language": language})
        assert answer.status_code == 422
        assert "not offered in this language" in answer.text


def test_a_mended_text_is_shown_at_once(home, browse) -> None:
    slip = courses.files(origins="# origins\n\nText of the origins, mended.\n")
    factories.import_course(OPERATOR, cast.NOW, slip)
    factories.publish_course(
        OPERATOR, cast.NOW, courses.SLUG, is_declared_unchanged=True, offered=("ar",)
    )
    db.session.commit()
    amina = browse("amina")
    assert "mended" in amina.get(f"{home}/pages/origins").text
    assert "edition 2" in amina.get(home).text
    amina.post(f"{home}/language", {"language": "ar"})
    assert "older than the original" in amina.get(f"{home}/pages/origins").text


def test_she_stays_on_her_version_and_is_told_of_a_newer_one(home, browse) -> None:
    files = courses.files()
    bank = files["questions/bank.yaml"].replace(b"correct: yes", b"correct: no")
    courses.publish(files | {"questions/bank.yaml": bank})
    text = browse("amina").get(home).text
    assert "There is a newer version 2 of this course." in text
    assert "Version 1" in text


def test_the_course_page_leads_on(home, browse) -> None:
    text = browse("amina").get("/courses/small-course").text
    assert f'href="{home}"' in text
    assert "Continue" in text


READS = ["", "/withdraw", "/pages/origins"]
WRITES = ["/language", "/withdraw", "/pages/origins"]


def test_nobody_else_may_know_of_an_enrolment(home, browse) -> None:
    for name in ("bruno", "chen", "dalia", "emre", "farid", "gita"):
        other = browse(name)
        assert [other.get(f"{home}{path}").status_code for path in READS] == [404] * 3, name
        answers = [other.post(f"{home}{path}", {"language": "ar"}) for path in WRITES]
        assert [answer.status_code for answer in answers] == [404] * 3, name
    row = db.session.execute(select(Enrolment)).scalar_one()
    assert (row.status, row.language) == ("active", "en")
    assert progress() == {}


def test_a_stranger_is_asked_to_sign_in(home, browse) -> None:
    stranger = browse()
    for answer in [
        *[stranger.get(f"{home}{path}") for path in READS],
        *[stranger.post(f"{home}{path}") for path in WRITES],
        stranger.get("/learn"),
    ]:
        assert answer.status_code == 303
        assert "/learn" not in answer.location.split("?")[0]


def test_a_forged_id_is_not_found(home, browse) -> None:
    forged = "/learn/" + "a" * 26
    for path in (forged, f"{forged}/pages/origins", "/learn/not-an-id"):
        assert browse("amina").get(path).status_code == 404


def test_what_is_no_page_is_not_found(home, browse) -> None:
    amina = browse("amina")
    for activity in ("nowhere", "pretest", "course.yaml", "..%2f.."):
        assert amina.get(f"{home}/pages/{activity}").status_code == 404, activity
        assert amina.post(f"{home}/pages/{activity}").status_code in {404, 405}, activity


def test_a_page_asks_few_questions(home, browse, count_queries) -> None:
    amina = browse("amina")
    for path, most in (("/pages/origins", 8), ("", 9)):
        amina.get(f"{home}{path}")
        with count_queries() as seen:
            amina.get(f"{home}{path}")
        assert seen.count <= most, path
