"""Privacy notice and terms: readable by all, agreed to once for each version, and recorded."""

import pytest

from lms.accounts import queries, services
from lms.accounts.models import Consent
from lms.accounts.passwords import hash_password
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES
from tests import cast


@pytest.mark.parametrize("page", ["/privacy", "/terms"])
def test_the_texts_are_open_to_everybody(browse, page):
    for language in LANGUAGES:
        answer = browse(language=language).get(page)
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
        assert "2026-11" in answer.text


def test_the_privacy_notice_names_the_messages_of_programmes_and_is_agreed_to_anew(app, browse):
    notice = browse().get("/privacy").text
    assert "the messages between you and those who accompany you" in notice
    assert "messages included, stays as long as the record of its cohort" in notice
    amina = cast.id_of("amina")
    db.session.query(Consent).filter_by(person_id=amina, document="privacy").update(
        {"version": "2026-11"}
    )
    db.session.commit()
    assert queries.list_missing_documents(amina) == ("privacy",)


@pytest.fixture
def newcomer(app):
    services.create_person(
        OPERATOR, cast.NOW, email="new@example.org", password_hash=hash_password(cast.PASSWORD),
        full_name="New Person", language="en", roles=["trainee"],
        organisation_id=queries.find_person(cast.id_of("amina")).organisation_id,
    )  # fmt: skip
    db.session.commit()


def test_a_newcomer_is_asked_at_the_first_sign_in(newcomer, browse):
    browser = browse()
    values = {"email": "new@example.org", "password": cast.PASSWORD, "next": "/account"}
    answer = browser.post("/login", values)
    assert answer.location == "/account/consent?next=/account"
    page = browser.get(answer.location)
    assert "Before you begin" in page.text
    person = queries.find_person_by_email("new@example.org")
    assert queries.list_missing_documents(person.id) == ("privacy", "terms")
    services.record_consent(OPERATOR, cast.NOW, person.id)
    services.record_consent(OPERATOR, cast.NOW, person.id)
    db.session.commit()
    assert len(queries.list_consents(person.id)) == 2
    assert browse().post("/login", values).location == "/account"


def test_consent_is_given_by_a_box_that_is_ticked(browse):
    browser = browse("amina")
    assert browser.post("/account/consent", {"next": "/learn"}).status_code == 422
    answer = browser.post("/account/consent", {"agreed": "y", "next": "/learn"})
    assert answer.location == "/learn"
    assert browse().post("/account/consent", {"agreed": "y"}).location == "/login"
