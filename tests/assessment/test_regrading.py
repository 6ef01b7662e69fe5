"""Putting a question right: previewed, done by a job, told; results follow, other marks stay."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import select

from lms.assessment import queries
from lms.assessment.models import Mark
from lms.content import queries as content
from lms.content.models import Course
from lms.kit.db import db
from lms.learning import queries as learning
from lms.notifications.models import Message
from lms.questions.keys import KeyImpossible, find_key, with_key
from lms.questions.types import parse_question
from tests import cast
from tests.assessment import courses, written

REASON = "Both readings of article 15 are right."


@pytest.fixture
def course(app):
    row = courses.publish()
    db.session.get(Course, row.id).organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()
    return row


def sit(browse, name, right=6, activity="exam"):
    """Sit a quiz with so many right answers, and return the attempt's id."""
    browser = browse(name)
    attempt_id = courses.start(browser, courses.enrol(name), activity)
    courses.answer_all(browser, attempt_id, right)
    courses.finish(browser, attempt_id)
    return attempt_id


def unanswered(attempt_id):
    """Return a question of the paper that got nothing."""
    return next(name for name, points in queries.get_marks(attempt_id).items() if not points)


def address(item_id, version=1):
    return f"/teach/{courses.SLUG}/learners/questions/{version}/{item_id}/regrade"


def regrade(browse, run_jobs, item_id, way="everybody", **data):
    answer = browse("bruno").post(address(item_id), {"way": way, "reason": REASON, **data})
    assert answer.status_code == 303, answer.text
    run_jobs()
    db.session.remove()


def told():
    query = select(Message.person_id).where(Message.kind == "assessment.regraded")
    return list(db.session.execute(query).scalars())


def test_who_may_come_in(course, browse):
    item_id = next(iter(content.get_items(course.newest_version_id)))
    assert browse("bruno").get(address(item_id)).status_code == 200
    for name, status in (("amina", 403), ("farid", 403), (None, 303)):
        assert browse(name).get(address(item_id)).status_code == status
        for act in ("", "/preview"):
            data = {"way": "everybody", "reason": "x"}
            sent = browse(name).post(address(item_id) + act, data)
            assert sent.status_code == status, (name, act)
    assert browse("bruno").get(address("nothing")).status_code == 404
    assert browse("bruno").get(address(item_id, 9)).status_code == 404


def test_bad_input_says_why(course, browse):
    items = content.get_items(course.newest_version_id)
    single = next(item for item in items.values() if item.type == "single")
    for data, words in (
        ({"reason": "x"}, "Please choose."),
        ({"way": "everybody", "reason": " "}, "Please say why."),
        ({"way": "key", "reason": "x", "key": ["right-choice", "other"]}, "does not fit"),
        ({"way": "key", "reason": "x", "key": ["right-choice"]}, "the key is as it was"),
        ({"way": "key", "reason": "x"}, "does not fit"),
    ):
        for act in ("", "/preview"):
            answer = browse("bruno").post(address(single.id) + act, data)
            assert answer.status_code == 422, data
            assert words in answer.text, data
    assert queries.list_regrades(course.newest_version_id) == []


def test_everybody_is_credited_and_told(course, browse, run_jobs):
    fails, full = sit(browse, "amina", 4), sit(browse, "hadi", 6)
    item_id = unanswered(fails)
    before = queries.find_attempt(fails)
    assert (before.points, before.is_passed) == (Decimal("66.66"), False)
    page = browse("bruno").post(f"{address(item_id)}/preview", {"way": "everybody", "reason": "x"})
    assert re.search(r"Marks that change</dt><dd>1<", page.text)
    assert re.search(r"Pass now</dt><dd>1<", page.text)
    assert "Amina Diallo" in page.text
    assert queries.list_regrades(course.newest_version_id) == []
    regrade(browse, run_jobs, item_id)
    after = queries.find_attempt(fails)
    assert (after.points, after.is_passed) == (Decimal("83.33"), True)
    assert learning.get_progress(after.enrolment_id)["exam"].points == Decimal("83.33")
    assert queries.find_attempt(full).points == 100
    run_jobs()
    assert told() == [cast.id_of("amina")]
    (mark,) = [row for row in queries.list_marks(fails) if row.kind == "regraded"]
    assert (mark.points, mark.reason, mark.person_id) == (1, REASON, cast.id_of("bruno"))
    assert {row.kind for row in queries.list_marks(full)} == {"automatic"}
    page = browse("bruno").get(address(item_id)).text
    assert REASON in page
    assert "Every result is put right." in page


def test_a_question_is_left_out_of_what_is_reached_and_what_there_is(course, browse, run_jobs):
    attempt_id = sit(browse, "amina", 4)
    regrade(browse, run_jobs, unanswered(attempt_id), "out")
    assert queries.find_attempt(attempt_id).points == Decimal(80)
    assert len(queries.get_marks(attempt_id)) == 5
    page = browse("amina").get(f"/learn/attempts/{attempt_id}/result").text
    assert "4 of 5 points: 80%" in page
    assert page.count("Left out of the result") == 1


