"""What was said of a name is said in another language too: without the name, and without a try."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.kit.clock import clock
from lms.kit.db import db

SAID = {
    True: ("The name matches", "الاسم يطابق"),
    False: ("The name does not match", "الاسم لا يطابق"),
}
GONE = "What was said of a name is not shown any more"


@pytest.fixture
def code(certificate) -> str:
    """The code of Amina's certificate."""
    return db.session.execute(select(Certificate.code)).scalar_one()


@pytest.fixture
def link(certificate, browse) -> str:
    """A link of Amina's that does not show the name."""
    browse("amina").post(f"{certificate}/sharing/links", {"days": "7"})
    text = browse("amina").get(f"{certificate}/sharing").text
    return re.search(r"/verify/s/\w+", text)[0]


def back(answer) -> str:
    """Return where the language switch of a page leads."""
    assert answer.status_code == 200
    found = re.search(r'id="languages".*?name="next" value="([^"]*)"', answer.text, re.DOTALL)
    return unescape(found[1])


def compare(stranger, page: str, name: str = "Amina Diallo"):
    return stranger.post(f"{page}/name", {"name": name})


def switch(stranger, answer, language: str = "ar"):
    """Change the language on a page without script; return the page in the new one."""
    led = stranger.post("/language", {"language": language, "next": back(answer)})
    assert led.status_code == 303
    return stranger.get(led.location.partition("#")[0])


@pytest.mark.parametrize(("name", "match"), [("diallo AMINA", True), ("Farid Vakatora", False)])
def test_it_is_said_in_the_new_language_and_costs_no_try(code, browse, name, match):
    stranger, page = browse(), f"/verify/{code}"
    english, arabic = SAID[match]
    compared = compare(stranger, page, name)
    assert english in compared.text
    there = switch(stranger, compared)
    assert 'lang="ar"' in there.text
    assert arabic in there.text
    # And back, and once more.
    assert english in switch(stranger, there, "en").text
    assert "3 more names" in compare(stranger, page, "Farid").text


def test_of_a_link_too(link, browse):
    stranger = browse()
    assert SAID[True][1] in switch(stranger, compare(stranger, link)).text


def test_the_address_has_neither_the_name_nor_what_was_said(code, browse):
    stranger, page = browse(), f"/verify/{code}"
    for name in ("Amina Diallo", "Farid"):
        carried = back(compare(stranger, page, name))
        assert re.fullmatch(rf"{page}\?said=\d+-[0-9a-f]{{64}}#holder", carried)
    with stranger.client.session_transaction() as session:
        assert set(session) <= {"csrf_token", "language"}


def test_it_is_of_no_use_to_anybody_else_nor_elsewhere_nor_later(code, link, browse):
    stranger, page = browse(), f"/verify/{code}"
    carried = back(compare(stranger, page)).partition("#")[0]
    assert SAID[True][0] in stranger.get(carried).text
    other = browse()
    with other.client.session_transaction() as session:
        session["csrf_token"] = "another browser's"
    for reader, address in (
        (other, carried),
        (stranger, carried.replace(page, link)),
        (stranger, f"{carried}0"),
        (stranger, f"{page}?said=nonsense"),
        (stranger, f"{page}?said=9-é"),
    ):
        text = reader.get(address).text
        assert SAID[True][0] not in text
        assert GONE in text
    clock.advance(minutes=11)
    assert GONE in stranger.get(carried).text
    assert GONE not in stranger.get(page).text
