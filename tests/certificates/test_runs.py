"""Issuing to many: the dry run, the choice, the run's page, stopping, going on, trying again."""

import pytest
from sqlalchemy import select, update

from lms.certificates import issuing_jobs
from lms.certificates.models import Certificate, CertificateFile, IssueItem
from lms.certificates.queries import runs as reading
from lms.certificates.rules.issuing import ISSUE_WINDOW
from lms.certificates.rules.runs import Counts, state_of
from lms.content.models import Course
from lms.kit import jobs
from lms.kit.clock import clock
from lms.kit.db import db, writing
from lms.kit.stopping import stop_jobs
from lms.notifications.models import Message
from lms.wiring import JOBS
from tests import cast
from tests.certificates import graduates

ISSUE = "/admin/courses/small-course/certificates/issue"
RULE = "/admin/courses/small-course/certificates/rule"
ALL = {"who": "all"}


@pytest.fixture
def enrolments(course) -> dict[str, str]:
    """Amina and Hadi completed, and she has confirmed her name; Farid has only begun."""
    found = {name: graduates.enrol(name, course) for name in ("amina", "farid", "hadi")}
    graduates.complete(found["amina"], course)
    graduates.complete(found["hadi"], course)
    graduates.confirm("amina", "Amina Diallo")
    return found


def certified() -> list[str]:
    return list(db.session.execute(select(Certificate.person_id)).scalars())


def counts_of(address: str) -> Counts:
    run_id = address.rsplit("/", 1)[-1]
    return reading.count_items([run_id])[run_id]


def test_a_dry_run_says_who_and_why_not(enrolments, browse):
    text = browse("emre").get(ISSUE).text
    assert "Nothing is issued before you start" in text
    assert "Will get a certificate: 1" in text
    # Whatever the list is narrowed to, the button says for how many it starts.
    assert "Start for all 2 people" in browse("emre").get(f"{ISSUE}?q=amina").text
    assert "Will be asked to confirm the name first: 1" in text
    assert "Has not completed it: 1" in text
    assert certified() == []


def test_the_dry_run_is_searched_and_filtered(enrolments, browse):
    emre = browse("emre")
    found = emre.get(f"{ISSUE}?q=AMINA").text
    assert "Amina Diallo" in found
    assert "Farid" not in found
    only = emre.get(f"{ISSUE}?outcome=not_completed").text
    assert "Farid" in only
    assert "Amina Diallo" not in only
    assert "Nobody here matches your search" in emre.get(f"{ISSUE}?q=nobody").text


def test_a_dry_run_asks_a_fixed_number_of_questions(course, browse, count_queries):
    emre = browse("emre")

    def ask() -> int:
        with count_queries() as counter:
            assert emre.get(ISSUE).status_code == 200
        return counter.count

    graduates.complete(graduates.enrol("amina", course), course)
    ask()
    few = ask()
    for name in ("farid", "hadi"):
        graduates.complete(graduates.enrol(name, course), course)
        graduates.confirm(name, "Some Name")
    assert ask() == few


def test_issuing_to_all_with_a_result_for_each_and_their_files(enrolments, browse, run_jobs):
    emre = browse("emre")
    answer = emre.post(ISSUE, ALL)
    assert answer.status_code == 303
    waiting = emre.get(answer.location).text
    assert "0 of 2 done" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert "data-poll" in waiting
    run_jobs()
    done = emre.get(answer.location).text
    assert "2 of 2 done" in done
    assert "1 of 1 files made" in done
    assert "Everything is done" not in done
    assert "Finished; 1 person was asked to confirm a name" in done
    assert "Asked to confirm the name: 1" in done
    assert "Issued: 1" in done
    assert "Failed:" not in done
    assert 'http-equiv="refresh"' not in done
    assert certified() == [cast.id_of("amina")]
    assert len(db.session.execute(select(CertificateFile)).all()) == 1
    mails = db.session.execute(select(Message.kind, Message.person_id)).all()
    assert ("certificates.confirm_name", cast.id_of("hadi")) in mails
    assert ("certificates.ready", cast.id_of("amina")) in mails
    assert "Has the certificate already: 1" in emre.get(ISSUE).text


