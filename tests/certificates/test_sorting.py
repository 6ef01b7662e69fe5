"""The register in other orders: by the heads of its table, on pages, in what is taken along."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.certificates.queries import orders, register
from lms.certificates.rules.register import NEWEST_FIRST, SORTS, Wish, fold_names
from lms.kit.db import db
from tests import cast
from tests.certificates import graduates

REGISTER = "/admin/certificates"
DAY = date(2026, 3, 1)
# Who holds which, under numbers from one: the name on it, days after `DAY`, the last day.
HOLDERS = {
    "amina": ("Núria Amina", 2, DAY + timedelta(days=500)),
    "farid": ("Bilal Farid", 3, None),
    "hadi": ("Camille Hadi", 1, DAY + timedelta(days=400)),
    "gita": ("Zoé Gita", 2, None),
}


@pytest.fixture(params=[orders._MANY, 0], ids=["sorted", "by index"])
def issued(request, course, monkeypatch) -> dict[str, str]:
    """Four certificates, Hadi's of somebody protected; by the name of the cast."""
    monkeypatch.setattr(orders, "_MANY", request.param)
    found = {}
    for name, (written, days, until) in HOLDERS.items():
        enrolment_id = graduates.enrol(name, course)
        graduates.complete(enrolment_id, course)
        graduates.confirm(name, written)
        found[name] = graduates.issue(enrolment_id)
        row = db.session.get(Certificate, found[name])
        row.issued_on, row.valid_until = DAY + timedelta(days=days), until
    db.session.commit()
    return found


def page(wish: Wish, name: str = "emre", first: int = 0, size: int = 50) -> list[int]:
    found, total = register.list_page(cast.actor_of(name), cast.NOW, wish, first=first, size=size)
    assert total == len(HOLDERS)
    return [row.number for row in found]


def every(wish: Wish, name: str = "emre") -> list[int]:
    """Return the numbers page by page, and see that they are those of what is taken along."""
    actor = cast.actor_of(name)
    ids = register.list_ids(actor, cast.NOW, wish)
    portions = register.list_portions(ids, cast.NOW)
    numbers = [row.number for rows in portions for row in rows]
    for size in (1, 2, 3, 50):
        places = range(0, len(HOLDERS), size)
        assert [one for at in places for one in page(wish, name, at, size)] == numbers
    return numbers


ORDERS = {
    "number": [1, 2, 3, 4],
    "-number": [4, 3, 2, 1],
    # Of one day the numbers decide.
    "issued": [3, 1, 4, 2],
    "-issued": [2, 4, 1, 3],
    # What has no end lasts longest.
    "until": [3, 1, 2, 4],
    "-until": [4, 2, 1, 3],
    "holder": [2, 3, 1, 4],
    "-holder": [4, 1, 3, 2],
}


@pytest.mark.parametrize("sort", ORDERS)
def test_the_register_is_sorted_as_its_heads_say(issued, sort):
    assert every(Wish.of({"sort": sort})) == ORDERS[sort]
    # Narrowed, too.
    assert every(Wish.of({"sort": sort, "subject": "course"})) == ORDERS[sort]


def test_another_order_is_none():
    assert {sort.removeprefix("-") for sort in ORDERS} == set(SORTS)
    for sent in ("", "name", "--number", "number; DROP TABLE certificate"):
        assert Wish.of({"sort": sent}).sort == NEWEST_FIRST
    assert Wish.of({"sort": "holder"}).is_everything


@pytest.mark.parametrize("sort", ["holder", "-holder"])
def test_the_place_in_the_list_tells_no_name_that_is_not_to_be_seen(issued, sort):
    """Who sees a code instead of the name finds it behind all names, wherever its name would be."""
    for certificate in db.session.execute(select(Certificate)).scalars():
        certificate.issuer_id = cast.actor_of("gita").organisation_id
    db.session.commit()
    for written in ("Aaron Hadi", "Camille Hadi", "Zynep Hadi"):
        certificate = db.session.get(Certificate, issued["hadi"])
        facts = graduates.facts(holder_name=written)
        certificate.folded_name = fold_names(facts)
        db.session.commit()
        seen = every(Wish(sort=sort), "gita")
        assert seen == [one for one in ORDERS[sort] if one != 3] + [3]
    # Whoever may see the name finds it where it belongs.
    assert every(Wish(sort=sort)) == ([2, 1, 4, 3] if sort == "holder" else [3, 4, 1, 2])


def test_an_erased_name_stands_behind_the_others(issued):
    db.session.get(Certificate, issued["farid"]).folded_name = None
    db.session.commit()
    assert every(Wish(sort="holder")) == [3, 1, 4, 2]
    assert every(Wish(sort="-holder")) == [4, 1, 3, 2]


def heads(text: str) -> dict[str, tuple[str, str]]:
    """Return how each head that sorts says it is sorted, and where it leads, by its words."""
    found = re.findall(r'<th scope="col"([^>]*)><a href="([^"]*)">([^<]*)</a>', text)
    return {words: (attributes, address) for attributes, address, words in found}


def test_the_heads_sort_and_keep_what_is_looked_for(issued, browse):
    emre = browse("emre")
    asked = {"q": "a", "subject": "course"}
    there = heads(emre.get(REGISTER, query_string=asked).text)
    assert list(there) == ["Number", "Holder", "Issued on", "Valid until"]
    assert 'aria-sort="descending"' in there["Number"][0]
    assert sum("aria-sort" in attributes for attributes, _ in there.values()) == 1
    address = there["Holder"][1].replace("&amp;", "&")
    assert "q=a" in address
    assert "subject=course" in address
    by_name = emre.get(address).text
    assert 'aria-sort="ascending"' in heads(by_name)["Holder"][0]
    assert "sort=-holder" in heads(by_name)["Holder"][1]
    # A search from here keeps the order, and so does what is taken along.
    assert '<input type="hidden" name="sort" value="holder">' in by_name
    (export,) = re.findall(r'href="([^"]*register\.csv[^"]*)"', by_name)
    answer = emre.get(export.replace("&amp;", "&"))
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == ["2", "3", "1", "4"]


def test_an_order_alone_is_no_search(issued, browse):
    assert "Show all" not in browse("emre").get(f"{REGISTER}?sort=until").text
    assert "No certificates yet" in browse("gita").get(f"{REGISTER}?sort=until").text


def test_the_second_page_goes_on_in_the_same_order(issued, browse, monkeypatch):
    from lms.certificates.views import register as views

    monkeypatch.setattr(views, "ROWS_PER_PAGE", 3)
    emre = browse("emre")
    text = emre.get(f"{REGISTER}?sort=issued&page=2").text
    assert re.findall(r'<td class="number" data-label="Number">(\d+)', text) == ["2"]
