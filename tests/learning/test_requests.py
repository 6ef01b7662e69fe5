"""A course that takes in whom its trainers approve: asking, deciding, taking it back."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import Person
from lms.audit.models import AuditEvent
from lms.content.models import Course, Version
from lms.kit.db import db
from lms.learning.models import Enrolment, EnrolmentRequest
from lms.learning.rules.requests import SHOWN_DECLINED, RequestRow, is_shown
from lms.notifications.models import Message
from lms.web.render import render_text
from tests import cast
from tests.learning import courses

PAGE = "/courses/small-course"
ASK = f"{PAGE}/ask"
QUEUE = "/teach/small-course/learners/requests"


@pytest.fixture
def course(app):
    """The small course, owned by Bruno's commission, which wants to be asked."""
    row = courses.publish()
    set_course(enrolment="approval", organisation_id=cast.actor_of("bruno").organisation_id)
    return row


def set_course(**values: str) -> None:
    course = db.session.execute(select(Course)).scalar_one()
    for name, value in values.items():
        setattr(course, name, value)
    db.session.commit()


def ask(browser, message: str = "I train investigators.", language: str = "en"):
    return browser.post(ASK, {"language": language, "message": message})


def requests() -> list[EnrolmentRequest]:
    db.session.remove()
    return list(
        db.session.execute(select(EnrolmentRequest).order_by(EnrolmentRequest.asked_at)).scalars()
    )


def enrolments() -> list[Enrolment]:
    db.session.remove()
    return list(db.session.execute(select(Enrolment)).scalars())


def mails(kind: str) -> list[Message]:
    db.session.remove()
    return list(db.session.execute(select(Message).where(Message.kind == kind)).scalars())


def decide(browser, act: str, *rows: EnrolmentRequest, reason: str = ""):
    return decide_on(browser, act, [row.id for row in rows], reason)


def decide_on(browser, act: str, ids: list[str], reason: str = ""):
    return browser.post(QUEUE, {"act": act, "request": ids, "reason": reason})


def test_a_trainee_asks_with_a_message_and_waits(course, browse) -> None:
    amina = browse("amina")
    page = amina.get(PAGE).text
    assert "Ask to take part" in page
    assert ">Enrol<" not in page
    answer = ask(amina, language="ar")
    assert answer.status_code == 303
    [row] = requests()
    assert (row.person_id, row.language, row.message, row.status) == (
        cast.id_of("amina"), "ar", "I train investigators.", "waiting",
    )  # fmt: skip
    assert enrolments() == []
    for address in (PAGE, "/learn"):
        text = amina.get(address).text
        assert "You asked on 24 November 2026 to take part." in text, address
        assert "Withdraw the request" in text, address
    assert "Ask to take part" not in amina.get(PAGE).text


def test_enrolling_without_asking_is_refused(course, browse) -> None:
    answer = browse("amina").post(f"{PAGE}/enrol", {"language": "en"})
    assert answer.status_code == 409
    assert "trainers of this course decide" in answer.text
    assert enrolments() == []


