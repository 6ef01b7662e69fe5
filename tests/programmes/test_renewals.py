"""Renewing an award: begun with one click, undone while nothing is done, given once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.kit.clock import clock
from lms.kit.db import db
from lms.learning import queries as learning
from lms.learning.models import Completion
from lms.notifications.models import Message
from lms.programmes.models import Award
from lms.programmes.queries import curricula, renewals
from lms.programmes.services import renewals as services
from lms.programmes.services.renewal_mail import ask_to_remind
from tests import cast
from tests.learning import courses
from tests.programmes import factories, renewing
from tests.programmes.renewing import PAGE, SOON, add_held, add_renewable, complete_again


@pytest.fixture
def award(hub):
    """Amina's award that ends in two months, and can be renewed."""
    return add_held(add_renewable(hub))


def one(award) -> str:
    return f"{PAGE}/{award.id}"


def begin(browse, award):
    return browse("amina").post(f"{one(award)}/renewal")


def awards(name="amina"):
    db.session.rollback()
    return curricula.list_awards(cast.id_of(name))


def statuses(name="amina"):
    course = courses.queries.get_course(courses.SLUG)
    return sorted(row.status for row in learning.list_enrolments(cast.id_of(name), course.id))


def mails(kind):
    db.session.rollback()
    return list(db.session.scalars(select(Message).where(Message.kind == f"programmes.{kind}")))


def test_amina_sees_her_awards_and_what_is_asked_again(award, browse):
    amina = browse("amina")
    page = amina.get(PAGE)
    assert page.status_code == 200
    for words in (factories.TITLE, "Award valid; to be renewed", "A small course", "60 h",
                  "Begin recertification"):  # fmt: skip
        assert words in page.text, words
    assert PAGE in amina.get("/learn").text
    assert "Begin recertification" in amina.get(one(award)).text


def test_whoever_holds_nothing_is_told_so(award, browse):
    assert "You hold no award yet" in browse("bruno").get(PAGE).text


def test_one_click_begins_and_twice_is_once(award, browse):
    answer = begin(browse, award)
    assert answer.location == one(award)
    assert begin(browse, award).status_code == 303
    assert statuses() == ["active"]
    page = browse("amina").get(one(award)).text
    assert "0 of 1 requirements met" in page
    assert f"/courses/{courses.SLUG}" in page


def test_what_was_done_again_gives_one_award_from_the_end_of_the_old_one(award, browse, run_jobs):
    begin(browse, award)
    complete_again()
    run_jobs()
    for _again in range(2):
        services.evaluate(clock.now(), award.id)
        db.session.commit()
    new, former = awards()
    assert former == award
    assert (new.renews_id, new.kind, new.participation_id) == (award.id, "participation", None)
    assert new.valid_until == SOON.replace(year=SOON.year + 3)
    # Not the hours of the whole programme: those of the course that was done again.
    assert new.hours == completed_hours() != former.hours
    assert [mail.context for mail in mails("award_renewed")] == [{"title": factories.TITLE}]
    page = browse("amina").get(PAGE).text
    assert "Earlier awards" in page
    assert "Begin recertification" not in page
    assert browse("amina").get(one(award)).status_code == 404
    assert browse("amina").get(one(new)).status_code == 200


def test_what_was_completed_long_ago_does_not_count(award, browse, run_jobs):
    course = courses.queries.get_course(courses.SLUG)
    clock.set(cast.NOW - timedelta(days=800))
    enrolment_id = renewing.graduates.enrol("amina", course)
    completion = db.session.get(
        renewing.graduates.Completion, renewing.graduates.complete(enrolment_id, course, None)
    )
    completion.completed_at = clock.now()
    db.session.commit()
    clock.set(cast.NOW)
    begin(browse, award)
    run_jobs()
    assert len(awards()) == 1
    # None completes twice: the former enrolment has ended, a new one has begun.
    assert statuses() == ["active", "completed"]
    browse("amina").post(f"{one(award)}/renewal/undo")
    assert statuses() == ["active", "withdrawn"]
    begin(browse, award)
    complete_again()
    run_jobs()
    assert len(awards()) == 2


def test_what_was_done_before_the_click_counts_from_when_the_window_opened(award, browse, run_jobs):
    course = courses.queries.get_course(courses.SLUG)
    renewing.graduates.complete(renewing.graduates.enrol("amina", course), course, None)
    begin(browse, award)
    run_jobs()
    assert len(awards()) == 2
    assert statuses() == ["active"]


