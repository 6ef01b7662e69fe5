"""Who decides that a certificate is issued: the holder, the rule by itself, an administrator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from lms.audit.models import AuditEvent
from lms.certificates.models import Certificate, IssueDecision
from lms.certificates.rules.issuing import MODES, OUTCOMES, WORKED_ON, Case, outcome_of
from lms.content.models import Course, Revision, Tree
from lms.kit import events
from lms.kit.db import db
from lms.learning.events import CourseCompleted
from lms.notifications.models import Message
from lms.programmes.events import ProgrammeCompleted
from tests import cast
from tests.certificates import awarded, graduates
from tests.certificates.awarded import DECIDE, NAMED, RULE
from tests.certificates.deciders import make_administrator, marks_on
from tests.programmes import factories

COURSE_RULE = "/admin/courses/small-course/certificates/rule"
COURSE_DECIDE = "/admin/courses/small-course/certificates/decide"
ISSUE = "/admin/courses/small-course/certificates/issue"


def certified() -> list[str]:
    return list(db.session.execute(select(Certificate.person_id)).scalars())


def mails() -> list[tuple[str, str]]:
    rows = db.session.execute(select(Message.kind, Message.person_id))
    return [tuple(row) for row in rows]


def list_contexts(kind: str) -> list[dict[str, object]]:
    query = select(Message.context).where(Message.kind == kind)
    return list(db.session.execute(query).scalars())


def announce(event: object) -> None:
    events.announce(event, cast.NOW)
    db.session.commit()


cases = st.builds(
    Case,
    mode=st.sampled_from(sorted(MODES)),
    is_completed=st.booleans(),
    has_one=st.booleans(),
    is_confirmed=st.booleans(),
    is_printable=st.booleans(),
    is_own=st.booleans(),
    is_withdrawn=st.booleans(),
    is_in_doubt=st.booleans(),
    is_ended=st.booleans(),
    is_approved=st.none() | st.booleans(),
)


@given(cases)
def test_nothing_is_issued_against_any_reason(case):
    outcome = outcome_of(case)
    assert outcome in OUTCOMES
    if outcome in WORKED_ON:
        assert case.is_completed
        reasons = (case.has_one, case.is_own, case.is_withdrawn, case.is_in_doubt, case.is_ended)
        assert not any(reasons)
        assert case.is_approved is not False
        assert case.mode != "decided" or case.is_approved
        assert (outcome == "ready") == (case.is_confirmed and case.is_printable)
        assert (outcome == "ask") == (not case.is_confirmed)


def test_the_rule_is_set_on_its_page_and_on_the_log(course, browse):
    emre = browse("emre")
    assert "When the holder asks for it" in emre.get("/admin/certificates/issuing").text
    assert emre.post(COURSE_RULE, {}).status_code == 422
    assert emre.post(COURSE_RULE, {"mode": "whenever"}).status_code == 422
    assert emre.post(COURSE_RULE, {"mode": "automatic"}).status_code == 303
    assert emre.post(COURSE_RULE, {"mode": "decided"}).status_code == 303
    assert emre.post(COURSE_RULE, {"mode": "decided"}).status_code == 303
    assert "After an administrator has decided" in emre.get("/admin/certificates/issuing").text
    actions = db.session.execute(select(AuditEvent.action)).scalars().all()
    assert actions.count("certificates.rule_set") == 2


@pytest.mark.parametrize("name", ["amina", "bruno", "dalia", "gita"])
def test_others_may_neither_set_a_rule_nor_decide(course, browse, name):
    other = browse(name)
    for address in (COURSE_RULE, COURSE_DECIDE):
        assert other.get(address).status_code == 403
    assert other.post(COURSE_RULE, {"mode": "automatic"}).status_code == 403
    assert other.post(COURSE_DECIDE, {"decision": "approved"}).status_code == 403
    assert browse().get(COURSE_RULE).status_code == 303


def test_by_itself_at_completion_or_as_soon_as_the_name_is_confirmed(course, browse, run_jobs):
    browse("emre").post(COURSE_RULE, {"mode": "automatic"})
    for name in ("amina", "hadi"):
        enrolment_id = graduates.enrol(name, course)
        completion_id = graduates.complete(enrolment_id, course)
        if name == "amina":
            graduates.confirm("amina", "Amina Diallo")
        announce(CourseCompleted(enrolment_id, completion_id))
    run_jobs()
    assert certified() == [cast.id_of("amina")]
    assert ("certificates.ready", cast.id_of("amina")) in mails()
    assert ("certificates.confirm_name", cast.id_of("hadi")) in mails()
    hadi = browse("hadi")
    hadi.post(f"/learn/{enrolment_id}/certificate", {"name": "Hadi Fall", "language": "en"})
    run_jobs()
    assert sorted(certified()) == sorted([cast.id_of("amina"), cast.id_of("hadi")])


def test_on_request_nothing_is_issued_by_itself(course, run_jobs):
    enrolment_id = graduates.enrol("amina", course)
    completion_id = graduates.complete(enrolment_id, course)
    graduates.confirm("amina", "Amina Diallo")
    announce(CourseCompleted(enrolment_id, completion_id))
    run_jobs()
    assert certified() == []


def test_who_had_completed_before_gets_one_when_the_rule_becomes_automatic(
    completed, browse, run_jobs
):
    graduates.confirm("amina", "Amina Diallo")
    browse("emre").post(COURSE_RULE, {"mode": "automatic"})
    run_jobs()
    assert certified() == [cast.id_of("amina")]


def test_confirming_the_name_for_one_issues_what_waited(app, completed, browse, run_jobs):
    programme = awarded.add_programme()
    award = programme.award("amina")
    emre = browse("emre")
    emre.post(RULE, {"mode": "automatic"})
    run_jobs()
    assert ("certificates.confirm_name_award", cast.id_of("amina")) in mails()
    browse("amina").post(
        f"/learn/{completed}/certificate", {"name": "Amina Diallo", "language": "en"}
    )
    run_jobs()
    rows = db.session.execute(select(Certificate.award_id, Certificate.completion_id)).all()
    assert len(rows) == 2
    assert award.id in {row.award_id for row in rows}


def test_an_award_is_certified_by_itself_the_better_one_only(app, browse, run_jobs):
    programme = awarded.add_programme()
    browse("emre").post(RULE, {"mode": "automatic"})
    graduates.confirm("amina", "Amina Diallo")
    lesser = programme.award("amina", kind="participation")
    place = factories.participations.find_participation(str(lesser.participation_id))
    better = factories.add_award(place, programme.version_id, kind="achievement")
    for award in (lesser, better):
        announce(ProgrammeCompleted(award.id, place.id, award.person_id))
    run_jobs()
    awards = list(db.session.execute(select(Certificate.award_id)).scalars())
    assert awards == [better.id]


def test_after_a_decision_the_holder_waits_confirms_and_gets_it(completed, browse, run_jobs):
    emre = browse("emre")
    emre.post(COURSE_RULE, {"mode": "decided"})
    amina = browse("amina")
    address = f"/learn/{completed}/certificate"
    assert "decides first whether the certificate is issued" in amina.get(address).text
    asked = amina.post(address, {"name": "Amina Diallo", "language": "en"})
    assert asked.location == f"/learn/{completed}"
    run_jobs()
    assert certified() == []
    dry = emre.get(ISSUE).text
    assert "Waits for a decision: 1" in dry
    assert emre.post(ISSUE, {"who": "all"}).status_code == 409
    page = emre.get(COURSE_DECIDE).text
    assert "Amina Diallo" in page
    approved = {"keys": marks_on(page, completed), "decision": "approved"}
    assert emre.post(COURSE_DECIDE, approved).status_code == 303
    run_jobs()
    assert certified() == [cast.id_of("amina")]
    assert "Nobody waits for a decision" in emre.get(COURSE_DECIDE).text
    rows = db.session.execute(select(IssueDecision.is_approved, IssueDecision.decided_by)).all()
    assert rows == [(True, cast.id_of("emre"))]


def test_whoever_gets_none_reads_why_and_it_can_be_decided_anew(completed, browse, run_jobs):
    emre = browse("emre")
    emre.post(COURSE_RULE, {"mode": "decided"})
    refused = {"keys": [f"{completed}.0"], "decision": "refused"}
    silent = emre.post(COURSE_DECIDE, refused)
    assert silent.status_code == 422
    assert "Write the reason" in silent.text
    assert "checked" in silent.text
    emre.post(COURSE_DECIDE, refused | {"reason": "The exam was sat by somebody else."})
    run_jobs()
    assert ("certificates.refused", cast.id_of("amina")) in mails()
    amina = browse("amina")
    told = amina.get(f"/learn/{completed}/certificate")
    assert told.status_code == 200
    assert "No certificate is issued" in told.text
    assert "Confirm and issue" not in told.text
    assert "sat by somebody else" in told.text
    for page in (f"/learn/{completed}", "/learn"):
        shown = amina.get(page).text
        assert "It was decided not to issue this certificate" in shown
        assert "sat by somebody else" in shown
        assert f"/learn/{completed}/certificate" not in shown
    tried = amina.post(
        f"/learn/{completed}/certificate", {"name": "Amina Diallo", "language": "en"}
    )
    assert tried.status_code == 409
    assert certified() == []
    graduates.confirm("amina", "Amina Diallo")
    seen = marks_on(emre.get(COURSE_DECIDE).text, completed)
    emre.post(COURSE_DECIDE, {"keys": seen, "decision": "approved"})
    run_jobs()
    assert certified() == [cast.id_of("amina")]
    told = list_contexts("certificates.refused")
    assert sorted(one["is_lifted"] for one in told) == [False, True]


def test_a_decision_is_not_overturned_by_somebody_who_has_not_seen_it(completed, browse):
    make_administrator("chen")
    emre, chen = browse("emre"), browse("chen")
    emre.post(COURSE_RULE, {"mode": "decided"})
    seen = {"keys": marks_on(chen.get(COURSE_DECIDE).text, completed)}
    refused = seen | {"decision": "refused", "reason": "Somebody else sat the exam."}
    assert emre.post(COURSE_DECIDE, refused).status_code == 303
    late = chen.post(COURSE_DECIDE, seen | {"decision": "approved"})
    assert late.status_code == 409
    assert "Meanwhile somebody else has decided" in late.text
    assert "Somebody else sat the exam." in late.text
    decisions = select(IssueDecision.is_approved).order_by(IssueDecision.seq)
    assert db.session.execute(decisions).scalars().all() == [False]
    db.session.rollback()
    now_seen = {"keys": marks_on(late.text, completed), "decision": "approved"}
    assert chen.post(COURSE_DECIDE, now_seen).status_code == 303
    assert db.session.execute(decisions).scalars().all() == [False, True]
    db.session.rollback()
    again = emre.post(COURSE_DECIDE, refused)
    assert "Meanwhile somebody else has decided" in again.text


def test_a_double_click_decides_once(completed, browse):
    emre = browse("emre")
    emre.post(COURSE_RULE, {"mode": "decided"})
    refused = {"keys": [f"{completed}.0"], "decision": "refused", "reason": "Absent."}
    for _ in range(2):
        assert emre.post(COURSE_DECIDE, refused).status_code == 303
    assert db.session.execute(select(IssueDecision.is_approved)).scalars().all() == [False]
    assert len(list_contexts("certificates.refused")) == 1
    seen = marks_on(emre.get(COURSE_DECIDE).text, completed)
    for _ in range(2):
        answer = emre.post(COURSE_DECIDE, {"keys": seen, "decision": "approved"})
        assert answer.status_code == 303
    assert len(db.session.execute(select(IssueDecision.seq)).all()) == 2


def test_a_page_left_open_decides_about_those_who_still_wait(completed, course, browse):
    other = graduates.enrol("hadi", course)
    graduates.complete(other, course)
    emre = browse("emre")
    emre.post(COURSE_RULE, {"mode": "decided"})
    refused = {"decision": "refused", "reason": "Absent."}
    emre.post(COURSE_DECIDE, refused | {"keys": [f"{completed}.0"]})
    both = refused | {"keys": [f"{completed}.0", f"{other}.0"]}
    assert emre.post(COURSE_DECIDE, both).status_code == 303
    subjects = db.session.execute(select(IssueDecision.completion_id)).scalars().all()
    assert len(subjects) == len(set(subjects)) == 2


def test_bad_decisions_say_why(completed, browse):
    emre = browse("emre")
    emre.post(COURSE_RULE, {"mode": "decided"})
    assert emre.post(COURSE_DECIDE, {"keys": [f"{completed}.0"]}).status_code == 422
    nobody = emre.post(COURSE_DECIDE, {"decision": "approved"})
    assert nobody.status_code == 422
    assert "Choose at least one person" in nobody.text
    stranger = emre.post(COURSE_DECIDE, {"keys": ["a" * 26 + ".0"], "decision": "approved"})
    assert stranger.status_code == 422


def test_nobody_decides_on_their_own(course, browse):
    enrolment_id = graduates.enrol("emre", course)
    graduates.complete(enrolment_id, course)
    emre = browse("emre")
    emre.post(COURSE_RULE, {"mode": "decided"})
    page = emre.get(COURSE_DECIDE).text
    assert "This is you." in page
    own = emre.post(COURSE_DECIDE, {"keys": [f"{enrolment_id}.0"], "decision": "approved"})
    assert own.status_code == 403
    assert "cannot decide on your own certificate" in own.text
    assert not db.session.execute(select(IssueDecision.seq)).all()


def test_an_author_of_the_course_does_not_decide(completed, course, browse):
    tree = db.session.execute(select(Tree.hash)).scalars().first()
    course_id = db.session.execute(select(Course.id)).scalars().first()
    values = {"id": "v" * 26, "course_id": course_id, "number": 99, "tree_hash": tree,
              "parents": [], "author_id": cast.id_of("emre"), "message": "",
              "created_at": cast.NOW}  # fmt: skip
    db.session.execute(insert(Revision).values(values))
    db.session.commit()
    emre = browse("emre")
    emre.post(COURSE_RULE, {"mode": "decided"})
    assert "an administrator who did not has to decide" in emre.get(COURSE_DECIDE).text
    taught = emre.post(COURSE_DECIDE, {"keys": [f"{completed}.0"], "decision": "approved"})
    assert taught.status_code == 403
    assert not db.session.execute(select(IssueDecision.seq)).all()


def test_a_tutor_of_the_cohort_does_not_decide_and_another_does(app, browse, run_jobs):
    programme = awarded.add_programme()
    award = programme.award("amina")
    graduates.confirm("amina", "Amina Diallo")
    factories.assign(programme.cohort, "emre", "tutor")
    emre = browse("emre")
    emre.post(RULE, {"mode": "decided"})
    taught = emre.post(DECIDE, {"keys": [f"{award.id}.0"], "decision": "approved"})
    assert taught.status_code == 403
    owner_id = programme.row.organisation_id
    factories.add_person("olga", "Olga Orlova", owner_id, "administrator")
    olga = browse("olga")
    assert olga.post(DECIDE, {"keys": [f"{award.id}.0"], "decision": "approved"}).status_code == 303
    run_jobs()
    assert certified() == [cast.id_of("amina")]
    assert browse("amina").post(awarded.address_of(award), NAMED).status_code == 303
