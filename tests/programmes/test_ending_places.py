"""How a place ends: by whom, until when, and what is said to whoever had it."""

from datetime import timedelta

import pytest
from babel.dates import format_date
from sqlalchemy import update

from lms.kit.clock import clock
from lms.kit.db import db
from lms.notifications.letters import write_letter
from lms.programmes.models import Cohort, Participation
from tests import cast
from tests.programmes import factories
from tests.programmes.nomination_site import mails
from tests.programmes.selecting import add_closing, base_of, give_out, nominate, place_of, status_of


@pytest.fixture
def site(programme, browse, run_jobs):
    """Two places: offered to Amina and Bruno, and Chen and Hadi wait."""
    cohort = add_closing(programme, 2)
    names = ("amina", "bruno", "chen", "hadi")
    rows = {name: nominate(cohort, name, rank=rank) for rank, name in enumerate(names, 1)}
    give_out(browse, run_jobs, cohort)
    return cohort, rows


def offer_of(row) -> str:
    """Return the address of the place that was offered to a nominee."""
    place = place_of(row)
    assert place is not None
    return f"/learn/places/{place.id}"


def words_of(message) -> str:
    """Return what a mail says, in one line."""
    return " ".join(write_letter(message).get_content().split())


def end(cohort) -> None:
    """Put the end of a cohort before now: its days are over while sessions still hold."""
    day = clock.now().date() - timedelta(days=2)
    dates = {"starts_on": day - timedelta(days=1), "ends_on": day}
    db.session.execute(update(Cohort).where(Cohort.id == cohort.id).values(dates))
    db.session.commit()


def test_the_officer_is_told_why_the_focal_point_gave_the_place_back(site, browse, run_jobs):
    _cohort, rows = site
    accepted = offer_of(rows["amina"])
    browse("amina").post(f"{accepted}/accept", {"language": "en"})
    given, passed = place_of(rows["amina"]), place_of(rows["bruno"])
    assert given is not None
    assert passed is not None
    dalia, address = browse("dalia"), f"/nominate/places/{given.id}/withdraw"
    assert "The officer is told this reason" in dalia.get(address).text
    answer = dalia.post(address, {"reason": "Needed here"})
    assert "goes to the next one" in dalia.get(answer.headers["Location"]).text
    run_jobs()
    (told,) = mails("place_ended")
    assert told.email == cast.email_of("amina")
    words = words_of(told)
    assert "your focal point has given back your place" in words
    assert "Needed here" in words
    browse("dalia").post(
        f"/nominate/places/{passed.id}/substitute", {"nomination": rows["hadi"].id}
    )
    run_jobs()
    (told,) = [one for one in mails("place_ended") if one.email == cast.email_of("bruno")]
    assert "to another officer" in words_of(told)