def test_it_is_undone_while_nothing_is_done(award, browse):
    amina = browse("amina")
    assert amina.post(f"{one(award)}/renewal/undo").status_code == 404
    begin(browse, award)
    page = amina.post(f"{one(award)}/renewal/undo", follow_redirects=True)
    assert "Begin recertification" in page.text
    assert statuses() == ["withdrawn"]
    begin(browse, award)
    enrolment_id = renewals.find_renewal(award.id).enrolments["begun"][0]
    amina.post(f"/learn/{enrolment_id}/pages/origins")
    answer = amina.post(f"{one(award)}/renewal/undo")
    assert answer.status_code == 409
    assert "can no longer be undone" in answer.text
    assert "active" in statuses()


def test_undoing_leaves_no_line_and_the_next_begin_takes_up_the_same(award, browse):
    amina = browse("amina")
    for day in range(3):
        clock.set(cast.NOW + timedelta(minutes=day))
        begin(browse, award)
        assert "A small course" in amina.get("/learn").text
        (enrolment_id,) = renewals.find_renewal(award.id).enrolments["begun"]
        assert learning.find_enrolment(enrolment_id).started_at == clock.now()
        amina.post(f"{one(award)}/renewal/undo")
        assert statuses() == ["withdrawn"]
        assert "A small course" not in amina.get("/learn").text
    # What the person does in it afterwards is theirs, and stands there.
    amina.post(f"/courses/{courses.SLUG}/enrol", data={"language": "en"})
    amina.post(f"/learn/{enrolment_id}/pages/origins")
    amina.post(f"/learn/{enrolment_id}/withdraw")
    assert statuses() == ["withdrawn"]
    assert "A small course" in amina.get("/learn").text


def test_who_has_left_the_course_meanwhile_goes_on_in_it(award, browse):
    begin(browse, award)
    amina = browse("amina")
    (enrolment_id,) = renewals.find_renewal(award.id).enrolments["begun"]
    amina.post(f"/learn/{enrolment_id}/pages/origins")
    amina.post(f"/learn/{enrolment_id}/withdraw")
    assert statuses() == ["withdrawn"]
    assert "Go on in the courses that I left" in amina.get(one(award)).text
    for _again in range(2):
        begin(browse, award)
        assert statuses() == ["active"]
    assert "Go on in the courses that I left" not in amina.get(one(award)).text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (400, "Award valid"),
        (60, "Award valid; to be renewed"),
        (-30, "Award expired; can still be renewed"),
        (-120, "Award expired"),
    ],
)
def test_an_award_is_renewed_within_its_window_alone(hub, browse, days, words):
    award = add_held(add_renewable(hub), until=cast.NOW.date() + timedelta(days=days))
    page = browse("amina").get(one(award)).text
    assert words in page
    is_open = days in {60, -30}
    assert ("Begin recertification" in page) == is_open
    assert begin(browse, award).status_code == (303 if is_open else 409)


def test_in_grace_the_new_award_begins_today(hub, browse, run_jobs):
    award = add_held(add_renewable(hub), until=cast.NOW.date() - timedelta(days=30))
    begin(browse, award)
    complete_again()
    run_jobs()
    today = clock.now().date()
    assert awards()[0].valid_until == today.replace(year=today.year + 3)


def test_a_programme_without_recertification_says_so(hub, browse):
    award = add_held(add_renewable(hub, recertification=None))
    page = browse("amina").get(one(award)).text
    assert "take the programme again" in page
    assert begin(browse, award).status_code == 409


def completed_hours():
    return db.session.execute(select(Completion.hours)).scalar_one()


def test_a_programme_says_how_many_hours_a_recertification_takes(hub, browse, run_jobs):
    programme = add_renewable(hub, recertification=renewing.AGAIN | {"hours": 7.5})
    award = add_held(programme)
    begin(browse, award)
    complete_again()
    run_jobs()
    new, _former = awards()
    assert new.hours == 7.5
    assert "7.5" in browse("amina").get(one(new)).text


