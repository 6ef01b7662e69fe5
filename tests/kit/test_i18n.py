"""Texts wait for their reader; formats follow the language."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kit.i18n import LANGUAGES, Text, best_language, direction, formats
from lms.kit.territories import territory_name


def test_a_text_takes_its_values_and_texts_within_texts():
    text = Text("%(what)s of %(count)s", what=Text("Page"), count=3)
    assert text.in_language("en") == "Page of 3"
    assert text == Text("%(what)s of %(count)s", what=Text("Page"), count=3)


@pytest.mark.parametrize(
    ("language", "written"), [("en", "15.6"), ("fr", "15,6"), ("ru", "15,6"), ("ar", "15.6")]
)
def test_a_decimal_within_a_text_is_written_as_the_language_writes_it(language, written):
    assert Text("%(ratio)s", ratio=Decimal("15.6")).in_language(language) == written


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [("TL", "fr", "Timor-Leste"), ("TL", "ru", "Тимор-Лешти"), ("BY", "es", "Belarús"),
     ("SN", "fr", "Sénégal"), ("QQ", "fr", "QQ")],
)  # fmt: skip
def test_a_state_is_named_as_the_united_nations_name_it(code, language, name):
    assert territory_name(code, language) == name


@pytest.mark.parametrize(
    ("accepted", "language"),
    [(["ar-SA", "en"], "ar"), (["de", "fr_CA"], "fr"), (["xx"], "en"), ([], "en")],
)
def test_the_browsers_first_known_language_is_chosen(accepted, language):
    assert best_language(accepted) == language


def test_only_arabic_runs_from_right_to_left():
    assert {language for language in LANGUAGES if direction(language) == "rtl"} == {"ar"}


def test_an_instant_is_shown_in_the_readers_zone():
    late = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    assert formats("en").datetime(late, "Asia/Shanghai") == "25 November 2026, 06:30"
    second = late.replace(second=7)
    assert formats("en").moment(second, "Asia/Shanghai") == "25 November 2026, 06:30:07"
    assert formats("en").zoned(late, "Asia/Kathmandu") == "25 November 2026, 04:15 (GMT+05:45)"
    assert formats("fr").zoned(late) == "24 novembre 2026, 22:30 (UTC+00:00)"
    assert formats("es").date(late) == "24 de noviembre de 2026"


def test_a_russian_sentence_that_ends_with_a_date_has_one_full_stop():
    said = Text("You agreed on %(date)s.", date=formats("ru").date(date(2026, 11, 27)))
    assert said.in_language("ru") == "Вы дали согласие 27 ноября 2026\u00a0года."


def test_the_first_of_a_month_is_counted_in_french():
    assert formats("fr").date(date(2020, 1, 1)) == "1er janvier 2020"
    assert formats("fr").date(date(2011, 11, 11)) == "11 novembre 2011"
    assert formats("fr").datetime(datetime(2021, 2, 1, 9, 30, tzinfo=UTC)) == (
        "1er février 2021, 09:30"
    )
    assert formats("en").date(date(2020, 1, 1)) == "1 January 2020"


@given(st.decimals(min_value=0, max_value=100, places=0))
def test_percent_is_of_a_hundred(value: Decimal):
    assert formats("en").percent(value) == f"{value}%"
    assert formats("en").exact_percent(value) == f"{value}%"


def test_near_a_pass_mark_the_decimals_stay():
    assert formats("en").exact_percent(Decimal("69.99")) == "69.99%"
    assert formats("fr").exact_percent(Decimal("69.5")).startswith("69,5")
