"""The administrator: the register, issuing to all who completed, revoking."""

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.certificates.events import CertificateIssued, CertificateStatusChanged
from lms.certificates.models import Certificate, CertificateStatus
from lms.certificates.queries import certificates as queries
from lms.certificates.services import decisions, runs
from lms.kit import events, jobs
from lms.kit.clock import clock
from lms.kit.db import db
from lms.notifications.models import Message
from lms.wiring import JOBS
from tests import cast
from tests.certificates import graduates

ISSUE = "/admin/courses/small-course/certificates/issue"


@pytest.fixture
def cohort(course) -> dict[str, str]:
    """Amina and Hadi completed, and she has confirmed her name; Farid has only begun."""
    enrolments = {name: graduates.enrol(name, course) for name in ("amina", "farid", "hadi")}
    graduates.complete(enrolments["amina"], course)
    graduates.complete(enrolments["hadi"], course)
    graduates.confirm("amina", "Amina Diallo")
    return enrolments


def certified() -> list[str]:
    return list(db.session.execute(select(Certificate.person_id)).scalars())


def test_a_dry_run_says_who_and_why_not(cohort, browse):
    text = browse("emre").get(ISSUE).text
    assert "Nothing has been issued yet" in text
    assert "Will get a certificate: 1" in text
    assert "Will be asked to confirm the name first: 1" in text
    assert "Has not completed the course: 1" in text
    assert certified() == []


def test_issuing_to_all_with_a_result_for_each(cohort, browse, run_jobs):
    emre = browse("emre")
    answer = emre.post(ISSUE)
    assert answer.status_code == 303
    waiting = emre.get(answer.location).text
    assert "Waiting to begin" in waiting
    assert 'http-equiv="refresh"' in waiting
    run_jobs()
    done = emre.get(answer.location).text
    assert "2 of 2 done" in done
    assert "Everything is done" in done
    assert "Issued" in done
    assert "Asked to confirm the name" in done
    assert certified() == [cast.id_of("amina")]
    mails = db.session.execute(select(Message.kind, Message.person_id)).all()
    assert ("certificates.confirm_name", cast.id_of("hadi")) in mails
    assert ("certificates.ready", cast.id_of("amina")) in mails
    assert "Has the certificate already: 1" in emre.get(ISSUE).text


def test_nobody_is_left_to_issue_to(cohort, browse, run_jobs):
    graduates.confirm("hadi", "Hadi Fall")
    emre = browse("emre")
    emre.post(ISSUE)
    run_jobs()
    assert "There is nobody to issue a certificate to" in emre.get(ISSUE).text
    assert emre.post(ISSUE).status_code == 409


def test_a_run_that_is_killed_and_run_again_issues_nobody_twice(cohort, course, app):
    graduates.confirm("hadi", "Hadi Fall")
    job_id = runs.start_issue(cast.actor_of("emre"), cast.NOW, course)
    db.session.commit()
    taken = jobs.take(clock.now())
    assert taken.id == job_id
    arguments = taken.arguments
    run = jobs.Run(job_id, arguments, taken.attempt)
    done: list[str] = []

    def killed_after_one(enrolment_id: str, _prepared: object) -> dict[str, str]:
        if done:
            raise KeyboardInterrupt
        done.append(enrolment_id)
        return runs.issue_one(cast.actor_of("emre"), cast.NOW, enrolment_id)

    with pytest.raises(KeyboardInterrupt):
        run.for_each(arguments["enrolments"], killed_after_one)
    db.session.rollback()
    db.session.remove()
    assert len(certified()) == 1
    db.session.remove()
    clock.advance(seconds=jobs.LEASE.total_seconds() + 1)
    jobs.run_due(JOBS)
    people = certified()
    assert len(people) == len(set(people)) == 2
    assert jobs.find_progress(job_id).status == "done"
    # And a whole run more, as after a lease that ran out: nothing is doubled.
    db.session.remove()
    for enrolment_id in arguments["enrolments"]:
        runs.issue_one(cast.actor_of("emre"), cast.NOW, enrolment_id)
    assert len(certified()) == 2


def test_a_failure_is_told_and_can_be_tried_again(cohort, browse, run_jobs):
    from lms.accounts.models import PersonName

    name = db.session.execute(
        select(PersonName).where(PersonName.person_id == cast.id_of("amina"))
    ).scalar_one()
    name.full_name = "Amina 🙂"
    db.session.commit()
    emre = browse("emre")
    address = emre.post(ISSUE).location
    run_jobs()
    text = emre.get(address).text
    assert "1 certificate could not be issued" in text
    assert "SLIGHTLY SMILING FACE" in text
    graduates.confirm("amina", "Amina Diallo")
    again = emre.post(f"{address}/retry")
    run_jobs()
    assert "1 of 1 done" in emre.get(again.location).text
    assert certified() == [cast.id_of("amina")]


