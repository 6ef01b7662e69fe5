"""The outbox: for administrators of the whole installation, with codes for protected people."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from lms.accounts.queries import find_person
from lms.audit.models import AuditEvent
from lms.kit.db import db, reading, writing
from lms.kit.i18n import LANGUAGES, formats, translate
from lms.notifications import services
from lms.notifications.models import Message
from lms.notifications.rules.kinds import KINDS
from tests.cast import NOW, email_of, id_of
from tests.programmes import factories


def write(name="amina", key="1", status="failed", kind="learning.moved", error=None):
    db.session.remove()
    with writing():
        services.send(
            NOW, kind=kind, key=key, email=email_of(name), language="fr",
            template="mail/learning_moved.txt", person_id=id_of(name),
            context={"course": "Integrity at work", "version": "2", "enrolment": "e" * 26},
        )  # fmt: skip
        message = db.session.query(Message).filter_by(kind=kind, key=key).one()
        message.status, message.error = status, error
        return message.id


def status_of(message_id):
    db.session.remove()
    with reading():
        return db.session.get(Message, message_id).status


def test_what_failed_and_why_is_seen_and_sent_again(browse, run_jobs):
    failed, emre = write(error="550 no such user"), browse("emre")
    page = emre.get("/admin/mail").text
    assert "550 no such user" in page
    assert email_of("amina") in page
    assert "1 e-mail needs you" in page
    assert emre.post(f"/admin/mail/{failed}/again").status_code == 303
    run_jobs()
    assert status_of(failed) == "sent"


def test_what_is_given_up_is_not_sent(browse, run_jobs):
    waiting, emre = write(status="waiting"), browse("emre")
    assert emre.post(f"/admin/mail/{waiting}/drop").status_code == 303
    run_jobs()
    assert status_of(waiting) == "dropped"


@pytest.mark.parametrize(("status", "act"), [
    ("sent", "again"), ("sending", "again"), ("sent", "drop"), ("sending", "drop"),
])  # fmt: skip
def test_what_left_is_neither_sent_again_nor_called_back(browse, status, act):
    message = write(status=status)
    answer = browse("emre").post(f"/admin/mail/{message}/{act}")
    assert answer.status_code == 409
    assert "This message cannot be" in answer.text
    assert status_of(message) == status


@pytest.mark.parametrize("path", ["/admin/mail", "/admin/mail/preview"])
def test_the_outbox_is_for_administrators_of_all(browse, path):
    assert browse("emre").get(path).status_code == 200
    for name in ("amina", "bruno", "dalia", "gita"):
        assert browse(name).get(path).status_code == 403
    assert browse().get(path).location.startswith("/login")


@pytest.mark.parametrize("act", ["again", "drop"])
def test_others_send_nothing_again(browse, act):
    message = write()
    for name in ("amina", "gita"):
        assert browse(name).post(f"/admin/mail/{message}/{act}").status_code == 403
    assert browse("emre").post(f"/admin/mail/{'a' * 26}/{act}").status_code == 404
    assert status_of(message) == "failed"


def test_the_list_is_filtered_and_searched(browse):
    write(key="1", status="failed")
    write("bruno", key="2", status="sent")
    emre = browse("emre")
    assert email_of("bruno") not in emre.get("/admin/mail?status=failed").text
    assert email_of("amina") not in emre.get("/admin/mail?q=BRUNO").text
    assert "No e-mail matches" in emre.get("/admin/mail?kind=learning.enrolment_asked").text


def test_a_protected_person_is_a_code(browse):
    write("hadi", error=f"550 {email_of('hadi')} unknown")
    emre = browse("emre")
    for path in ("/admin/mail", f"/admin/mail/preview?q={email_of('hadi')}&kind=learning.moved"):
        page = emre.get(path).text
        shown = page.partition("<main")[2].replace(f'value="{email_of("hadi")}"', "")
        assert "Protected person" in shown
        assert "hadi" not in shown.lower()
    assert "No e-mail matches" in emre.get("/admin/mail?q=hadi").text


def show_outbox(browser):
    """Return what the outbox shows, and what a search for the invitee's address finds."""
    return browser.get("/admin/mail").text, browser.get("/admin/mail?q=ines").text


def test_a_protected_invitee_is_a_code_before_and_after_joining(browse):
    emre = browse("emre")
    with reading():
        place = find_person(id_of("amina")).organisation_id
    invited = {"full_name": "Ines Costa", "email": "ines@example.org", "language": "en",
               "organisation_id": place, "roles": ["trainee"]}  # fmt: skip
    assert emre.post("/admin/people/invite", {**invited, "is_protected": "y"}).status_code == 303
    with reading():
        link = db.session.query(Message).filter_by(email="ines@example.org").one().context["path"]
    for has_joined in (False, True):
        if has_joined:
            new = "four unrelated small words"
            values = {"full_name": "Ines", "password": new, "repeated": new, "agreed": "y"}
            assert browse().post(link, values).status_code == 303
        listed, found = show_outbox(emre)
        assert "Protected person" in listed
        assert "ines" not in listed.partition("<main")[2].lower()
        assert "No e-mail matches" in found


