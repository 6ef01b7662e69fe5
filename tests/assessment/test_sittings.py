"""Sittings: who may start when and by which code, what was granted, pauses, the log."""

from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import select, update

from lms.assessment import queries, throttle
from lms.assessment.models import Adjustment, Incident, Sitting
from lms.audit.models import AuditDetail, AuditEvent
from lms.content import queries as content
from lms.content.models import Course
from lms.kit.clock import clock
from lms.kit.db import db, writing
from lms.kit.ids import new_id
from tests import cast
from tests.assessment import courses
from tests.assessment.test_two_clocks import send, served_on

PLACE = f"/teach/{courses.SLUG}/sittings"
CODE = "Wien 2026"


@pytest.fixture(autouse=True)
def _fresh_counts():
    throttle.reset()


@pytest.fixture
def bruno(app, browse):
    """The trainer of the course, which Amina takes."""
    courses.enrol("amina")
    course = content.get_course(courses.SLUG)
    db.session.get(Course, course.id).organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()
    return browse("bruno")


def written(minutes: float) -> str:
    """Return an instant from now as the field of a form has it; the cast's zone is UTC."""
    return (clock.now() + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


def settings(**values: object) -> dict[str, object]:
    return {
        "activity": "drill",
        "title": "Morning",
        "opens_at": written(-10),
        "closes_at": written(60),
        "code": "",
        "minutes": "",
        "attempts": "",
        **values,
    }


def plan(bruno, *people: str, **values: object) -> str:
    """Plan a sitting of the drill with people of the cast on its list; return its id."""
    answer = bruno.post(PLACE, settings(**values))
    assert answer.status_code == 303, answer.text
    sitting_id = answer.location.rsplit("/", 1)[1]
    if people:
        emails = "\n".join(map(cast.email_of, people))
        assert bruno.post(f"{PLACE}/{sitting_id}/people", {"emails": emails}).status_code == 303
    return sitting_id


def begin(browser, name: str = "amina", **data: object):
    return browser.post(courses.quiz_address(courses.enrol(name), "drill"), data)


def grant(bruno, sitting_id: str, name: str = "amina", **values: object):
    data = {
        "extra_percent": "0", "extra_minutes": "0", "pause_minutes": "0", "language": "",
        "reason": "health", **values,
    }  # fmt: skip
    return bruno.post(f"{PLACE}/{sitting_id}/people/{cast.id_of(name)}/adjustments", data)


def incidents() -> list[str]:
    db.session.remove()
    return list(db.session.execute(select(Incident.kind).order_by(Incident.seq)).scalars())


# --- Planning --------------------------------------------------------------------------------


def test_a_trainer_plans_a_sitting_and_finds_it(bruno):
    sitting_id = plan(bruno, "amina")
    assert "Morning" in bruno.get(PLACE).text
    page = bruno.get(f"{PLACE}/{sitting_id}").text
    assert "Not started" in page
    assert "Amina" in page


def test_what_is_wrong_is_said_and_nothing_is_planned(bruno):
    for values, words in (
        ({"activity": "origins"}, "Please choose a quiz of this course."),
        ({"title": " "}, "Please give it a name."),
        ({"closes_at": written(-20)}, "This is before the sitting opens."),
        ({"opens_at": "soon"}, "Not a valid datetime value"),
        ({"minutes": "0"}, "Please write a number from 1 to 1000."),
        ({"code": "abc"}, "Please use 4 to 40 characters."),
    ):
        refused = bruno.post(PLACE, settings(**values))
        assert refused.status_code == 422, values
        if "opens_at" not in values:
            assert words in refused.text, values
    assert not list(db.session.execute(select(Sitting.id)))


def test_who_does_not_take_the_course_is_named_and_nobody_is_put_on_the_list(bruno):
    sitting_id = plan(bruno)
    emails = f"{cast.email_of('amina')}, nobody@example.org; {cast.email_of('farid')}"
    refused = bruno.post(f"{PLACE}/{sitting_id}/people", {"emails": emails})
    assert refused.status_code == 422
    assert f"nobody@example.org, {cast.email_of('farid')}" in refused.text
    assert queries.list_candidates(sitting_id) == []


def test_only_the_trainers_of_the_course_see_sittings(bruno, browse):
    sitting_id = plan(bruno, "amina")
    for address in (PLACE, f"{PLACE}/{sitting_id}"):
        assert browse("amina").get(address).status_code in {403, 404}
        assert browse("farid").get(address).status_code in {403, 404}
        assert browse().get(address).location.startswith("/login")
    assert bruno.get(f"{PLACE}/{new_id()}").status_code == 404
    assert grant(browse("farid"), sitting_id).status_code in {403, 404}
    assert grant(bruno, sitting_id, "hadi").status_code == 404


# --- Starting --------------------------------------------------------------------------------


def test_a_quiz_with_a_sitting_is_taken_in_sittings_alone(bruno, browse):
    sitting_id = plan(bruno, "amina")
    attempt = queries.find_attempt(courses.attempt_of(begin(browse("amina"))))
    assert attempt.sitting_id == sitting_id
    refused = begin(browse("hadi"), "hadi")
    assert refused.status_code == 409
    assert "you are on the list of none so far" in refused.text


def test_before_the_start_it_is_said_that_the_review_waits_for_the_sitting(bruno, browse):
    plan(bruno, "amina")
    page = browse("amina").get(courses.quiz_address(courses.enrolled("amina"), "drill")).text
    assert "the right ones, and why, once this sitting is over for everybody." in page
    assert "After you finish you see your answers" not in page


def test_without_any_sitting_everybody_starts(bruno, browse):
    assert begin(browse("amina")).status_code == 303


def test_outside_the_window_nobody_starts(bruno, browse):
    plan(bruno, "amina", opens_at=written(5))
    refused = begin(browse("amina"))
    assert refused.status_code == 409
    assert "Your sitting is not open now." in refused.text
    clock.advance(minutes=5)
    assert begin(browse("amina")).status_code == 303


def test_after_the_window_nobody_starts_and_who_has_started_goes_on(bruno, browse):
    courses.enrol("hadi")
    plan(bruno, "amina", "hadi")
    attempt_id = courses.attempt_of(begin(browse("amina")))
    clock.advance(minutes=61)
    assert begin(browse("hadi"), "hadi").status_code == 409
    assert queries.find_attempt(attempt_id).finished_at is None


def test_the_access_code_is_asked_for_and_stored_unreadable(bruno, browse):
    sitting_id = plan(bruno, "amina", code=CODE)
    amina = browse("amina")
    assert 'name="code"' in amina.get(courses.quiz_address(courses.enrol("amina"), "drill")).text
    for wrong in ({}, {"code": "Wien 2025"}):
        refused = begin(amina, **wrong)
        assert refused.status_code == 422
        assert "This is not the access code of the sitting." in refused.text
        # It can be typed anew where the error stands.
        assert 'id="code-error"' in refused.text
        assert 'name="code"' in refused.text
    # Capitals and blanks make no difference: it is read from a board.
    assert begin(amina, code="wien2026").status_code == 303
    stored = db.session.execute(select(Sitting.code_hash).where(Sitting.id == sitting_id)).scalar()
    assert "wien" not in stored.lower()
    assert CODE not in bruno.get(f"{PLACE}/{sitting_id}").text


def test_codes_cannot_be_tried_out(bruno, browse):
    plan(bruno, "amina", code=CODE)
    amina = browse("amina")
    tries = [begin(amina, code=f"code {number}").status_code for number in range(12)]
    assert tries == [422] * 10 + [429] * 2


def test_limits_of_the_sitting_stand_in_the_place_of_the_quiz_s(bruno, browse):
    plan(bruno, "amina", minutes="45", attempts="1")
    amina = browse("amina")
    attempt_id = courses.attempt_of(begin(amina))
    attempt = queries.find_attempt(attempt_id)
    assert attempt.deadline - attempt.started_at == timedelta(minutes=45)
    courses.finish(amina, attempt_id)
    assert "You have used all 1 attempts" in begin(amina).text


def test_attempts_before_the_sitting_do_not_use_up_those_of_the_sitting(bruno, browse):
    amina = browse("amina")
    courses.finish(amina, courses.attempt_of(begin(amina)))
    plan(bruno, "amina", attempts="1")
    assert begin(amina).status_code == 303


# --- What is granted -------------------------------------------------------------------------


def test_more_time_is_shown_before_the_start_and_counts(bruno, browse):
    sitting_id = plan(bruno, "amina")
    assert grant(bruno, sitting_id, extra_percent="50", extra_minutes="5").status_code == 303
    amina = browse("amina")
    page = amina.get(courses.quiz_address(courses.enrol("amina"), "drill")).text
    assert "50% more time" in page
    assert "50 minutes" in page
    attempt = queries.find_attempt(courses.attempt_of(begin(amina)))
    assert attempt.deadline - attempt.started_at == timedelta(minutes=30 * 1.5 + 5)


def test_another_language_is_granted(bruno, browse):
    sitting_id = plan(bruno, "amina")
    grant(bruno, sitting_id, language="ar", reason="language")
    attempt_id = courses.attempt_of(begin(browse("amina")))
    assert queries.find_attempt(attempt_id).language == "ar"


def test_a_grant_is_on_record_with_who_when_and_the_class_of_the_reason(bruno):
    sitting_id = plan(bruno, "amina")
    grant(bruno, sitting_id, extra_percent="25")
    first = queries.find_adjustment(sitting_id, cast.id_of("amina"))
    assert (first.approved_by, first.approved_at) == (cast.id_of("bruno"), clock.now())
    assert first.reason == "health"
    grant(bruno, sitting_id, extra_percent="50")
    assert queries.find_adjustment(sitting_id, cast.id_of("amina")).extra_percent == 50
    bruno.post(f"{PLACE}/{sitting_id}/people/{cast.id_of('amina')}/adjustments/end")
    db.session.remove()
    assert queries.find_adjustment(sitting_id, cast.id_of("amina")) is None
    actions = db.session.execute(
        select(AuditEvent.action)
        .where(AuditEvent.subject_id == sitting_id)
        .order_by(AuditEvent.seq)
    ).scalars()
    assert list(actions)[-3:] == [
        "sitting.adjusted", "sitting.adjusted", "sitting.adjustment_ended",
    ]  # fmt: skip


def test_an_impossible_grant_is_refused_at_its_field(bruno):
    sitting_id = plan(bruno, "amina")
    for name in ("extra_percent", "extra_minutes", "pause_minutes"):
        for value in ("-1", "301", "much"):
            assert grant(bruno, sitting_id, **{name: value}).status_code == 422
    for reason in ("flu", ""):
        refused = grant(bruno, sitting_id, extra_minutes="5", reason=reason)
        assert refused.status_code == 422
    assert queries.find_adjustment(sitting_id, cast.id_of("amina")) is None


def test_nothing_at_all_is_not_granted(bruno):
    sitting_id = plan(bruno, "amina")
    refused = grant(bruno, sitting_id)
    assert refused.status_code == 422
    said = "Please grant something: more time, pauses or another language."
    assert refused.text.count(said) == 2, "in the summary, and at the first field"
    assert queries.find_adjustment(sitting_id, cast.id_of("amina")) is None
    # A field that could not be read has its own sentence alone.
    refused = grant(bruno, sitting_id, pause_minutes="much")
    assert refused.status_code == 422
    assert said not in refused.text


def test_what_was_granted_empty_before_shows_as_nothing(bruno):
    sitting_id = plan(bruno, "amina")
    grant(bruno, sitting_id, extra_minutes="5")
    with writing():
        db.session.execute(update(Adjustment).values(extra_minutes=0))
    (cell,) = html.fromstring(bruno.get(f"{PLACE}/{sitting_id}").text).xpath(
        "//td[@data-label='Granted']"
    )
    assert cell.text_content() == "–"


# --- Pauses ----------------------------------------------------------------------------------


@pytest.fixture
def pausing(bruno, browse):
    """An attempt with ten minutes of pauses."""
    sitting_id = plan(bruno, "amina")
    grant(bruno, sitting_id, pause_minutes="10")
    return courses.attempt_of(begin(browse("amina")))


def test_the_clock_stands_still_and_what_is_not_used_stays(pausing, browse):
    amina, address = browse("amina"), f"/learn/attempts/{pausing}"
    deadline = queries.find_attempt(pausing).deadline
    assert "Pause (10 minutes left)" in amina.get(address).text
    for _ in range(2):
        amina.post(f"{address}/pause")
    clock.advance(minutes=4)
    # While it stands still no question is shown.
    assert amina.get(courses.question_address(pausing, 1)).location.endswith(pausing)
    amina.post(f"{address}/resume")
    db.session.remove()
    attempt = queries.find_attempt(pausing)
    assert attempt.deadline == deadline + timedelta(minutes=4)
    assert attempt.pause_seconds == 6 * 60
    assert amina.get(courses.question_address(pausing, 1)).status_code == 200


def test_who_does_not_come_back_runs_out_of_time(pausing, browse):
    amina, address = browse("amina"), f"/learn/attempts/{pausing}"
    deadline = queries.find_attempt(pausing).deadline
    amina.post(f"{address}/pause")
    clock.advance(minutes=25)
    amina.post(f"{address}/resume")
    db.session.remove()
    attempt = queries.find_attempt(pausing)
    assert (attempt.deadline, attempt.pause_seconds) == (deadline + timedelta(minutes=10), 0)
    assert amina.post(f"{address}/pause").status_code == 409
    # With the quiz's own grace of ten minutes.
    clock.advance(minutes=25, seconds=1)
    assert queries.list_expired(clock.now()) == [pausing]


def test_while_paused_only_what_was_answered_before_is_taken(pausing, browse):
    amina = browse("amina")
    address = courses.question_address(pausing, 1)
    row, question = next(iter(courses.paper_of(pausing)))
    values = courses.right_values(row, question)
    served, made = served_on(amina, address), clock.now()
    clock.advance(minutes=1)
    amina.post(f"/learn/attempts/{pausing}/pause")
    clock.advance(minutes=1)
    assert send(amina, address, made, served, *values).status_code == 200
    refused = send(amina, address, clock.now(), served, *values)
    assert refused.status_code == 409
    assert "Your attempt is paused." in refused.json["message"]


def test_without_a_grant_there_is_no_pause(bruno, browse):
    plan(bruno, "amina")
    attempt_id = courses.attempt_of(begin(browse("amina")))
    refused = browse("amina").post(f"/learn/attempts/{attempt_id}/pause")
    assert refused.status_code == 409
    assert "You have no pause left." in refused.text


# --- One device at a time --------------------------------------------------------------------


def test_one_session_answers_at_a_time_and_another_takes_over(bruno, browse):
    plan(bruno, "amina", is_exclusive="y")
    first, second = browse("amina"), browse("amina")
    attempt_id = courses.attempt_of(begin(first))
    address = courses.question_address(attempt_id, 1)
    row, question = next(iter(courses.paper_of(attempt_id)))
    values = courses.right_values(row, question)
    served, made = served_on(first, address), clock.now()
    # Elsewhere no question is shown, and nothing is taken.
    clock.advance(minutes=1)
    assert second.get(address).location.endswith(attempt_id)
    assert "open on another device" in second.get(f"/learn/attempts/{attempt_id}").text
    refused = send(second, address, clock.now(), served, *values)
    assert refused.status_code == 409
    assert "Take it over here first." in refused.json["message"]
    for _ in range(2):
        second.post(f"/learn/attempts/{attempt_id}/session")
    assert incidents() == ["session"]
    assert second.get(address).status_code == 200
    # What the first one answered before is taken; afterwards nothing is.
    assert send(first, address, made, served, *values).status_code == 200
    clock.advance(minutes=1)
    assert send(first, address, clock.now(), served, *values).status_code == 409
    assert "taken over on another device" in bruno.get(f"{PLACE}/{latest_sitting()}").text


def latest_sitting() -> str:
    return db.session.execute(select(Sitting.id)).scalar_one()


def test_where_the_sitting_does_not_say_so_two_devices_answer(bruno, browse):
    plan(bruno, "amina")
    attempt_id = courses.attempt_of(begin(browse("amina")))
    assert browse("amina").get(courses.question_address(attempt_id, 1)).status_code == 200


# --- While it runs ---------------------------------------------------------------------------


def test_the_page_shows_how_far_everybody_is(bruno, browse):
    courses.enrol("hadi")
    sitting_id = plan(bruno, "amina", "hadi")
    amina, page = browse("amina"), f"{PLACE}/{sitting_id}"
    attempt_id = courses.attempt_of(begin(amina))
    assert "Started, no answer yet" in bruno.get(page).text
    courses.answer_all(amina, attempt_id, 2)
    text = bruno.get(page).text
    assert "2 of 12" in text
    assert "Under way" in text
    assert "Not started" in text
    assert "data-poll" in text
    courses.finish(amina, attempt_id)
    assert "Finished" in bruno.get(page).text


def test_the_log_takes_notes_of_people_and_of_itself(bruno, browse):
    sitting_id = plan(bruno, "amina")
    note = {"note": "The alarm rang at ten."}
    assert bruno.post(f"{PLACE}/{sitting_id}/incidents", note).status_code == 303
    assert bruno.post(f"{PLACE}/{sitting_id}/incidents", {"note": " "}).status_code == 422
    amina = browse("amina")
    attempt_id = courses.attempt_of(begin(amina))
    address = courses.question_address(attempt_id, 1)
    row, question = next(iter(courses.paper_of(attempt_id)))
    served, made = served_on(amina, address), clock.now()
    clock.advance(minutes=3)
    send(amina, address, made, served, *courses.right_values(row, question))
    assert incidents() == ["note", "line"]
    page = bruno.get(f"{PLACE}/{sitting_id}").text
    assert "The alarm rang at ten." in page
    assert "by a line that had been broken" in page


def test_who_has_not_started_is_taken_off_the_list(bruno):
    sitting_id = plan(bruno, "amina")
    bruno.post(f"{PLACE}/{sitting_id}/people/{cast.id_of('amina')}/remove")
    db.session.remove()
    assert queries.list_candidates(sitting_id) == []


def test_settings_are_changed_and_an_empty_code_leaves_the_old_one(bruno, browse):
    sitting_id = plan(bruno, "amina", code=CODE)
    bruno.post(f"{PLACE}/{sitting_id}", settings(title="Afternoon"))
    assert "Afternoon" in bruno.get(f"{PLACE}/{sitting_id}").text
    assert begin(browse("amina"), code="another").status_code == 422
    assert begin(browse("amina"), code=CODE).status_code == 303


# --- What changes on the way -----------------------------------------------------------------


def test_an_access_code_is_removed_again(bruno, browse):
    sitting_id = plan(bruno, "amina", code=CODE)
    address = f"{PLACE}/{sitting_id}"
    assert "Ask for no access code any more" in bruno.get(address).text
    assert begin(browse("amina")).status_code == 422
    both = bruno.post(address, settings(code="Wien 2027", drops_code="y"))
    assert both.status_code == 422
    assert "not both" in both.text
    # Left empty, the code that there is stays.
    assert bruno.post(address, settings()).status_code == 303
    assert begin(browse("amina")).status_code == 422
    assert bruno.post(address, settings(drops_code="y")).status_code == 303
    page = bruno.get(address).text
    assert "with an access code" not in page
    assert "Ask for no access code any more" not in page
    assert begin(browse("amina")).status_code == 303
    changes = (
        select(AuditDetail.details)
        .join(AuditEvent, AuditEvent.seq == AuditDetail.event_seq)
        .where(AuditEvent.action == "sitting.changed")
        .order_by(AuditEvent.seq)
    )
    said = [row["is_code_removed"] for row in db.session.execute(changes).scalars()]
    assert said == [False, True]


def test_answers_from_another_device_are_seen_where_several_are_allowed(bruno, browse):
    sitting_id = plan(bruno, "amina")
    first, second = browse("amina"), browse("amina")
    attempt_id = courses.attempt_of(begin(first))
    assert courses.save(first, attempt_id, 1, "1").status_code == 303
    assert courses.save(first, attempt_id, 2, "1").status_code == 303
    page = bruno.get(f"{PLACE}/{sitting_id}").text
    assert "sign-in" not in page
    clock.advance(minutes=2)
    assert courses.save(second, attempt_id, 3, "1").status_code == 303
    page = bruno.get(f"{PLACE}/{sitting_id}").text
    assert "Answered from 2 sign-ins" in page
    assert page.count("Answers came from another sign-in") == 1
    assert incidents() == []


def test_the_page_asks_as_many_questions_however_many_answers(bruno, browse, count_queries):
    sitting_id, amina = plan(bruno, "amina"), browse("amina")
    attempt_id = courses.attempt_of(begin(amina))
    counts = []
    for place in (1, 2):
        courses.save(amina, attempt_id, place, "1")
        bruno.get(f"{PLACE}/{sitting_id}")
        with count_queries() as seen:
            bruno.get(f"{PLACE}/{sitting_id}")
        counts.append(seen.count)
    assert counts[0] == counts[1]
