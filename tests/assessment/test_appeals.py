"""Appeals: made and withdrawn by the candidate, decided once by somebody who had no part, told."""

import threading
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import select, update

from lms.assessment import queries
from lms.assessment.models import Appeal, Attempt
from lms.assessment.queries import appeals as rows
from lms.audit.models import AuditEvent
from lms.content import queries as content
from lms.kit.clock import clock
from lms.kit.db import db
from lms.learning import queries as learning
from tests import cast
from tests.assessment import courses, written
from tests.assessment.appealing import (
    APPEALS,
    REASON,
    WHY,
    appeal,
    appealed,
    decide,
    make_markers,
    marks_of,
    names_on,
    own,
    released,
    result_of,
    told,
)
from tests.assessment.written import DESK, SLUG, ask_to_mark, make_trainer

PLAN = {"second_percent": "0", "threshold_percent": "20", "standard": ""}
RAISE = {"points_1": "1", "why_1": WHY}
BINDS = f"/teach/{SLUG}/learners/questions/1/binds/regrade"


@pytest.fixture
def course(app, browse):
    make_markers(browse)


def plan(browse, days):
    answer = browse("bruno").post(f"{DESK}/plan", {**PLAN, "appeal_days": str(days)})
    assert answer.status_code == 303, answer.text


def grow_older(table, column, **time):
    """Let something have been longer ago: as long, a session would have ended."""
    since = clock.now() - timedelta(**time)
    db.session.execute(update(table).values({column: since}))
    db.session.commit()


def audited(appeal_id):
    db.session.remove()
    query = select(AuditEvent.action).where(AuditEvent.subject_id == appeal_id)
    return list(db.session.execute(query.order_by(AuditEvent.seq)).scalars())


# ── The candidate ───────────────────────────────────────────────────────────


def test_a_candidate_appeals_and_sees_where_it_stands(course, browse, run_jobs):
    attempt_id = released(browse, run_jobs)
    amina = browse("amina")
    page = amina.get(f"/learn/attempts/{attempt_id}/result").text
    assert "Do you find this result wrong?" in page
    assert own(attempt_id) in page
    page = amina.get(own(attempt_id)).text
    for words in (
        "within 30 days",
        "never lowers",
        "Name no persons or cases",
        "Words of the essay",
    ):
        assert words in page, words
    assert appeal(browse, attempt_id, "amina", 1, 2).location.endswith("/appeal")
    page = amina.get(own(attempt_id)).text
    for words in ("Awaits its decision", "Question 1 · Question 2", REASON, "Withdraw the appeal"):
        assert words in page, words
    assert "Show the appeal" in amina.get(f"/learn/attempts/{attempt_id}/result").text
    db.session.remove()
    (row,) = rows.list_appeals(attempt_id)
    assert [item.item_id for item in rows.list_items(row.id)] == ["binds", "essay"]
    assert audited(row.id) == ["appeal.made"]


def test_an_appeal_sent_twice_is_one_and_another_is_refused(course, browse, run_jobs):
    attempt_id = released(browse, run_jobs)
    assert appeal(browse, attempt_id).status_code == 303
    assert appeal(browse, attempt_id).status_code == 303
    answer = appeal(browse, attempt_id, reason="And another thing.")
    assert answer.status_code == 409
    assert "It is decided once." in answer.text
    assert len(rows.list_appeals(attempt_id)) == 1


