"""Complaints: filed by participants, answered by who is not involved, reminded of, only counted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.kit.db import db
from lms.notifications.models import Message
from lms.programmes.queries import complaints
from lms.programmes.rules.complaints import ComplaintRow, find_due, find_stage, find_status
from lms.programmes.services import complaint_mail
from tests import cast
from tests.programmes import factories
from tests.programmes.session_plans import add_participant

WORDS = "The room cannot be reached with a wheelchair."
DAY = timedelta(days=1)
ROW = ComplaintRow(
    "c", "cohort", "p", "person", "access", WORDS, is_named=False,
    filed_at=cast.NOW, due_at=cast.NOW + 14 * DAY, answered_at=None,
)  # fmt: skip


@pytest.fixture
def own(cohort):
    """Amina's participation in a cohort where Chen answers complaints and Bruno is a tutor."""
    factories.assign(cohort, "chen", "complaints")
    factories.assign(cohort, "bruno", "tutor")
    return add_participant(cohort)


def file_url(own):
    return f"/learn/cohorts/{own.id}/complaint"


def file_complaint(browse, own, **more):
    form = {"about": "access", "words": WORDS, **more}
    return browse("amina").post(file_url(own), form, follow_redirects=True)


def only(own):
    db.session.rollback()
    [line] = complaints.list_own(own.id, cast.NOW)
    return line.row


def mails(kind):
    db.session.rollback()
    query = select(Message).where(Message.kind == f"programmes.complaint_{kind}")
    return list(db.session.execute(query.order_by(Message.created_at)).scalars())


def test_a_complaint_is_filed_asked_back_replied_to_and_answered(own, browse, run_jobs):
    page = browse("amina").get(file_url(own)).text
    assert "Chen" in page
    assert "within 14 days" in page
    assert "Waits for the answer" in file_complaint(browse, own).text
    run_jobs()
    assert [mail.person_id for mail in mails("waits")] == [cast.id_of("chen")]
    row, chen = only(own), browse("chen")
    listed = chen.get(f"/admin/cohorts/{own.cohort_id}/complaints").text
    assert "Accessibility and language" in listed
    page = chen.get(f"/admin/complaints/{row.id}").text
    assert WORDS in page
    assert "Amina" not in page
    chen.post(f"/admin/complaints/{row.id}", {"words": "Which door?", "kind": "question"})
    page = browse("amina").get(f"/learn/complaints/{row.id}").text
    assert "Which door?" in page
    assert "Waits for a reply" in page
    browse("amina").post(f"/learn/complaints/{row.id}", {"words": "The main one."})
    chen.post(f"/admin/complaints/{row.id}", {"words": "A ramp comes.", "kind": "answer"})
    page = browse("amina").get(f"/learn/complaints/{row.id}").text
    assert "A ramp comes." in page
    assert "Answered" in page
    assert "Reply, or add something" not in page
    assert len(mails("said")) == 2
    assert len(mails("waits")) == 2
    for name, path in (("amina", "learn"), ("chen", "admin")):
        url = f"/{path}/complaints/{row.id}"
        answer = browse(name).post(url, {"words": "More.", "kind": "answer"})
        assert answer.status_code == 409


