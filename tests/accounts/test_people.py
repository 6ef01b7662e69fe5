"""The administrators' pages: who is listed, what may be done to whom, and by whom not."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import queries, rules, services
from lms.audit.models import AuditEvent
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db, writing
from tests import cast

INSIDERS = ("amina", "bruno", "chen", "dalia", "hadi")


def make_administrator(name, place):
    """Give one of the cast the role at an organisation named by one of the cast's own."""
    organisation_id = queries.find_person(cast.id_of(place)).organisation_id
    services.grant_role(
        OPERATOR,
        cast.NOW,
        cast.id_of(name),
        role="administrator",
        organisation_id=organisation_id,
    )
    db.session.commit()


def test_emre_sees_everybody_and_gita_only_her_own(browse):
    page = browse("emre").get("/admin/people").text
    assert "Amina Diallo" in page
    assert "Farid Vakatora" in page
    page = browse("gita").get("/admin/people").text
    assert "Farid Vakatora" in page
    assert "Amina" not in page
    assert "2 people" in page


def test_administration_is_for_administrators(browse):
    for page in [
        "/admin",
        "/admin/people",
        "/admin/people/import",
        "/admin/people/invite",
        "/admin/people/invitations",
    ]:
        assert browse("emre").get(page).status_code == 200
        assert browse("gita").get(page).status_code == 200
        for name in ("amina", "bruno", "dalia", "farid"):
            assert browse(name).get(page).status_code == 403
        assert browse().get(page).location == f"/login?next={page}"


def test_search_and_filters(browse):
    browser = browse("emre")
    for query, there, not_there in [
        ("q=diallo", "Amina Diallo", "Bruno Sarr"),
        ("q=DIALLO+amina", "Amina Diallo", "Bruno Sarr"),
        ("q=bruno@", "Bruno Sarr", "Amina Diallo"),
        ("role=translator", "Chen Wei", "Amina Diallo"),
        ("status=protected", "Hadi Fall", "Amina Diallo"),
        ("q=%25", "Nobody matches", "Amina Diallo"),
        ("status=closed", "Nobody matches", "Amina Diallo"),
        ("page=9999", "Nobody matches", "Amina Diallo"),
        ("role=nonsense&status=nonsense&sort=nonsense&organisation=x", "Nobody", "Amina Diallo"),
    ]:
        page = browser.get(f"/admin/people?{query}").text
        assert there in page
        assert not_there not in page


def test_a_name_is_found_whatever_its_case_and_accents(app):
    services.save_name(OPERATOR, cast.NOW, cast.id_of("chen"), "Чэнь Вэй")
    services.save_name(OPERATOR, cast.NOW, cast.id_of("dalia"), "Dália Ndiaye")
    db.session.commit()
    for text, person in (("чэнь", "chen"), ("ЧЭНЬ", "chen"), ("dalia nd", "dalia")):
        wanted = queries.Wanted(text=text)
        rows, total = queries.list_people(cast.actor_of("emre"), cast.NOW, wanted, first=0, size=9)
        assert (total, rows[0].id) == (1, cast.id_of(person))


def test_the_organisation_filter_covers_what_is_below(browse):
    state = queries.find_person(cast.id_of("dalia")).organisation_id
    page = browse("emre").get(f"/admin/people?organisation={state}").text
    assert "Amina Diallo" in page
    assert "Farid" not in page


def test_the_list_runs_the_same_queries_however_long_it_is(browse, count_queries):
    browser = browse("emre")
    browser.get("/admin/people")
    with count_queries() as few:
        browser.get("/admin/people?q=farid")
    place = queries.find_person(cast.id_of("farid")).organisation_id
    for number in range(60):
        services.create_person(
            OPERATOR, cast.NOW, email=f"p{number}@example.org", password_hash=None,
            full_name=f"Person {number}", language="en", organisation_id=place, roles=["trainee"],
        )  # fmt: skip
    db.session.commit()
    with count_queries() as many:
        page = browser.get("/admin/people?sort=-name").text
    assert many.count == few.count <= 9
    assert "68 people" in page
    assert "shown: 1 to 50" in page
    assert "Person 9" in page
    assert "Amina Diallo" in browser.get("/admin/people?sort=-name&page=2").text