def test_while_the_cohort_runs_nobody_follows_and_the_page_says_so(site, browse, run_jobs):
    cohort, rows = site
    address = offer_of(rows["amina"])
    browse("amina").post(f"{address}/accept", {"language": "en"})
    today = clock.now().date()
    dates = {"starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=1)}
    db.session.execute(update(Cohort).where(Cohort.id == cohort.id).values(dates))
    db.session.commit()
    place = place_of(rows["amina"])
    assert place is not None
    nobody = "nobody takes the place over"
    assert nobody in browse("amina").get(f"{address}/give-back").text
    withdraw = f"/nominate/places/{place.id}/withdraw"
    assert nobody in browse("dalia").get(withdraw).text
    dalia = browse("dalia")
    answer = dalia.post(withdraw, {"reason": "Needed here"})
    page = dalia.get(answer.headers["Location"]).text
    assert "so nobody takes it over" in page
    assert "goes to the next one" not in page
    run_jobs()
    assert status_of(rows["chen"]) is None


def test_whoever_lost_the_place_reads_when_by_whom_why_and_whom_to_ask(site, browse):
    cohort, rows = site
    factories.assign(cohort, "bruno", "coordinator")
    address = offer_of(rows["amina"])
    amina = browse("amina")
    amina.post(f"{address}/accept", {"language": "en"})
    place = place_of(rows["amina"])
    removal = f"{base_of(cohort)}/places/{place.id}/remove"
    assert browse("ines").post(removal, {"reason": "Three sessions missed"}).status_code == 303
    way = amina.get(f"/learn/cohorts/{place.id}")
    assert way.location == address
    page = amina.get(address).text
    day = format_date(clock.now().date(), "d MMMM y", "en")
    for words in (
        "took your place away on", day, "Three sessions missed", "think that this is a mistake",
        "<bdi>Bruno Sarr</bdi>", f"/learn/cohorts/{place.id}/messages",
    ):  # fmt: skip
        assert words in page, words
    for name in ("farid", "dalia", "ines"):
        assert browse(name).get(address).status_code == 404
        assert browse(name).get(f"/learn/cohorts/{place.id}").status_code == 404


@pytest.mark.parametrize(
    ("name", "sent", "words"),
    [
        ("dalia", {"reason": "Needed here"}, ("Your focal point gave your place back", "Needed")),
        ("amina", {"reason": "Too busy"}, ("You gave your place back on",)),
    ],
)
def test_whoever_gave_the_place_back_is_said(site, browse, name, sent, words):
    _cohort, rows = site
    address, amina = offer_of(rows["amina"]), browse("amina")
    amina.post(f"{address}/accept", {"language": "en"})
    acts = {
        "dalia": f"/nominate/places/{place_of(rows['amina']).id}/withdraw",
        "amina": f"{address}/give-back",
    }
    assert browse(name).post(acts[name], sent).status_code == 303
    page = amina.get(address).text
    assert all(one in page for one in words)
    # What somebody wrote themself is not told back to them.
    assert "Too busy" not in page
    assert ("think that this is a mistake" in page) == (name == "dalia")


def test_of_a_place_that_ended_before_it_was_noted_no_more_is_said_than_is_known(site, browse):
    _cohort, rows = site
    address, amina = offer_of(rows["amina"]), browse("amina")
    amina.post(f"{address}/accept", {"language": "en"})
    amina.post(f"{address}/give-back", {})
    db.session.execute(update(Participation).values(ended_by=None))
    db.session.commit()
    assert "Your place was given back on" in amina.get(address).text


def test_once_the_cohort_is_over_no_place_is_given_back_or_taken_away(site, browse):
    cohort, rows = site
    address = offer_of(rows["amina"])
    browse("amina").post(f"{address}/accept", {"language": "en"})
    place = place_of(rows["amina"])
    assert place is not None
    own, office = f"/learn/cohorts/{place.id}", f"/nominate/{cohort.id}/outcome"
    withdraw = f"/nominate/places/{place.id}/withdraw"
    desk = f"{base_of(cohort)}/places"
    offered = {"amina": (address, own), "dalia": (office,), "ines": (desk,)}
    acts = ("Give the place back", "Take the place away")
    for name, pages in offered.items():
        for page in pages:
            assert any(act in browse(name).get(page).text for act in acts), page
    end(cohort)
    for name, pages in offered.items():
        for page in pages:
            assert not any(act in browse(name).get(page).text for act in acts), page
    refused = {"amina": f"{address}/give-back", "dalia": withdraw,
               "ines": f"{desk}/{place.id}/remove"}  # fmt: skip
    for name, page in refused.items():
        said = browse(name).get(page)
        assert "It cannot be changed any more" in said.text
        assert "textarea" not in said.text
        assert browse(name).post(page, {"reason": "Needed here"}).status_code == 409
    assert status_of(rows["amina"]) == "accepted"
    assert browse("amina").get(own).status_code == 200


def test_a_lapsed_offer_sends_nobody_to_the_focal_point_when_it_is_too_late(site, browse):
    cohort, rows = site
    address = offer_of(rows["amina"])
    late = {"answer_by": clock.now() - timedelta(hours=1)}
    db.session.execute(update(Participation).where(Participation.id.is_not(None)).values(late))
    db.session.commit()
    assert "write to your focal point" in browse("amina").get(address).text
    end(cohort)
    page = browse("amina").get(address).text
    assert "The time for an answer is over." in page
    assert "write to your focal point" not in page
