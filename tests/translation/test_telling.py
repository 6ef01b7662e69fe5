"""What reviewers send back reaches its translator by mail: once for all of a while."""

import pytest
from sqlalchemy import select

from lms.accounts.models import Person
from lms.kit import jobs
from lms.kit.clock import clock
from lms.kit.db import db
from lms.notifications.models import Message
from lms.web.render import render_text
from lms.wiring import JOBS
from tests import cast
from tests.translation import desks
from tests.translation.desks import MAY, SHALL, TITLE, address, hidden, translate


@pytest.fixture
def course_id(app, browse) -> str:
    """Chen, who reads French, has translated three units."""
    found = desks.lay_out()
    for key in (SHALL, MAY, TITLE):
        translate(browse("chen"), key, "على الدولة *أن تتصرف*." if key != TITLE else "دورة صغيرة")
    db.session.get(Person, cast.id_of("chen")).language = "fr"
    db.session.commit()
    return found


def send_back(browser, key) -> None:
    page = browser.get(address(key)).text
    answer = browser.post(address(key, "/send-back"), {**hidden(page), "text": "Too free."})
    assert answer.status_code == 303


def mails() -> list[Message]:
    db.session.remove()
    return list(
        db.session.execute(select(Message).where(Message.kind == "translation.sent_back")).scalars()
    )


def test_several_texts_come_in_one_mail_after_a_while(course_id, browse, run_jobs) -> None:
    bruno = browse("bruno")
    send_back(bruno, SHALL)
    clock.advance(minutes=10)
    send_back(bruno, MAY)
    run_jobs()
    assert mails() == []
    clock.advance(minutes=20)
    db.session.remove()
    # The digest alone: what is sent need not be known any longer.
    jobs.run_next(JOBS)
    [mail] = mails()
    assert (mail.person_id, mail.language) == (cast.id_of("chen"), "fr")
    assert mail.context == {
        "count": 2, "course": "A small course", "slug": "small", "code": "ar",
    }  # fmt: skip
    run_jobs()
    assert [mail.status for mail in mails()] == ["sent"]


def test_what_is_sent_back_later_is_another_mail(course_id, browse, run_jobs) -> None:
    for key in (SHALL, MAY):
        send_back(browse("bruno"), key)
        clock.advance(minutes=31)
        run_jobs()
    assert len(mails()) == 2


def test_who_has_mended_all_is_not_written_to(course_id, browse, run_jobs) -> None:
    send_back(browse("bruno"), SHALL)
    translate(browse("chen"), SHALL, "يجب على الدولة *أن تتصرف*.")
    clock.advance(minutes=31)
    run_jobs()
    assert mails() == []


def test_the_letter_leads_to_what_was_sent_back(app) -> None:
    with app.test_request_context():
        one, two = (
            render_text("en", "mail/translation_sent_back.txt",
                        count=count, course="A & B", slug="small", code="ar")
            for count in (1, 2)
        )  # fmt: skip
    assert one.startswith("Subject: 1 of your translations was sent back\n")
    assert two.startswith("Subject: 2 of your translations were sent back\n")
    assert "“A & B”" in two
    assert "http://localhost/teach/small/translate/ar?status=sent-back" in two