def test_an_invitee_who_is_not_protected_is_found(browse):
    emre = browse("emre")
    with reading():
        place = find_person(id_of("amina")).organisation_id
    invited = {"full_name": "Ines Costa", "email": "ines@example.org", "language": "en",
               "organisation_id": place, "roles": ["trainee"]}  # fmt: skip
    assert emre.post("/admin/people/invite", invited).status_code == 303
    listed, found = show_outbox(emre)
    assert "ines@example.org" in listed
    assert "ines@example.org" in found


def test_a_protected_nominee_without_an_account_is_a_code(browse):
    cohort = factories.add_cohort(factories.add_programme(factories.place_of("emre").id))
    place = factories.place_of("hadi")
    row = factories.add_stranger(
        cohort, "Ines Costa", place=place, email="ines@example.org", is_protected=True
    )
    db.session.remove()
    with writing():
        services.send(
            NOW, kind="programmes.nominee_asked", key="1", email=row.email, language="en",
            template="mail/programmes_nominee_asked.txt", context={},
        )  # fmt: skip
    listed, found = show_outbox(browse("emre"))
    assert "Protected person" in listed
    assert "ines" not in listed.partition("<main")[2].lower()
    assert "No e-mail matches" in found


def test_sending_a_returned_mail_again_lets_the_stopped_ones_go_too(browse):
    returned = write(key="1", status="bounced")
    with writing():
        services.note_refusal(NOW, email_of("amina"), "550 no such user", is_hard=True)
    stopped, other = write(key="2", status="undeliverable"), write("bruno", "3", "undeliverable")
    emre = browse("emre")
    assert emre.post(f"/admin/mail/{returned}/again").status_code == 303
    assert [status_of(one) for one in (returned, stopped, other)] == [
        "due", "due", "undeliverable",
    ]  # fmt: skip
    assert emre.post(f"/admin/mail/{stopped}/again").status_code == 303
    assert "do not reach you" not in browse("amina").get("/notices").text


def test_the_time_of_a_returned_mail_is_called_that_of_sending(browse):
    message = write(status="bounced")
    with writing():
        db.session.get(Message, message).sent_at = NOW
    assert "Sent 24 November" in browse("emre").get("/admin/mail").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_are_told_apart_by_their_names(language):
    names = [translate(language, kind.name) for kind in KINDS.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_can_be_seen_in_each_language(sqlite_app, language):
    from tests.conftest import Browser

    emre = Browser(sqlite_app, "emre")
    for kind in KINDS:
        page = emre.get(f"/admin/mail/preview?kind={kind}&language={language}")
        assert page.status_code == 200, kind
        assert f'<section aria-labelledby="text" lang="{language}"' in page.text
        assert "2027-0" not in page.text, kind
    page = emre.get(f"/admin/mail/preview?kind=programmes.cohort_changed&language={language}").text
    assert formats(language).date(date(2027, 2, 1)) in page
    assert formats(language).zoned(datetime(2027, 1, 31, 23, 59, tzinfo=UTC)) in page


def test_the_last_message_of_a_person_is_shown_as_they_got_it(browse):
    write()
    page = browse("emre").get(f"/admin/mail/preview?q={email_of('amina')}&kind=learning.moved").text
    assert "Integrity at work" in page
    assert "made up" not in page
    made_up = browse("emre").get("/admin/mail/preview?q=nobody@example.org").text
    assert "Nobody has this e-mail address" in made_up


def test_the_list_has_a_fixed_number_of_queries(browse, count_queries):
    emre, counts = browse("emre"), []
    for round_ in range(2):
        for count in range(1 + 20 * round_):
            write(key=f"{round_}.{count}")
        with count_queries() as counter:
            assert emre.get("/admin/mail").status_code == 200
        counts.append(counter.count)
    assert counts[0] == counts[1]


def test_what_an_administrator_does_is_recorded_and_the_filter_kept(browse):
    failed, waiting = write(key="1", status="failed"), write(key="2", status="waiting")
    emre, asked = browse("emre"), "?q=amina&status=failed&kind=learning.moved"
    assert (
        f'/admin/mail/{failed}/again{asked.replace("&", "&amp;")}"'
        in emre.get(f"/admin/mail{asked}").text
    )
    back = emre.post(f"/admin/mail/{failed}/again{asked}&page=2&other=1").location
    assert parse_qs(urlsplit(back).query) == {
        "q": ["amina"], "status": ["failed"], "kind": ["learning.moved"], "page": ["2"],
    }  # fmt: skip
    assert emre.post(f"/admin/mail/{waiting}/drop?status=waiting").location.endswith(
        "/admin/mail?status=waiting"
    )
    db.session.remove()
    with reading():
        events = [
            (event.action, event.subject_id, event.actor_id)
            for event in db.session.query(AuditEvent).order_by(AuditEvent.seq)
            if event.action.startswith("mail.")
        ]
    assert events == [
        ("mail.sent_again", failed, id_of("emre")), ("mail.given_up", waiting, id_of("emre")),
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_made_up_digest_has_something_to_tell(browse, language):
    page = browse("emre").get(f"/admin/mail/preview?kind=notifications.digest&language={language}")
    assert formats(language).number(3) in page.text.partition("<dl")[2].partition("</dl>")[0]
    assert "/learners/requests" in page.text
