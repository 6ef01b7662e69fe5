"""Each page tells the deadlines of a cohort by the cohort's own clock, whoever reads it."""

from datetime import timedelta

from sqlalchemy import update

from lms.kit.db import db
from lms.programmes.models import Cohort
from lms.programmes.services import deadlines
from tests import cast
from tests.programmes import factories, survey_site
from tests.programmes.selecting import add_closing, give_out, nominate
from tests.programmes.session_plans import add_participant

OFFSET = "GMT+05:45"


def move(cohort):
    """Say that the cohort's clock is that of Kathmandu; return the cohort."""
    db.session.execute(
        update(Cohort).where(Cohort.id == cohort.id).values(time_zone="Asia/Kathmandu")
    )
    db.session.commit()
    return factories.get_cohort(cohort.id)


def test_until_when_an_offer_is_to_be_answered(programme, browse, run_jobs):
    cohort = add_closing(programme, 1)
    nominate(cohort, "amina", rank=1)
    give_out(browse, run_jobs, cohort)
    move(cohort)
    assert OFFSET in browse("dalia").get(f"/nominate/{cohort.id}/outcome").text
    assert OFFSET in browse("amina").get("/learn/places").text


def test_what_comes_next_in_a_cohort(cohort, browse):
    move(cohort)
    assert OFFSET in browse("ines").get(f"/admin/cohorts/{cohort.id}").text


def test_when_a_requirement_is_due(cohort, browse):
    own = add_participant(move(cohort))
    due_at = cast.NOW + timedelta(days=3)
    deadlines.set_deadline(cast.actor_of("ines"), cast.NOW, cohort, "plan", None, due_at)
    db.session.commit()
    for name, page in {
        "ines": f"/admin/cohorts/{cohort.id}/deadlines",
        "emre": f"/admin/cohorts/{cohort.id}/behind",
        "amina": f"/learn/cohorts/{own.id}/deadlines",
    }.items():
        assert OFFSET in browse(name).get(page).text, page


def test_until_when_a_survey_is_open(programme, browse, run_jobs):
    cohort = survey_site.add_ended(programme)
    survey_site.go_on(run_jobs, survey_site.THE_DAY_AFTER)
    move(cohort)
    assert OFFSET in browse("ines").get(f"/admin/cohorts/{cohort.id}/evaluation").text
    assert OFFSET in browse("amina").get(survey_site.address_of(cohort, cast.id_of("amina"))).text