def test_another_key_takes_points_away_and_learning_follows(course, browse, run_jobs):
    attempt_id = sit(browse, "amina", 12, "drill")
    item_id = next(
        question.id for _, question in courses.paper_of(attempt_id) if question.type == "single"
    )
    regrade(browse, run_jobs, item_id, "key", key=["other"])
    attempt = queries.find_attempt(attempt_id)
    assert attempt.points == Decimal("91.66")
    assert learning.get_progress(attempt.enrolment_id)["drill"].points == Decimal("91.66")
    page = browse("amina").get(f"/learn/attempts/{attempt_id}/result").text
    assert "Would have been right" in page
    # The same again is nothing new, and back again is all as before.
    assert browse("bruno").post(
        address(item_id), {"way": "key", "reason": "x", "key": ["other"]}
    ).status_code == 422  # fmt: skip
    regrade(browse, run_jobs, item_id, "key", key=["right-choice"])
    assert queries.find_attempt(attempt_id).points == 100


def test_who_finishes_later_is_marked_by_the_corrected_key(course, browse, run_jobs):
    browser = browse("amina")
    attempt_id = courses.start(browser, courses.enrol("amina"), "drill")
    courses.answer_all(browser, attempt_id)
    item_id = next(
        question.id for _, question in courses.paper_of(attempt_id) if question.type == "true_false"
    )
    regrade(browse, run_jobs, item_id, "key", key="yes")
    courses.finish(browser, attempt_id)
    db.session.remove()
    assert queries.find_attempt(attempt_id).points == Decimal("91.66")
    assert queries.get_marks(attempt_id)[item_id] == 0
    kinds = select(Mark.kind).where(Mark.attempt_id == attempt_id, Mark.item_id == item_id)
    assert sorted(db.session.execute(kinds).scalars()) == ["automatic", "regraded"]


def test_accepted_answers_are_put_right_in_their_language(course, browse, run_jobs):
    browser = browse("amina")
    # All questions are on this paper; one that is drawn may lack the type.
    attempt_id = courses.start(browser, courses.enrol("amina"), "drill")
    row = next(row for row, question in courses.paper_of(attempt_id)
               if question.type == "short_text")  # fmt: skip
    courses.save(browser, attempt_id, row.position, "also right")
    courses.finish(browser, attempt_id)
    assert queries.get_marks(attempt_id)[row.item_id] == 0
    accept = {"key-en": "SPELLING\r\nAlso right", "key-ar": "SPELLING"}
    regrade(browse, run_jobs, row.item_id, "key", **accept)
    assert queries.get_marks(attempt_id)[row.item_id] == Fraction(1)


def test_names_are_those_that_a_trainer_may_see(course, browse):
    attempt_id = sit(browse, "hadi", 4)
    page = (
        browse("bruno")
        .post(f"{address(unanswered(attempt_id))}/preview", {"way": "everybody", "reason": "x"})
        .text
    )
    assert "Hadi" not in page
    assert "Fall" not in page


def test_what_people_mark_is_not_put_right_here(app, browse):
    written.hand_in(browse, "amina", essay="")
    path = f"/teach/{written.SLUG}/learners/questions"
    assert browse("bruno").get(f"{path}/1/essay/regrade").status_code == 404
    assert browse("bruno").get(f"{path}/1/binds/regrade").status_code == 200


def test_the_pages_name_the_question_by_its_words(course, browse):
    item_id = unanswered(sit(browse, "amina", 4))
    bruno = browse("bruno")
    row = content.get_course(courses.SLUG)
    edition = content.get_outline(str(row.newest_version_id), "en").edition_id
    words = content.get_item_texts(edition, [item_id])[item_id]["text"]
    pages = (
        bruno.get(address(item_id)),
        bruno.post(f"{address(item_id)}/preview", {"way": "everybody", "reason": REASON}),
    )
    for page in pages:
        assert words in page.text
        assert f"<bdi>{item_id}</bdi>" not in page.text


def test_the_figures_lead_to_the_form(course, browse):
    attempt_id = sit(browse, "amina", 4)
    page = browse("bruno").get(f"/teach/{courses.SLUG}/learners/questions").text
    assert address(unanswered(attempt_id)) in page


def test_a_job_that_runs_twice_does_it_once(course, browse, run_jobs):
    attempt_id = sit(browse, "amina", 4)
    item_id = unanswered(attempt_id)
    regrade(browse, run_jobs, item_id)
    regrade(browse, run_jobs, item_id)
    assert [row.kind for row in queries.list_marks(attempt_id)].count("regraded") == 1


def test_a_key_is_read_and_put_in_its_place():
    written = [{"id": "a", "text": "A", "correct": True}, {"id": "b", "text": "B"}]
    question = parse_question({"id": "q", "type": "single", "text": "Which?", "choices": written})
    assert find_key(question) == {"choices": ["a"]}
    assert find_key(with_key(question, {"choices": ["b"]})) == {"choices": ["b"]}
    for impossible in ([], ["a", "b"], ["c"]):
        with pytest.raises(KeyImpossible):
            with_key(question, {"choices": impossible})
