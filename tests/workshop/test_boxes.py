"""Boxes that may be replaced, in the browser."""

import pytest

from lms.content import queries as content
from lms.kit.db import db
from lms.workshop import queries
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

MARKED = courses.ORIGINS.replace(
    "A gift to an engineer", "A gift to an engineer {replaceable=gift}"
)
ADDRESS = "/teach/small/boxes/origins/gift/ar"
FILE = "variants/origins.gift.ar.md"


@pytest.fixture
def course(app):
    return begin(MARKED)


def begin(origins):
    factories.import_course(cast.actor_of("bruno"), NOW, courses.files(origins=origins))
    db.session.commit()
    db.session.remove()
    return content.get_course("small")


def kept(course):
    return queries.get_copy(course, cast.id_of("bruno")).read(FILE)


def test_boxes_are_listed_with_the_languages_that_have_their_own(browse, course):
    browser = browse("bruno")
    page = browser.get("/teach/small/boxes").text
    assert "A gift to an engineer" in page
    assert "has its own text" not in page
    browser.post(ADDRESS, {"text": "# هدية\r\n\r\nنص.\r\n"})
    assert kept(course).decode() == "# هدية\n\nنص.\n"
    assert "has its own text" in browser.get("/teach/small/boxes").text
    assert "هدية" in browser.get(ADDRESS).text
    assert "Own text of a box: \u2068origins.gift.ar\u2069" in browser.get("/teach/small").text


def test_what_the_page_has_is_shown_beside(browse, course):
    page = browse("bruno").get(ADDRESS).text
    assert "A gift to an engineer" in page
    assert "Asset recovery" not in page


def test_an_empty_text_is_none(browse, course):
    browser = browse("bruno")
    browser.post(ADDRESS, {"text": " \n"})
    assert queries.get_copy(course, cast.id_of("bruno")).changes == {}
    browser.post(ADDRESS, {"text": "نص"})
    browser.post(ADDRESS, {"text": ""})
    assert kept(course) is None


def test_without_a_mark_it_is_said_how_to_make_one(browse, app):
    begin(courses.ORIGINS)
    assert "{replaceable=gifts}" in browse("bruno").get("/teach/small/boxes").text


@pytest.mark.parametrize("place", ["origins/none/ar", "none/gift/ar", "origins/gift/de"])
def test_what_is_not_there(browse, course, place):
    assert browse("bruno").get(f"/teach/small/boxes/{place}").status_code == 404
    assert browse("bruno").post(f"/teach/small/boxes/{place}", {"text": "x"}).status_code == 404


def test_the_preview_shows_the_own_text(browse, course):
    browser = browse("bruno")
    browser.post(ADDRESS.replace("/ar", "/en"), {"text": "Our own law."})
    headers = {"X-Requested-With": "fetch"}
    data = {"text": MARKED}
    page = browser.post("/teach/small/pages/origins/preview", data, headers=headers).text
    assert "Our own law." in page


@pytest.mark.parametrize("address", ["/teach/small/boxes", ADDRESS])
def test_who_may_come(browse, course, address):
    assert browse("amina").get(address).status_code == 403
    assert browse().get(address).status_code == 303


def test_who_may_write(browse, course):
    assert browse("amina").post(ADDRESS, {"text": "x"}).status_code == 403