def test_asking_twice_or_at_once_is_asking_once(course, browse) -> None:
    browsers = [browse("amina") for _ in range(4)]
    answers = []
    threads = [
        threading.Thread(target=lambda b=browser: answers.append(ask(b))) for browser in browsers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len(requests()) == 1


@pytest.mark.parametrize(("language", "message", "status"), [
    ("fr", "", 422), ("", "", 422), ("en", "x" * 1001, 422), ("en", "", 303),
])  # fmt: skip
def test_what_is_asked_is_checked(course, browse, language, message, status) -> None:
    answer = ask(browse("amina"), message, language)
    assert answer.status_code == status
    assert len(requests()) == (status == 303)


def test_a_message_that_is_a_book_is_shown_again_with_what_is_wrong(course, browse) -> None:
    text = ask(browse("amina"), "x" * 1001).text
    assert "at most 1,000 characters" in text
    assert "x" * 1001 in text


def test_a_course_that_does_not_ask_takes_no_request(course, browse) -> None:
    for enrolment in ("open", "cohort"):
        set_course(enrolment=enrolment)
        assert ask(browse("amina")).status_code == 409
    assert requests() == []


def test_a_closed_course_takes_no_request(course, browse) -> None:
    db.session.execute(select(Version)).scalar_one().closed_at = cast.NOW
    db.session.commit()
    assert ask(browse("amina")).status_code == 409


def test_a_course_for_members_is_not_asked_by_outsiders(course, browse) -> None:
    set_course(visibility="members")
    assert ask(browse("farid")).status_code == 404
    assert ask(browse()).status_code == 303
    assert requests() == []


def test_the_trainer_approves_several_at_once(course, browse, run_jobs) -> None:
    ask(browse("amina"), "I <b>investigate</b>.", "ar")
    ask(browse("farid"), "")
    ask(browse("hadi"))
    bruno = browse("bruno")
    page = bruno.get(QUEUE).text
    assert "3 requests wait." in page
    assert "Amina Diallo" in page
    assert "I &lt;b&gt;investigate&lt;/b&gt;." in page
    assert "Fiji" in page
    assert "Hadi Fall" not in page  # whose identity is protected
    rows = {row.person_id: row for row in requests()}
    chosen = [rows[cast.id_of(name)] for name in ("amina", "farid")]
    answer = decide(bruno, "approve", *chosen)
    assert "People enrolled: 2" in bruno.get(answer.location).text
    taken = {row.person_id: row for row in enrolments()}
    assert set(taken) == {cast.id_of("amina"), cast.id_of("farid")}
    assert taken[cast.id_of("amina")].language == "ar"
    assert "1 request waits." in bruno.get(QUEUE).text
    run_jobs()
    told = mails("learning.enrolment_decided")
    assert {mail.person_id for mail in told} == set(taken)
    assert {mail.status for mail in told} == {"sent"}
    assert "Continue" in browse("amina").get(PAGE).text
    actions = db.session.execute(select(AuditEvent.action)).scalars().all()
    assert actions.count("enrolment_request.approved") == 2
    assert actions.count("enrolment.begun") == 2


def test_approving_twice_enrols_once(course, browse) -> None:
    ask(browse("amina"))
    bruno, rows = browse("bruno"), requests()
    assert decide(bruno, "approve", *rows).status_code == 303
    assert decide(bruno, "approve", *rows).status_code == 422
    assert len(enrolments()) == 1


def test_two_trainers_who_decide_at_once_decide_once(course, browse) -> None:
    ask(browse("amina"))
    ids, answers = [row.id for row in requests()], []
    threads = [
        threading.Thread(
            target=lambda b=browser, a=act: answers.append(decide_on(b, a, ids, "Full."))
        )
        for browser, act in [(browse("bruno"), "approve"), (browse("bruno"), "decline")]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    [row] = requests()
    assert len(enrolments()) == (row.status == "approved")


def test_declining_wants_a_reason_which_the_person_reads(course, browse, run_jobs) -> None:
    ask(browse("amina"))
    bruno, rows = browse("bruno"), requests()
    answer = decide(bruno, "decline", *rows)
    assert answer.status_code == 422
    assert "Please say why." in answer.text
    assert f'value="{rows[0].id}" checked' in answer.text
    answer = decide(bruno, "decline", *rows, reason="The group is full until March.")
    assert "People told: 1" in bruno.get(answer.location).text
    assert enrolments() == []
    amina = browse("amina")
    for address in (PAGE, "/learn"):
        text = amina.get(address).text
        assert "declined on 24 November 2026" in text, address
        assert "The group is full until March." in text, address
    run_jobs()
    [mail] = mails("learning.enrolment_decided")
    assert (mail.person_id, mail.status) == (cast.id_of("amina"), "sent")


def test_who_was_declined_may_ask_again(course, browse) -> None:
    amina = browse("amina")
    ask(amina)
    decide(browse("bruno"), "decline", *requests(), reason="Full.")
    assert "Ask to take part" in amina.get(PAGE).text
    assert ask(amina).status_code == 303
    assert {row.status for row in requests()} == {"declined", "waiting"}
    assert "Full." not in amina.get(PAGE).text


def test_an_answer_stands_on_the_own_page_for_a_month() -> None:
    asked = RequestRow("r", "c", "p", "en", "", "waiting", cast.NOW, None, None, "")
    declined = replace(asked, status="declined", decided_at=cast.NOW)
    assert is_shown(asked, cast.NOW + timedelta(days=400))
    assert is_shown(declined, cast.NOW + SHOWN_DECLINED - timedelta(seconds=1))
    assert not is_shown(declined, cast.NOW + SHOWN_DECLINED)
    for status in ("approved", "withdrawn"):
        assert not is_shown(replace(declined, status=status), cast.NOW), status


def test_a_request_is_withdrawn_by_its_own_person_alone(course, browse) -> None:
    amina = browse("amina")
    ask(amina)
    address = f"/learn/requests/{requests()[0].id}/withdraw"
    for name in ("farid", "bruno", "emre"):
        assert browse(name).post(address).status_code == 404, name
    assert browse().post(address).status_code == 303
    assert requests()[0].status == "waiting"
    assert amina.post(address).status_code == 303
    assert amina.post(address).status_code == 303
    assert requests()[0].status == "withdrawn"
    assert "Asked for" not in amina.get("/learn").text
    assert decide(browse("bruno"), "approve", *requests()).status_code == 422
    assert enrolments() == []


def test_what_is_decided_is_not_withdrawn(course, browse) -> None:
    amina = browse("amina")
    ask(amina)
    decide(browse("bruno"), "approve", *requests())
    answer = amina.post(f"/learn/requests/{requests()[0].id}/withdraw")
    assert answer.status_code == 409
    assert requests()[0].status == "approved"
    assert ask(amina).status_code == 409  # she is enrolled


def test_only_the_owners_trainer_sees_the_queue_and_decides(course, browse) -> None:
    ask(browse("amina"))
    for name in ("amina", "chen", "dalia", "emre", "farid", "gita"):
        browser = browse(name)
        assert browser.get(QUEUE).status_code == 403, name
        assert decide(browser, "approve", *requests()).status_code == 403, name
    assert browse().get(QUEUE).status_code == 303
    assert enrolments() == []


def test_a_request_of_another_course_is_left_out(course, browse) -> None:
    ask(browse("amina"))
    courses.publish(slug="other-course")
    other = db.session.execute(select(Course).where(Course.slug == "other-course")).scalar_one()
    other.organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()
    row = requests()[0]
    answer = browse("bruno").post(
        "/teach/other-course/learners/requests", {"act": "approve", "request": row.id}
    )
    assert answer.status_code == 422
    assert enrolments() == []


def test_trainers_are_told_of_the_first_that_waits_and_of_the_next_after_it(
    course, browse, run_jobs
) -> None:
    db.session.execute(select(Person).where(Person.email == "bruno@example.org")).scalar_one(
    ).language = "fr"  # fmt: skip
    db.session.commit()
    ask(browse("amina"))
    ask(browse("farid"))
    run_jobs()
    [mail] = mails("learning.enrolment_asked")
    assert (mail.person_id, mail.language, mail.status) == (cast.id_of("bruno"), "fr", "sent")
    decide(browse("bruno"), "approve", *requests())
    ask(browse("hadi"))
    run_jobs()
    assert len(mails("learning.enrolment_asked")) == 2


def test_the_letters_say_where_to_go(app) -> None:
    with app.test_request_context():
        asked = render_text("en", "mail/learning_enrolment_asked.txt", slug="s", course="A & B")
        yes = render_text("en", "mail/learning_enrolment_decided.txt", slug="s", course="A & B",
                          is_approved=True, reason="")  # fmt: skip
        no = render_text("en", "mail/learning_enrolment_decided.txt", slug="s", course="A & B",
                         is_approved=False, reason="Full & closed.")  # fmt: skip
    assert asked.startswith("Subject: Somebody asks to take part in your course\n")
    assert "http://localhost/teach/s/learners/requests" in asked
    assert yes.startswith("Subject: You are enrolled\n")
    assert "http://localhost/learn" in yes
    assert no.startswith("Subject: Your request to take part was declined\n")
    assert "Full & closed." in no
    assert "“A & B”" in no


def test_the_dashboards_count_what_waits(course, browse) -> None:
    ask(browse("amina"))
    bruno = browse("bruno")
    assert "1 request to take part" in bruno.get("/teach").text
    assert "1 request to take part" in bruno.get("/teach/small-course/learners").text
    decide(bruno, "approve", *requests())
    assert "request to take part" not in bruno.get("/teach").text


def test_the_queue_asks_a_fixed_number_of_questions(course, browse, count_queries) -> None:
    ask(browse("amina"))
    bruno = browse("bruno")
    bruno.get(QUEUE)
    with count_queries() as one:
        bruno.get(QUEUE)
    for name in ("farid", "hadi", "gita"):
        ask(browse(name))
    with count_queries() as four:
        bruno.get(QUEUE)
    assert four.count == one.count


def test_whoever_enrols_once_the_course_is_open_asks_no_more(course, browse) -> None:
    amina = browse("amina")
    ask(amina)
    set_course(enrolment="open")
    assert amina.post(f"{PAGE}/enrol", {"language": "en"}).status_code == 303
    assert requests()[0].status == "withdrawn"
    # Who asked and did not enrol is still found by the trainer.
    set_course(enrolment="approval")
    ask(browse("farid"))
    set_course(enrolment="cohort")
    page = browse("bruno").get(QUEUE).text
    assert "1 request waits." in page
    assert "takes no new requests" in page


def test_who_withdrew_from_the_course_goes_on_where_she_stopped_once_approved(
    course, browse
) -> None:
    amina = browse("amina")
    ask(amina)
    decide(browse("bruno"), "approve", *requests())
    home = f"/learn/{enrolments()[0].id}"
    amina.post(f"{home}/pages/origins")
    amina.post(f"{home}/withdraw")
    assert amina.post(f"{PAGE}/enrol", {"language": "en"}).status_code == 409
    assert ask(amina).status_code == 303
    decide(browse("bruno"), "approve", *requests())
    [row] = enrolments()
    assert row.status == "active"


def test_nobody_is_approved_into_a_closed_course(course, browse) -> None:
    ask(browse("amina"))
    db.session.execute(select(Version)).scalar_one().closed_at = cast.NOW
    db.session.commit()
    bruno = browse("bruno")
    assert "No version is open to new enrolment" in bruno.get(QUEUE).text
    assert decide(bruno, "approve", *requests()).status_code == 409
    assert requests()[0].status == "waiting"
