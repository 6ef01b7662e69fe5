"""Results of a quiz for those who teach or administer: for whom, filters, what they rest on."""

import re

import pytest

from lms.assessment import queries
from lms.content.models import Course
from lms.kit.clock import clock
from lms.kit.db import db
from tests import cast
from tests.assessment import courses, written
from tests.assessment.crowd import Crowd
from tests.assessment.test_analyses import ask
from tests.assessment.test_forms import BLUEPRINT
from tests.assessment.test_forms import publish as publish_forms
from tests.assessment.test_marking import release

LIST = f"/teach/{courses.SLUG}/results"
DRILL = f"{LIST}/drill"
WRITTEN = f"/teach/{written.SLUG}/results/exam"
PEOPLE = ("amina", "hadi", "farid")


@pytest.fixture
def course(app) -> None:
    """A course that Bruno teaches."""
    row = courses.publish()
    db.session.get(Course, row.id).organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()


def sit(browse, name: str, language: str = "en", quiz: str = "drill", count: int = 12) -> str:
    """Take a quiz, answer the first so many questions rightly, and finish it."""
    browser = browse(name)
    attempt_id = courses.start(browser, courses.enrol(name, language), quiz)
    courses.answer_all(browser, attempt_id, count)
    courses.finish(browser, attempt_id)
    clock.advance(minutes=1)
    return attempt_id


def rows_of(page: str) -> list[str]:
    """Return the rows of a list of results."""
    return re.findall(r"<tr><th scope=\"row\">.*?</tr>", page, re.DOTALL)


def test_every_attempt_stands_with_what_it_was_worth(course, browse):
    first = sit(browse, "amina")
    sit(browse, "farid", "ar", count=6)
    courses.start(browse("amina"), courses.enrolled("amina"), "drill")
    page = browse("bruno").get(DRILL).text
    newest, oldest = rows_of(page)
    assert "Farid Vakatora" in newest
    for words in ("Amina Diallo", first, "100%", "By rules", "English", "Finished"):
        assert words in oldest, words
    assert "العربية" in newest
    assert "2 finished attempts" in page
    assert "under way: 1" in page


def test_a_protected_person_has_no_name_for_a_trainer(course, browse):
    sit(browse, "hadi")
    page = browse("bruno").get(DRILL).text
    assert "Hadi" not in page
    assert len(rows_of(page)) == 1


def test_who_reads_results(course, browse):
    amina, farid = sit(browse, "amina"), sit(browse, "farid")
    for address in (LIST, DRILL, f"{DRILL}/{amina}"):
        for name in ("bruno", "emre"):
            assert browse(name).get(address).status_code == 200, (name, address)
        for name in ("amina", "chen", "dalia", "farid"):
            assert browse(name).get(address).status_code == 403, (name, address)
        assert browse().get(address).location.startswith("/login")
    # Gita administers the people of Fiji, and reads nothing of others.
    gita = browse("gita")
    assert [farid in row for row in rows_of(gita.get(DRILL).text)] == [True]
    assert gita.get(f"{DRILL}/{farid}").status_code == 200
    assert gita.get(f"{DRILL}/{amina}").status_code == 404
    bruno = browse("bruno")
    for nowhere in (f"{LIST}/no-such-quiz", f"{LIST}/exam/{amina}", f"{DRILL}/{'a' * 26}",
                    "/teach/no-such-course/results"):  # fmt: skip
        assert bruno.get(nowhere).status_code == 404, nowhere


def test_the_form_of_a_paper_stands_with_its_result(app, browse):
    publish_forms(exam=BLUEPRINT)
    attempt_id = sit(browse, "amina", quiz="exam", count=4)
    form = f"Form {queries.find_attempt(attempt_id).form}"
    bruno = browse("bruno")
    (row,) = rows_of(bruno.get(f"{LIST}/exam").text)
    assert form in row
    assert f"<dt>Form</dt><dd>{form[-1]}</dd>" in bruno.get(f"{LIST}/exam/{attempt_id}").text


