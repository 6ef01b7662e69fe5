"""The catalogue and the information page of a course, for everybody."""

import re

from lms.content.models import Course
from lms.content.reader import read_course
from lms.content.texts import list_units
from lms.kit.db import db
from lms.kit.i18n import translate
from tests import cast
from tests.content.courses import translated
from tests.learning import courses


def test_a_stranger_sees_the_courses(app, browse) -> None:
    courses.publish()
    page = browse().get("/")
    assert page.status_code == 200
    assert courses.TITLE in page.text
    assert "Articles 1–3" in page.text
    assert "Article 9" in page.text


def test_an_empty_catalogue_says_so(app, browse) -> None:
    page = browse().get("/")
    assert page.status_code == 200
    assert "No course has been published yet" in page.text


def test_a_card_is_in_the_readers_language_where_the_course_is_offered_in_it(app, browse) -> None:
    courses.publish()
    assert courses.ARABIC_TITLE in browse(language="ar").get("/").text
    french = browse(language="fr").get("/").text
    assert 'lang="en"' in french
    assert courses.TITLE in french


DRAFT = "This translation is a draft: it has not been reviewed by a native professional yet."
FOUND = (
    "q=five+pages", "article=9", "chapter=6", "topic=60-1-b", "level=awareness&language=ar",
    "article=",
)  # fmt: skip
NOT_FOUND = (
    "q=nothing+like+it", "article=10", "chapter=5", "language=fr", "q=%00%F0", "article=x",
    "level=1",
)  # fmt: skip


def test_courses_are_found_by_words_and_filters(app, browse) -> None:
    courses.publish()
    stranger = browse()
    for wish in FOUND:
        assert "/courses/small-course" in stranger.get(f"/?{wish}").text, wish
    for wish in NOT_FOUND:
        page = stranger.get(f"/?{wish}")
        assert page.status_code == 200, wish
        assert "/courses/small-course" not in page.text, wish
        assert "No course matches" in page.text, wish


def test_too_many_words_are_refused_in_words(app, browse) -> None:
    assert "fewer than 200 characters" in browse().get(f"/?q={'x' * 201}").text


def test_a_course_for_members_is_shown_to_the_people_of_its_owner_alone(app, browse) -> None:
    course = courses.publish()
    row = db.session.get(Course, course.id)
    row.visibility = "members"
    row.organisation_id = _organisation_of("amina")
    db.session.commit()
    for name in ("amina", "bruno", "emre"):
        assert courses.TITLE in browse(name).get("/").text
        assert browse(name).get("/courses/small-course").status_code == 200
    for name in ("farid", "gita", None):
        assert courses.TITLE not in browse(name).get("/").text
        assert browse(name).get("/courses/small-course").status_code == 404


def _organisation_of(name: str) -> str:
    from lms.accounts.models import Person
    from tests import cast

    return db.session.get(Person, cast.id_of(name)).organisation_id


def test_the_information_page_says_what_the_course_asks(app, browse) -> None:
    courses.publish()
    text = browse().get("/courses/small-course").text
    for words in (
        "Place any duty of the Convention in its chapter.",
        "/?article=60",
        "60(1)(b)",
        "Awareness",
        "Everybody",
        "Read at least 80% of the pages.",
        "Reach at least 70% of the points in “Exam”.",
        "Valid for 36 months",
        "1 question",
        "3 attempts",
        "20 min",
        "Opens after “What the Convention is”.",
        "Version 1, edition 1",
        "still await checking",
        "not yet reviewed by a native professional",
    ):
        assert words in text, words


def test_a_language_with_gaps_says_so_to_everybody(app, browse) -> None:
    courses.publish()
    text = browse().get("/courses/small-course").text
    assert "incomplete" in text
    assert "what is not translated yet is shown in English" in text
    assert "Only those who work on the course see this." not in text


def test_a_complete_language_is_not_called_incomplete(app, browse) -> None:
    courses.publish(translated(courses.files(), mark=""))
    text = browse().get("/courses/small-course").text
    assert "incomplete" not in text
    assert "draft" in text


def test_who_works_on_the_course_sees_how_far_each_language_is(app, browse) -> None:
    course = courses.publish()
    for name in ("bruno", "chen", "amina"):
        assert "Only those who work" not in browse(name).get("/courses/small-course").text, name
    db.session.get(Course, course.id).organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()
    for name, sees in {"bruno": True, "chen": True, "amina": False, "farid": False}.items():
        text = browse(name).get("/courses/small-course").text
        assert ("Only those who work on the course see this." in text) is sees, name
        assert ("/teach/small-course/translate/ar" in text) is sees, name
    total = len(list_units(read_course(courses.files())[0]))
    text = browse("chen").get("/courses/small-course").text
    assert re.search(rf"0 of {total}</bdi> · <bdi>3 draft</bdi> · <bdi>{total - 3} missing", text)


def test_a_stranger_is_asked_to_sign_in_and_comes_back(app, browse) -> None:
    courses.publish()
    text = browse().get("/courses/small-course").text
    assert "Sign in to enrol" in text
    assert 'action="/courses/small-course/enrol"' not in text


def test_a_draft_says_so_in_its_own_language(app, browse) -> None:
    courses.publish()
    text = browse(language="ar").get("/courses/small-course").text
    assert courses.ARABIC_TITLE in text
    assert translate("ar", DRAFT) in text


def test_a_course_that_is_not_there_is_not_found(app, browse) -> None:
    for slug in ("no-such-course", "UPPER", "a" * 90):
        assert browse().get(f"/courses/{slug}").status_code == 404


def test_the_catalogue_asks_a_fixed_number_of_questions(app, browse, count_queries) -> None:
    courses.publish()
    browse().get("/")
    with count_queries() as one:
        browse().get("/")
    courses.publish(slug="another-course")
    courses.publish(slug="third-course")
    browse().get("/")
    with count_queries() as three:
        text = browse().get("/").text
    assert text.count("/courses/") == 3
    assert three.count == one.count
