"""One request: token first, one transaction, a GET writes nothing, a double click is one act."""

from collections.abc import Iterator

import pytest
from flask import Flask, request
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from wtforms import StringField

from lms.audit import services as audit
from lms.kit.db import db, reading
from lms.kit.errors import DomainError
from lms.web.forms import Form
from lms.web.policies import has_role, public, signed_in
from lms.web.render import notify
from lms.web.room import Room, Visit
from tests.conftest import Browser, csrf_token

PREPARED: list[int] = []
COLLIDED: list[int] = []
LOOKED: list[str] = []


class LookingForm(Form):
    words = StringField()

    def validate_words(self, field: StringField) -> None:
        LOOKED.append(field.data)


class NeverOnTuesdays(DomainError):
    message = "Never on Tuesdays, %(who)s."


def note(visit: Visit, what: str) -> str:
    audit.record(visit.actor, visit.now, what, subject_type="test", subject_id="1")
    return "noted"


def add_special_acts(room: Room) -> None:
    """Add an act that only reads, and one whose first try meets another writer."""

    @room.post("/small/peek", policy=public, form=Form, reads=True)
    def peek(visit):
        return note(visit, "small.peeked")

    @room.post("/small/upload", policy=has_role("administrator"), largest_body=10_000_000)
    def upload(_visit):
        return str(len(request.files["file"].read()))

    @room.post("/small/look", policy=signed_in, form=LookingForm)
    def look(_visit):
        return "done"

    @room.get("/small/find", policy=has_role("trainee"), form=LookingForm)
    def find(_visit):
        return "done"

    @room.post("/small/collide", policy=public)
    def collide(visit):
        notify("success", "Done.")
        if not COLLIDED:
            COLLIDED.append(1)
            raise IntegrityError("insert", {}, ValueError("a double click"))
        return note(visit, "small.collided")


@pytest.fixture
def small(app) -> Iterator[Flask]:
    """An application with a room of our own beside the others."""
    from lms.web.setup import make_application
    from lms.wiring import wire

    room = Room("small")

    @room.get("/small/read", policy=public)
    def read(visit):
        return note(visit, "small.read")

    @room.post("/small/write", policy=signed_in)
    def write(visit):
        return note(visit, "small.written")

    @room.post("/small/refuse", policy=public)
    def refuse(visit):
        note(visit, "small.refused")
        raise NeverOnTuesdays(who="<b>you</b>")

    @room.post("/small/fault", policy=public)
    def fault(_visit):
        raise ValueError("unforeseen")

    @room.get("/small/admins", policy=has_role("administrator"))
    def admins(_visit):
        return "welcome"

    @room.post("/small/slow", policy=signed_in, form=Form, prepare=lambda _form: PREPARED.append(1))
    def slow(_visit):
        return "done"

    add_special_acts(room)
    settings = app.extensions["settings"]
    other = make_application(settings)
    db.init_app(other)
    wire(other)
    other.register_blueprint(room)
    yield other
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def events(action: str) -> int:
    with reading():
        query = text("SELECT count(*) FROM audit_event WHERE action = :action")
        return db.session.execute(query, {"action": action}).scalar_one()


def test_a_get_writes_nothing(small):
    assert Browser(small).get("/small/read").data == b"noted"
    assert events("small.read") == 0


def test_a_post_is_committed(small):
    assert Browser(small, "amina").post("/small/write").status_code == 200
    assert events("small.written") == 1


def test_a_post_without_its_token_does_nothing(small):
    browser = Browser(small, "amina")
    answer = browser.client.post("/small/write")
    assert answer.status_code == 400
    assert "reload the page" in answer.text
    assert events("small.written") == 0


def test_a_broken_rule_rolls_back_and_is_said_escaped(small):
    answer = Browser(small).post("/small/refuse")
    assert answer.status_code == 409
    assert "Never on Tuesdays, &lt;b&gt;you&lt;/b&gt;." in answer.text
    assert events("small.refused") == 0


def test_a_script_gets_the_same_as_json(small):
    answer = Browser(small).post("/small/refuse", headers={"X-Requested-With": "fetch"})
    assert answer.json == {"message": "Never on Tuesdays, <b>you</b>."}


