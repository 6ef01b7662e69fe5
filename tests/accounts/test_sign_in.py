"""Signing in and out: the same answer for every failure, sessions that end, tries counted."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.accounts import queries, services, throttle
from lms.accounts.models import WebSession
from lms.audit.models import AuditEvent
from lms.kit.clock import clock
from lms.kit.db import db
from tests import cast


def sign_in(browser, name="amina", password=cast.PASSWORD, **more):
    return browser.post("/login", {"email": cast.email_of(name), "password": password, **more})


def count_events(action):
    query = select(func.count()).where(AuditEvent.action == action)
    return db.session.execute(query).scalar_one()


def test_the_page_has_the_fields_that_scripts_rely_on(browse):
    page = browse().get("/login").text
    assert 'name="email"' in page
    assert 'name="password"' in page
    assert "Sign in</button>" in page


def test_amina_signs_in_and_goes_on_to_where_she_wanted(browse):
    browser = browse()
    answer = sign_in(browser, next="/account")
    assert (answer.status_code, answer.location) == (303, "/account")
    assert "Amina Diallo" in browser.get("/account").text
    assert count_events("accounts.signed_in") == 1


def test_an_address_is_the_same_in_capitals(browse):
    answer = browse().post("/login", {"email": " AMINA@Example.ORG ", "password": cast.PASSWORD})
    assert answer.status_code == 303


def test_next_leads_nowhere_but_into_the_site(browse):
    for target in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "evil",
        "/a\nb",
        "",
    ]:
        assert sign_in(browse(), next=target).location == "/"


def test_an_unknown_address_and_a_wrong_password_look_alike(browse):
    wrong = sign_in(browse(), password="not the password")
    unknown = browse().post("/login", {"email": cast.email_of("nobody"), "password": "x" * 20})
    assert wrong.status_code == unknown.status_code == 422
    assert "The address or the password is not right." in wrong.text
    same = wrong.text.replace("amina@", "nobody@").count("is not right")
    assert same == unknown.text.count("is not right")
    assert count_events("accounts.sign_in_failed") == 2


def test_empty_fields_are_asked_for(browse):
    answer = browse().post("/login", {})
    assert answer.status_code == 422
    assert answer.text.count("Please fill this in.") >= 2


def test_a_form_without_its_token_is_refused(browse):
    browser = browse()
    answer = browser.client.post("/login", data={"email": "a@b.org", "password": "x"})
    assert answer.status_code == 400


def test_after_five_wrong_passwords_even_the_right_one_waits(browse):
    for _ in range(5):
        sign_in(browse(), password="wrong wrong wrong")
    answer = sign_in(browse())
    assert answer.status_code == 429
    assert "Too many tries" in answer.text
    assert sign_in(browse(), "bruno").status_code == 303
    throttle.reset()
    assert sign_in(browse()).status_code == 303


def test_a_closed_account_is_not_let_in(app, browse):
    services.deactivate_person(cast.actor_of("emre"), cast.NOW, cast.id_of("amina"))
    db.session.commit()
    assert sign_in(browse()).status_code == 422


def test_signing_in_changes_the_secret_and_ends_the_old_session(browse):
    browser = browse("amina")
    with browser.client.session_transaction() as session:
        old = session["_user_id"]
    assert sign_in(browser).status_code == 303
    with browser.client.session_transaction() as session:
        assert session["_user_id"] != old
        assert session.get("csrf_token") is None
    assert queries.find_session_actor(old, cast.NOW) is None


def test_whoever_is_signed_in_already_goes_on(browse):
    assert browse("amina").get("/login?next=/learn").location == "/learn"


def test_signing_out_ends_the_session(browse):
    browser = browse("amina")
    with browser.client.session_transaction() as session:
        token = session["_user_id"]
    assert browser.post("/logout").status_code == 303
    assert queries.find_session_actor(token, cast.NOW) is None
    assert browser.get("/account").location == "/login?next=/account"


@pytest.mark.parametrize(
    ("step", "times", "is_in"),
    [
        (timedelta(hours=11), 3, True),
        (timedelta(hours=12), 1, False),
        (timedelta(hours=9), 19, False),
    ],
)
def test_a_session_ends_after_idle_hours_and_after_a_week(browse, step, times, is_in):
    browser = browse("amina")
    for _ in range(times):
        clock.set(clock.now() + step)
        answer = browser.get("/account")
    assert (answer.status_code == 200) is is_in


def test_use_is_noted_every_five_minutes_and_not_more_often(browse):
    browser = browse("amina")
    noted = select(WebSession.last_used_at)
    clock.set(cast.NOW + timedelta(minutes=4))
    browser.get("/account")
    assert db.session.execute(noted).scalar_one() == cast.NOW
    clock.set(cast.NOW + timedelta(minutes=6))
    browser.get("/account")
    db.session.remove()
    assert db.session.execute(noted).scalar_one() == cast.NOW + timedelta(minutes=6)


def test_one_statement_makes_the_actor(app, count_queries):
    token = cast.begin_session("bruno")
    db.session.connection()
    with count_queries() as counter:
        actor, last_used_at = queries.find_session_actor(token, cast.NOW)
    assert counter.count == 1
    assert last_used_at == cast.NOW
    assert actor.person_id == cast.id_of("bruno")
    assert actor.has_role("trainer", path=actor.organisation_path)
    assert not actor.has_role("administrator")


def test_own_sessions_are_listed_and_ended(browse):
    browser, other = browse("amina"), browse("amina")
    page = browser.get("/account/sessions").text
    assert "This browser" in page
    assert page.count("Sign out there") == 1
    rows = queries.list_sessions(cast.id_of("amina"), None, cast.NOW)
    assert len(rows) == 2
    assert browser.post("/account/sessions/end-others").status_code == 303
    assert other.get("/account").status_code == 303
    assert browser.get("/account").status_code == 200


def test_another_persons_session_cannot_be_ended(browse):
    amina, farid = browse("amina"), browse("farid")
    row = queries.list_sessions(cast.id_of("amina"), None, cast.NOW)[0]
    assert farid.post(f"/account/sessions/{row.id}/end").status_code == 404
    assert amina.get("/account").status_code == 200
