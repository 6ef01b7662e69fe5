"""The tree: States by their code, agencies below, each administrator's own part of it."""

from datetime import date

import pytest

from lms.accounts import queries as people
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.i18n import LANGUAGES
from lms.kit.territories import territory_name, territory_names
from lms.organisations import queries, rules, services
from tests import cast


def place_of(name):
    return people.find_person(cast.id_of(name)).organisation_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_249_territories_of_iso_3166_have_names(language):
    names = territory_names(language)
    assert len(names) == 249
    assert territory_name("SN", language)
    assert territory_name("??", language) == "??"


def test_accents_do_not_send_a_name_to_the_end():
    french = list(territory_names("fr").values())
    assert french.index("Égypte") < french.index("Espagne") < french.index("Zimbabwe")


def test_the_installation_is_made_once(app):
    assert services.ensure_installation(cast.NOW) == queries.find_installation().id
    with pytest.raises(Exception, match=r"(?i)unique"):
        services.create_installation("Another", cast.NOW)
    db.session.rollback()


def test_before_there_is_anything_the_site_has_a_name(app):
    assert queries.Installation().name == rules.DEFAULT_NAME
    assert queries.get_site().name == rules.DEFAULT_NAME


def test_a_state_is_added_once_and_is_one_of_iso_3166(app):
    state = services.create_state(OPERATOR, cast.NOW, country_code="ke")
    row = queries.get_organisation(state)
    assert row.label("en") == "Kenya"
    assert row.label("zh") == "肯尼亚"
    assert row.depth == 1
    with pytest.raises(rules.StateThere):
        services.create_state(OPERATOR, cast.NOW, country_code="KE")
    with pytest.raises(rules.CountryUnknown):
        services.create_state(OPERATOR, cast.NOW, country_code="EU")


def test_an_agency_stands_below_a_state_under_a_name_of_its_own(app):
    state, root = place_of("dalia"), place_of("emre")
    agency = services.create_agency(OPERATOR, cast.NOW, parent_id=state, name="Court of Audit")
    assert queries.get_organisation(agency).path.startswith(queries.get_organisation(state).path)
    with pytest.raises(rules.NameTaken):
        services.create_agency(OPERATOR, cast.NOW, parent_id=state, name="Court of Audit")
    with pytest.raises(rules.WrongPlace):
        services.create_agency(OPERATOR, cast.NOW, parent_id=root, name="Court of Audit")
    with pytest.raises(rules.NamedByCode):
        services.rename_agency(OPERATOR, cast.NOW, state, "Elsewhere")
    with pytest.raises(rules.NameTaken):
        services.rename_agency(OPERATOR, cast.NOW, agency, "National Integrity Commission")


def test_emre_sees_the_tree_and_adds_a_state(browse):
    browser = browse("emre")
    page = browser.get("/admin/organisations").text
    for name in ("Senegal", "Fiji", "National Integrity Commission", "Add the State"):
        assert name in page
    assert browser.post("/admin/organisations", {"country_code": "KE"}).status_code == 303
    assert "Kenya" in browser.get("/admin/organisations").text
    assert browser.post("/admin/organisations", {"country_code": "KE"}).status_code == 409
    assert browser.post("/admin/organisations", {}).status_code == 422
    assert browser.post("/admin/organisations", {"country_code": "QQ"}).status_code == 422


def test_the_tree_is_in_the_readers_language(browse):
    browser = browse("emre")
    browser.post("/language", {"language": "ru", "next": "/"})
    assert "Сенегал" in browser.get("/admin/organisations").text


def test_gita_sees_and_changes_her_own_part_alone(browse):
    browser = browse("gita")
    page = browser.get("/admin/organisations").text
    assert "Fiji" in page
    assert "National Integrity Commission" not in page
    assert "Add the State" not in page
    assert browser.post("/admin/organisations", {"country_code": "KE"}).status_code == 403
    other, own = place_of("amina"), place_of("gita")
    assert browser.get(f"/admin/organisations/{other}").status_code == 404
    assert browser.post(f"/admin/organisations/{other}/name", {"new_name": "X"}).status_code == 404
    answer = browser.post(f"/admin/organisations/{other}/agencies", {"name": "X"})
    assert answer.status_code == 404
    assert browser.get(f"/admin/organisations/{own}").status_code == 200
    answer = browser.post(f"/admin/organisations/{own}/agencies", {"name": "Audit Office"})
    assert answer.status_code == 303
    assert "Audit Office" in browser.get("/admin/organisations").text
    answer = browser.post(f"/admin/organisations/{own}/agencies", {"name": ""})
    assert answer.status_code == 422


