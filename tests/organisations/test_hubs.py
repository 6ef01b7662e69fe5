"""Pages of hubs and platforms: who adds one, which States are in it, from when, until when."""

from datetime import date

import pytest

from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.organisations import queries, services
from tests import cast
from tests.organisations.test_organisations import place_of
from tests.programmes.factories import add_person

FIRST = {"joined_on": "2026-01-01"}


def named(name: str) -> str:
    """Return the id of the organisation of this name."""
    return next(row.id for row in queries.list_organisations() if row.name == name)


@pytest.fixture
def hub(app) -> str:
    """The id of a hub without any member."""
    hub_id = services.create_hub(OPERATOR, cast.NOW, kind="hub", name="Sahel Hub")
    db.session.commit()
    return hub_id


def test_emre_adds_a_hub_and_says_who_is_in_it(browse):
    emre, senegal = browse("emre"), place_of("dalia")
    assert "Add a hub or platform" in emre.get("/admin/organisations").text
    answer = emre.post("/admin/hubs", {"kind": "platform", "name": "Pacific Platform"})
    url = f"/admin/organisations/{named('Pacific Platform')}/members"
    assert (answer.status_code, answer.location) == (303, url)
    assert "No State is a member yet" in emre.get(url).text
    assert emre.post(url, {**FIRST, "state": senegal}).status_code == 303
    page = emre.get(url).text
    for words in ("Senegal", "End the membership", "Add a member State"):
        assert words in page
    assert emre.post(url, {**FIRST, "state": senegal}).status_code == 409
    assert "Platform" in emre.get("/admin/organisations").text


def test_what_is_missing_is_said_at_its_field(browse, hub):
    emre, url = browse("emre"), f"/admin/organisations/{hub}/members"
    for sent in ({}, {"kind": "hub", "name": ""}, {"kind": "agency", "name": "X"}):
        assert emre.post("/admin/hubs", sent).status_code == 422
    assert emre.post("/admin/hubs", {"kind": "hub", "name": "Sahel Hub"}).status_code == 409
    for sent in ({}, {"state": place_of("dalia")}, {**FIRST, "state": ""}):
        answer = emre.post(url, sent)
        assert answer.status_code == 422
        assert "Please check what you entered" in answer.text
    sent = {"state": place_of("dalia"), "joined_on": "next spring"}
    assert "Not a valid date value." in emre.post(url, sent).text
    # An agency is no State, and does not become one by being sent.
    assert emre.post(url, {**FIRST, "state": place_of("amina")}).status_code == 409


def test_a_membership_ends_on_a_day_and_stays_in_the_list(browse, hub):
    senegal, emre = place_of("dalia"), browse("emre")
    services.join_hub(OPERATOR, cast.NOW, hub, senegal, date(2026, 1, 1))
    db.session.commit()
    members = f"/admin/organisations/{hub}/members"
    url = f"{members}/{senegal}/end"
    page = emre.get(url).text
    assert "Senegal will no longer be a member of Sahel Hub." in page
    assert emre.post(url, {"left_on": ""}).status_code == 422
    assert queries.is_member(hub, senegal, cast.NOW.date())
    assert emre.post(url, {"left_on": "2026-02-01"}).location == members
    assert not queries.is_member(hub, senegal, date(2026, 2, 1))
    assert queries.is_member(hub, senegal, date(2026, 1, 31))
    page = emre.get(members).text
    assert "Former member" in page
    assert "Senegal" in page
    # What has ended is not ended again.
    assert emre.get(url).status_code == 404
    assert emre.post(url, {"left_on": "2026-02-01"}).status_code == 404


def test_who_administers_the_hub_reads_and_the_installation_decides(browse, hub):
    services.join_hub(OPERATOR, cast.NOW, hub, place_of("dalia"), date(2026, 1, 1))
    db.session.commit()
    add_person("ines", "Ines Prado", hub, "administrator")
    ines, url = browse("ines"), f"/admin/organisations/{hub}/members"
    page = ines.get(url).text
    assert "Senegal" in page
    assert "Add a member State" not in page
    assert "End the membership" not in page
    assert ines.post(url, {**FIRST, "state": place_of("gita")}).status_code == 403
    end = f"{url}/{place_of('dalia')}/end"
    assert ines.get(end).status_code == 403
    assert ines.post(end, {"left_on": "2026-02-01"}).status_code == 403
    assert ines.post("/admin/hubs", {"kind": "hub", "name": "Another"}).status_code == 403


def test_others_do_not_see_a_hub_from_inside(browse, hub):
    url = f"/admin/organisations/{hub}/members"
    assert browse("gita").get(url).status_code == 404
    for name in ("amina", "bruno", "dalia", "farid"):
        assert browse(name).get(url).status_code == 403
        assert browse(name).post("/admin/hubs", {"kind": "hub", "name": "X"}).status_code == 403
    assert browse().get(url).status_code == 303
    # What is no hub has no members.
    assert (
        browse("emre").get(f"/admin/organisations/{place_of('dalia')}/members").status_code == 404
    )


def test_the_members_are_read_in_as_many_queries_however_many(browse, hub, count_queries):
    emre, url, counts = browse("emre"), f"/admin/organisations/{hub}/members", []
    for player in ("dalia", "gita"):
        services.join_hub(OPERATOR, cast.NOW, hub, place_of(player), date(2026, 1, 1))
        db.session.commit()
        emre.get(url)
        with count_queries() as seen:
            emre.get(url)
        counts.append(seen.count)
    assert counts[0] == counts[1]


def test_the_page_is_in_the_readers_language(browse, hub):
    services.join_hub(OPERATOR, cast.NOW, hub, place_of("dalia"), date(2026, 1, 1))
    db.session.commit()
    emre = browse("emre")
    emre.post("/language", {"language": "ar", "next": "/"})
    assert "السنغال" in emre.get(f"/admin/organisations/{hub}/members").text