def test_the_register_lists_searches_and_filters(certificate, browse):
    emre = browse("emre")
    address = "/admin/certificates?course=small-course"
    assert "Amina Diallo" in emre.get(address).text
    assert "Amina Diallo" in emre.get("/admin/certificates").text
    code = db.session.execute(select(Certificate.code)).scalar_one()
    for found in ("diallo", "1", code.lower(), code[:6]):
        assert "Amina Diallo" in emre.get(f"{address}&q={found}").text
    for status in ("valid", "revoked"):
        text = emre.get(f"{address}&q=&status={status}").text
        assert ("Amina Diallo" in text) is (status == "valid")
    assert "Nothing found" in emre.get(f"{address}&q=nobody-of-that-name").text


def test_the_register_asks_a_fixed_number_of_questions(course, browse, count_queries):
    emre = browse("emre")

    def ask() -> int:
        with count_queries() as counter:
            assert emre.get("/admin/certificates?course=small-course").status_code == 200
        return counter.count

    for name in ("amina", "farid"):
        enrolment_id = graduates.enrol(name, course)
        graduates.complete(enrolment_id, course)
        graduates.confirm(name, "Some Name")
        runs.issue_one(cast.actor_of("emre"), cast.NOW, enrolment_id)
        db.session.commit()
        if name == "amina":
            ask()
            few = ask()
    assert ask() == few


def test_revoking_asks_first_and_is_on_the_log(certificate, browse):
    emre = browse("emre")
    page = emre.get(f"/admin{certificate}/revoke")
    assert "never valid again" in page.text
    assert "Amina Diallo" in page.text
    empty = emre.post(f"/admin{certificate}/revoke", {})
    assert empty.status_code == 422
    assert "Choose a reason." in empty.text
    done = emre.post(f"/admin{certificate}/revoke", {"reason": "error", "note": "Wrong hours"})
    assert done.status_code == 303
    assert "Revoked" in emre.get(done.location).text
    assert "was revoked on" in browse("amina").get(certificate).text
    again = emre.post(f"/admin{certificate}/revoke", {"reason": "error"})
    assert again.status_code == 409
    rows = db.session.execute(select(CertificateStatus.note, CertificateStatus.decided_by)).all()
    assert rows == [("Wrong hours", cast.id_of("emre"))]
    actions = db.session.execute(select(AuditEvent.action)).scalars().all()
    assert actions.count("certificates.revoked") == 1


@pytest.mark.parametrize("name", ["amina", "bruno", "dalia", "gita"])
def test_only_the_owners_administrators_may(certificate, browse, name):
    other = browse(name)
    for address in (
        "/admin/certificates?course=small-course",
        ISSUE,
        f"/admin{certificate}/revoke",
    ):
        assert other.get(address).status_code == 403
    assert other.post(ISSUE).status_code == 403
    assert other.post(f"/admin{certificate}/revoke", {"reason": "fraud"}).status_code == 403
    assert not db.session.execute(select(CertificateStatus.seq)).all()


def test_a_run_is_for_the_administrators_alone(cohort, browse):
    address = browse("emre").post(ISSUE).location
    assert browse("gita").get(address).status_code == 403
    assert browse("amina").get(address).status_code == 403
    assert browse().get(address).status_code == 303
    assert browse("emre").get("/admin/certificates/runs/" + "a" * 26).status_code == 404


def test_nothing_there_is_not_found(app, browse):
    emre = browse("emre")
    assert emre.get("/admin/courses/no-such-course/certificates/issue").status_code == 404
    assert emre.get("/admin/certificates?course=no-such-course").status_code == 404
    assert emre.get(f"/admin/certificates/{'a' * 26}/revoke").status_code == 404
    assert "No certificates yet" in emre.get("/admin/certificates").text


def test_a_protected_person_is_found_by_those_who_may_see_the_name(course, browse):
    enrolment_id = graduates.enrol("hadi", course)
    graduates.complete(enrolment_id, course)
    graduates.confirm("hadi", "Hadi Fall")
    runs.issue_one(cast.actor_of("emre"), cast.NOW, enrolment_id)
    db.session.commit()
    row = queries.list_certificates(cast.id_of("hadi"), cast.NOW)[0]
    assert row.facts.holder_name == "Hadi Fall"
    assert "Hadi Fall" in browse("emre").get("/admin/certificates?q=hadi").text
    assert "Hadi" not in browse().get(f"/verify/{row.code}").text


def test_issuing_and_revoking_are_announced(completed, course, app):
    heard: list[object] = []

    def hear(event: object, _now: object) -> None:
        heard.append(event)

    for kind in (CertificateIssued, CertificateStatusChanged):
        events.listen(kind, hear)
    graduates.confirm("amina", "Amina Diallo")
    runs.issue_one(cast.actor_of("emre"), cast.NOW, completed)
    row = queries.list_certificates(cast.id_of("amina"), cast.NOW)[0]
    decisions.revoke_certificate(cast.actor_of("emre"), cast.NOW, row, reason="withdrawn")
    db.session.commit()
    for kind in (CertificateIssued, CertificateStatusChanged):
        events._listeners[kind].remove(hear)
    person_id = cast.id_of("amina")
    assert heard == [
        CertificateIssued(row.id, person_id),
        CertificateStatusChanged(row.id, person_id, "revoked", "withdrawn"),
    ]