def test_a_run_leads_to_each_certificate_for_who_may_see_it(enrolments, browse, run_jobs):
    emre = browse("emre")
    address = emre.post(ISSUE, ALL).location
    run_jobs()
    certificate = db.session.execute(select(Certificate)).scalar_one()
    link = f'href="/admin/certificates/{certificate.id}">{certificate.number}<'
    text = emre.get(address).text
    assert link in text
    # The list of results stands above the table, and each leads to its people.
    assert text.index("?result=issued") < text.index("<table")
    assert link in emre.get(f"{address}?result=issued").text
    asked = emre.get(f"{address}?result=asked").text
    assert link not in asked
    # Another organisation administers the course now, but not the certificates from before.
    fiji = cast.actor_of("gita").organisation_id
    db.session.execute(update(Course).values(organisation_id=fiji))
    db.session.commit()
    seen = browse("gita").get(address)
    assert seen.status_code == 200
    assert "Issued: 1" in seen.text
    assert f"/admin/certificates/{certificate.id}" not in seen.text
    assert browse("bruno").get(address).status_code == 403


def test_a_run_without_questions_ends_with_everything_done(enrolments, browse, run_jobs):
    graduates.confirm("hadi", "Hadi Fall")
    emre = browse("emre")
    address = emre.post(ISSUE, ALL).location
    run_jobs()
    text = emre.get(address).text
    assert "Everything is done: each of them has the certificate" in text
    assert "Issued: 2" in text


def test_a_second_start_leads_to_the_run_under_way(enrolments, browse, run_jobs):
    emre = browse("emre")
    first = emre.post(ISSUE, {"who": "chosen", "keys": [enrolments["amina"]]}).location
    dry = emre.get(ISSUE).text
    assert "A run is under way here" in dry
    assert f'href="{first}"' in dry
    again = emre.post(ISSUE, {"who": "chosen", "keys": [enrolments["amina"]]})
    assert (again.status_code, again.location) == (303, first)
    assert "Nothing new was started" in emre.get(first).text
    # Who does not wait in it is taken into another one, and nobody else.
    second = emre.post(ISSUE, ALL).location
    assert second != first
    assert counts_of(second).total == 1
    run_jobs()
    assert len(certified()) == 1
    assert "A run is under way here" not in emre.get(ISSUE).text


def test_a_stopped_run_is_told_of_and_keeps_nobody_from_another(enrolments, browse, run_jobs):
    emre = browse("emre")
    first = emre.post(ISSUE, ALL).location
    emre.post(f"{first}/stop")
    dry = emre.get(ISSUE).text
    assert "A run here was not finished" in dry
    assert f'href="{first}"' in dry
    second = emre.post(ISSUE, ALL).location
    assert counts_of(second).total == 2
    emre.post(f"{first}/resume")
    run_jobs()
    assert certified() == [cast.id_of("amina")]


def test_only_those_chosen_get_one(enrolments, browse, run_jobs):
    graduates.confirm("hadi", "Hadi Fall")
    emre = browse("emre")
    answer = emre.post(ISSUE, {"who": "chosen", "keys": [enrolments["hadi"], enrolments["farid"]]})
    run_jobs()
    assert counts_of(answer.location).total == 1
    assert certified() == [cast.id_of("hadi")]


def test_a_choice_of_nobody_is_said(enrolments, browse):
    emre = browse("emre")
    answer = emre.post(ISSUE, {"who": "chosen"})
    assert answer.status_code == 422
    assert "Choose at least one person" in answer.text
    farid = emre.post(ISSUE, {"who": "chosen", "keys": [enrolments["farid"]]})
    assert farid.status_code == 409
    assert certified() == []


def test_nobody_is_left_to_issue_to(enrolments, browse, run_jobs):
    graduates.confirm("hadi", "Hadi Fall")
    emre = browse("emre")
    emre.post(ISSUE, ALL)
    run_jobs()
    assert "There is nobody to issue a certificate to" in emre.get(ISSUE).text
    assert emre.post(ISSUE, ALL).status_code == 409


