"""What a name may be written with: the same on My account as on the page of the certificate."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts import queries, rules
from lms.accounts.spelling import (
    NameInOtherScript,
    NameNotLatin,
    NameUnseen,
    NameWithoutLetter,
    NameWithSigns,
    check_spelling,
    find_fault,
)
from tests import cast

NEW = "/account/names/new"


@given(st.text(max_size=60))
def test_nothing_is_cleaned_away_behind_the_back_of_whoever_types(text):
    if find_fault(text) is not None:
        return
    kept = unicodedata.normalize("NFC", " ".join(text.split()))
    assert rules.clean_name(text) == kept
    assert any(character.isalpha() for character in kept)


@given(
    st.text("abcdé ", min_size=1),
    st.sampled_from("\u202e\u2066\u200b\u200e\x00\ufeff\u00ad\u200d"),
    st.integers(0, 20),
)  # fmt: skip
def test_what_cannot_be_seen_is_refused_wherever_it_stands(text, unseen, place):
    with pytest.raises(NameUnseen, match=r".+"):
        check_spelling(text[:place] + unseen + text[place:])


@given(st.text(st.characters(exclude_categories=["L", "C"]), max_size=40))
def test_what_has_no_letter_is_no_name(text):
    with pytest.raises((NameWithoutLetter, NameWithSigns)):
        check_spelling(text)


@given(st.text("<>{}", min_size=1, max_size=3), st.integers(0, 5))
def test_signs_of_programs_stand_in_no_name(signs, place):
    with pytest.raises(NameWithSigns):
        check_spelling("Amina"[:place] + signs + "Amina"[place:])


@pytest.mark.parametrize(
    "name",
    [
        "Amina Diallo", "Mª José O’Connor-Nuñez", "John Smith 3rd", "Nguyễn Thị Ánh", "Kaʻiulani",
        "أمينة ديالو", "محمد‌رضا", "Амина Диалло", "阿米娜", "ジョアン", "አሚና", "क्‍ष", "I",
        "Jose\u0301",
    ],
)  # fmt: skip
def test_names_of_people_are_names(name):
    assert find_fault(name) is None


@pytest.mark.parametrize(
    ("name", "script", "why"),
    [
        ("ジョアン", "Latn", NameNotLatin),
        ("Аmina", None, NameNotLatin),
        ("Amina Иванова", "Latn", NameNotLatin),
        ("Амина", "Arab", NameInOtherScript),
        ("Amina", "Cyrl", NameInOtherScript),
    ],
)
def test_a_name_is_written_in_its_script(name, script, why):
    with pytest.raises(why):
        check_spelling(name, script)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Amina \u202eollaiD", "RIGHT-TO-LEFT OVERRIDE"),
        ("Amina\x00 Diallo", "U+0000"),
        ("Amina\u200b Diallo", "ZERO WIDTH SPACE"),
        ("1234", "at least one letter"),
        ("{holder}", "{ }"),
        ("<b>Amina</b>", "&lt; &gt;"),
        ("Аmina", "CYRILLIC CAPITAL LETTER A"),
    ],
)
def test_the_account_says_what_is_wrong_and_saves_nothing(browse, name, said):
    amina = browse("amina")
    before = queries.list_own_names(cast.id_of("amina"))
    answer = amina.post(NEW, {"full_name": name})
    assert answer.status_code == 422
    assert said in answer.text
    assert queries.list_own_names(cast.id_of("amina")) == before


def test_a_name_in_latin_letters_becomes_no_other(browse):
    amina = browse("amina")
    own = next(row for row in queries.list_own_names(cast.id_of("amina")) if row.script == "Latn")
    answer = amina.post(f"/account/names/{own.id}", {"full_name": "ジョアン"})
    assert answer.status_code == 422
    assert "These letters are not Latin" in answer.text
    assert amina.post(f"/account/names/{own.id}", {"full_name": "Amina Bah"}).status_code == 303


def test_a_form_of_address_is_seen_as_well(browse):
    answer = browse("amina").post(NEW, {"full_name": "Amina", "honorific": "Dr\u202e"})
    assert answer.status_code == 422
    assert "RIGHT-TO-LEFT OVERRIDE" in answer.text
