"""Marking by people: the queue, one answer after the other, two markers, a moderator, results."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from lms.assessment import queries, rules
from lms.assessment.models import Mark, MarkingDraft
from lms.audit.models import AuditEvent
from lms.content import queries as content
from lms.kit.db import db
from lms.learning import queries as learning
from lms.notifications.models import Message
from tests import cast
from tests.assessment import courses, written
from tests.assessment.written import DESK, SLUG, ask_to_mark, hand_in, make_trainer, mark, sheet


@pytest.fixture
def markers(app, browse):
    """Iris marks, Jonas marks a second time, Kofi decides; none of them wrote the course."""
    written.publish()
    for name in ("iris", "jonas", "kofi"):
        make_trainer(name)
    ask_to_mark(browse, iris="marker", jonas="second", kofi="moderator")


def plan(browse, **changes):
    data = {"second_percent": "0", "threshold_percent": "20", "appeal_days": "14", "standard": ""}
    data |= changes
    answer = browse("bruno").post(f"{DESK}/plan", data)
    assert answer.status_code == 303, answer.text


def kinds(attempt_id, item_id="essay"):
    db.session.remove()
    query = select(Mark.kind).where(Mark.attempt_id == attempt_id, Mark.item_id == item_id)
    return list(db.session.execute(query.order_by(Mark.seq)).scalars())


def sent(kind):
    db.session.remove()
    return list(db.session.execute(select(Message.person_id).where(Message.kind == kind)).scalars())


def release(browse, run_jobs):
    answer = browse("bruno").post(f"{DESK}/release")
    run_jobs()
    return answer


def test_who_may_come_in(markers, browse):
    attempt_id = hand_in(browse, "amina")
    answer = f"{DESK}/essay/{attempt_id}"
    for address in (f"/teach/{SLUG}/marking", DESK):
        assert browse("bruno").get(address).status_code == 200
        assert browse("iris").get(address).status_code == 200
        assert browse("amina").get(address).status_code == 403
        assert browse().get(address).status_code == 303
    make_trainer("lena")
    assert browse("lena").get(DESK).status_code == 404
    # Only whose turn it is reads an answer: not even the manager does without a duty.
    assert browse("iris").get(answer).status_code == 200
    for name in ("bruno", "jonas", "kofi", "lena"):
        assert browse(name).get(answer).status_code == 404, name
    for act in ("plan", "duties", "release"):
        assert browse("iris").post(f"{DESK}/{act}", {"email": "x@example.org"}).status_code == 403
        assert browse("lena").post(f"{DESK}/{act}", {"email": "x@example.org"}).status_code == 404


def test_candidates_are_codes(markers, browse):
    attempt_id = hand_in(browse, "hadi")
    other = hand_in(browse, "amina")
    pages = [browse("iris").get(f"{DESK}/essay/{each}").text for each in (attempt_id, other)]
    for page in (*pages, browse("bruno").get(DESK).text):
        for name in ("Hadi", "Fall", "Amina", "Diallo", cast.id_of("amina"), "amina@"):
            assert name not in page, name
    codes = [re.search(r"Answer ([A-Z2-7]{3}-[A-Z2-7]{3})", page)[1] for page in pages]
    assert codes[0] != codes[1]
    assert "An essay of mine." in pages[0]
    assert "Words of applied law." in pages[0]


def test_a_marker_sees_how_long_the_answer_is_and_should_be(markers, browse):
    attempt_id = hand_in(browse, "amina")
    iris = browse("iris")
    said = "Words written: 4 · Write 2 to 50 words."
    assert said in iris.get(f"{DESK}/essay/{attempt_id}").text
    assert "Words written" not in iris.get(f"{DESK}/oral/{attempt_id}").text


def test_before_the_start_it_is_said_that_the_review_waits_for_the_release(markers, browse):
    page = browse("amina").get(courses.quiz_address(written.enrol("amina"))).text
    assert "After the results are released you see your answers, the right ones, and why." in page
    assert "After you finish you see" not in page


def test_a_mark_leads_to_the_next_answer(markers, browse):
    first, second = hand_in(browse, "amina"), hand_in(browse, "hadi")
    iris = browse("iris")
    assert iris.get(f"{DESK}/essay").location.endswith(f"/essay/{first}")
    assert "Mark 2 answers" in iris.get(DESK).text
    assert iris.post(f"{DESK}/essay/{first}", sheet()).location.endswith("/essay")
    assert iris.get(f"{DESK}/essay").location.endswith(f"/essay/{second}")
    iris.post(f"{DESK}/essay/{second}", sheet())
    assert iris.get(f"{DESK}/essay").location.endswith("/marking/exam")
    assert "Mark 2 answers" in iris.get(DESK).text  # the oral task
    row = db.session.execute(
        select(Mark.numerator, Mark.denominator, Mark.person_id, Mark.response_seq)
        .where(Mark.attempt_id == first, Mark.item_id == "essay")
    ).one()  # fmt: skip
    assert (row.numerator, row.denominator, row.person_id) == (1, 2, cast.id_of("iris"))
    assert row.response_seq is not None


def test_an_assessor_finds_the_candidate_by_the_code_that_the_paper_tells(markers, browse):
    attempts = {name: hand_in(browse, name) for name in ("amina", "hadi")}
    codes = {name: rules.code_of(attempt_id, "oral") for name, attempt_id in attempts.items()}
    for name, attempt_id in attempts.items():
        # The sheet is filled in after the finish, and the code is still told then.
        page = browse(name).get(f"/learn/attempts/{attempt_id}/result").text
        assert codes[name] in page
        assert rules.code_of(attempt_id, "essay") not in page
    page = browse("iris").get(f"{DESK}/oral/{attempts['amina']}").text
    for name, attempt_id in attempts.items():
        assert codes[name] in page
        assert f"{DESK}/oral/{attempt_id}" in page
    assert "Find a sheet by its code" not in (
        browse("iris").get(f"{DESK}/essay/{attempts['amina']}").text
    )


def test_the_paper_tells_the_code_of_what_an_assessor_marks_alone(markers, browse):
    browser = browse("amina")
    attempt_id = courses.start(browser, written.enrol("amina"))
    for position, item_id, is_told in ((1, "binds", False), (2, "essay", False), (3, "oral", True)):
        page = browser.get(f"/learn/attempts/{attempt_id}/questions/{position}").text
        assert (rules.code_of(attempt_id, item_id) in page) is is_told


def test_what_is_missing_is_said_and_nothing_is_lost(markers, browse):
    attempt_id = hand_in(browse, "amina")
    data = {"level-1": "2", "comment": "Think of article 9.", "act": "mark"}
    answer = browse("iris").post(f"{DESK}/essay/{attempt_id}", data)
    assert answer.status_code == 422
    assert "Please choose a level for every criterion." in answer.text
    assert "Think of article 9." in answer.text
    assert re.search(r'id="level-1-2"[^>]* checked', answer.text)
    assert kinds(attempt_id) == []
    for forged in ({"level-1": "9"}, {"level-7": "1"}, {"level-1": "applied"}):
        answer = browse("iris").post(f"{DESK}/essay/{attempt_id}", sheet() | forged)
        assert answer.status_code == 422
    assert kinds(attempt_id) == []


def test_a_half_done_mark_is_kept_and_counts_for_nothing(markers, browse):
    attempt_id = hand_in(browse, "amina")
    address = f"{DESK}/essay/{attempt_id}"
    half = {
        "level-2": "2",
        "comment": "Half a",
        "remark-1": "Who?",
        "quote-1": "mine",
        "start-1": "",
    }
    answer = browse("iris").post(address, half, headers={"X-Requested-With": "fetch"})
    assert answer.json["message"].startswith("Saved at")
    browse("iris").post(address, half | {"comment": "Half a mark", "act": "draft"})
    page = browse("iris").get(address).text
    assert "Half a mark" in page
    assert re.search(r'id="level-2-2"[^>]* checked', page)
    assert "An essay of <mark>mine</mark><sup" in page
    assert kinds(attempt_id) == []
    browse("iris").post(address, sheet(remark="", comment="Done"))
    db.session.remove()
    assert db.session.execute(select(MarkingDraft)).first() is None


def test_a_comment_is_kept_at_hand(markers, browse):
    first, second = hand_in(browse, "amina"), hand_in(browse, "hadi")
    mark(browse, "iris", first, comment="Name the article.", is_kept="y")
    page = browse("iris").get(f"{DESK}/essay/{second}").text
    phrase = re.search(r'name="phrase" value="([a-z2-7]{26})"', page)[1]
    assert "Name the article." in page
    mark(browse, "iris", second, comment="Well put.", phrase=phrase)
    (row,) = [row for row in queries.list_marks(second) if row.kind == "human"]
    assert row.details["comment"] == "Well put.\n\nName the article."


def test_a_mark_is_changed_with_a_reason_until_another_has_marked(markers, browse):
    plan(browse, second_percent="100")
    attempt_id = hand_in(browse, "amina")
    mark(browse, "iris", attempt_id, law=1)
    answer = mark(browse, "iris", attempt_id, law=3)
    assert answer.status_code == 422
    assert "Please say why this mark is changed." in answer.text
    mark(browse, "iris", attempt_id, law=3, reason="I had overlooked the second page.")
    assert kinds(attempt_id) == ["human", "human"]
    mark(browse, "jonas", attempt_id, law=3)
    assert mark(browse, "iris", attempt_id, reason="Again").status_code == 404
    assert kinds(attempt_id) == ["human", "human", "second"]


def test_a_second_marker_is_blind_and_a_moderator_decides(markers, browse, run_jobs):
    plan(browse, second_percent="100", threshold_percent="20")
    attempt_id = hand_in(browse, "amina")
    mark(browse, "iris", attempt_id, law=1, comment="FIRST OPINION")
    page = browse("jonas").get(f"{DESK}/essay/{attempt_id}").text
    assert "FIRST OPINION" not in page
    assert "checked" not in page
    assert "Second mark, blind" in page
    mark(browse, "jonas", attempt_id, law=3, comment="SECOND OPINION")
    assert "Marks differ" in browse("bruno").get(DESK).text
    page = browse("kofi").get(f"{DESK}/essay/{attempt_id}").text
    for words in ("FIRST OPINION", "SECOND OPINION", "Decision between two marks"):
        assert words in page
    for name in ("Iris", "Jonas"):
        assert name not in page
    assert mark(browse, "kofi", attempt_id).status_code == 422
    assert mark(browse, "kofi", attempt_id, law=2, reason="Between both.").status_code == 303
    assert kinds(attempt_id) == ["human", "second", "moderated"]
    db.session.remove()
    assert queries.get_marks(attempt_id)["essay"] == Decimal("0.5")


def test_where_both_nearly_agree_the_first_mark_counts(markers, browse):
    plan(browse, second_percent="100", threshold_percent="30")
    attempt_id = hand_in(browse, "amina")
    mark(browse, "iris", attempt_id, law=2, form=2)
    mark(browse, "jonas", attempt_id, law=2, form=1)
    db.session.remove()
    assert queries.get_marks(attempt_id)["essay"] == Decimal("0.5")
    assert browse("kofi").get(f"{DESK}/essay/{attempt_id}").status_code == 404
    assert "0% equal of 1 pair<" in browse("bruno").get(DESK).text
    other = hand_in(browse, "hadi")
    mark(browse, "iris", other)
    mark(browse, "jonas", other)
    assert "50% equal of 2 pairs<" in browse("bruno").get(DESK).text


def test_an_author_does_not_decide_alone(app, browse):
    written.publish(cast.actor_of("bruno"))
    make_trainer("jonas")
    ask_to_mark(browse, bruno="marker", jonas="second")
    attempt_id = hand_in(browse, "amina")
    assert "wrote the course" in browse("bruno").get(DESK).text
    mark(browse, "bruno", attempt_id)
    assert browse("jonas").get(f"{DESK}/essay/{attempt_id}").status_code == 200
    plan(browse, may_authors_decide="y")
    assert browse("jonas").get(f"{DESK}/essay/{attempt_id}").status_code == 404


def test_results_are_released_together_and_each_is_told(markers, browse, run_jobs):
    ready, waiting = hand_in(browse, "amina"), hand_in(browse, "hadi")
    assert browse("bruno").post(f"{DESK}/release").status_code == 409
    mark(browse, "iris", ready, "essay", law=3, comment="Well argued.", **{
        "quote-1": "essay", "remark-1": "Say which.", "start-1": "3"})  # fmt: skip
    mark(browse, "iris", ready, "oral", law=3, form=1)
    mark(browse, "iris", waiting, "essay")
    run_jobs()
    assert queries.find_attempt(ready).points is None
    page = browse("bruno").get(DESK).text
    assert "Attempts that await marks: 2. Marked to their end: 1." in page
    release(browse, run_jobs)
    attempt = queries.find_attempt(ready)
    # 1 + 1 + 3/4 of three points.
    assert (attempt.points, attempt.is_passed) == (Decimal("91.66"), True)
    assert learning.get_progress(attempt.enrolment_id)["exam"].points == Decimal("91.66")
    assert queries.find_attempt(waiting).released_at is None
    assert sent("assessment.result_released") == [cast.id_of("amina")]
    page = browse("amina").get(f"/learn/attempts/{ready}/result").text
    for words in ("You have passed", "Well argued.", "Say which.", "Words of applied law.",
                  "An <mark>essay</mark><sup", "Words written: 4 · Write 2 to 50",
                  "FEEDBACK-ESSAY", "Marked: 75%"):  # fmt: skip
        assert words in page, words
    assert "Iris" not in page
    release(browse, run_jobs)
    assert len(sent("assessment.result_released")) == 1


def test_what_was_taken_up_again_since_the_release_stays(markers, browse, run_jobs):
    attempt_id = hand_in(browse, "amina")
    for item_id in ("essay", "oral"):
        mark(browse, "iris", attempt_id, item_id)
    browse("bruno").post(f"{DESK}/release")
    plan(browse, second_percent="100")
    run_jobs()
    assert queries.find_attempt(attempt_id).released_at is None


def test_nobody_marks_the_own_paper(markers, browse):
    ask_to_mark(browse, bruno="marker")
    attempt_id = hand_in(browse, "bruno")
    assert browse("bruno").get(f"{DESK}/essay/{attempt_id}").status_code == 404
    assert browse("iris").get(f"{DESK}/essay/{attempt_id}").status_code == 200


def test_duties_are_given_once_told_and_taken_back(markers, browse, run_jobs):
    ask_to_mark(browse, iris="marker")
    run_jobs()
    assert sorted(sent("assessment.marking_asked")) == sorted(
        cast.id_of(name) for name in ("iris", "jonas", "kofi")
    )
    page = browse("bruno").get(DESK).text
    assert page.count("Take back") == 3
    for email in ("nobody@example.org", "amina@example.org"):
        answer = browse("bruno").post(f"{DESK}/duties", {"email": email, "role": "marker"})
        assert answer.status_code == 422
        assert "No trainer has this address." in answer.text
        # It is said at its field, which keeps what was typed.
        assert f'value="{email}"' in answer.text
    answer = browse("bruno").post(f"{DESK}/duties", {"email": "", "role": "emperor"})
    assert answer.status_code == 422
    (held,) = [
        duty for duty in queries.list_duties(content.get_course(SLUG).id)
        if duty.person_id == cast.id_of("iris")
    ]  # fmt: skip
    assert browse("bruno").post(f"{DESK}/duties/{held.id}/end").status_code == 303
    assert browse("iris").get(DESK).status_code == 404
    assert browse("bruno").post(f"{DESK}/duties/{held.id}/end").status_code == 404


def test_a_plan_that_cannot_be(markers, browse):
    answer = browse("bruno").post(
        f"{DESK}/plan", {"second_percent": "120", "threshold_percent": "x", "standard": "Angoff"}
    )
    assert answer.status_code == 422
    assert "from 0 to 100" in answer.text
    plan(browse, standard="Angoff, seven judges, May 2026")
    assert "Angoff, seven judges, May 2026" in browse("iris").get(DESK).text


def test_every_change_has_who_when_and_why(markers, browse):
    attempt_id = hand_in(browse, "amina")
    mark(browse, "iris", attempt_id)
    mark(browse, "iris", attempt_id, law=3, reason="A page was stuck.")
    rows = [row for row in queries.list_marks(attempt_id) if row.kind == "human"]
    assert [(row.person_id, row.reason) for row in sorted(rows, key=lambda row: row.seq)] == [
        (cast.id_of("iris"), None), (cast.id_of("iris"), "A page was stuck."),
    ]  # fmt: skip
    query = select(AuditEvent.action).where(AuditEvent.subject_id == attempt_id)
    assert list(db.session.execute(query).scalars()).count("answer.marked") == 2


def test_a_queue_asks_as_many_questions_whatever_its_length(markers, browse, count_queries):
    hand_in(browse, "amina")
    iris = browse("iris")
    with count_queries() as few:
        iris.get(DESK)
    for name in ("hadi", "farid", "chen"):
        hand_in(browse, name)
    with count_queries() as many:
        iris.get(DESK)
    assert few.count == many.count


def test_a_paper_in_arabic_is_marked_in_arabic(markers, browse):
    attempt_id = hand_in(browse, "amina", essay="نص من سطرين", language="ar")
    page = browse("iris").get(f"{DESK}/essay/{attempt_id}").text
    assert '<div class="written" lang="ar" dir="auto"' in page
    assert re.search(r'<legend lang="ar" dir="rtl">', page)