def test_gita_finds_nobody_of_another_state(browse):
    browser, amina = browse("gita"), cast.id_of("amina")
    grant = queries.list_grants([amina])[0]
    assert browser.get(f"/admin/people/{amina}").status_code == 404
    assert browser.get(f"/admin/people/{amina}/deactivate").status_code == 404
    place = queries.find_person(cast.id_of("gita")).organisation_id
    for act, data in (
        ("deactivate", {}),
        ("reactivate", {}),
        ("protect", {"is_protected": "yes"}),
        ("roles", {"role": "trainer", "organisation_id": place}),
        (f"roles/{grant.id}/revoke", {}),
    ):
        assert browser.post(f"/admin/people/{amina}/{act}", data).status_code == 404
    assert queries.find_person(amina).is_active


def test_a_role_is_given_until_a_day_and_is_over_the_day_after(browse):
    browser, farid = browse("emre"), cast.id_of("farid")
    place = queries.find_person(farid).organisation_id
    answer = browser.post(
        f"/admin/people/{farid}/roles",
        {"role": "trainer", "organisation_id": place, "until": "2026-11-25"},
    )
    assert answer.status_code == 303
    assert queries.find_actor(farid, cast.NOW).has_role("trainer")
    path = queries.find_place(place).path
    assert queries.list_role_holders("trainer", path, cast.NOW) == [farid]
    later = cast.NOW + timedelta(days=2)
    assert not queries.find_actor(farid, later).has_role("trainer")
    assert queries.list_role_holders("trainer", path, later) == []
    clock.set(later)
    late = browse()
    late.post("/login", {"email": cast.email_of("emre"), "password": cast.PASSWORD})
    assert "Ended" in late.get(f"/admin/people/{farid}").text


def test_a_wrong_role_form_says_why(browse):
    farid = cast.id_of("farid")
    answer = browse("emre").post(f"/admin/people/{farid}/roles", {"role": "king"})
    assert answer.status_code == 422
    answer = browse("emre").post(
        f"/admin/people/{farid}/roles", {"role": "trainer", "organisation_id": "a" * 26}
    )
    assert answer.status_code == 404


def test_a_role_is_taken_back_only_by_who_administers_where_it_is_held(browse):
    make_administrator("dalia", "dalia")
    farid = cast.id_of("farid")
    root = queries.find_person(cast.id_of("emre")).organisation_id
    services.grant_role(OPERATOR, cast.NOW, farid, role="auditor", organisation_id=root)
    db.session.commit()
    grants = {grant.role: grant for grant in queries.list_grants([farid])}
    gita = browse("gita")
    answer = gita.post(f"/admin/people/{farid}/roles/{grants['auditor'].id}/revoke")
    assert answer.status_code == 403
    answer = gita.post(f"/admin/people/{farid}/roles/{grants['trainee'].id}/revoke")
    assert answer.status_code == 303
    assert [grant.role for grant in queries.list_grants([farid])] == ["auditor"]


def test_nobody_gives_a_role_above_their_own_place(browse):
    farid = cast.id_of("farid")
    root = queries.find_person(cast.id_of("emre")).organisation_id
    answer = browse("gita").post(
        f"/admin/people/{farid}/roles", {"role": "administrator", "organisation_id": root}
    )
    assert answer.status_code == 404


def test_a_leaver_is_signed_out_and_kept(browse):
    farid, leaver = cast.id_of("farid"), browse("farid")
    assert leaver.get("/account").status_code == 200
    browser = browse("gita")
    assert "Close the account" in browser.get(f"/admin/people/{farid}/deactivate").text
    assert browser.post(f"/admin/people/{farid}/deactivate").status_code == 303
    assert leaver.get("/account").status_code == 303
    assert queries.list_sessions(farid, None, cast.NOW) == []
    assert "Closed" in browser.get(f"/admin/people/{farid}").text
    assert queries.get_name(cast.actor_of("gita"), farid) == "Farid Vakatora"
    assert browser.post(f"/admin/people/{farid}/reactivate").status_code == 303
    assert queries.find_actor(farid, cast.NOW).has_role("trainee")


def test_an_administrator_of_a_state_does_not_close_one_of_the_installation(browse):
    make_administrator("farid", "emre")
    farid = cast.id_of("farid")
    assert browse("gita").post(f"/admin/people/{farid}/deactivate").status_code == 403


def test_the_last_administrator_stays(browse):
    browser, emre = browse("emre"), cast.id_of("emre")
    assert browser.post(f"/admin/people/{emre}/deactivate").status_code == 409
    grant = queries.list_grants([emre])[0]
    assert browser.post(f"/admin/people/{emre}/roles/{grant.id}/revoke").status_code == 409
    answer = browser.post(
        f"/admin/people/{emre}/roles",
        {"role": "administrator", "organisation_id": grant.organisation_id,
         "until": "2026-12-01"},
    )  # fmt: skip
    assert answer.status_code == 409
    make_administrator("bruno", "emre")
    assert browser.post(f"/admin/people/{emre}/deactivate").status_code == 303


