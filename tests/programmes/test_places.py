"""Places: answered by who is offered one, given back, passed on; the waiting list goes on."""

from datetime import timedelta

import pytest

from lms.kit.clock import clock
from lms.kit.db import db
from lms.learning import queries as learning
from lms.programmes.queries import nominations, participations
from lms.programmes.services import teams
from tests import cast
from tests.certificates import graduates
from tests.learning import courses
from tests.programmes import factories
from tests.programmes.nomination_site import mails
from tests.programmes.selecting import (
    CLOSED,
    add_closing,
    base_of,
    give_out,
    nominate,
    nominate_stranger,
    nomination_of,
    place_of,
    status_of,
)


@pytest.fixture
def site(programme, browse, run_jobs):
    """Two places: offered to Amina and Bruno, and Chen and Hadi wait; Farid of Fiji too."""
    cohort = add_closing(programme, 2)
    names = ("amina", "bruno", "chen", "hadi", "farid")
    rows = {name: nominate(cohort, name, rank=rank) for rank, name in enumerate(names, 1)}
    give_out(browse, run_jobs, cohort)
    return cohort, rows


def offer_of(row) -> str:
    """Return the address of the place that was offered to a nominee."""
    place = place_of(row)
    assert place is not None
    return f"/learn/places/{place.id}"


def test_an_offer_is_accepted_by_whom_it_is_made_to(site, browse, run_jobs):
    cohort, rows = site
    address = offer_of(rows["amina"])
    for name, status in {None: 303, "bruno": 404, "dalia": 404, "ines": 404}.items():
        assert browse(name).get(address).status_code == status
        assert browse(name).post(f"{address}/accept", {"language": "en"}).status_code in {303, 404}
    assert status_of(rows["amina"]) == "offered"
    teams.add_group(cast.actor_of("ines"), CLOSED, cohort, "Français", "fr", None)
    db.session.commit()
    amina = browse("amina")
    page = amina.get(address).text
    assert "You are offered a place" in page
    assert amina.post(f"{address}/accept", {"language": "zh"}).status_code == 422
    assert amina.post(f"{address}/accept", {"language": "fr"}).status_code == 303
    assert f'"/learn/cohorts/{address.rsplit("/", 1)[1]}"' in amina.get(address).text
    # Pressed twice it is accepted once.
    assert amina.post(f"{address}/accept", {"language": "fr"}).status_code == 303
    place = place_of(rows["amina"])
    assert place is not None
    assert (place.status, place.language, place.person_id) == ("accepted", "fr",
                                                                cast.id_of("amina"))  # fmt: skip
    assert place.group_id is not None
    assert "You take part." in amina.get(address).text
    assert "Spring 2027" in amina.get("/learn/places").text
    assert "No place was offered to you yet" in browse("dalia").get("/learn/places").text


def test_who_declines_makes_room_for_the_next(site, browse, run_jobs):
    _cohort, rows = site
    address = offer_of(rows["bruno"])
    assert browse("bruno").get(f"{address}/give-back").status_code == 200
    assert browse("amina").post(f"{address}/give-back").status_code == 404
    assert browse("bruno").post(f"{address}/give-back", {"reason": "No"}).status_code == 303
    assert status_of(rows["bruno"]) == "declined"
    assert status_of(rows["chen"]) is None
    run_jobs()
    assert status_of(rows["chen"]) == "offered"
    assert status_of(rows["hadi"]) is None
    assert cast.email_of("chen") in {one.email for one in mails("place_offered")}
    # Nobody comes back by the same way, and an answer is given once.
    answer = browse("bruno").post(f"{address}/accept", {"language": "en"})
    assert answer.status_code == 409
    assert "not open any more" in answer.text
    assert browse("bruno").post(f"{address}/give-back").status_code == 409
    run_jobs()
    assert status_of(rows["hadi"]) is None


def test_who_does_not_answer_in_time_makes_room_too(site, browse, run_jobs):
    _cohort, rows = site
    from lms.kit import jobs
    from lms.programmes.services.places import EXPIRE

    browse("amina").post(f"{offer_of(rows['amina'])}/accept", {"language": "en"})
    place = place_of(rows["bruno"])
    assert place is not None
    for now, status in ((place.answer_by, "offered"),
                        (place.answer_by + timedelta(seconds=1), "expired")):  # fmt: skip
        clock.set(now)
        db.session.rollback()
        jobs.enqueue(EXPIRE, EXPIRE, {}, now)
        db.session.commit()
        run_jobs()
        assert status_of(rows["bruno"]) == status
    assert status_of(rows["amina"]) == "accepted"
    assert status_of(rows["chen"]) == "offered"
    assert [one.email for one in mails("place_ended")] == [cast.email_of("bruno")]
    assert {one.email for one in mails("place_freed")} == {cast.email_of("dalia")}