def test_nobody_issues_to_themselves(course, browse):
    enrolment_id = graduates.enrol("emre", course)
    graduates.complete(enrolment_id, course)
    graduates.confirm("emre", "Emre Yılmaz")
    emre = browse("emre")
    assert "This is you; somebody else has to issue it: 1" in emre.get(ISSUE).text
    assert emre.post(ISSUE, ALL).status_code == 409
    assert emre.post(ISSUE, {"who": "chosen", "keys": [enrolment_id]}).status_code == 409


def test_a_stopped_run_issues_nobody_more_until_it_goes_on(enrolments, browse, run_jobs):
    graduates.confirm("hadi", "Hadi Fall")
    emre = browse("emre")
    address = emre.post(ISSUE, ALL).location
    assert emre.post(f"{address}/stop").status_code == 303
    assert emre.post(f"{address}/stop").status_code == 303
    run_jobs()
    stopped = emre.get(address).text
    assert "The run was stopped" in stopped
    assert "0 of 2 done" in stopped
    assert 'http-equiv="refresh"' not in stopped
    assert certified() == []
    assert "Issuing is stopped" in emre.get("/admin/certificates/issuing").text
    emre.post(f"{address}/resume")
    emre.post(f"{address}/resume")
    run_jobs()
    assert counts_of(address) == Counts(issued=2, files=2)
    assert len(certified()) == 2
    for act in ("stop", "resume", "retry"):
        assert emre.post(f"{address}/{act}").status_code == 409


def test_of_a_window_in_hand_nothing_stays_that_was_not_committed(enrolments, browse, run_jobs):
    """The worker finds at its next commit that the run was stopped under it."""
    graduates.confirm("hadi", "Hadi Fall")
    address = browse("emre").post(ISSUE, ALL).location
    run_id = address.rsplit("/", 1)[-1]
    db.session.remove()
    taken = jobs.take(clock.now())
    with writing():
        stop_jobs(ISSUE_WINDOW, f"{run_id}:", clock.now())
    jobs.work(taken, JOBS)
    assert certified() == []
    assert counts_of(address).waiting == 2
    assert "stopped for a technical reason" in browse("emre").get(address).text
    browse("emre").post(f"{address}/resume")
    run_jobs()
    assert len(certified()) == 2


def test_a_worker_that_dies_leaves_what_another_finishes(enrolments, browse, monkeypatch, run_jobs):
    graduates.confirm("hadi", "Hadi Fall")
    address = browse("emre").post(ISSUE, ALL).location
    db.session.remove()
    taken = jobs.take(clock.now())
    run = jobs.Run(taken.id, taken.arguments, taken.attempt)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), monkeypatch.context() as patch:
        # After the certificates, before the first file.
        patch.setattr(issuing_jobs, "make_file", die)
        JOBS[ISSUE_WINDOW].work(run)
    db.session.rollback()
    db.session.remove()
    assert counts_of(address) == Counts(issued=2)
    db.session.remove()
    clock.advance(seconds=jobs.LEASE.total_seconds() + 1)
    jobs.run_due(JOBS)
    assert counts_of(address) == Counts(issued=2, files=2)
    numbers = db.session.execute(select(Certificate.number)).scalars()
    assert sorted(numbers) == [1, 2]


@pytest.mark.parametrize(("seconds", "portions"), [(0, [2, 2]), (30, [2, 1, 1])])
def test_files_that_take_long_are_recorded_each(enrolments, browse, monkeypatch, seconds, portions):
    graduates.confirm("hadi", "Hadi Fall")
    address = browse("emre").post(ISSUE, ALL).location
    db.session.remove()
    make, advance, recorded = issuing_jobs.make_file, jobs.Run.advance, []

    def make_slowly(*wanted):
        clock.advance(seconds=seconds)
        return make(*wanted)

    def note(run, count):
        recorded.append(count)
        advance(run, count)

    monkeypatch.setattr(issuing_jobs, "make_file", make_slowly)
    monkeypatch.setattr(jobs.Run, "advance", note)
    jobs.run_next({ISSUE_WINDOW: JOBS[ISSUE_WINDOW]})
    assert recorded == portions
    assert counts_of(address) == Counts(issued=2, files=2)


