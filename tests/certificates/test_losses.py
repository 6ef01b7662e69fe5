"""Where two people revoke, one person's correction takes nothing away."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.certificates.queries import certificates as queries
from lms.certificates.rules.deciding import Correction
from lms.certificates.rules.losses import FewerHours, find_losses, is_spelling_of
from lms.certificates.services import decisions
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from tests import cast
from tests.certificates import deciders, graduates
from tests.certificates.test_deciding import WHY, row

QUEUE = "/admin/certificates/revocations"
TODAY = cast.NOW.date()
UNTIL = TODAY + timedelta(days=1000)
TAKEN = {
    "valid_until": (str(UNTIL - timedelta(days=1)), "An earlier end needs two people"),
    "hours": ("1", "Fewer hours need two people"),
}


@pytest.fixture
def lasting(certificate) -> str:
    """The address of Amina's certificate of four hours, which ends; two people revoke."""
    deciders.want_two()
    there = row()
    there.valid_until = UNTIL
    there.facts = there.facts | {"valid_until": str(UNTIL), "hours": 4}
    db.session.commit()
    return f"/admin{certificate}"


def count() -> int:
    db.session.remove()
    return len(db.session.execute(select(Certificate.id)).all())


@pytest.mark.parametrize("field", TAKEN)
def test_one_person_takes_nothing_away_by_a_correction(lasting, browse, field):
    value, words = TAKEN[field]
    emre, same = browse("emre"), {"hours": "4", "valid_until": str(UNTIL)}
    page = emre.get(f"{lasting}/correct").text
    assert "Two people are needed to take something away." in page
    assert f'href="{lasting}/revoke"' in page
    for less in (value, "") if field == "hours" else (value,):
        refused = emre.post(f"{lasting}/correct", WHY | same | {field: less})
        assert refused.status_code == 422
        assert words in refused.text.partition(f'id="{field}-error"')[2]
    assert count() == 1
    more = {"hours": "5", "valid_until": str(UNTIL + timedelta(days=1))}
    assert emre.post(f"{lasting}/correct", WHY | more).status_code == 303
    assert count() == 2


def test_what_has_no_end_gets_none(lasting, browse):
    there = row()
    there.valid_until, there.facts = None, there.facts | {"valid_until": None}
    db.session.commit()
    wanted = WHY | {"hours": "5", "valid_until": str(UNTIL)}
    refused = browse("emre").post(f"{lasting}/correct", wanted)
    assert refused.status_code == 422
    assert TAKEN["valid_until"][1] in refused.text


def test_where_one_revokes_one_may_correct_anything(lasting, browse):
    deciders.want_two(is_wanted=False)
    emre = browse("emre")
    assert "Two people are needed" not in emre.get(f"{lasting}/correct").text
    less = {"hours": "1", "valid_until": str(TODAY)}
    assert emre.post(f"{lasting}/correct", WHY | less).status_code == 303


def test_after_a_revocation_by_two_it_is_issued_anew_with_less(lasting, browse):
    deciders.make_administrator("bruno")
    emre = browse("emre")
    emre.post(f"{lasting}/revoke", {"reason": "error", "note": ""})
    asked = emre.get(QUEUE).text
    request_id = asked.partition(f'href="{QUEUE}/')[2].partition('"')[0]
    assert browse("bruno").post(f"{QUEUE}/{request_id}/confirm").status_code == 303
    assert "Two people are needed" not in emre.get(f"{lasting}/correct").text
    less = {"hours": "1", "valid_until": str(TODAY)}
    assert emre.post(f"{lasting}/correct", WHY | less).status_code == 303


def test_the_operator_acts_alone_and_nobody_else(lasting):
    """Asked of the service, whatever a page has looked at before."""
    there = queries.get_certificate(row().id, cast.NOW)
    facts = there.facts
    less = Correction(facts.holder_name, {}, 1, TODAY, UNTIL)
    why = decisions.Why("error")
    with pytest.raises(FewerHours):
        decisions.correct_certificate(cast.actor_of("emre"), cast.NOW, there, less, why)
    assert decisions.correct_certificate(OPERATOR, cast.NOW, there, less, why)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Farid Vakatora", "Fareed Vakatora"),
        ("Farid Vakatora", "Farid Vaktora"),
        ("Farid Vakatora", "VAKATORA Farid"),
        ("Farid Vakatora", "Farid Ratu Vakatora"),
        ("李明", "Li Ming"),
        ("أمينة ديالو", "امينه ديالو"),
        ("Анна Ковалёва", "Anna Kovaleva"),
    ],
)
def test_a_mended_name_is_a_spelling_of_the_one_before(one, other):
    assert is_spelling_of(one, other)
    assert is_spelling_of(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Farid Vakatora", "Jane Smith"),
        ("Farid Vakatora", "Jane Vakatora"),
        ("李明", "王芳"),
        ("أمينة ديالو", "فاطمة سو"),
        ("Farid Vakatora", "–"),
    ],
)
def test_another_name_is_none(one, other):
    assert not is_spelling_of(one, other)
    assert not is_spelling_of(other, one)


DAYS = some.none() | some.dates(date(2020, 1, 1), date(2040, 1, 1))
HOURS = some.none() | some.floats(0, 100)


@given(DAYS, DAYS, HOURS, HOURS)
def test_a_correction_that_keeps_or_adds_takes_nothing(was, until, before, hours):
    facts = graduates.facts(valid_until=was, hours=before)
    wanted = Correction(facts.holder_name, {}, hours, TODAY, until)
    losses = find_losses(facts, wanted, is_name_typed=True)
    lasts_less = until is not None and (was is None or until < was)
    assert ("valid_until" in losses) is lasts_less
    assert ("hours" in losses) is ((hours or 0) < (before or 0))
    assert "holder_name" not in losses
    other = replace(wanted, holder_name="Jane Smith")
    assert "holder_name" in find_losses(facts, other, is_name_typed=True)
    assert "holder_name" not in find_losses(facts, other, is_name_typed=False)