def test_a_place_is_given_back_after_it_was_accepted(site, browse, run_jobs):
    _cohort, rows = site
    address = offer_of(rows["amina"])
    browse("amina").post(f"{address}/accept", {"language": "en"})
    assert browse("amina").post(f"{address}/give-back").status_code == 303
    run_jobs()
    assert status_of(rows["amina"]) == "withdrawn"
    assert status_of(rows["chen"]) == "offered"
    page = browse("amina").get(f"{address}/give-back").text
    assert "given back or taken away already" in page


def test_a_nominee_without_an_account_opens_one_first(programme, browse, run_jobs):
    cohort = add_closing(programme, 1)
    row = nominate_stranger(cohort, "Mame Ba")
    give_out(browse, run_jobs, cohort)
    (offer,) = mails("place_offered")
    assert not offer.context["has_account"]
    from lms.notifications.models import Message

    kinds = [one.kind for one in db.session.query(Message) if one.email == row.email]
    assert "accounts.invitation" in kinds
    person_id = factories.add_person("mame.ba", "Mame Ba", row.organisation_id, "trainee")
    assert browse("mame.ba").get(offer_of(row)).status_code == 200
    browse("mame.ba").post(f"{offer_of(row)}/accept", {"language": "en"})
    assert nomination_of(row).person_id == person_id
    assert status_of(row) == "accepted"


def test_what_is_to_be_met_before_a_place_is_told_to_all_concerned(hub, browse, run_jobs):
    before = {"id": "law", "type": "course", "course": courses.SLUG, "when": "before",
              "title": {"en": "Law in brief"}}  # fmt: skip
    definition = {
        **factories.DEFINITION,
        "requirements": [before, factories.DEFINITION["requirements"][0]],
        "recertification": None,
    }
    course = courses.publish()
    cohort = add_closing(factories.add_programme(hub, definition=definition), 1)
    row = nominate(cohort, "amina")
    page = browse("ines").get(f"{base_of(cohort)}/selection").text
    assert "Before a place" in page
    assert "Law in brief" in page
    give_out(browse, run_jobs, cohort)
    (offer,) = mails("place_offered")
    assert offer.context["open_parts"] == ["Law in brief"]
    assert "Not yet met" in browse("ines").get(f"{base_of(cohort)}/places").text
    warned = "You have not yet done what must be done before"
    page = browse("amina").get(offer_of(row)).text
    assert warned in page
    assert "Law in brief" in page
    graduates.complete(graduates.enrol("amina", course), course)
    assert warned not in browse("amina").get(offer_of(row)).text
    assert "Not yet met" not in browse("ines").get(f"{base_of(cohort)}/places").text


def test_whoever_takes_part_is_enrolled_in_the_courses(hub, app, browse, run_jobs):
    course = {"id": "basics", "type": "course", "course": courses.SLUG}
    definition = {
        **factories.DEFINITION,
        "requirements": [course],
        "recertification": None,
    }
    courses.publish()
    programme = factories.add_programme(hub, definition=definition)
    cohort = add_closing(programme, 1)
    row = nominate(cohort, "amina")
    give_out(browse, run_jobs, cohort)
    browse("amina").post(f"{offer_of(row)}/accept", {"language": "en"})
    run_jobs()
    db.session.rollback()
    (enrolment,) = learning.list_enrolments(cast.id_of("amina"))
    assert enrolment.status == "active"


def test_who_runs_the_cohort_takes_a_place_away_with_a_reason(site, browse, run_jobs):
    cohort, rows = site
    factories.assign(cohort, "hadi", "tutor")
    place = place_of(rows["amina"])
    assert place is not None
    address = f"{base_of(cohort)}/places/{place.id}/remove"
    for name in ("amina", "gita", "hadi"):
        assert browse(name).get(address).status_code in {403, 404}
        assert browse(name).post(address, {"reason": "x"}).status_code in {403, 404}
    assert browse("ines").get(address).status_code == 200
    assert browse("ines").post(address, {}).status_code == 422
    assert browse("ines").post(address, {"reason": "Left the service"}).status_code == 303
    run_jobs()
    assert status_of(rows["amina"]) == "removed"
    (told,) = mails("place_ended")
    assert told.context["reason"] == "Left the service"
    page = browse("ines").get(f"{base_of(cohort)}/places").text
    for words in ("Taken away", "Waiting list", "Chen Wei", "2 of 2"):
        assert words in page


