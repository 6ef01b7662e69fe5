"""The record of an attempt: what was asked, what was answered, who marked, why it changed."""

import re

import pytest
from sqlalchemy import select

from lms.assessment import queries
from lms.assessment.rules.records import put_in_words
from lms.audit.models import AuditDetail, AuditEvent
from lms.content.models import Course
from lms.kit.clock import clock
from lms.kit.db import db
from lms.questions.showing import Option, Shown
from tests import cast
from tests.assessment import appealing, courses, written
from tests.assessment.test_marking import plan as plan_marking
from tests.assessment.test_marking import release
from tests.assessment.test_regrading import REASON, regrade, unanswered
from tests.assessment.test_sittings import bruno, grant, plan  # noqa: F401 - a fixture
from tests.assessment.test_two_clocks import send, served_on

WRITTEN = f"/teach/{written.SLUG}/results/exam"


@pytest.fixture
def course(app) -> None:
    """A course that Bruno teaches."""
    row = courses.publish()
    db.session.get(Course, row.id).organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()


def record(quiz: str, attempt_id: str) -> str:
    """Return the address of the record of an attempt at a quiz of the course."""
    return f"/teach/{courses.SLUG}/results/{quiz}/{attempt_id}"


def part(page: str, position: int) -> str:
    """Return what a record says of one question, as text."""
    found = re.search(rf'id="question-{position}".*?</article>', page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0]))


def test_every_answer_stands_with_when_it_was_made_and_arrived(course, browse):
    amina = browse("amina")
    attempt_id = courses.start(amina, courses.enrol("amina"), "drill")
    row, question = next(each for each in courses.paper_of(attempt_id) if each[1].type == "single")
    address = courses.question_address(attempt_id, row.position)
    words = {choice.id: choice.text for choice in question.choices}
    first, second, _third = (words[name] for name in row.presented.choices)
    served, made = served_on(amina, address), clock.now()
    clock.advance(minutes=5, seconds=7)
    assert send(amina, address, made, served, "1").json["is_stored"]
    courses.save(amina, attempt_id, row.position, "2")
    clock.advance(minutes=36)
    assert send(amina, address, clock.now(), served, "1").status_code == 409
    courses.finish(amina, attempt_id)
    page = browse("bruno").get(record("drill", attempt_id)).text
    said = part(page, row.position)
    # Offered, and answered; the right one is named once more.
    keys = [name == "right-choice" for name in row.presented.choices]
    assert (said.count(first), said.count(second)) == (3 + keys[0], 2 + keys[1])
    for words in ("24 November 2026, 09:05:07", "waited on the device for a line",
                  "too late: kept, and not marked", question.id, "Right answer"):  # fmt: skip
        assert words in said, words
    counted = queries.get_responses(attempt_id)[row.item_id]
    assert counted.value == {"choices": [row.presented.choices[1]]}
    rows = re.findall(r"<tr><th.*?</tr>", page[page.index(f'id="question-{row.position}"') :])
    assert ["counts" in each for each in rows[1:4]] == [False, True, False]


def test_within_the_grace_it_counts_and_says_so(course, browse):
    amina = browse("amina")
    attempt_id = courses.start(amina, courses.enrol("amina"), "drill")
    address = courses.question_address(attempt_id, 1)
    served, made = served_on(amina, address), clock.now()
    clock.advance(minutes=35)
    send(amina, address, made, served, "1")
    courses.finish(amina, attempt_id)
    said = part(browse("bruno").get(record("drill", attempt_id)).text, 1)
    assert "made in time, arrived within the grace" in said or "Taken back" in said


def test_what_was_put_right_says_who_when_and_why(course, browse, run_jobs):
    amina = browse("amina")
    attempt_id = courses.start(amina, courses.enrol("amina"), "exam")
    courses.answer_all(amina, attempt_id, 4)
    courses.finish(amina, attempt_id)
    item_id = unanswered(attempt_id)
    regrade(browse, run_jobs, item_id)
    page = browse("bruno").get(record("exam", attempt_id)).text
    places = {row.item_id: row.position for row, _ in courses.paper_of(attempt_id)}
    said = part(page, places[item_id])
    for words in ("not answered", "By rules", "Question put right", REASON, "Bruno Sarr"):
        assert words in said, words
    assert said.index("By rules") < said.index("Question put right") < said.index("counts")
    assert "5 of 6 points: 83.33%" in page


def test_marks_of_people_stand_with_name_reason_and_rubric(app, browse, run_jobs):
    written.publish()
    for name in ("iris", "jonas", "kofi"):
        written.make_trainer(name)
    written.ask_to_mark(browse, iris="marker", jonas="second", kofi="moderator")
    plan_marking(browse, second_percent="100", threshold_percent="0")
    attempt_id = written.hand_in(browse, "amina")
    for item_id in ("essay", "oral"):
        written.mark(browse, "iris", attempt_id, item_id, law=1, comment="FIRST")
        written.mark(browse, "jonas", attempt_id, item_id, law=3, comment="SECOND")
        written.mark(browse, "kofi", attempt_id, item_id, law=2, reason="Between both.")
    release(browse, run_jobs)
    page = browse("bruno").get(f"{WRITTEN}/{attempt_id}").text
    said = part(page, written.PLACES["essay"])
    for words in ("An essay of mine.", "Iris", "Jonas", "Kofi", "FIRST", "SECOND",
                  "Between both.", "Words of named law.", "First mark by a person",
                  "Second mark, blind", "Decision between two marks"):  # fmt: skip
        assert words in said, words
    assert said.index("Decision between two marks") < said.index("counts", said.index("Marks"))
    assert "confirmed" in part(page, written.PLACES["oral"])