def test_a_fault_is_ours_and_tells_nothing(small):
    answer = Browser(small).post("/small/fault")
    assert answer.status_code == 500
    assert "unforeseen" not in answer.text


def test_a_stranger_is_asked_to_sign_in_and_comes_back(small):
    answer = Browser(small).get("/small/admins?page=2")
    assert answer.status_code == 303
    assert answer.location == "/login?next=/small/admins?page%3D2"
    assert Browser(small).post("/small/write").location == "/login"


@pytest.mark.parametrize(("who", "status"), [("emre", 200), ("amina", 403)])
def test_a_role_opens_a_door(small, who, status):
    assert Browser(small, who).get("/small/admins").status_code == status


@pytest.mark.parametrize(("language", "word"), [("en", "Not found"), ("ar", 'dir="rtl"')])
def test_an_unknown_address_is_a_page_in_the_readers_language(small, language, word):
    answer = Browser(small, language=language).get("/nowhere")
    assert answer.status_code == 404
    assert word in answer.text
    assert f'<html lang="{language}"' in answer.text


def test_a_wrong_method_and_a_large_body_are_pages(small):
    assert Browser(small).post("/healthz").status_code == 405
    large = {"x": "y" * 9_000_000}
    assert Browser(small, "amina").post("/small/write", large).status_code == 413


def test_an_upload_may_be_larger_for_whom_the_policy_lets_in(small):
    def send(who: str, size: int):
        part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        return Browser(small, who).client.post(
            "/small/upload",
            data=part + b"x" * size + b"\r\n--b--\r\n",
            content_type="multipart/form-data; boundary=b",
            headers={"X-CSRF-Token": csrf_token(small)},
        )

    assert send("emre", 9_000_000).text == "9000000"
    assert send("emre", 11_000_000).status_code == 413
    assert send("amina", 9_000_000).status_code == 403


def test_every_page_carries_the_policy(small):
    headers = Browser(small).get("/healthz").headers
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_server_says_that_it_lives_and_is_ready(small):
    assert Browser(small).get("/healthz").json == {"status": "ok"}
    assert Browser(small).get("/readyz").json == {"status": "ready"}


def test_an_act_that_reads_writes_nothing_and_wants_its_token(small):
    browser = Browser(small)
    assert browser.post("/small/peek").data == b"noted"
    assert events("small.peeked") == 0
    assert browser.client.post("/small/peek").status_code == 400


def test_a_second_try_says_once_what_was_done_once(small):
    COLLIDED.clear()
    browser = Browser(small)
    with browser.client.session_transaction() as session:
        session["_flashes"] = [("info", "From before.")]
    assert browser.post("/small/collide").data == b"noted"
    assert events("small.collided") == 1
    with browser.client.session_transaction() as session:
        assert [tuple(pair) for pair in session["_flashes"]] == [
            ("info", "From before."), ("success", "Done."),
        ]  # fmt: skip


def test_nothing_is_prepared_for_a_stranger(small):
    PREPARED.clear()
    assert Browser(small).post("/small/slow").status_code == 303
    assert PREPARED == []
    assert Browser(small, "amina").post("/small/slow").status_code == 200
    assert PREPARED == [1]


def test_no_form_is_looked_at_for_a_stranger_who_may_not_come_in(small):
    LOOKED.clear()
    assert Browser(small).post("/small/look", {"words": "x"}).status_code == 303
    assert Browser(small).get("/small/find?words=x").status_code == 303
    assert LOOKED == []
    assert Browser(small, "amina").post("/small/look", {"words": "x"}).data == b"done"
    assert Browser(small, "amina").get("/small/find?words=x").data == b"done"
    assert LOOKED == ["x", "x"]


def test_an_ended_session_is_asked_for_in_the_transaction(small):
    browser = Browser(small, "amina")
    with browser.client.session_transaction() as session:
        session["_user_id"] = "a" * 43
    LOOKED.clear()
    assert browser.post("/small/look", {"words": "x"}).status_code == 303
