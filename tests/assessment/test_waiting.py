"""What waits for somebody is shown on their front page, with the way to it: to nobody else."""

import re
from dataclasses import replace

import pytest

from lms.assessment.queries.waiting import list_waiting
from lms.content import queries as content
from lms.content.models import Course
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.learning import services as learning
from tests import cast, factories
from tests.assessment import courses, written
from tests.assessment.appealing import APPEALS, appealed, decide, released
from tests.assessment.written import DESK, SLUG, ask_to_mark, hand_in, make_trainer, mark

BLOCK = re.compile(r'<section aria-labelledby="waiting">.*?</section>', re.DOTALL)
TWICE = {"second_percent": "100", "threshold_percent": "20", "appeal_days": "14", "standard": ""}


@pytest.fixture
def course(app, browse):
    written.publish()
    for name in ("iris", "jonas", "kofi", "lena"):
        make_trainer(name)


def waiting(browse, name, address="/teach", language="en"):
    """Return what the block on a front page says, and where its links lead; nothing without one."""
    browser = browse(name)
    if language != "en":
        browser.post("/language", {"language": language})
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    found = BLOCK.search(answer.text)
    if found is None:
        return None
    words = " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())
    return words.replace(" :", ":"), re.findall(r'href="([^"]+)"', found[0])


def nobody(browse, *names):
    for name in names:
        assert waiting(browse, name) is None, name


def test_answers_wait_for_the_marker_then_the_second_then_the_moderator(course, browse):
    ask_to_mark(browse, iris="marker", jonas="second", kofi="moderator")
    browse("bruno").post(f"{DESK}/plan", TWICE)
    nobody(browse, "iris", "jonas", "kofi", "lena", "bruno")
    attempts = [hand_in(browse, name) for name in ("amina", "hadi")]
    words, links = waiting(browse, "iris")
    assert words == "Waits for you Mark 4 answers: The written exam A written course"
    assert links == [DESK]
    nobody(browse, "jonas", "kofi", "lena", "bruno")

    mark(browse, "iris", attempts[0], law=1, form=1)
    assert "Mark 3 answers:" in waiting(browse, "iris")[0]
    assert "Mark 1 answer a second time: The written exam" in waiting(browse, "jonas")[0]
    nobody(browse, "kofi", "lena", "bruno")

    mark(browse, "jonas", attempts[0], law=3, form=2)
    words, links = waiting(browse, "kofi")
    assert "Decide between two marks of 1 answer: The written exam" in words
    assert links == [DESK]
    nobody(browse, "jonas", "lena", "bruno")

    # What is taken back waits for them no more.
    html = browse("bruno").get(DESK).text
    for end in re.findall(r'action="([^"]+/duties/[^"]+/end)"', html):
        browse("bruno").post(end)
    nobody(browse, "iris", "jonas", "kofi")


def test_what_an_author_marked_waits_for_somebody_else(app, browse):
    written.publish(cast.actor_of("bruno"))
    make_trainer("jonas")
    ask_to_mark(browse, bruno="marker", jonas="second")
    attempt_id = hand_in(browse, "amina")
    assert "Mark 2 answers:" in waiting(browse, "bruno")[0]
    nobody(browse, "jonas")
    mark(browse, "bruno", attempt_id)
    assert "Mark 1 answer a second time:" in waiting(browse, "jonas")[0]


def test_it_counts_what_the_desk_counts(course, browse):
    ask_to_mark(browse, iris="marker", jonas="marker", lena="second")
    browse("bruno").post(f"{DESK}/plan", TWICE | {"second_percent": "50"})
    for name in ("amina", "hadi", "farid", "chen"):
        mark(browse, "iris", hand_in(browse, name))
    for name in ("iris", "jonas", "lena"):
        shown = browse(name).get(DESK).text
        on_the_desk = sum(int(number) for number in re.findall(r"Mark (\d+) answers?<", shown))
        found = waiting(browse, name)
        number = int(re.search(r"Mark (\d+) answer", found[0])[1]) if found else 0
        assert number == on_the_desk
    assert waiting(browse, "jonas") is not None