def test_filters_leave_what_they_name(course, browse):
    sit(browse, "amina", quiz="practice")
    sit(browse, "farid", "ar", quiz="practice", count=2)
    bruno, practice = browse("bruno"), f"{LIST}/practice"
    for query, left in (
        ("", 2), ("outcome=passed", 1), ("outcome=failed", 1), ("outcome=awaiting", 0),
        ("language=ar", 1), ("language=fr", 0), ("version=1", 2), ("version=7", 0),
        ("version=x", 2), ("outcome=anything", 2), ("sitting=nonsense", 2),
        (f"sitting={'a' * 26}", 0), ("sort=points", 2), ("sort=name", 2), ("page=9", 0),
    ):  # fmt: skip
        assert len(rows_of(bruno.get(f"{practice}?{query}").text)) == left, query
    worst, _best = rows_of(bruno.get(f"{practice}?sort=points").text)
    assert "Farid" in worst
    assert "No result matches" in bruno.get(f"{practice}?version=7").text
    assert "No finished attempt yet" in bruno.get(f"{LIST}/strict").text


def test_the_quizzes_are_listed_with_what_waits(course, browse):
    sit(browse, "amina")
    page = browse("bruno").get(LIST).text
    assert DRILL in page
    (row,) = [row for row in rows_of(page) if DRILL in row]
    assert 'data-label="Finished">1</td>' in row
    assert "Not analysed yet." in row
    assert "/marking/drill#plan" in row
    assert browse("emre").get(LIST).text.count("/marking/") == 0


def test_reliability_and_pass_mark_stand_beside_every_list(course, browse, run_jobs):
    Crowd(courses.SLUG, "drill", lambda ability, *_: 0.1 + 0.8 * ability).sit(60)
    db.session.commit()
    bruno = browse("bruno")
    analysis, _page = ask(bruno, run_jobs)
    marking = f"/teach/{courses.SLUG}/marking/drill"
    data = {"second_percent": "0", "threshold_percent": "20", "appeal_days": "14"}
    data["standard"] = "Angoff, five judges."
    assert bruno.post(f"{marking}/plan", data).status_code == 303
    for address in (LIST, DRILL, marking, f"/teach/{courses.SLUG}/learners/questions", analysis):
        page = bruno.get(address).text
        assert "Angoff, five judges." in page, address
        assert "60 people" in page or "Standard error, in points" in page, address


def test_of_few_no_number_is_given(course, browse, run_jobs):
    sit(browse, "amina")
    bruno = browse("bruno")
    ask(bruno, run_jobs)
    page = bruno.get(DRILL).text
    assert "reliability 0" not in page
    assert re.search(r"<dt>Reliability</dt><dd>few ", page)


def test_who_marks_learns_no_name_before_the_release(app, browse, run_jobs):
    written.publish()
    written.make_trainer("iris")
    attempt_id = written.hand_in(browse, "amina")
    written.ask_to_mark(browse, bruno="marker")
    bruno = browse("bruno")
    page = bruno.get(WRITTEN).text
    for words in ("Amina", attempt_id, cast.id_of("amina")):
        assert words not in page, words
    assert "Not named to those who mark it, or decide on appeals" in page
    assert "Awaits marks" in page
    assert bruno.get(f"{WRITTEN}/{attempt_id}").status_code == 404
    # Somebody without a part in the marking does.
    assert browse("emre").get(f"{WRITTEN}/{attempt_id}").status_code == 200
    for item_id in ("essay", "oral"):
        written.mark(browse, "bruno", attempt_id, item_id)
    release(browse, run_jobs)
    page = bruno.get(WRITTEN).text
    assert "Amina Diallo" in page
    assert "First mark by a person" in page
    assert bruno.get(f"{WRITTEN}/{attempt_id}").status_code == 200
    # Whoever decides on appeals judges results that are released: they learn no name at all.
    data = {"email": cast.email_of("emre")}
    deciders = f"/teach/{written.SLUG}/appeals/exam/deciders"
    assert browse("bruno").post(deciders, data).status_code == 303
    emre = browse("emre")
    page = emre.get(WRITTEN).text
    assert "Not named to those who mark it, or decide on appeals" in page
    assert "Amina" not in page
    assert emre.get(f"{WRITTEN}/{attempt_id}").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_attempts(course, browse, count_queries):
    bruno, crowd = browse("bruno"), Crowd(courses.SLUG, "drill", lambda ability, *_: ability)
    counts = []
    for count in (1, 60):
        crowd.sit(count, seed=count)
        db.session.commit()
        bruno.get(DRILL)
        with count_queries() as counted:
            assert bruno.get(DRILL).status_code == 200
        counts.append(counted.count)
    assert counts[0] == counts[1] <= 20
    page = bruno.get(f"{DRILL}?page=2&sort=points").text
    assert "shown: 51 to 61" in page
    assert len(rows_of(page)) == 11
