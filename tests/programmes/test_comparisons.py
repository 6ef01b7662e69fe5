"""The cohorts that somebody runs beside each other: figures of each, and the same as a table."""

from datetime import timedelta

import pytest

from lms.programmes.rules.comparison import COLUMNS
from tests import cast
from tests.programmes import factories
from tests.programmes.survey_site import (
    SENEGAL,
    THE_DAY_AFTER,
    add_ended,
    address_of,
    answers,
    go_on,
)

ALL = "/admin/programmes/evaluation"


@pytest.fixture
def surveyed(programme, browse, run_jobs):
    """A cohort of seven, of whom five have answered its reaction survey, which is closed."""
    cohort = add_ended(programme)
    go_on(run_jobs, THE_DAY_AFTER)
    for name in SENEGAL:
        browse(name).post(address_of(cohort, cast.id_of(name)), answers("4"))
    go_on(run_jobs, THE_DAY_AFTER + timedelta(days=28))
    return cohort


def read_table(browse, who="ines"):
    text = browse(who).get(f"{ALL}/csv").data.decode("utf-8-sig")
    header, *lines = text.splitlines()
    assert tuple(header.split(",")) == COLUMNS
    return [dict(zip(COLUMNS, line.split(","), strict=True)) for line in lines]


def test_each_cohort_has_its_own_figures(surveyed, browse):
    page = browse("ines").get(ALL).text
    assert f"/admin/cohorts/{surveyed.id}/evaluation" in page
    assert "5 of 7" in page
    assert "0 of 7" in page
    assert "Agreement is the mean of all statements of the reaction survey" in page
    (row,) = read_table(browse)
    assert (row["took_part"], row["completed"]) == ("7", "0")
    assert (row["asked"], row["answered"], row["mean_recommend"]) == ("7", "5", "4.0")
    assert (row["self_reported_before"], row["self_reported_now"]) == ("4.0", "4.0")
    assert (row["tested_gain"], row["open_actions"]) == ("", "0")


def test_what_four_have_answered_is_left_out(programme, browse, run_jobs):
    cohort = add_ended(programme)
    go_on(run_jobs, THE_DAY_AFTER)
    for name in SENEGAL[:4]:
        browse(name).post(address_of(cohort, cast.id_of(name)), answers("4"))
    go_on(run_jobs, THE_DAY_AFTER + timedelta(days=28))
    (row,) = read_table(browse)
    assert (row["answered"], row["mean_recommend"], row["self_reported_now"]) == ("4", "", "")


def test_everybody_sees_the_cohorts_that_they_run_and_no_others(surveyed, browse):
    assert browse("farid").get(ALL).status_code == 404
    assert browse("farid").get(f"{ALL}/csv").status_code == 404
    assert browse().get(ALL).status_code == 303
    factories.assign(surveyed, "chen", "coordinator")
    assert f"/admin/cohorts/{surveyed.id}/evaluation" in browse("chen").get(ALL).text
    factories.assign(surveyed, "bruno", "tutor")
    assert browse("bruno").get(ALL).status_code == 404
    assert ALL in browse("ines").get("/admin/cohorts").text
    assert ALL not in browse("bruno").get("/admin/cohorts").text


def test_without_a_cohort_there_is_a_sentence(hub, browse):
    assert "No cohort is announced yet" in browse("ines").get(ALL).text


def test_many_cohorts_cost_as_many_queries_as_one(surveyed, programme, browse, count_queries):
    counts = []
    for more in range(2):
        if more:
            factories.add_cohort(programme)
        ines = browse("ines")
        with count_queries() as seen:
            assert ines.get(ALL).status_code == 200
        counts.append(seen.count)
    assert counts[0] == counts[1]