def test_an_agency_is_renamed(browse):
    browser, agency = browse("emre"), place_of("amina")
    answer = browser.post(f"/admin/organisations/{agency}/name", {"new_name": "Integrity Office"})
    assert answer.status_code == 303
    assert "Integrity Office" in browser.get(f"/admin/organisations/{agency}").text
    assert browser.post(f"/admin/organisations/{agency}/name", {"new_name": ""}).status_code == 422


@pytest.mark.parametrize("page", ["/admin/organisations", "/admin/settings"])
def test_organisations_are_for_administrators(browse, page):
    assert browse("amina").get(page).status_code == 403
    assert browse("bruno").get(page).status_code == 403
    assert browse().get(page).location == f"/login?next={page}"


def test_a_hub_has_states_as_members_from_one_day_to_another(app):
    first, senegal, fiji = date(2026, 1, 1), place_of("dalia"), place_of("gita")
    hub = services.create_hub(OPERATOR, cast.NOW, kind="hub", name="Sahel Hub")
    row = queries.get_organisation(hub)
    assert (row.kind, row.depth, row.label("ar")) == ("hub", 1, "Sahel Hub")
    services.join_hub(OPERATOR, cast.NOW, hub, senegal, first)
    services.join_hub(OPERATOR, cast.NOW, hub, fiji, date(2026, 6, 1))
    with pytest.raises(rules.AlreadyMember):
        services.join_hub(OPERATOR, cast.NOW, hub, senegal, date(2026, 2, 1))
    for who, where in ((hub, place_of("amina")), (hub, hub), (senegal, fiji)):
        with pytest.raises(rules.MembersAreStates):
            services.join_hub(OPERATOR, cast.NOW, who, where, first)
    services.leave_hub(OPERATOR, cast.NOW, hub, senegal, date(2026, 9, 1))
    members = {
        day: [row.country_code for row in queries.list_members(hub, day)]
        for day in (date(2025, 12, 31), first, date(2026, 6, 1), date(2026, 9, 1))
    }
    assert list(members.values()) == [[], ["SN"], ["FJ", "SN"], ["FJ"]]
    with pytest.raises(NotVisible):
        services.leave_hub(OPERATOR, cast.NOW, hub, senegal, date(2026, 10, 1))
    services.join_hub(OPERATOR, cast.NOW, hub, senegal, date(2026, 11, 1))
    # A mistake of the same day leaves no day of membership behind.
    services.leave_hub(OPERATOR, cast.NOW, hub, senegal, date(2026, 10, 1))
    assert "SN" not in [row.country_code for row in queries.list_members(hub, date(2026, 11, 1))]


def test_a_hub_is_named_once_renamed_and_has_no_agencies(app, browse):
    hub = services.create_hub(OPERATOR, cast.NOW, kind="platform", name="Pacific Platform")
    with pytest.raises(rules.NameTaken):
        services.create_hub(OPERATOR, cast.NOW, kind="hub", name="Pacific Platform")
    with pytest.raises(rules.WrongPlace):
        services.create_agency(OPERATOR, cast.NOW, parent_id=hub, name="Office")
    db.session.commit()
    emre = browse("emre")
    page = emre.get(f"/admin/organisations/{hub}").text
    assert "Pacific Platform" in page
    assert "Add an agency below" not in page
    renamed = {"new_name": "Platform of the Pacific"}
    assert emre.post(f"/admin/organisations/{hub}/name", renamed).status_code == 303
    assert "Platform of the Pacific" in emre.get("/admin/organisations").text
    assert browse("gita").get(f"/admin/organisations/{hub}").status_code == 404
