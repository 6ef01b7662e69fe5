"""The names that files and courses get of their titles, whatever script these are in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.workshop import pages
from lms.workshop.pages import name_for


def test_names_are_made_of_titles():
    assert name_for("Où est l’État ?", ()) == "ou-est-letat"
    assert name_for("A", {"a", "a-2"}) == "a-3"
    assert name_for("★ …", ()) == "page"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("دورة في المشتريات", "dwrh-fy-lmshtryt"),
        ("واحد صورة", "whd-swrh"),
        ("采购 第一章", "caigou-diyizhang"),
        ("Закупки и объекты", "zakupki-i-obekty"),
        ("Straße und Ærø: ½ Œuvre", "strasse-und-aero-1-2-oeuvre"),
    ],
)
def test_other_scripts_are_written_in_latin_letters(title, name):
    assert name_for(title, ()) == name


@given(st.text())
def test_every_title_makes_the_name_of_a_file(title):
    name = name_for(title, ())
    assert pages.PAGE.fullmatch(pages.path_of(name))
    assert name_for(title, {name}) != name