def test_the_name_is_told_where_the_complainant_wants_it(own, browse):
    file_complaint(browse, own, is_named="y")
    assert "Amina Diallo" in browse("chen").get(f"/admin/complaints/{only(own).id}").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"words": " "}, "Please fill this in."),
        ({"about": "weather"}, "Not a valid choice"),
    ],
)
def test_a_complaint_that_cannot_be_says_why(own, browse, changes, words):
    answer = file_complaint(browse, own, **changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert complaints.list_own(own.id, cast.NOW) == []


def test_an_answer_without_words_says_so(own, browse):
    file_complaint(browse, own)
    url = f"/admin/complaints/{only(own).id}"
    answer = browse("chen").post(url, {"words": " ", "kind": "answer"})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    answer = browse("amina").post(f"/learn/complaints/{only(own).id}", {"words": ""})
    assert answer.status_code == 422


def test_there_is_an_end_to_open_complaints(own, browse):
    statuses = [file_complaint(browse, own).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [409]


def test_nobody_reads_a_complaint_but_who_filed_and_who_answers_it(own, browse):
    file_complaint(browse, own)
    row = only(own)
    listed = f"/admin/cohorts/{own.cohort_id}/complaints"
    for name, of_owner, of_answerer, of_list in (
        ("amina", 200, 404, 404),
        ("chen", 404, 200, 200),
        ("ines", 404, 404, 200),
        ("bruno", 404, 404, 403),
        ("farid", 404, 404, 404),
        (None, 303, 303, 303),
    ):
        client = browse(name)
        assert client.get(f"/learn/complaints/{row.id}").status_code == of_owner, name
        assert client.get(file_url(own)).status_code == of_owner, name
        assert client.get(f"/admin/complaints/{row.id}").status_code == of_answerer, name
        assert client.get(listed).status_code == of_list, name
    page = browse("ines").get(listed).text
    assert "Waits for the answer: 1" in page
    assert row.id not in page


def test_nobody_answers_their_own_complaint(own, cohort, browse):
    chen = add_participant(cohort, "chen")
    browse("chen").post(file_url(chen), {"about": "other", "words": WORDS})
    assert browse("chen").get(f"/admin/complaints/{only(chen).id}").status_code == 404


def test_the_log_does_not_say_who_complains(own, browse):
    from lms.audit.models import AuditEvent

    file_complaint(browse, own)
    db.session.rollback()
    query = select(AuditEvent).where(AuditEvent.subject_id == only(own).id)
    [event] = db.session.execute(query).scalars()
    assert cast.id_of("amina") not in str(vars(event))
    assert own.id not in str(vars(event))


def test_where_nobody_answers_those_are_told_who_can_name_somebody(cohort, browse, run_jobs):
    own = add_participant(cohort)
    assert "Nobody is named yet" in browse("amina").get(file_url(own)).text
    file_complaint(browse, own)
    run_jobs()
    assert cast.id_of("ines") in {mail.person_id for mail in mails("unassigned")}
    assert mails("waits") == []
    page = browse("ines").get(f"/admin/cohorts/{cohort.id}/complaints").text
    assert "Nobody answers complaints in this cohort" in page
    factories.assign(cohort, "chen", "complaints")
    complaint_mail.remind_all(cast.NOW)
    db.session.commit()
    assert [mail.person_id for mail in mails("waits")] == [cast.id_of("chen")]


def test_whoever_answers_is_reminded_each_time_once(own, browse):
    file_complaint(browse, own)
    for days, count in ((0, 1), (1, 1), (11, 2), (12, 2), (14, 3), (40, 3)):
        complaint_mail.remind_all(cast.NOW + days * DAY)
        db.session.commit()
        assert len(mails("waits")) == count, days


def test_the_days_for_the_answer_are_the_cohorts(own, cohort, browse):
    ines, url = browse("ines"), f"/admin/cohorts/{cohort.id}/complaints"
    assert "There are no complaints" in ines.get(url).text
    refused = ines.post(url, {"days": "91"})
    assert refused.status_code == 422
    assert "from 1 to 90" in refused.text
    assert browse("chen").post(url, {"days": "5"}).status_code == 403
    for days in ("7", "5"):
        assert ines.post(url, {"days": days}).status_code == 303
    file_complaint(browse, own)
    row = only(own)
    assert row.due_at - row.filed_at == 5 * DAY


def test_where_a_complaint_stands():
    assert find_status(ROW, None, cast.NOW) == "waiting"
    assert find_status(ROW, "question", cast.NOW) == "asked"
    assert find_status(ROW, "reply", ROW.due_at) == "late"
    answered = replace(ROW, answered_at=cast.NOW)
    assert find_status(answered, "answer", ROW.due_at) == "answered"
    assert find_stage(answered, ROW.due_at) is None


@given(st.integers(1, 90), st.integers(0, 200), st.integers(0, 50))
def test_reminders_only_go_forward(days, hours, more):
    row = replace(ROW, due_at=find_due(cast.NOW, days))
    order = ["filed", "soon", "late"]
    now = cast.NOW + timedelta(hours=hours)
    first, then = find_stage(row, now), find_stage(row, now + timedelta(hours=more))
    assert order.index(str(first)) <= order.index(str(then))
    assert (first == "late") == (now >= row.due_at)