def test_a_focal_point_sees_what_became_of_the_own(site, browse):
    cohort, rows = site
    address = f"/nominate/{cohort.id}/outcome"
    for name, status in {None: 303, "amina": 404, "gita": 404, "ines": 404}.items():
        assert browse(name).get(address).status_code == status
    page = browse("dalia").get(address).text
    for words in ("Amina Diallo", "Admitted", "On the waiting list", "Name a substitute"):
        assert words in page
    # Farid is of another State, and Hadi's name is protected.
    assert "Farid" not in page
    place = place_of(rows["amina"])
    assert place is not None
    withdraw = f"/nominate/places/{place.id}/withdraw"
    assert browse("gita").get(withdraw).status_code == 404
    assert browse("gita").post(withdraw, {"reason": "x"}).status_code == 404
    assert browse("dalia").post(withdraw, {}).status_code == 422
    assert browse("dalia").post(withdraw, {"reason": "Needed here"}).status_code == 303
    assert status_of(rows["amina"]) == "withdrawn"
    assert "taken away already" in browse("dalia").get(withdraw).text


def test_a_focal_point_reads_of_officers_as_they_stand_now(site, browse, run_jobs):
    cohort, rows = site
    browse("bruno").post(f"{offer_of(rows['bruno'])}/give-back")
    run_jobs()
    browse("chen").post(f"{offer_of(rows['chen'])}/accept", {"language": "en"})
    page = browse("dalia").get(f"/nominate/{cohort.id}/outcome").text
    # Chen came from the waiting list, on which only Hadi still is.
    assert page.count("On the waiting list") == 1
    assert "Offered a place later" in page
    assert "this officer was next on the waiting list" in page
    assert "The nomination was among the best" in page
    for to_the_nominee in ("Your nomination", "offered to you"):
        assert to_the_nominee not in page


def test_a_focal_point_names_a_substitute(site, browse, run_jobs):
    _cohort, rows = site
    place = place_of(rows["amina"])
    assert place is not None
    address = f"/nominate/places/{place.id}/substitute"
    assert browse("gita").get(address).status_code == 404
    page = browse("dalia").get(address).text
    assert "Chen Wei" in page
    # Bruno has a place, and Farid is of another State.
    assert "Bruno" not in page
    assert "Farid" not in page
    assert browse("dalia").post(address, {}).status_code == 422
    answer = browse("dalia").post(address, {"nomination": rows["farid"].id})
    assert answer.status_code == 409
    assert browse("dalia").post(address, {"nomination": rows["hadi"].id}).status_code == 303
    assert status_of(rows["amina"]) == "withdrawn"
    assert status_of(rows["hadi"]) == "offered"
    assert nomination_of(rows["hadi"]).substitutes_id == rows["amina"].id
    run_jobs()
    # The place went to Hadi, not to Chen, who stands before him.
    assert status_of(rows["chen"]) is None
    assert browse("dalia").post(address, {"nomination": rows["chen"].id}).status_code == 409


def test_a_substitute_keeps_to_the_quotas(programme, browse, run_jobs):
    cohort = add_closing(programme, 1)
    factories.add_quota(cohort, "Women", {"sex": ["female"]}, minimum=1)
    woman = nominate(cohort, "amina", rank=2, sex="female")
    man = nominate(cohort, "bruno", rank=1, sex="male")
    give_out(browse, run_jobs, cohort)
    place = place_of(woman)
    assert place is not None
    answer = browse("dalia").post(f"/nominate/places/{place.id}/substitute", {"nomination": man.id})
    assert answer.status_code == 409
    assert "“Women” would not be kept" in answer.text
    assert status_of(woman) == "offered"
    # Nor does the waiting list go on where the minimum cannot be met: it says so.
    browse("amina").post(f"/learn/places/{place.id}/give-back")
    run_jobs()
    assert status_of(man) is None
    page = browse("ines").get(f"{base_of(cohort)}/places").text
    assert "The waiting list cannot go on" in page


def test_more_places_are_offered_by_themselves(site, browse, run_jobs):
    cohort, rows = site
    form = browse("ines").get(f"{base_of(cohort)}/settings")
    assert form.status_code == 200
    from dataclasses import replace

    from lms.programmes.services import cohorts as running

    now = factories.get_cohort(cohort.id)
    plan = replace(factories.PLAN, closes_at=now.closes_at, places=4, opens_at=now.opens_at)
    running.change_cohort(cast.actor_of("ines"), CLOSED, now, plan, now.revision)
    db.session.commit()
    run_jobs()
    assert [status_of(rows[name]) for name in ("chen", "hadi", "farid")] == [
        "offered", "offered", None,
    ]  # fmt: skip


def test_once_the_cohort_has_begun_nobody_is_brought_in(site, browse, run_jobs):
    cohort, rows = site
    place = place_of(rows["amina"])
    assert place is not None
    from lms.programmes.services import places

    clock.set(CLOSED + timedelta(days=100))
    places.withdraw(cast.actor_of("amina"), clock.now(), place, "")
    db.session.commit()
    run_jobs()
    assert status_of(rows["amina"]) == "withdrawn"
    assert status_of(rows["chen"]) is None
    assert len(participations.list_participations(cohort.id)) == 2
    assert len(nominations.list_nominations(cohort.id)) == 5
