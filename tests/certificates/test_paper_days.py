"""Days of lists of paper certificates: read as written, asked for where the list does not tell."""

import io
from datetime import date

import pytest

from lms.accounts.importing.sheets import read_sheet
from lms.certificates.models import Certificate
from lms.certificates.rules.paper_days import DayUnclear, OrderUnknown, find_order, read_day
from lms.certificates.rules.papers import PaperReading, check_papers, guess_reading
from lms.kit.db import db
from lms.organisations import queries as organisations

ALL = "/admin/certificates/papers"
HEAD = "Number,Name,Title,Issued on,Valid until"
COLUMNS = {f"column-{name}": str(place) for place, name in enumerate(
    ("number", "name", "title", "issued_on", "valid_until")
)}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2019-05-04", ""),
        ("2019/05/04", ""),
        ("2019/5/4", ""),
        ("2019年5月4日", ""),
        ("2019-05-04 00:00:00", ""),
        ("04/05/2019", "day"),
        ("4.5.2019", "day"),
        ("05/04/2019 0:00", "month"),
        ("٠٤/٠٥/٢٠١٩", "day"),
        ("۲۰۱۹/۰۵/۰۴", ""),
    ],
)
def test_a_day_is_read_as_people_write_it(text, order):
    assert read_day(text, order) == date(2019, 5, 4)


@pytest.mark.parametrize(
    ("text", "order", "error"),
    [
        ("03/04/2019", "", OrderUnknown),
        ("31/05/2019", "month", DayUnclear),
        ("31/02/2019", "day", DayUnclear),
        ("31/05/19", "day", DayUnclear),
        ("31/05.2019", "day", DayUnclear),
        ("May 2019", "day", DayUnclear),
    ],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_refused(text, order, error):
    with pytest.raises(error):
        read_day(text, order)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (("03/04/2019", "31/05/2019"), "day"),
        (("03/04/2019", "05/31/2019"), "month"),
        (("03/04/2019", "2019-05-31"), ""),
        (("31/05/2019", "05/31/2019"), ""),
        (("05/05/2019",), ""),
    ],
)
def test_a_number_above_twelve_tells_the_order_of_a_list(texts, order):
    assert find_order(texts) == order


def test_what_tells_may_stand_in_another_column():
    sheet = read_sheet(f"{HEAD}\n7,A B,T,03/04/2019,31/12/2030\n".encode())
    (line,) = check_papers(
        sheet, guess_reading(sheet.headings, "en"), date(2026, 11, 24), frozenset()
    )
    assert line.paper is not None
    assert line.paper.issued_on == date(2019, 4, 3)


def test_a_reading_kept_before_there_were_orders_has_none():
    kept = PaperReading().to_json()
    del kept["day_order"]
    assert PaperReading.from_json(kept) == PaperReading()


def send(browser, *lines: str) -> str:
    issuer = str(organisations.find_installation().id)
    content = io.BytesIO("\n".join((HEAD, *lines, "")).encode())
    return str(browser.upload(ALL, {"file": (content, "old.csv"), "issuer": issuer}).location)


def test_an_order_that_no_day_tells_is_asked_for(app, browse, run_jobs):
    emre = browse("emre")
    address = send(emre, "7,A B,T,03/04/2019,")
    refused = emre.post(address, COLUMNS | {"language": "en"})
    assert refused.status_code == 422
    assert "whether the day or the month stands first" in refused.text
    looked = address.removesuffix("/columns")
    assert "can be read in two ways" in emre.get(looked).text
    assert emre.post(f"{looked}/start").status_code == 409
    said = emre.post(address, COLUMNS | {"language": "en", "day_order": "day"})
    assert said.location == looked
    page = emre.get(looked).text
    assert "<bdi>03/04/2019</bdi>” is 3 April 2019" in page
    emre.post(f"{looked}/start")
    run_jobs()
    db.session.remove()
    (paper,) = db.session.query(Certificate)
    assert paper.issued_on == date(2019, 4, 3)


def test_an_order_that_a_day_tells_is_chosen_already(app, browse):
    emre = browse("emre")
    address = send(emre, "7,A B,T,03/04/2019,", "8,C D,T,05/31/2019,")
    assert '<option value="month" selected>' in emre.get(address).text
    assert "is 4 March 2019" in emre.get(address.removesuffix("/columns")).text
