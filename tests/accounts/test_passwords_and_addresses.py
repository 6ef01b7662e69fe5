"""Changing the password and the address: by whoever knows the present one, or reads the mail."""

import re
from datetime import timedelta

import pytest

from lms.accounts import queries
from lms.accounts.passwords import hash_password, verify_password
from lms.kit.clock import clock
from tests import cast

NEW = "four unrelated small words"


def test_a_hash_is_argon2id_and_verifies_only_its_password():
    made = hash_password("correct horse battery")
    assert made.startswith("$argon2id$")
    assert verify_password(made, "correct horse battery")
    assert not verify_password(made, "correct horse batterY")
    assert not verify_password(None, "the password of nobody")
    assert not verify_password("no hash", "x")


def may_sign_in(browse, password, email=None):
    answer = browse().post(
        "/login", {"email": email or cast.email_of("amina"), "password": password}
    )
    return answer.status_code == 303


def change(browser, current=cast.PASSWORD, password=NEW, repeated=NEW):
    return browser.post(
        "/account/password", {"current": current, "password": password, "repeated": repeated}
    )


def test_amina_changes_her_password_and_is_signed_out_elsewhere(browse, read_mails):
    browser, other = browse("amina"), browse("amina")
    assert change(browser).status_code == 303
    assert browser.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert may_sign_in(browse, NEW)
    assert not may_sign_in(browse, cast.PASSWORD)
    (mail,) = read_mails()
    assert mail["To"] == cast.email_of("amina")
    assert mail["Subject"] == "Your password was changed"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"current": "not mine at all"}, "This is not your current password."),
        ({"password": "short", "repeated": "short"}, "Choose a password of at least 12"),
        ({"password": "a" * 20, "repeated": "a" * 20}, "Choose a password of at least 12"),
        ({"repeated": "something else now"}, "The two passwords are not the same."),
    ],
)
def test_a_wrong_or_weak_password_changes_nothing(browse, values, message):
    answer = change(browse("amina"), **values)
    assert answer.status_code == 422
    assert message in answer.text
    assert may_sign_in(browse, cast.PASSWORD)


def test_guessing_the_present_password_is_slowed_down(browse):
    browser = browse("amina")
    for _ in range(5):
        change(browser, current="guess guess guess")
    assert "Too many tries" in change(browser).text


def test_a_stranger_is_sent_to_the_sign_in_page(browse):
    for page in ("/account", "/account/password", "/account/email", "/account/sessions"):
        assert browse().get(page).location == f"/login?next={page}"
    assert change(browse()).location == "/login"


def test_a_forgotten_password_is_mended_by_mail_once(browse, read_mails, link_in):
    page = browse().post("/password/forgotten", {"email": cast.email_of("amina")})
    assert page.status_code == 200
    (mail,) = read_mails()
    path = link_in(mail)
    assert browse().get(path).status_code == 200
    answer = browse().post(path, {"password": NEW, "repeated": NEW})
    assert answer.location == "/login"
    assert may_sign_in(browse, NEW)
    assert browse().get(path).status_code == 404
    assert browse().post(path, {"password": NEW, "repeated": NEW}).status_code == 404


def test_an_unknown_address_gets_the_same_page_and_no_mail(browse, read_mails):
    known = browse().post("/password/forgotten", {"email": cast.email_of("amina")}).text
    read_mails()
    unknown = browse().post("/password/forgotten", {"email": cast.email_of("nobody")}).text
    assert read_mails() == []
    token = r'name="csrf_token" value="[^"]*"'
    known = re.sub(token, "", known.replace("amina@", "nobody@"))
    assert re.sub(token, "", unknown) == known


def test_a_link_is_too_old_after_two_hours_and_void_when_replaced(browse, read_mails, link_in):
    browse().post("/password/forgotten", {"email": cast.email_of("amina")})
    first = link_in(read_mails()[0])
    browse().post("/password/forgotten", {"email": cast.email_of("amina")})
    second = link_in(read_mails()[0])
    assert browse().get(first).status_code == 404
    assert browse().get(second).status_code == 200
    clock.set(cast.NOW + timedelta(hours=2))
    assert browse().get(second).status_code == 404


def test_mails_asked_for_by_strangers_are_few(browse, read_mails):
    for _ in range(6):
        browse().post("/password/forgotten", {"email": cast.email_of("amina")})
    assert len(read_mails()) == 3


def test_amina_changes_her_address_by_confirming_at_the_new_one(browse, read_mails, link_in):
    answer = browse("amina").post(
        "/account/email", {"email": "Amina@New.org", "current": cast.PASSWORD}
    )
    assert answer.status_code == 200
    (mail,) = read_mails()
    assert mail["To"] == "amina@new.org"
    path = link_in(mail)
    assert "amina@new.org" in browse().get(path).text
    assert may_sign_in(browse, cast.PASSWORD)
    assert browse().post(path).status_code == 303
    assert may_sign_in(browse, cast.PASSWORD, "amina@new.org")
    assert not may_sign_in(browse, cast.PASSWORD)
    (told,) = read_mails()
    assert told["To"] == cast.email_of("amina")
    assert "new.org" not in told.get_content()
    assert browse().post(path).status_code == 404


def test_an_address_of_somebody_else_gets_no_mail(browse, read_mails):
    answer = browse("amina").post(
        "/account/email", {"email": cast.email_of("bruno"), "current": cast.PASSWORD}
    )
    assert answer.status_code == 200
    assert read_mails() == []


def test_the_address_is_not_changed_without_the_password(browse, read_mails):
    answer = browse("amina").post(
        "/account/email", {"email": "amina@new.org", "current": "no, not this one"}
    )
    assert answer.status_code == 422
    assert read_mails() == []


def test_a_made_up_link_opens_nothing(browse):
    for path in ("/password/made-up", "/account/email/made-up", "/invitations/made-up"):
        answer = browse().get(path)
        assert answer.status_code == 404
        assert "not valid any more" in answer.text


def test_no_secret_is_stored(app, browse, read_mails, link_in):
    from sqlalchemy import select

    from lms.accounts.models import MailedToken
    from lms.kit.db import db

    browse().post("/password/forgotten", {"email": cast.email_of("amina")})
    token = link_in(read_mails()[0]).rsplit("/", 1)[1]
    row = db.session.execute(select(MailedToken)).scalar_one()
    assert token not in {row.token_digest, row.id}
    assert queries.find_mailed_token(token, "password", cast.NOW).person_id == cast.id_of("amina")
    assert queries.find_mailed_token(token, "email", cast.NOW) is None