def test_what_is_graded_is_done_in_a_cohort_to_come(hub, browse, run_jobs):
    again = renewing.AGAIN | {"parts": ["plan"]}
    programme = add_renewable(hub, recertification=again)
    award = add_held(programme, kind="achievement")
    page = browse("amina").get(one(award)).text
    assert "is done in a cohort" in page
    assert factories.COHORT_TITLE in page
    begin(browse, award)
    later = factories.add_cohort(programme)
    place = factories.add_participation(factories.add_nomination(later))
    renewing.grade(place.id, "plan", 80)
    run_jobs()
    new, former = awards()
    assert (new.renews_id, former.renews_id) == (award.id, None)
    # Of graded work nobody said the hours, so that the award says none.
    assert new.hours == 0
    assert ">Hours<" not in browse("amina").get(one(new)).text


def test_awards_of_both_kinds_are_renewed_together(hub, browse, run_jobs):
    programme = add_renewable(hub)
    achieved = add_held(programme, kind="achievement")
    factories.add_award(
        renewing.place_of(achieved), achieved.programme_version_id, kind="participation",
        valid_until=SOON - timedelta(days=20), awarded_at=cast.NOW - timedelta(days=750),
    )  # fmt: skip
    begin(browse, achieved)
    complete_again()
    run_jobs()
    new = [row for row in awards() if row.renews_id]
    assert {row.kind for row in new} == {"participation", "achievement"}
    assert len({row.valid_until for row in new}) == 1
    assert len(mails("award_renewed")) == 1


@pytest.mark.parametrize("name", ["bruno", "dalia", "farid", "emre", "ines"])
def test_nobody_else_opens_or_renews_it(award, browse, name):
    other = browse(name)
    assert other.get(one(award)).status_code == 404
    for step in ("renewal", "renewal/undo"):
        assert other.post(f"{one(award)}/{step}").status_code == 404
    assert renewals.find_renewal(award.id) is None


def test_a_stranger_is_asked_to_sign_in(award, browse):
    for address in (PAGE, one(award)):
        assert browse(None).get(address).location.startswith("/login")


def remind(run_jobs, day):
    """Let the reminders that are due on a day be sent, as the periodic job does; twice."""
    clock.set(cast.NOW.replace(hour=12) + (day - cast.NOW.date()))
    for _again in range(2):
        db.session.remove()
        ask_to_remind(clock.now())
        db.session.commit()
        run_jobs()


def test_each_reminder_is_sent_once_and_only_the_newest(hub, run_jobs):
    award = add_held(add_renewable(hub))
    until = award.valid_until
    remind(run_jobs, until - timedelta(days=91))
    assert mails("award_ending") == []
    for days in (90, 89, 60, 30, 7, 0, -1, -2):
        remind(run_jobs, until - timedelta(days=days))
    keys = [mail.key for mail in mails("award_ending")]
    assert sorted(keys) == sorted(f"{award.id}:{days}" for days in (90, 30, 7, -1))


def test_who_was_not_reminded_for_weeks_is_sent_the_newest_alone(hub, run_jobs):
    award = add_held(add_renewable(hub))
    remind(run_jobs, award.valid_until - timedelta(days=5))
    (mail,) = mails("award_ending")
    assert mail.key == f"{award.id}:7"
    assert mail.context["is_open"]
    assert not mail.context["is_begun"]


def test_who_has_begun_is_told_what_is_missing_and_who_has_renewed_nothing(award, browse, run_jobs):
    begin(browse, award)
    remind(run_jobs, award.valid_until - timedelta(days=30))
    (mail,) = mails("award_ending")
    assert mail.context["missing"] == ["A small course"]
    clock.set(cast.NOW)
    complete_again()
    run_jobs()
    remind(run_jobs, award.valid_until - timedelta(days=7))
    assert len(mails("award_ending")) == 1


def test_a_withdrawn_award_is_neither_shown_nor_reminded(award, browse, run_jobs):
    db.session.get(Award, award.id).withdrawn_at = cast.NOW
    db.session.commit()
    remind(run_jobs, award.valid_until - timedelta(days=30))
    assert mails("award_ending") == []
    assert "You hold no award yet" in browse("amina").get(PAGE).text


def test_the_page_of_awards_asks_a_fixed_number_of_questions(hub, browse, count_queries):
    amina, counts = browse("amina"), []
    amina.get(PAGE)
    for number in range(3):
        slug = f"{factories.SLUG}-{number}"
        programme = add_renewable(hub, slug=slug)
        add_held(programme)
        with count_queries() as count:
            assert amina.get(PAGE).status_code == 200
        counts.append(count.count)
    assert counts[1] == counts[2]