def test_a_candidate_of_another_language_reads_as_it_was_answered(course, browse):
    amina = browse("amina")
    attempt_id = courses.start(amina, courses.enrol("amina", "ar"), "practice")
    courses.answer_all(amina, attempt_id)
    courses.finish(amina, attempt_id)
    page = browse("bruno").get(record("practice", attempt_id)).text
    assert 'lang="ar" dir="rtl">٭ Words of question' in page
    assert '<bdi lang="ar">٭ Words of the second choice' in page
    # What the candidate is never shown, those who must defend the result are.
    assert "Right answer" in page


def test_a_sitting_s_incidents_and_grants_are_on_record(bruno, browse):  # noqa: F811
    sitting_id = plan(bruno, "amina")
    grant(bruno, sitting_id, extra_percent="25", reason="health")
    amina = browse("amina")
    attempt_id = courses.start(amina, courses.enrolled("amina"), "drill")
    bruno.post(f"/teach/{courses.SLUG}/sittings/{sitting_id}/incidents", {"note": "FIRE ALARM"})
    courses.finish(amina, attempt_id)
    page = bruno.get(record("drill", attempt_id)).text
    for words in ("FIRE ALARM", "in the whole sitting", "25% more time", "Health or disability",
                  "Morning"):  # fmt: skip
        assert words in page, words
    # What was granted to whom is the business of those who plan sittings.
    page = browse("emre").get(record("drill", attempt_id)).text
    assert "FIRE ALARM" in page
    assert "Health or disability" not in page


def test_who_takes_the_course_sees_no_keys_and_nobody_the_own_record(course, browse):
    amina = browse("amina")
    attempt_id = courses.start(amina, courses.enrol("amina"), "drill")
    emre = browse("emre")
    assert emre.get(record("drill", attempt_id)).status_code == 404, "it is open"
    courses.finish(amina, attempt_id)
    assert "Right answer" in emre.get(record("drill", attempt_id)).text
    own = courses.start(emre, courses.enrol("emre"), "drill")
    page = emre.get(record("drill", attempt_id)).text
    assert "Right answer" not in page
    assert "you take this course yourself" in page
    for secret in courses.SECRETS:
        assert secret not in page, secret
    courses.finish(emre, own)
    assert emre.get(record("drill", own)).status_code == 404


def test_an_appeal_is_on_record(app, browse, run_jobs):
    appealing.make_markers(browse)
    attempt_id, appeal_id = appealing.appealed(browse, run_jobs, 1, law=3, form=1)
    page = browse("bruno").get(f"{WRITTEN}/{attempt_id}").text
    assert appealing.REASON in page
    assert "Awaits its decision" in page
    appealing.decide(browse, appeal_id, points_1="1", why_1=appealing.WHY)
    page = browse("bruno").get(f"{WRITTEN}/{attempt_id}").text
    for words in ("Upheld", "from 50% to 83%", "Decision on an appeal", appealing.WHY, "Kofi"):
        assert words in page, words


def test_reading_a_record_is_on_record(course, browse):
    amina = browse("amina")
    attempt_id = courses.start(amina, courses.enrol("amina"), "drill")
    courses.finish(amina, attempt_id)
    browse("bruno").get(record("drill", attempt_id))
    db.session.remove()
    event, details = db.session.execute(
        select(AuditEvent, AuditDetail.details)
        .join(AuditDetail, AuditDetail.event_seq == AuditEvent.seq)
        .where(AuditEvent.action == "attempt.record_read")
    ).one()
    assert (event.subject_id, event.actor_id) == (attempt_id, cast.id_of("bruno"))
    assert details == {"keys": True}


def test_a_record_takes_a_fixed_number_of_queries(course, browse, count_queries):
    counts = []
    for name, quiz in (("amina", "pretest"), ("farid", "drill")):
        browser = browse(name)
        attempt_id = courses.start(browser, courses.enrol(name), quiz)
        courses.answer_all(browser, attempt_id)
        courses.finish(browser, attempt_id)
        address = record({"pretest": "pre-test"}.get(quiz, quiz), attempt_id)
        browse("bruno").get(address)
        with count_queries() as counted:
            assert browse("bruno").get(address).status_code == 200
        counts.append(counted.count)
    assert counts[0] == counts[1] <= 30


def test_what_is_not_filled_in_is_no_part_of_an_answer():
    fields = (
        Shown("select", "1", "First", (Option("1", "a"), Option("2", "b", is_chosen=True))),
        Shown("select", "2", "Second", (Option("1", "a"),)),
        Shown("text", "3", "Third", typed="words"),
    )
    lines = put_in_words(fields)
    assert [(line.label, line.words, line.typed) for line in lines] == [
        ("First", ("b",), ""), ("Third", (), "words"),
    ]  # fmt: skip