def test_appeals_wait_for_whoever_may_decide(course, browse, run_jobs):
    ask_to_mark(browse, iris="marker", kofi="appeal")
    ask_to_decide(browse, "emre")
    released(browse, run_jobs, "hadi")
    nobody(browse, "kofi")
    _attempt_id, appeal_id = appealed(browse, run_jobs)
    words, links = waiting(browse, "kofi")
    assert words == "Waits for you Decide on 1 appeal: The written exam A written course"
    assert links == [APPEALS]
    # An administrator who is no trainer has it on theirs.
    assert waiting(browse, "emre", "/admin") == (words, links)
    nobody(browse, "iris", "lena", "bruno")
    assert decide(browse, appeal_id, "dismissed").status_code == 303
    nobody(browse, "kofi")
    assert waiting(browse, "emre", "/admin") is None


def test_an_appeal_does_not_wait_for_whoever_had_a_part(course, browse, run_jobs):
    ask_to_mark(browse, iris="marker")
    ask_to_decide(browse, "iris", "lena")
    appealed(browse, run_jobs)
    nobody(browse, "iris")
    assert "Decide on 1 appeal" in waiting(browse, "lena")[0]


def ask_to_decide(browse, *names):
    for name in names:
        answer = browse("bruno").post(f"{APPEALS}/deciders", {"email": cast.email_of(name)})
        assert answer.status_code == 303, answer.text


def test_who_marks_no_more_is_shown_no_way_that_is_closed(course, browse):
    ask_to_mark(browse, iris="marker")
    hand_in(browse, "amina")
    iris = cast.actor_of("iris")
    assert [row.count for row in list_waiting(iris, "en")] == [2]
    assert list_waiting(replace(iris, grants=()), "en") == []


def test_outsiders_come_to_no_front_page(course, browse):
    assert browse("amina").get("/teach").status_code == 403
    assert browse().get("/teach").status_code == 303


def test_titles_are_those_of_the_readers_language(course, browse):
    ask_to_mark(browse, iris="marker")
    hand_in(browse, "amina")
    words, _links = waiting(browse, "iris", language="ar")
    assert "صحّح إجابتين" in words
    assert "The written exam" in words  # the sign of the translation stands before it


def another_course(browse, slug):
    """Publish the same course under another name, with an answer that waits for Iris."""
    files = {
        path: data.replace(SLUG.encode(), slug.encode()) for path, data in written.files().items()
    }
    factories.import_course(OPERATOR, cast.NOW, files)
    course_id = content.get_course(slug).id
    db.session.get(Course, course_id).organisation_id = cast.actor_of("bruno").organisation_id
    factories.publish_course(OPERATOR, cast.NOW, slug, offered=("ar",))
    course = content.get_course(slug)
    enrolment_id = learning.enrol(cast.actor_of("amina"), cast.NOW, course, "en")
    db.session.commit()
    ask_to_mark(browse, f"/teach/{slug}/marking/exam", iris="marker", kofi="appeal")
    amina = browse("amina")
    attempt_id = courses.start(amina, enrolment_id)
    courses.save(amina, attempt_id, written.PLACES["essay"], "An essay of mine.")
    courses.finish(amina, attempt_id)


def test_as_many_queries_however_many_quizzes(course, browse, count_queries):
    ask_to_mark(browse, iris="marker", kofi="appeal")
    hand_in(browse, "amina")

    def count():
        browser = browse("iris")
        browser.get("/teach")
        with count_queries() as counter:
            browser.get("/teach")
        return counter.count

    few = count()
    for slug in ("second-course", "third-course"):
        another_course(browse, slug)
    words, links = waiting(browse, "iris")
    assert words.count("Mark 2 answers: The written exam") == 3
    assert links == [
        f"/teach/{slug}/marking/exam" for slug in ("second-course", "third-course", SLUG)
    ]
    assert count() == few