def test_a_failure_is_told_and_can_be_tried_again(enrolments, browse, run_jobs):
    emre = browse("emre")
    address = emre.post(ISSUE, ALL).location
    # Who is due is looked at again when it is their turn.
    emre.post(RULE, {"mode": "decided"})
    run_jobs()
    text = emre.get(address).text
    assert "It has failed for 1 person" in text
    assert "has to decide first" in text
    assert "has to decide first" in emre.get(f"{address}?result=failed").text
    assert "has to decide first" not in emre.get(f"{address}?result=asked").text
    hub = emre.get("/admin/certificates/issuing").text
    assert "Finished; failed for 1 person" in hub
    assert "Issuing is finished" not in hub
    emre.post(RULE, {"mode": "requested"})
    emre.post(f"{address}/retry")
    run_jobs()
    assert counts_of(address) == Counts(issued=1, asked=1, files=1)
    assert certified() == [cast.id_of("amina")]


def test_a_file_that_fails_leaves_the_certificate_and_is_tried_again(enrolments, browse, run_jobs):
    emre = browse("emre")
    address = emre.post(ISSUE, ALL).location
    run_jobs()
    run_id = address.rsplit("/", 1)[-1]
    with writing():
        db.session.execute(CertificateFile.__table__.delete())
        failed = {"has_file": False, "error": {"msgid": jobs.ITEM_FAILED, "params": {}}}
        item = IssueItem.__table__.update().where(IssueItem.certificate_id.is_not(None))
        db.session.execute(item.values(failed))
    text = emre.get(address).text
    assert "It has failed for 1 person" in text
    assert "for a technical reason" in text
    assert reading.count_items([run_id])[run_id] == Counts(issued=1, asked=1, unmade=1)
    emre.post(f"{address}/retry")
    run_jobs()
    assert counts_of(address) == Counts(issued=1, asked=1, files=1)
    assert len(certified()) == 1


@pytest.mark.parametrize("name", ["amina", "bruno", "dalia", "gita"])
def test_only_the_owners_administrators_may(enrolments, browse, name):
    address = browse("emre").post(ISSUE, ALL).location
    other = browse(name)
    assert other.get(ISSUE).status_code == 403
    assert other.post(ISSUE, ALL).status_code == 403
    assert other.get(address).status_code == 403
    for act in ("stop", "resume", "retry"):
        assert other.post(f"{address}/{act}").status_code == 403


def test_a_stranger_signs_in_first_and_what_is_not_there_is_not_found(enrolments, browse):
    address = browse("emre").post(ISSUE, ALL).location
    assert browse().get(address).status_code == 303
    emre = browse("emre")
    assert emre.get("/admin/certificates/runs/" + "a" * 26).status_code == 404
    assert emre.get("/admin/courses/no-such-course/certificates/issue").status_code == 404
    assert emre.get(f"/admin/cohorts/{'a' * 26}/certificates/issue").status_code == 404


def test_the_hub_leads_everywhere_and_is_empty_for_who_issues_nothing(enrolments, browse):
    emre = browse("emre")
    address = emre.post(ISSUE, ALL).location
    text = emre.get("/admin/certificates/issuing").text
    assert ISSUE in text
    assert address in text
    assert "Is being issued" in text
    gita = browse("gita").get("/admin/certificates/issuing")
    assert gita.status_code in {200, 403}
    assert ISSUE not in gita.text


def test_how_a_run_stands():
    left, done = Counts(waiting=1, issued=2, files=1), Counts(issued=2, files=1, unmade=1)
    assert state_of(left, None, is_at_work=True) == "running"
    assert state_of(left, None, is_at_work=False) == "broken"
    assert state_of(left, cast.NOW, is_at_work=False) == "stopped"
    assert state_of(done, None, is_at_work=False) == "done"
    assert state_of(Counts(issued=2, files=1), None, is_at_work=False) == "broken"
