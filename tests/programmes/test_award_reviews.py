"""Awards follow the facts: a doubt is opened, decided with a reason, told; never taken silently."""

import copy
import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.accounts import services as accounts
from lms.assessment.events import ResultCorrected
from lms.audit.models import AuditEvent
from lms.kit import events
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db, writing
from lms.kit.ids import new_id
from lms.learning.models import ActivityProgress
from lms.notifications.models import Message
from lms.programmes.models import Award, AwardReview, Grade, Submission
from lms.programmes.queries import award_reviews, curricula, participations
from lms.programmes.services import evaluation
from tests import cast
from tests.learning import courses
from tests.programmes import factories
from tests.programmes.test_evaluation import PARTS, complete_course

REASON = "The second grade was meant for another officer."


@pytest.fixture
def place(hub):
    """Amina's accepted place in a cohort of a programme of a course, an exam and a plan."""
    courses.publish()
    definition = copy.deepcopy(factories.DEFINITION) | {"requirements": PARTS}
    cohort = factories.add_cohort(factories.add_programme(hub, definition=definition))
    return factories.add_participation(factories.add_nomination(cohort))


@pytest.fixture
def grade(place, run_jobs):
    """Bruno grades the plan, and what follows is done."""

    def give(points: int) -> None:
        values = {"participation_id": place.id, "part_id": "plan", "points": points, "note": ""}
        db.session.add(Grade(**values, graded_by=cast.id_of("bruno"), graded_at=clock.now()))
        evaluation.ask_to_evaluate([place.id], clock.now())
        db.session.commit()
        run_jobs()

    return give


@pytest.fixture
def awarded(place, grade):
    """Both awards are Amina's, and her participation is completed."""
    complete_course()
    grade(80)
    clock.advance(days=2)
    assert participations.find_participation(place.id).status == "completed"
    return place


def standing() -> set[str]:
    return {award.kind for award in curricula.list_awards(cast.id_of("amina"))}


def reviews_of(place) -> list[str]:
    return [row.decision for row in award_reviews.list_of_cohort(place.cohort_id)]


def told(kind: str) -> list[str]:
    rows = db.session.scalars(select(Message).where(Message.kind == f"programmes.{kind}"))
    return [str(row.person_id) for row in rows]


def desk(place) -> str:
    return f"/admin/cohorts/{place.cohort_id}/awards"


def open_page(browser, place) -> tuple[str, str]:
    """Return the address of the open doubt, and the mark that its page shows."""
    row = next(one for one in award_reviews.list_of_cohort(place.cohort_id) if one.is_open)
    address = f"{desk(place)}/{row.id}"
    page = browser.get(address)
    assert page.status_code == 200
    return address, re.search(r'name="seen"[^>]*value="([^"]+)"', page.text).group(1)


def test_a_lower_grade_opens_a_doubt_and_takes_nothing(awarded, grade, browse):
    grade(10)
    assert standing() == {"participation", "achievement"}
    assert reviews_of(awarded) == [""]
    assert set(told("award_questioned")) == {cast.id_of("ines"), cast.id_of("emre")}
    assert participations.find_participation(awarded.id).status == "completed"
    ines = browse("ines")
    assert "1 award is in doubt" in ines.get(f"/admin/cohorts/{awarded.cohort_id}").text
    listed = ines.get(desk(awarded)).text
    assert "Amina Diallo" in listed
    assert "Waits for a decision" in listed
    address, _seen = open_page(ines, awarded)
    page = ines.get(address).text
    for words in ("80%", "10%", "Bruno", "Award of achievement", "Keep the award"):
        assert words in page, words


def test_the_same_facts_open_it_once_and_better_ones_settle_it(awarded, grade):
    grade(10)
    grade(10)
    assert reviews_of(awarded) == [""]
    grade(20)
    assert reviews_of(awarded) == [""]
    assert len(told("award_questioned")) == 2
    grade(90)
    assert reviews_of(awarded) == ["settled"]
    assert standing() == {"participation", "achievement"}


def changes_in(page: str) -> str:
    return page[page.index("<table") : page.index("</table>")]


def test_a_settled_doubt_tells_what_was_then_a_decided_one_nothing_later(awarded, grade, browse):
    grade(10)
    ines = browse("ines")
    address, seen = open_page(ines, awarded)
    assert '<th scope="col">Now' in ines.get(address).text
    grade(75)
    page = ines.get(address).text
    assert "Settled: the requirements are met again" in page
    assert "While it was in doubt" in page
    assert "Last change before it was settled" in page
    assert '<th scope="col">Now' not in page
    grade(10)
    address, seen = open_page(ines, awarded)
    ines.post(address, {"seen": seen, "decision": "kept", "reason": REASON})
    before = ines.get(address).text
    assert "When it was decided" in before
    clock.advance(hours=3)
    grade(90)
    assert changes_in(ines.get(address).text) == changes_in(before)


