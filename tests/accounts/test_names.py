"""Names: one a script, protected ones as a code, a confirmed one for the certificate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts import queries, rules, services
from lms.kit.actor import STRANGER
from lms.kit.db import db
from tests import cast


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Amina Diallo", "Latn"),
        ("أمينة ديالو", "Arab"),
        ("Амина Диалло", "Cyrl"),
        ("阿米娜", "Hans"),
        ("አሚና", "Zyyy"),
        ("Ðorđe 王", "Latn"),
        ("123", "Zyyy"),
    ],
)
def test_the_script_is_that_of_most_letters(name, script):
    assert rules.script_of(name) == script


@given(st.text(max_size=200))
def test_a_cleaned_name_stays_as_it_is(text):
    try:
        name = rules.clean_name(text)
    except (rules.NameMissing, rules.NameTooLong):
        return
    assert rules.clean_name(name) == name
    assert name == name.strip()
    assert len(name) <= rules.LONGEST_NAME
    assert "\u202e" not in name


@pytest.mark.parametrize("unseen", ["\u202e", "\u2066", "\u2069", "\u0085", "\x07", "\u200b"])
def test_what_is_unseen_is_no_part_of_a_name(unseen):
    assert rules.clean_name(f"Amina{unseen} {unseen}Diallo") == "Amina Diallo"
    with pytest.raises(rules.NameMissing):
        rules.clean_name(unseen)


def test_a_name_is_refused_rather_than_cut():
    assert rules.clean_name("م" * rules.LONGEST_NAME)
    with pytest.raises(rules.NameTooLong):
        rules.clean_name("م" * (rules.LONGEST_NAME + 1))


def test_a_reader_gets_the_script_they_can_read():
    names = [("Arab", "أمينة"), ("Latn", "Amina")]
    assert rules.choose_name(names, "ar") == "أمينة"
    assert rules.choose_name(names, "ru") == "Amina"
    assert rules.choose_name([("Cyrl", "Амина")], "fr") == "Амина"


def test_hadi_is_a_code_to_all_but_himself_and_those_over_him(app):
    hadi = cast.id_of("hadi")
    seen = {
        name: queries.get_name(cast.actor_of(name), hadi)
        for name in ("amina", "bruno", "dalia", "farid", "gita", "hadi", "emre")
    }
    assert seen["hadi"] == seen["emre"] == "Hadi Fall"
    codes = {seen[name] for name in ("amina", "bruno", "dalia", "farid", "gita")}
    assert codes == {rules.protected_name(hadi, "en")}
    assert codes.pop().startswith("Protected person ")
    assert queries.get_name(STRANGER, hadi) == rules.protected_name(hadi, "en")
    assert queries.get_name(STRANGER, cast.id_of("amina")) == "Amina Diallo"


def test_many_names_take_one_query(app, count_queries):
    ids = [cast.id_of(name) for name in cast.PLAYERS]
    actor = cast.actor_of("bruno")
    with count_queries() as counter:
        names = queries.get_names(actor, [*ids, *ids])
    assert counter.count == 1
    assert set(names) == set(ids)
    assert queries.get_names(actor, []) == {}


def test_a_confirmed_name_is_the_last_one_confirmed_and_lost_by_a_change(app):
    amina, actor = cast.id_of("amina"), cast.actor_of("amina")
    with pytest.raises(rules.NameNotConfirmed):
        queries.get_confirmed(amina)
    services.confirm_name(actor, cast.NOW, amina, "Amina  Diallo")
    assert queries.get_confirmed(amina).full_name == "Amina Diallo"
    services.save_name(actor, cast.NOW, amina, "Amina Diallo")
    assert queries.find_confirmed_name(amina) == "Amina Diallo"
    services.save_name(actor, cast.NOW, amina, "Amina D. Diallo")
    assert queries.find_confirmed_name(amina) is None
    services.confirm_name(actor, cast.NOW, amina, "أمينة ديالو")
    assert queries.get_confirmed(amina).full_name == "أمينة ديالو"


def test_amina_adds_confirms_changes_and_removes_names(browse):
    browser, amina = browse("amina"), cast.id_of("amina")
    assert browser.post("/account/names/new", {"full_name": "أمينة ديالو"}).status_code == 303
    arabic = next(name for name in queries.list_own_names(amina) if name.script == "Arab")
    page = browser.get("/account").text
    assert "أمينة ديالو" in page
    assert "Arabic script" in page
    assert browser.get(f"/account/names/{arabic.id}").status_code == 200
    browser.post(f"/account/names/{arabic.id}/confirm")
    assert queries.find_confirmed_name(amina) == "أمينة ديالو"
    browser.post(f"/account/names/{arabic.id}", {"full_name": "أمينة بنت ديالو"})
    assert queries.find_confirmed_name(amina) is None
    assert browser.post(f"/account/names/{arabic.id}/remove").status_code == 303
    last = queries.list_own_names(amina)[0]
    assert browser.post(f"/account/names/{last.id}/remove").status_code == 409
    db.session.remove()
    assert [name.full_name for name in queries.list_own_names(amina)] == ["Amina Diallo"]


def test_nobody_touches_the_name_of_another(browse):
    name = queries.list_own_names(cast.id_of("amina"))[0]
    for person in ("farid", "emre"):
        browser = browse(person)
        assert browser.get(f"/account/names/{name.id}").status_code == 404
        assert browser.post(f"/account/names/{name.id}", {"full_name": "X"}).status_code == 404
        assert browser.post(f"/account/names/{name.id}/remove").status_code == 404


def test_a_name_without_a_letter_to_see_is_refused(browse):
    answer = browse("amina").post("/account/names/new", {"full_name": "  \u200b "})
    assert answer.status_code == 422
