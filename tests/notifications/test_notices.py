"""Notices in the app: whose they are, what is new, and how each mark is taken back."""

import re

import pytest

from lms.kit.clock import clock
from lms.kit.db import db, reading, writing
from lms.kit.i18n import translate
from lms.notifications import services
from lms.notifications.models import Message
from tests.cast import NOW, email_of, id_of


def tell(name="amina", key="1", kind="learning.moved", **context):
    db.session.remove()
    with writing():
        services.send(
            NOW, kind=kind, key=key, email=email_of(name), language="en",
            template="mail/learning_moved.txt", person_id=id_of(name),
            context={"course": "A <b> course", "version": "2", "enrolment": "e" * 26} | context,
        )  # fmt: skip
        return db.session.query(Message.id).filter_by(kind=kind, key=key).scalar()


def is_read(message_id):
    db.session.remove()
    with reading():
        return db.session.get(Message, message_id).read_at is not None


def test_a_notice_is_counted_on_each_page_and_read_on_its_own(browse):
    tell(key="1")
    tell(key="2")
    amina = browse("amina")
    assert "2 unread notices" in amina.get("/learn").text
    page = amina.get("/notices").text
    assert page.count("You have been moved to a new version of your course</h2>") == 2
    assert "A &lt;b&gt; course" in page
    assert "unread notice" not in browse("bruno").get("/learn").text
    assert "No notices yet" in browse("bruno").get("/notices").text


def test_a_notice_is_in_the_language_of_the_page(browse):
    tell()
    amina, title = browse("amina"), "You have been moved to a new version of your course"
    amina.post("/account/preferences", {"language": "ar", "time_zone": "UTC"})
    page = amina.get("/notices").text
    assert f"{translate('ar', title)}</h2>" in page
    assert title not in page


def test_what_concerns_the_account_is_no_notice(browse):
    tell(kind="accounts.password_reset", path="/password/secret")
    assert "secret" not in browse("amina").get("/notices").text
    assert "unread notice" not in browse("amina").get("/learn").text


def test_opening_marks_it_and_leads_to_its_page(browse):
    notice = tell()
    answer = browse("amina").post(f"/notices/{notice}/open")
    assert (answer.status_code, answer.location) == (303, f"/learn/{'e' * 26}")
    assert is_read(notice)


def test_a_mark_is_set_and_taken_back(browse):
    notice, amina = tell(), browse("amina")
    assert amina.post(f"/notices/{notice}/read").status_code == 303
    assert is_read(notice)
    assert "No unread notices" in amina.get("/notices").text
    assert amina.post(f"/notices/{notice}/unread").status_code == 303
    assert not is_read(notice)


def test_all_marks_are_set_and_taken_back_at_once(browse):
    old, *new = (tell(key=str(count)) for count in range(3))
    tell("bruno", key="b")
    amina = browse("amina")
    amina.post(f"/notices/{old}/read")
    clock.advance(minutes=1)
    done = amina.post("/notices/read")
    assert all(map(is_read, [old, *new]))
    page = amina.get(done.location).text
    at = re.search(r'name="at" value="([^"]+)"', page).group(1)
    amina.post("/notices/unread", {"at": at})
    assert [is_read(one) for one in (old, *new)] == [True, False, False]


@pytest.mark.parametrize("at", ["", "yesterday", "2026-11-24T09:00"])
def test_an_instant_that_is_none_undoes_nothing(browse, at):
    notice, amina = tell(), browse("amina")
    amina.post("/notices/read")
    assert amina.post("/notices/unread", {"at": at}).status_code == 303
    assert is_read(notice)
    assert "Undo" not in amina.get("/notices", query_string={"undo": at}).text


@pytest.mark.parametrize("act", ["open", "read", "unread"])
def test_anothers_notice_does_not_exist(browse, act):
    notice = tell()
    for name in ("bruno", "farid", "emre"):
        assert browse(name).post(f"/notices/{notice}/{act}").status_code == 404
    assert browse().post(f"/notices/{notice}/{act}").status_code == 303
    assert not is_read(notice)


def test_a_stranger_signs_in_first(browse):
    assert browse().get("/notices").location.startswith("/login")


def test_a_page_of_notices_has_a_fixed_number_of_queries(browse, count_queries):
    amina = browse("amina")
    tell(key="first")
    counts = []
    for round_ in range(2):
        with count_queries() as counter:
            assert amina.get("/notices").status_code == 200
        counts.append(counter.count)
        for count in range(30):
            tell(key=f"{round_}.{count}")
    assert counts[0] == counts[1]
    assert "shown: 1 to 20" in amina.get("/notices").text
    assert amina.get("/notices?page=2").status_code == 200