def test_an_award_is_kept_with_a_reason_that_its_holder_reads(awarded, grade, browse):
    grade(10)
    ines = browse("ines")
    address, seen = open_page(ines, awarded)
    sent = {"seen": seen, "decision": "kept", "reason": REASON}
    assert ines.post(address, sent).status_code == 303
    assert standing() == {"participation", "achievement"}
    assert told("award_decided") == [cast.id_of("amina")]
    way = browse("amina").get(f"/learn/cohorts/{awarded.id}").text
    assert REASON in way
    assert "it stays" in way
    grade(10)
    assert reviews_of(awarded) == ["kept"]
    grade(11)
    assert reviews_of(awarded)[0] == ""
    assert ines.post(address, sent).status_code == 409


def test_an_award_is_withdrawn_with_a_reason_and_given_back_once_it_is_due(
    awarded, grade, browse, run_jobs
):
    grade(10)
    ines = browse("ines")
    address, seen = open_page(ines, awarded)
    assert ines.post(address, {"seen": seen, "decision": "withdrawn", "reason": REASON})
    assert standing() == {"participation"}
    assert participations.find_participation(awarded.id).status == "accepted"
    way = browse("amina").get(f"/learn/cohorts/{awarded.id}").text
    assert "Withdrawn on" in way
    assert REASON in way
    mine = browse("amina").get("/learn/awards").text
    assert "Withdrawn awards" in mine
    assert REASON in mine
    assert f"/learn/cohorts/{awarded.id}" in mine
    acts = set(db.session.scalars(select(AuditEvent.action)))
    assert {"award.questioned", "award.withdrawn"} <= acts
    run_jobs()
    assert standing() == {"participation"}
    grade(75)
    assert standing() == {"participation", "achievement"}
    assert participations.find_participation(awarded.id).status == "completed"
    assert REASON not in browse("amina").get(f"/learn/cohorts/{awarded.id}").text
    assert "Withdrawn awards" not in browse("amina").get("/learn/awards").text


def test_an_award_withdrawn_counts_for_no_other_programme(hub, awarded, grade, browse, run_jobs):
    parts = [{"id": "first", "type": "programme", "programme": factories.SLUG}]
    definition = copy.deepcopy(factories.DEFINITION) | {
        "requirements": parts, "recertification": None,
    }  # fmt: skip
    cohort = factories.add_cohort(factories.add_programme(hub, "second", definition))
    second = factories.add_participation(factories.add_nomination(cohort))
    evaluation.ask_to_evaluate([second.id], clock.now())
    db.session.commit()
    run_jobs()
    grade(0)
    ines = browse("ines")
    address, seen = open_page(ines, awarded)
    assert ines.post(address, {"seen": seen, "decision": "withdrawn", "reason": REASON})
    run_jobs()
    assert reviews_of(second) == []
    first = next(one for one in curricula.list_given(awarded.id) if one.kind == "participation")
    db.session.execute(update(Award).where(Award.id == first.id).values(withdrawn_at=clock.now()))
    evaluation.ask_for_person(first.person_id, clock.now(), but=awarded.id)
    db.session.commit()
    run_jobs()
    assert reviews_of(second) == [""]
    address, _seen = open_page(ines, second)
    assert REASON in ines.get(address).text


def test_a_corrected_result_is_looked_into(awarded, run_jobs):
    progress = db.session.scalars(select(ActivityProgress)).one()
    progress.points = 40
    corrected = ResultCorrected("attempt", progress.enrolment_id, progress.activity_id)
    events.announce(corrected, clock.now())
    db.session.commit()
    run_jobs()
    assert reviews_of(awarded) == [""]


def test_a_doubt_that_changed_meanwhile_and_bad_input_are_refused(awarded, grade, browse):
    grade(10)
    ines = browse("ines")
    address, seen = open_page(ines, awarded)
    assert ines.post(address, {"seen": seen}).status_code == 422
    refused = ines.post(address, {"seen": seen, "decision": "kept", "reason": " "})
    assert refused.status_code == 422
    assert "Please give a reason." in refused.text
    grade(20)
    late = ines.post(address, {"seen": seen, "decision": "withdrawn", "reason": REASON})
    assert late.status_code == 409
    assert "More has changed" in late.text
    assert standing() == {"participation", "achievement"}


