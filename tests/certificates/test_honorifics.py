"""What stands before a holder's name: confirmed with it, frozen, printed, shown with the name."""

import re
from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.accounts import queries as people
from lms.accounts import services as accounts
from lms.accounts.rules import LONGEST_HONORIFIC, HonorificTooLong, clean_honorific
from lms.certificates.drawing.fitting import written_name
from lms.certificates.queries import certificates as queries
from lms.certificates.queries.holders import get_holder
from lms.certificates.rules.naming import is_holder
from lms.kit.db import db
from tests import cast
from tests.certificates import graduates
from tests.certificates.test_runs import ALL, ISSUE
from tests.certificates.test_sharing import JSON

AMINA = {"name": "Amina Diallo", "language": "en"}


def issued():
    db.session.remove()
    (row,) = queries.list_certificates(cast.id_of("amina"), cast.NOW)
    return row


def confirm(honorific: str | None) -> None:
    actor = cast.actor_of("amina")
    accounts.confirm_name(
        actor, cast.NOW, str(actor.person_id), "Amina Diallo", honorific=honorific
    )
    db.session.commit()


def code_in(text: str) -> str:
    found = re.search(r"/verify/([\w-]+)\"", text)
    assert found
    return found[1]


@given(some.text(max_size=60))
def test_it_is_kept_as_a_name_is_and_cleaning_twice_changes_nothing(text):
    try:
        clean = clean_honorific(text)
    except HonorificTooLong:
        assert len(normalize("NFC", text)) > LONGEST_HONORIFIC
        return
    assert clean is None or (clean.strip() == clean and 0 < len(clean) <= LONGEST_HONORIFIC)
    assert clean_honorific(clean or "") == clean


def test_it_is_printed_before_the_name_and_may_be_typed_or_left_out():
    facts = graduates.facts(honorific="Judge")
    assert written_name(facts) == "Judge Amina Diallo"
    assert is_holder(facts, "Judge Amina Diallo")
    assert is_holder(facts, "Amina Diallo")
    assert not is_holder(facts, "Judge")
    assert not is_holder(replace(facts, honorific=None), "Judge Amina Diallo")


def test_it_is_looked_at_first_then_confirmed_frozen_and_printed(completed, browse, run_jobs):
    amina, address = browse("amina"), f"/learn/{completed}/certificate"
    looked = amina.post(address, AMINA | {"honorific": " H.E.  Dr ", "go": "look"})
    assert looked.status_code == 200
    assert "Nothing is issued yet" in looked.text
    assert "not the whole sheet" in looked.text
    assert "on one line, in large letters" in looked.text
    long = AMINA | {"name": "other", "typed": "Wolfeschlegel " * 8, "go": "look"}
    assert "in smaller letters" in amina.post(address, long).text
    assert looked.text.count("<bdi>H.E. Dr Amina Diallo</bdi>") == 2
    assert people.find_confirmed(cast.id_of("amina")) is None
    assert amina.post(address, AMINA | {"honorific": " H.E.  Dr "}).status_code == 303
    assert issued().facts.printed_name == "H.E. Dr Amina Diallo"
    assert people.get_confirmed(cast.id_of("amina")).honorific == "H.E. Dr"


def test_what_was_confirmed_is_proposed_again(completed, browse):
    confirm("Dr")
    text = browse("amina").get(f"/learn/{completed}/certificate").text
    assert 'value="Dr"' in text
    assert "<bdi>Dr Amina Diallo</bdi>" in text


@pytest.mark.parametrize(
    ("honorific", "why"),
    [
        ("x" * 41, "At most 40 characters"),
        ("Dr 🙂", "SLIGHTLY SMILING FACE"),
        ("Dr \u202e", "RIGHT-TO-LEFT OVERRIDE"),
    ],
)
def test_what_cannot_stand_there_says_why(completed, browse, honorific, why):
    data = AMINA | {"honorific": honorific}
    answer = browse("amina").post(f"/learn/{completed}/certificate", data)
    assert answer.status_code == 422
    assert why in answer.text
    assert people.find_confirmed(cast.id_of("amina")) is None


def test_a_run_takes_it_along(completed, browse, run_jobs):
    confirm("Judge")
    browse("emre").post(ISSUE, ALL)
    run_jobs()
    assert issued().facts.honorific == "Judge"


def test_strangers_see_it_with_the_name_alone(completed, browse, run_jobs):
    amina = browse("amina")
    answer = amina.post(f"/learn/{completed}/certificate", AMINA | {"honorific": "Judge"})
    run_jobs()
    page = str(answer.location).split("?")[0]
    code, stranger = code_in(amina.get(page).text), browse()
    assert stranger.get(f"/verify/{code}", **JSON).json["holder"] == {"name": None}
    assert "Judge" not in stranger.get(f"/verify/{code}").text
    amina.post(f"{page}/sharing/name", {"name": "shown"})
    shown = stranger.get(f"/verify/{code}", **JSON).json["holder"]
    assert shown == {"name": "Amina Diallo", "honorific": "Judge"}
    assert "<bdi>Judge Amina Diallo</bdi>" in stranger.get(f"/verify/{code}").text


def test_a_protected_holder_is_a_code_to_others_with_nothing_before_it(completed, browse, run_jobs):
    confirm("Judge")
    emre = cast.actor_of("emre")
    accounts.protect_person(emre, cast.NOW, cast.id_of("amina"), is_protected=True)
    db.session.commit()
    browse("emre").post(ISSUE, ALL)
    run_jobs()
    row = issued()
    assert row.facts.honorific == "Judge"
    assert get_holder(cast.actor_of("bruno"), row) == people.get_name(
        cast.actor_of("bruno"), cast.id_of("amina")
    )
    assert "Judge" not in browse().get(f"/verify/{row.code}").text


def test_on_the_account_it_stands_with_the_name_and_a_change_is_confirmed_anew(app, browse):
    confirm("Dr")
    browser, amina = browse("amina"), cast.id_of("amina")
    name = people.get_confirmed(amina)
    assert "<bdi>Dr</bdi> <bdi>Amina Diallo</bdi>" in browser.get("/account").text
    assert "<bdi>Dr</bdi> <bdi>Amina Diallo</bdi>" in browser.get("/account/data").text
    address = f"/account/names/{name.id}"
    assert 'value="Dr"' in browser.get(address).text
    same = {"full_name": "Amina Diallo", "honorific": "Dr"}
    browser.post(address, same)
    assert people.find_confirmed(amina) == name
    too_long = browser.post(address, same | {"honorific": "x" * 41})
    assert too_long.status_code == 422
    assert "At most 40 characters" in too_long.text
    browser.post(address, same | {"honorific": "Prof."})
    assert people.find_confirmed(amina) is None
    browser.post(f"{address}/confirm")
    assert people.get_confirmed(amina).honorific == "Prof."