def test_two_clicks_at_once_make_one_appeal(course, browse, run_jobs):
    attempt_id = released(browse, run_jobs)
    amina, answers = [browse("amina") for _ in range(2)], []
    data = {"scope": "whole", "reason": REASON}
    threads = [
        threading.Thread(target=lambda b=each: answers.append(b.post(own(attempt_id), data)))
        for each in amina
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [answer.status_code for answer in answers] == [303, 303]
    db.session.remove()
    assert len(rows.list_appeals(attempt_id)) == 1


def test_others_come_to_no_appeal_that_is_not_theirs(course, browse, run_jobs):
    attempt_id = released(browse, run_jobs)
    for name, status in (("farid", 404), ("bruno", 404), ("emre", 404), (None, 303)):
        assert browse(name).get(own(attempt_id)).status_code == status, name
        sent = browse(name).post(own(attempt_id), {"scope": "whole", "reason": "x"})
        assert sent.status_code == status, name
        assert browse(name).post(f"{own(attempt_id)}/withdraw").status_code == status, name
    assert rows.list_appeals(attempt_id) == []


def test_what_is_missing_is_said_and_nothing_is_lost(course, browse, run_jobs):
    attempt_id = released(browse, run_jobs)
    for data, words in (
        ({"reason": REASON}, "Please choose."),
        ({"scope": "whole", "reason": "  "}, "Please say why."),
        ({"scope": "some", "reason": REASON}, "Please choose the questions concerned"),
        ({"scope": "some", "reason": REASON, "question": ["x", "²"]}, "the questions concerned"),
        ({"scope": "some", "reason": REASON, "question": "99"}, "the questions concerned"),
        ({"scope": "whole", "reason": "x" * 4001}, "at most 4000 characters"),
    ):
        answer = browse("amina").post(own(attempt_id), data)
        assert answer.status_code == 422, data
        assert words in answer.text, data
    answer = browse("amina").post(own(attempt_id), {"reason": REASON, "question": "2"})
    assert f"{REASON}</textarea>" in answer.text
    assert 'value="2" checked' in answer.text
    assert rows.list_appeals(attempt_id) == []


def test_the_days_to_appeal_in_are_those_of_the_plan(course, browse, run_jobs):
    attempt_id = released(browse, run_jobs)
    plan(browse, 3)
    grow_older(Attempt, Attempt.released_at, days=3, minutes=1)
    answer = appeal(browse, attempt_id)
    assert answer.status_code == 409
    assert "The time to appeal against this result is over." in answer.text
    result = browse("amina").get(f"/learn/attempts/{attempt_id}/result").text
    assert "Do you find this result wrong?" not in result
    assert "is over" in browse("amina").get(own(attempt_id)).text
    plan(browse, 0)
    assert "no appeal is taken" in appeal(browse, attempt_id).text
    plan(browse, 4)
    assert appeal(browse, attempt_id).status_code == 303
    answer = browse("bruno").post(f"{DESK}/plan", {**PLAN, "appeal_days": "366"})
    assert answer.status_code == 422
    assert "from 0 to 365" in answer.text


def test_before_the_result_there_is_nothing_to_appeal_against(course, browse):
    attempt_id = written.hand_in(browse, "amina")
    assert "no result against which" in browse("amina").get(own(attempt_id)).text
    assert appeal(browse, attempt_id).status_code == 409


def test_an_appeal_is_withdrawn_and_made_again(course, browse, run_jobs):
    attempt_id, appeal_id = appealed(browse, run_jobs)
    for _ in range(2):
        assert browse("amina").post(f"{own(attempt_id)}/withdraw").status_code == 303
    assert audited(appeal_id) == ["appeal.made", "appeal.withdrawn"]
    page = browse("amina").get(own(attempt_id)).text
    assert "Withdrawn before" in page
    assert "How an appeal goes" in page
    # What was taken back is read by nobody else, and cannot be decided any more.
    assert browse("kofi").get(f"{APPEALS}/{appeal_id}").status_code == 404
    assert decide(browse, appeal_id, "dismissed").status_code == 404
    clock.advance(minutes=1)
    assert appeal(browse, attempt_id, reason="Once more.").status_code == 303
    assert [row.status for row in rows.list_appeals(attempt_id)] == ["open", "withdrawn"]


def test_without_review_only_the_numbers_of_the_paper_are_told(app, browse):
    browser = browse("amina")
    attempt_id = courses.start(browser, courses.enrol("amina"), "practice")
    courses.finish(browser, attempt_id)
    page = browser.get(own(attempt_id)).text
    assert "Question 12" in page
    for words in ("Words of question", *courses.SECRETS):
        assert words not in page, words
    assert appeal(browse, attempt_id, "amina", 1).status_code == 303
    assert "Words of question" not in browser.get(own(attempt_id)).text


# ── Who decides ─────────────────────────────────────────────────────────────


def test_who_may_come_in(course, browse, run_jobs):
    _attempt_id, appeal_id = appealed(browse, run_jobs)
    one, course_page = f"{APPEALS}/{appeal_id}", f"/teach/{SLUG}/appeals"
    for name, lists, page in (
        ("kofi", 200, 200),
        # They say who decides, and read what was decided.
        ("bruno", 200, 404),
        ("emre", 200, 404),
        ("iris", 404, 404),
        ("lena", 404, 404),
        ("gita", 404, 404),
        ("amina", 403, 403),
        (None, 303, 303),
    ):
        for address in (course_page, APPEALS):
            assert browse(name).get(address).status_code == lists, (name, address)
        assert browse(name).get(one).status_code == page, name
        if name != "kofi":
            assert decide(browse, appeal_id, name=name).status_code == page, name
    assert browse("bruno").get(f"/teach/{SLUG}/appeals/nothing").status_code == 404
    assert decide(browse, appeal_id, "dismissed").status_code == 303
    for name in ("kofi", "bruno", "emre"):
        assert browse(name).get(one).status_code == 200, name
    assert decide(browse, appeal_id, name="bruno").status_code == 409
    for name in ("iris", "lena", "gita"):
        assert browse(name).get(one).status_code == 404, name


def test_nobody_decides_who_had_a_part(course, browse, run_jobs):
    ask_to_mark(browse, iris="appeal", bruno="appeal")
    _attempt_id, appeal_id = appealed(browse, run_jobs)
    one = f"{APPEALS}/{appeal_id}"
    # Iris has marked; Bruno did not, until he puts a question right, be it that no mark changes.
    assert browse("iris").get(one).status_code == 404
    assert "you had a part in the result" in browse("iris").get(APPEALS).text
    assert browse("bruno").get(one).status_code == 200
    sent = browse("bruno").post(BINDS, {"way": "everybody", "reason": "Read in two ways."})
    assert sent.status_code == 303
    run_jobs()
    assert browse("bruno").get(one).status_code == 404
    assert decide(browse, appeal_id, name="bruno", **RAISE).status_code == 404
    assert decide(browse, appeal_id, "dismissed").status_code == 303


def test_nobody_decides_on_the_own_appeal(course, browse, run_jobs):
    ask_to_mark(browse, bruno="appeal")
    _attempt_id, appeal_id = appealed(browse, run_jobs, name="bruno")
    assert browse("bruno").get(f"{APPEALS}/{appeal_id}").status_code == 404
    assert decide(browse, appeal_id, name="bruno", **RAISE).status_code == 404
    assert browse("kofi").get(f"{APPEALS}/{appeal_id}").status_code == 200


def test_who_wrote_the_course_cannot_be_named(app, browse, run_jobs):
    written.publish(cast.actor_of("bruno"))
    for address, data in (
        (f"{DESK}/duties", {"role": "appeal"}),
        (f"{APPEALS}/deciders", {}),
    ):
        sent = browse("emre" if "appeals" in address else "bruno").post(
            address, {"email": cast.email_of("bruno"), **data}
        )
        assert sent.status_code == 422, address
        assert "Who wrote the course does not decide on appeals." in sent.text


def test_where_nobody_may_decide_those_are_asked_who_name_somebody(app, browse, run_jobs):
    written.publish()
    make_trainer("iris")
    ask_to_mark(browse, iris="marker")
    _attempt_id, appeal_id = appealed(browse, run_jobs)
    run_jobs()
    assert told("appeal_asked") == ["bruno", "emre"]
    warning = "Nobody who may decide has been asked for 1 appeal."
    for name in ("bruno", "emre"):
        assert warning in browse(name).get(APPEALS).text
        assert "nobody who may" in browse(name).get(f"/teach/{SLUG}/appeals").text
    assert warning in browse("bruno").get(DESK).text
    # Who marked it does not help; an administrator names one who had no part: an administrator.
    browse("emre").post(f"{APPEALS}/deciders", {"email": cast.email_of("iris")})
    assert warning in browse("emre").get(APPEALS).text
    sent = browse("emre").post(f"{APPEALS}/deciders", {"email": cast.email_of("gita")})
    assert sent.status_code == 303
    assert warning not in browse("emre").get(APPEALS).text
    run_jobs()
    assert told("deciding_asked") == ["gita", "iris"]
    assert browse("gita").get(f"{APPEALS}/{appeal_id}").status_code == 200


def test_deciders_are_named_and_taken_back_by_those_who_may(course, browse, run_jobs):
    for email, words in (
        ("", "Please enter an e-mail address."),
        ("nobody@example.org", "No trainer or administrator has this address."),
        ("amina@example.org", "No trainer or administrator has this address."),
    ):
        answer = browse("emre").post(f"{APPEALS}/deciders", {"email": email})
        assert answer.status_code == 422
        assert words in answer.text
        assert f'value="{email}"' in answer.text
    data = {"email": cast.email_of("lena")}
    for name, status in (("kofi", 403), ("iris", 404), ("amina", 403), (None, 303)):
        sent = browse(name).post(f"{APPEALS}/deciders", data)
        assert sent.status_code == status, name
    duties = queries.list_duties(content.get_course(SLUG).id)
    held = {duty.role: duty.id for duty in duties}
    end = f"{APPEALS}/deciders/{held['appeal']}/end"
    assert browse("kofi").post(end).status_code == 403
    # A marker's duty is not an administrator's business.
    assert browse("emre").post(f"{APPEALS}/deciders/{held['marker']}/end").status_code == 404
    assert browse("emre").post(end).status_code == 303
    assert browse("kofi").get(APPEALS).status_code == 404


def test_those_who_may_decide_are_told_of_an_appeal(course, browse, run_jobs):
    ask_to_mark(browse, iris="appeal")
    appealed(browse, run_jobs)
    run_jobs()
    assert told("appeal_asked") == ["kofi"]


def test_candidates_are_codes(course, browse, run_jobs):
    _attempt_id, appeal_id = appealed(browse, run_jobs, name="hadi")
    pages = [browse("kofi").get(path).text for path in (APPEALS, f"{APPEALS}/{appeal_id}")]
    pages += [browse(name).get(APPEALS).text for name in ("bruno", "emre")]
    decide(browse, appeal_id, "dismissed")
    pages += [browse(name).get(f"{APPEALS}/{appeal_id}").text for name in ("bruno", "emre")]
    for page in pages:
        assert names_on(page) == set()
        assert rows.get_appeal(appeal_id).code in page
    assert "Iris" not in pages[1]


# ── The decision ────────────────────────────────────────────────────────────


def test_an_appeal_is_upheld_and_the_result_follows(course, browse, run_jobs):
    attempt_id, appeal_id = appealed(browse, run_jobs, 1, law=3, form=1)
    before = queries.find_attempt(attempt_id)
    assert (before.points, before.is_passed) == (Decimal("50.00"), False)
    page = browse("kofi").get(f"{APPEALS}/{appeal_id}").text
    for words in (REASON, "Words of the statement.", "FEEDBACK-ITEM", "By rules"):
        assert words in page, words
    assert "Words of the essay." not in page
    grow_older(Appeal, Appeal.asked_at, days=2, hours=3)
    assert decide(browse, appeal_id, **RAISE).location.endswith(APPEALS)
    assert result_of(attempt_id) == (Decimal("83.33"), True)
    progress = learning.get_progress(before.enrolment_id)
    assert progress["exam"].points == Decimal("83.33")
    mark = marks_of(attempt_id)["binds"]
    assert (mark.points, mark.person_id, mark.reason) == (1, cast.id_of("kofi"), WHY)
    assert mark.at == clock.now()
    assert marks_of(attempt_id, "automatic")["binds"].points == 0
    run_jobs()
    assert learning.find_completion(before.enrolment_id).is_achievement
    assert told("appeal_decided") == ["amina"]
    assert audited(appeal_id) == ["appeal.made", "appeal.decided"]
    page = browse("amina").get(own(attempt_id)).text
    for words in ("Your appeal is upheld.", "from 50% to 83%", "from 0 to 1 of 1", WHY,
                  "We have read it again."):  # fmt: skip
        assert words in page, words
    assert "Kofi" not in page
    assert "Upheld" in browse("amina").get(f"/learn/attempts/{attempt_id}/result").text
    listed = browse("bruno").get(APPEALS).text
    for words in ("2 days", "Kofi", "from 50% to 83%", "Upheld of those decided"):
        assert words in listed, words
    record = browse("emre").get(f"{APPEALS}/{appeal_id}").text
    for words in ("Kofi", WHY, "from 0 to 1 of 1", REASON):
        assert words in record, words


def test_an_appeal_is_dismissed_and_all_stands(course, browse, run_jobs):
    attempt_id, appeal_id = appealed(browse, run_jobs)
    before = result_of(attempt_id)
    answer = decide(browse, appeal_id, "dismissed", why_1="The statement is false.")
    assert answer.status_code == 303
    assert result_of(attempt_id) == before
    assert marks_of(attempt_id) == {}
    page = browse("amina").get(own(attempt_id)).text
    for words in ("Your appeal is dismissed", "The statement is false.", "We have read it again."):
        assert words in page, words
    run_jobs()
    assert told("appeal_decided") == ["amina"]
    # It is decided once, for the candidate as for those who decide.
    assert appeal(browse, attempt_id, reason="Again").status_code == 409
    assert browse("amina").post(f"{own(attempt_id)}/withdraw").status_code == 409
    assert decide(browse, appeal_id, **RAISE).status_code == 409
    assert result_of(attempt_id) == before


def test_an_essay_is_decided_on_by_its_rubric(course, browse, run_jobs):
    attempt_id, appeal_id = appealed(browse, run_jobs, 2)
    page = browse("kofi").get(f"{APPEALS}/{appeal_id}").text
    assert 'id="level-2-1-1" name="level-2-1" value="1" checked' in page
    answer = decide(browse, appeal_id, level_2_1="3", why_2=WHY)
    assert answer.status_code == 422
    assert "Please choose a level for every criterion." in answer.text
    assert "We have read it again.</textarea>" in answer.text
    assert decide(browse, appeal_id, level_2_1="3", level_2_2="2", why_2=WHY).status_code == 303
    mark = marks_of(attempt_id)["essay"]
    assert (mark.points, mark.details["levels"]) == (1, {"law": "applied", "form": "good"})
    page = browse("amina").get(f"/learn/attempts/{attempt_id}/result").text
    assert "Words of applied law." in page
    assert WHY in page


def test_an_appeal_never_lowers(course, browse, run_jobs):
    attempt_id, appeal_id = appealed(browse, run_jobs, 1, 2, law=3, form=2)
    before = result_of(attempt_id)
    lower = {"level_2_1": "1", "level_2_2": "1", "why_2": "Nothing of it is right."}
    answer = decide(browse, appeal_id, **lower)
    assert answer.status_code == 422
    assert "Nothing is raised" in answer.text
    assert decide(browse, appeal_id, **lower, points_1="0.5", why_1=WHY).status_code == 303
    assert marks_of(attempt_id).keys() == {"binds"}
    assert queries.get_marks(attempt_id)["essay"] == 1
    assert result_of(attempt_id)[0] > before[0]


def test_what_does_not_go_together_is_said_at_its_place(course, browse, run_jobs):
    attempt_id, appeal_id = appealed(browse, run_jobs, 1)
    for verdict, given, words in (
        ("", RAISE, "Please choose."),
        ("upheld", {**RAISE, "answer": " "}, "Please say why."),
        ("upheld", {"points_1": "2", "why_1": WHY}, "a number from 0 to 1."),
        ("upheld", {"points_1": "-1", "why_1": WHY}, "a number from 0 to 1."),
        ("upheld", {"points_1": "one", "why_1": WHY}, "a number from 0 to 1."),
        ("upheld", {"points_1": "1"}, "Please say why this mark is changed."),
        ("upheld", {"points_1": "1", "why_1": "x" * 2001}, "at most 2000 characters"),
        ("upheld", {}, "Nothing is raised"),
        ("upheld", {"points_1": "0"}, "Nothing is raised"),
        # Of a question that the appeal is not about nothing is taken.
        ("upheld", {"level_2_1": "3", "level_2_2": "2", "why_2": WHY}, "Nothing is raised"),
        ("dismissed", RAISE, "You dismiss the appeal and give"),
    ):
        answer = decide(browse, appeal_id, verdict, **given)
        assert answer.status_code == 422, given
        assert words in answer.text, given
    answer = decide(browse, appeal_id, points_1="two", why_1=WHY)
    assert 'value="two"' in answer.text
    assert f"{WHY}</textarea>" in answer.text
    assert marks_of(attempt_id) == {}
    assert rows.get_appeal(appeal_id).is_open


def test_points_are_read_as_the_reader_writes_them(course, browse, run_jobs):
    attempt_id, appeal_id = appealed(browse, run_jobs, 1)
    data = {"verdict": "upheld", "answer": "ok", "points-1": "٠٫٧٥", "why-1": WHY}
    answer = browse("kofi", "ar").post(f"{APPEALS}/{appeal_id}", data)
    assert answer.status_code == 303
    assert marks_of(attempt_id)["binds"].points == Fraction(3, 4)


def test_two_who_decide_at_once_decide_once(course, browse, run_jobs):
    ask_to_mark(browse, lena="appeal")
    attempt_id, appeal_id = appealed(browse, run_jobs, 1)
    browsers, answers = {name: browse(name) for name in ("kofi", "lena")}, {}
    data = {"verdict": "upheld", "answer": "x", "points-1": "1", "why-1": WHY}
    threads = [
        threading.Thread(
            target=lambda n=name, b=browser: answers.update(
                {n: b.post(f"{APPEALS}/{appeal_id}", data)}
            )
        )
        for name, browser in browsers.items()
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answer.status_code for answer in answers.values()) == [303, 409]
    (winner,) = [name for name, answer in answers.items() if answer.status_code == 303]
    assert marks_of(attempt_id)["binds"].person_id == cast.id_of(winner)
    assert rows.get_appeal(appeal_id).decided_by == cast.id_of(winner)
    assert audited(appeal_id) == ["appeal.made", "appeal.decided"]


def test_a_regrade_leaves_what_was_decided_on_an_appeal(course, browse, run_jobs):
    attempt_id, appeal_id = appealed(browse, run_jobs, 1)
    decide(browse, appeal_id, points_1="0.5", why_1=WHY)
    after = result_of(attempt_id)
    browse("bruno").post(BINDS, {"way": "key", "is_true": "yes", "reason": "It is true."})
    run_jobs()
    assert result_of(attempt_id) == after
    assert queries.get_marks(attempt_id)["binds"] == Fraction(1, 2)


def test_a_question_that_was_left_out_counts_again_where_that_is_better(course, browse, run_jobs):
    attempt_id = released(browse, run_jobs, law=2, form=2)
    browse("bruno").post(BINDS, {"way": "out", "reason": "It can be read in two ways."})
    run_jobs()
    assert result_of(attempt_id)[0] == Decimal("50.00")
    appeal(browse, attempt_id, "amina", 1)
    appeal_id = rows.list_appeals(attempt_id)[0].id
    assert "Left out of the result" in browse("kofi").get(f"{APPEALS}/{appeal_id}").text
    # With a third of its points the result would fall.
    assert decide(browse, appeal_id, points_1="0.3", why_1=WHY).status_code == 422
    assert decide(browse, appeal_id, **RAISE).status_code == 303
    assert result_of(attempt_id) == (Decimal("66.66"), True)
    assert "left out before, now 1 of 1" in browse("amina").get(own(attempt_id)).text


def test_a_late_answer_is_overdue(course, browse, run_jobs):
    appealed(browse, run_jobs)
    grow_older(Appeal, Appeal.asked_at, days=30, minutes=1)
    for name in ("kofi", "bruno"):
        assert "30 days" in browse("kofi").get(APPEALS).text
        assert "Overdue" in browse(name).get(APPEALS).text


def test_the_lists_ask_as_many_questions_whatever_their_length(
    course, browse, run_jobs, count_queries
):
    ask_to_mark(browse, lena="appeal")

    def count():
        found = []
        for name, address in (
            ("bruno", APPEALS),
            ("kofi", APPEALS),
            ("emre", f"/teach/{SLUG}/appeals"),
            ("bruno", DESK),
        ):
            browser = browse(name)
            browser.get(address)
            with count_queries() as counter:
                browser.get(address)
            found.append(counter.count)
        return found

    _attempt_id, first = appealed(browse, run_jobs)
    decide(browse, first, "dismissed")
    appealed(browse, run_jobs, name="hadi")
    few = count()
    for name in ("farid", "chen", "dalia"):
        _attempt_id, appeal_id = appealed(browse, run_jobs, name=name)
    decide(browse, appeal_id, "dismissed", name="lena")
    assert count() == few


def test_empty_pages_say_what_will_be_there(course, browse):
    assert "No appeal awaits your decision" in browse("kofi").get(APPEALS).text
    assert "Nobody has appealed" in browse("bruno").get(APPEALS).text


def test_a_quiz_that_rules_mark_has_its_page_too(app, browse):
    written.publish()
    page = browse("bruno").get(f"/teach/{SLUG}/marking").text
    assert f"/teach/{SLUG}/appeals" in page