@pytest.mark.parametrize(("points", "is_doubted"), [(10, True), (75, False)])
def test_whoever_grades_is_told_that_an_award_is_in_doubt(awarded, browse, points, is_doubted):
    values = {"participation_id": awarded.id, "part_id": "plan", "number": 1, "words": "A plan"}
    db.session.add(Submission(**values, id=new_id(), files=[], handed_in_at=clock.now()))
    db.session.commit()
    address = f"/admin/participations/{awarded.id}/work/plan"
    ines = browse("ines")
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', ines.get(address).text).group(1)
    sent = {"seen": seen, "points": points, "note": "Read again."}
    assert ines.post(f"{address}/grade", sent).status_code == 303
    page = ines.get(address).text
    assert "The grade is kept" in page
    assert ("no longer met" in page) is is_doubted


def test_who_may_see_and_decide(awarded, grade, browse):
    grade(10)
    address, seen = open_page(browse("ines"), awarded)
    sent = {"seen": seen, "decision": "withdrawn", "reason": REASON}
    cohort = factories.get_cohort(awarded.cohort_id)
    factories.assign(cohort, "bruno", "coordinator")
    coordinator = browse("bruno")
    assert "Those who administer the cohort decide it." in coordinator.get(address).text
    assert coordinator.post(address, sent).status_code == 403
    for name in ("farid", "amina"):
        assert browse(name).get(desk(awarded)).status_code == 404
        assert browse(name).post(address, sent).status_code == 404
    stranger = browse(None)
    assert stranger.get(address).status_code in {302, 303, 401}
    other = factories.add_cohort(factories.add_programme(cohort.organisation_id, "other"))
    moved = address.replace(awarded.cohort_id, other.id)
    assert browse("ines").get(moved).status_code == 404
    assert standing() == {"participation", "achievement"}


def test_nobody_decides_about_their_own_award(awarded, grade, browse):
    grade(10)
    hub = factories.get_cohort(awarded.cohort_id).organisation_id
    accounts.grant_role(
        OPERATOR, cast.NOW, cast.id_of("amina"), role="administrator", organisation_id=hub
    )
    db.session.commit()
    amina = browse("amina")
    address, _seen = open_page(browse("ines"), awarded)
    assert "This is your own award" in amina.get(address).text


def test_an_award_that_expired_puts_no_other_in_doubt(hub, place, run_jobs):
    first = factories.get_cohort(place.cohort_id)
    valid = cast.NOW.date() + timedelta(days=5)
    factories.add_award(place, first.programme_version_id, valid_until=valid, participation_id=None)
    parts = [{"id": "first", "type": "programme", "programme": factories.SLUG}]
    definition = copy.deepcopy(factories.DEFINITION) | {
        "requirements": parts, "recertification": None,
    }  # fmt: skip
    cohort = factories.add_cohort(factories.add_programme(hub, "second", definition))
    second = factories.add_participation(factories.add_nomination(cohort))
    for _again in range(2):
        evaluation.ask_to_evaluate([second.id], clock.now())
        db.session.commit()
        run_jobs()
        clock.advance(days=20)
    assert participations.find_participation(second.id).status == "completed"
    assert db.session.scalars(select(AwardReview)).all() == []


def test_two_jobs_at_once_open_one_doubt(app, awarded):
    values = {"participation_id": awarded.id, "part_id": "plan", "points": 5, "note": ""}
    db.session.add(Grade(**values, graded_at=clock.now()))
    db.session.commit()
    now, failures = clock.now(), []

    def work() -> None:
        try:
            with app.app_context(), writing():
                evaluation.evaluate(now, awarded.id)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    db.session.remove()
    assert reviews_of(awarded) == [""]


def test_a_list_of_many_asks_as_often_as_one_of_few(awarded, grade, browse, count_queries):
    grade(10)
    ines, counts = browse("ines"), []
    for names in ((), ("farid", "gita")):
        for name in names:
            cohort = factories.get_cohort(awarded.cohort_id)
            other = factories.add_participation(factories.add_nomination(cohort, name))
            factories.add_award(other, cohort.programme_version_id)
            evaluation.evaluate(clock.now(), other.id)
            db.session.commit()
        ines.get(desk(awarded))
        with count_queries() as seen:
            page = ines.get(desk(awarded)).text
        counts.append(seen.count)
    assert page.count("Waits for a decision") == 3
    assert counts[0] == counts[1]