def _deactivate(name):
    return lambda who: services.deactivate_person(OPERATOR, cast.NOW, who[name])


def _revoke(name):
    def act(who):
        (grant,) = (g for g in queries.list_grants([who[name]]) if g.role == "administrator")
        services.revoke_role(OPERATOR, cast.NOW, who[name], grant.id)

    return act


def _end(name):
    def act(who):
        (grant,) = (g for g in queries.list_grants([who[name]]) if g.role == "administrator")
        services.grant_role(
            OPERATOR, cast.NOW, who[name], role="administrator",
            organisation_id=grant.organisation_id, until=cast.NOW.date(),
        )  # fmt: skip

    return act


@pytest.mark.parametrize("take_away", [_deactivate, _revoke, _end])
def test_two_administrators_cannot_do_away_with_each_other_at_once(app, take_away):
    make_administrator("bruno", "emre")
    who = {name: cast.id_of(name) for name in ("bruno", "emre")}
    db.session.remove()

    def second():
        with app.app_context(), writing():
            begun.set()
            take_away("emre")(who)

    begun = threading.Event()
    with ThreadPoolExecutor() as pool:
        with writing():
            take_away("bruno")(who)
            other = pool.submit(second)
            begun.wait(0.5)  # on SQLite it cannot begin
            with pytest.raises(TimeoutError):
                other.result(0.3)
        with pytest.raises(rules.LastAdministrator):
            other.result(20)
    assert queries.count_root_administrators() == 1


def test_protection_is_given_and_taken(browse):
    browser, amina = browse("emre"), cast.id_of("amina")
    browser.post(f"/admin/people/{amina}/protect", {"is_protected": "yes"})
    assert queries.get_name(cast.actor_of("bruno"), amina) == rules.protected_name(amina, "en")
    browser.post(f"/admin/people/{amina}/protect")
    db.session.remove()
    assert queries.get_name(cast.actor_of("bruno"), amina) == "Amina Diallo"


def test_whoever_looks_at_a_protected_person_is_noted(browse):
    seen = select(AuditEvent.actor_id).where(AuditEvent.action == "accounts.protected_person_seen")
    browser = browse("emre")
    browser.get(f"/admin/people/{cast.id_of('amina')}")
    browse("gita").get(f"/admin/people/{cast.id_of('hadi')}")
    assert db.session.execute(seen).all() == []
    browser.get(f"/admin/people/{cast.id_of('hadi')}")
    db.session.remove()
    assert db.session.execute(seen).scalars().all() == [cast.id_of("emre")]
    refused = browser.post(f"/admin/people/{cast.id_of('hadi')}/roles", {"role": "king"})
    assert refused.status_code == 422
    assert "Hadi Fall" in refused.text
    db.session.remove()
    assert len(db.session.execute(seen).all()) == 2
    assert "Hadi Fall" in browser.get(f"/admin/people/{cast.id_of('hadi')}/deactivate").text
    db.session.remove()
    assert len(db.session.execute(seen).all()) == 3


def test_the_personal_data_page_is_ones_own(browse):
    page = browse("hadi").get("/account/data").text
    assert "Hadi Fall" in page
    assert "Terms of use, version 2026-11" in page
    assert browse().get("/account/data").status_code == 303


def test_preferences_change_the_page(browse):
    browser = browse("amina")
    answer = browser.post("/account/preferences", {"language": "ar", "time_zone": "Africa/Dakar"})
    assert answer.status_code == 303
    assert '<html lang="ar" dir="rtl">' in browser.get("/account").text
    wrong = browser.post("/account/preferences", {"language": "de", "time_zone": "Mars/Base"})
    assert wrong.status_code == 422


def test_the_language_switch_serves_strangers_and_people(browse):
    stranger = browse()
    answer = stranger.post("/language", {"language": "fr", "next": "/login"})
    assert answer.location == "/login"
    assert '<html lang="fr"' in stranger.get("/login").text
    person = browse("amina")
    person.post("/language", {"language": "ru", "next": "https://evil.example/"})
    assert queries.find_person(cast.id_of("amina")).language == "ru"
    assert '<html lang="ru"' in person.get("/account").text
    assert browse().post("/language", {"language": "xx", "next": "/login"}).status_code == 303
