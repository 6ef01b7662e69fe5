"""What a correction may say: refused at its field, dated today, with pictures by consent alone."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.certificates.queries import certificates as queries
from lms.certificates.rules.deciding import Correction, EndsTooEarly, check_end
from lms.certificates.rules.facts import Signatory
from lms.kit.characters import is_latin
from lms.kit.db import db
from tests import cast
from tests.certificates import graduates
from tests.certificates.test_deciding import WHY, row
from tests.certificates.test_designs import picture
from tests.certificates.test_signatories import agree, ask, enter, leila


@pytest.fixture
def record(certificate) -> str:
    """The address of Amina's certificate as Emre sees it."""
    return f"/admin{certificate}"


@pytest.fixture
def emre_signs(browse) -> tuple[Signatory, str]:
    """What stands on certificates of a signatory of Emre's who has agreed, and her link."""
    emre = browse("emre")
    address = enter(emre, picture=picture()).location
    link = ask(emre, address)
    assert agree(browse(), link).status_code == 303
    return leila(address).as_printed, link


WRONG = {
    "valid_until": ("2020-01-01", "may not be before today"),
    "title-fr": ("Un \u202etitre", "turn the direction of writing"),
    "title-zh": ("x" * 301, "at most 300 characters"),
}


@pytest.mark.parametrize("field", WRONG)
def test_a_correction_that_cannot_hold_or_be_printed_is_refused_at_the_field(record, browse, field):
    value, words = WRONG[field]
    facts = row().facts
    wanted = WHY | {"hours": "3", "valid_until": facts["valid_until"] or "", field: value}
    refused = browse("emre").post(f"{record}/correct", wanted)
    assert refused.status_code == 422
    at_field = refused.text.partition(f'id="{field}-error"')[2]
    assert words in at_field
    assert value in refused.text
    assert [one.number for one in db.session.execute(select(Certificate)).scalars()] == [1]


def test_nobody_puts_another_name_beside_the_holders(record, browse):
    emre = browse("emre")
    page = emre.get(f"{record}/correct").text
    assert 'name="latin_name"' not in page
    assert 'name="honorific"' not in page
    other = {"latin_name": "Jane Smith", "honorific": "Judge", "holder_name": "Jane Smith"}
    done = emre.post(f"{record}/correct", WHY | {"hours": "3"} | other)
    new = db.session.get(Certificate, done.location.rsplit("/", 1)[-1])
    assert new.facts["holder_name"] == "Amina Diallo"
    assert (new.facts["latin_name"], new.facts["honorific"]) == (None, None)


def test_a_correction_has_what_the_holder_has_confirmed_beside_the_name(record, browse):
    graduates.confirm("amina", "Amina Diallo-Sow")
    graduates.confirm("amina", "أمينة ديالو")
    done = browse("emre").post(f"{record}/correct", WHY | {"hours": "3"})
    new = db.session.get(Certificate, done.location.rsplit("/", 1)[-1])
    assert (new.facts["holder_name"], new.facts["latin_name"]) == (
        "أمينة ديالو",
        "Amina Diallo-Sow",
    )


def test_what_was_revoked_as_an_error_is_issued_anew(record, completed, browse, run_jobs):
    emre, amina = browse("emre"), browse("amina")
    assert "Issue it anew" not in emre.get(record).text
    emre.post(f"{record}/revoke", {"reason": "error", "note": ""})
    assert "Issue it anew" in emre.get(record).text
    same = {"hours": row().facts["hours"] or "", "valid_until": row().facts["valid_until"] or ""}
    done = emre.post(f"{record}/correct", WHY | same)
    assert done.status_code == 303
    run_jobs()
    assert "Issue it anew" not in emre.get(record).text
    new_id = done.location.rsplit("/", 1)[-1]
    there = queries.get_certificates({row().id, new_id}, cast.NOW)
    assert there[row().id].standing.status == "revoked"
    assert there[new_id].standing.status == "valid"
    leads = amina.get(f"/learn/{completed}/certificate")
    assert leads.location == f"/certificates/{new_id}"
    assert emre.post(f"{record}/correct", WHY | {"hours": "9"}).status_code != 200


def test_what_was_revoked_for_fraud_is_not(record, browse):
    emre = browse("emre")
    emre.post(f"{record}/revoke", {"reason": "fraud", "note": ""})
    assert "Issue it anew" not in emre.get(record).text
    emre.post(f"{record}/correct", WHY | {"hours": "3"})
    assert [one.number for one in db.session.execute(select(Certificate)).scalars()] == [1]


def test_a_corrected_certificate_is_dated_today_whatever_else_is_sent(record, browse):
    browse("emre").post(f"{record}/correct", WHY | {"hours": "3", "issued_on": "2001-01-01"})
    db.session.remove()
    new = db.session.execute(select(Certificate).where(Certificate.number == 2)).scalar_one()
    assert new.issued_on == new.issued_at.date()


@given(some.dates(), some.none() | some.dates(), some.none() | some.dates(), some.booleans())
def test_nothing_ends_before_it_begins_nor_by_a_correction(issued_on, was, until, is_on_paper):
    today = cast.NOW.date()
    subject = "paper" if is_on_paper else "course"
    facts = graduates.facts(subject=subject, valid_until=was)
    wanted = Correction("A", {}, 1, issued_on if is_on_paper else today, until)
    over = until is not None and until < today
    was_over = was is not None and was < today
    is_wrong = until is not None and (
        until < wanted.issued_on or (over and not (is_on_paper and was_over))
    )
    if is_wrong:
        with pytest.raises(EndsTooEarly):
            check_end(facts, wanted, today)
    else:
        check_end(facts, wanted, today)


@given(some.text(alphabet="Latin łØßñ'-", min_size=1), some.sampled_from("สяアאα中"))
def test_a_latin_name_has_no_letter_of_another_script(name, letter):
    assert is_latin(name) is any(part.isalpha() for part in name)
    assert not is_latin(name + letter)


def test_who_took_consent_back_is_not_pictured_on_a_correction(record, browse, emre_signs):
    """As on any certificate that is issued from then on."""
    printed, link = emre_signs
    signed = row()
    signed.facts = signed.facts | {"signatories": [asdict(printed)]}
    db.session.commit()
    emre = browse("emre")
    first = emre.post(f"{record}/correct", WHY | {"hours": "3"}).location
    assert browse().post(f"{link}/withdraw").status_code == 303
    second = emre.post(f"{first}/correct", WHY | {"hours": "4"}).location
    db.session.remove()
    by_id = {
        address: queries.find_certificate(address.rpartition("/")[2], cast.NOW)
        for address in (first, second)
    }
    assert by_id[first].facts.signatories == (printed,)
    assert by_id[second].facts.signatories == (replace(printed, picture_hash=None),)
