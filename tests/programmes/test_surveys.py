"""Surveys in the browser, the clock moved by hand: asked, answered once, closed, shown."""

import csv
import io
import re
from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import inspect, text

from lms.audit.models import AuditEvent
from lms.kit.db import db
from lms.programmes.models import SurveyAnswer, SurveyInvitation
from lms.programmes.queries import surveys
from tests import cast
from tests.programmes import factories
from tests.programmes.survey_site import (
    FIJI,
    SENEGAL,
    THE_DAY_AFTER,
    add_ended,
    address_of,
    answers,
    get_survey,
    go_on,
    mails,
)


@pytest.fixture
def asked(programme, run_jobs):
    """A cohort of seven on the day after its end: the first survey is open."""
    cohort = add_ended(programme)
    go_on(run_jobs, THE_DAY_AFTER)
    return cohort


def answer_as(browse, cohort, name, value="4", **changes):
    return browse(name).post(
        address_of(cohort, cast.id_of(name)), answers(value, **changes), follow_redirects=True
    )


def close(run_jobs):
    go_on(run_jobs, THE_DAY_AFTER + timedelta(days=28))


def test_all_who_take_part_are_asked_once_and_nobody_before_the_end(programme, run_jobs):
    cohort = add_ended(programme)
    left = factories.add_nomination(cohort, "chen")
    factories.add_participation(left, "withdrawn")
    go_on(run_jobs, THE_DAY_AFTER - timedelta(seconds=1))
    assert surveys.list_surveys(cohort.id) == []
    for _ in range(2):
        go_on(run_jobs, THE_DAY_AFTER)
    assert {mail.email for mail in mails()} == {cast.email_of(name) for name in SENEGAL + FIJI}
    assert len(mails()) == 7
    assert surveys.count_answered([get_survey(cohort).id]) == {get_survey(cohort).id: (0, 7)}


def test_whoever_has_not_answered_is_reminded_twice_at_most(asked, browse, run_jobs):
    assert answer_as(browse, asked, "amina").status_code == 200
    counts = []
    for day in (6, 7, 8, 14, 15, 27):
        go_on(run_jobs, THE_DAY_AFTER + timedelta(days=day))
        counts.append(len([one for one in mails() if one.email == cast.email_of("farid")]))
    assert counts == [1, 2, 2, 3, 3, 3]
    assert len([one for one in mails() if one.email == cast.email_of("amina")]) == 1


def test_a_participant_answers_once(asked, browse):
    url = address_of(asked, cast.id_of("amina"))
    page = browse("amina").get(url).text
    assert "Your answers have no name" in page
    assert "The content was relevant to my work." in page
    done = answer_as(browse, asked, "amina", helped="The exercises.")
    assert "Thank you. Your answers are counted, without your name." in done.text
    assert "You have answered this survey." in done.text
    assert "The exercises." not in done.text
    again = browse("amina").post(url, answers("1"))
    assert again.status_code == 409
    assert "You have answered this survey already" in again.text
    counts, comments = surveys.find_counts_locked(get_survey(asked).id, "participants")
    assert counts["all"]["relevant"] == {"4": 1}
    assert comments == {"helped": ["The exercises."]}


def test_what_is_missing_is_said_and_nothing_is_lost(asked, browse):
    url = address_of(asked, cast.id_of("amina"))
    wrong = browse("amina").post(url, answers("4", relevant="", helped="The exercises."))
    assert wrong.status_code == 422
    assert "#answer-relevant" in wrong.text
    assert "The exercises." in wrong.text
    assert not any(one.has_answered for one in surveys.list_invitations(get_survey(asked).id))


@pytest.mark.parametrize(("name", "status"), [("farid", 404), ("ines", 404), ("emre", 404)])
def test_nobody_answers_for_another(asked, browse, name, status):
    url = address_of(asked, cast.id_of("amina"))
    assert browse(name).get(url).status_code == status
    assert browse(name).post(url, answers()).status_code == status
    assert browse().get(url).status_code in {302, 303}


def test_a_closed_survey_takes_no_answer(asked, browse, run_jobs):
    url = address_of(asked, cast.id_of("amina"))
    close(run_jobs)
    assert "This survey is closed." in browse("amina").get(url).text
    late = browse("amina").post(url, answers())
    assert late.status_code == 409
    assert "This survey is closed." in late.text


def test_no_row_of_answers_has_a_person_an_order_or_a_time(asked, browse):
    columns = {column["name"] for column in inspect(db.engine).get_columns("survey_answer")}
    assert columns == {"survey_id", "audience", "counts", "comments"}
    for name in SENEGAL:
        answer_as(browse, asked, name)
    db.session.rollback()
    assert db.session.query(SurveyAnswer).count() == 1
    written = db.session.execute(text("SELECT counts, comments FROM survey_answer")).one()
    for one in surveys.list_invitations(get_survey(asked).id):
        assert one.id not in str(written)
        assert one.person_id not in str(written)
    actions = set(db.session.execute(db.select(AuditEvent.action)).scalars())
    assert not [action for action in actions if "survey" in action]
    times = {column["type"].__class__.__name__ for column
             in inspect(db.engine).get_columns("survey_invitation")}  # fmt: skip
    assert not [name for name in times if "TIME" in name.upper()]


def test_results_appear_once_it_is_closed_and_small_groups_do_not(asked, browse, run_jobs):
    page = f"/admin/cohorts/{asked.id}/evaluation"
    for place, name in enumerate(SENEGAL):
        answer_as(browse, asked, name, "4", helped=f"Comment {place}")
    open_page = browse("ines").get(page).text
    assert "5 of 7 have answered" in open_page
    assert open_page.count("Open until") == 1
    assert not re.search(r">\s*Open\s*<", open_page)
    assert "Comment 1" not in open_page
    assert browse("ines").get(f"{page}/csv").status_code == 404
    answer_as(browse, asked, "farid", "1")
    close(run_jobs)
    shown = browse("ines").get(page).text
    assert "6 of 7 have answered" in shown
    # Of six, five are of Senegal: what is left would be Farid's own answer.
    assert "Senegal (5)" not in shown
    assert "2 groups are not shown." in shown
    assert "Self-reported gain" in shown
    assert all(f"Comment {place}" in shown for place in range(5))
    results = get_survey(asked).results["participants"]
    assert results["groups"] == {}
    assert db.session.query(SurveyAnswer).count() == 0
    kept = db.session.execute(db.select(SurveyInvitation.fields)).scalars()
    assert [fields for fields in kept if fields] == []


def test_a_group_that_is_safe_is_shown_with_its_means(asked, browse, run_jobs):
    for name in SENEGAL:
        answer_as(browse, asked, name, "5")
    close(run_jobs)
    shown = browse("ines").get(f"/admin/cohorts/{asked.id}/evaluation").text
    assert "Senegal (5)" in shown
    rows = list(csv.reader(io.StringIO(
        browse("ines").get(f"/admin/cohorts/{asked.id}/evaluation/csv").data.decode("utf-8-sig")
    )))  # fmt: skip
    assert ["reaction", "state", "Senegal", "5", "relevant", "mean", "5.0"] in rows
    assert ["reaction", "all", "", "5", "relevant", "5", "5"] in rows
    book = browse("ines").get(f"/admin/cohorts/{asked.id}/evaluation/xlsx")
    assert book.data[:2] == b"PK"


def test_each_table_of_the_evaluation_has_a_name_of_its_own(asked, browse, run_jobs):
    for name in SENEGAL:
        answer_as(browse, asked, name, "5")
    close(run_jobs)
    page = html.fromstring(browse("ines").get(f"/admin/cohorts/{asked.id}/evaluation").text)
    names = [name_of(page, region) for region in page.xpath("//main//div[@role='region']")]
    assert "Reaction survey State" in names
    assert len(set(names)) == len(names) > 3


def name_of(page, region) -> str:
    """Return the name that a screen reader says of a part of a page."""
    ids = region.get("aria-labelledby", "").split()
    found = [page.xpath(f"//*[@id='{one}']")[0].text_content() for one in ids]
    return " ".join(found) or region.get("aria-label")


def test_four_answers_are_nobodys_business(asked, browse, run_jobs):
    for name in SENEGAL[:4]:
        answer_as(browse, asked, name, "5", helped="Secret words")
    close(run_jobs)
    shown = browse("ines").get(f"/admin/cohorts/{asked.id}/evaluation").text
    assert "Fewer than 5 people have answered." in shown
    assert "Secret words" not in shown
    exported = browse("ines").get(f"/admin/cohorts/{asked.id}/evaluation/csv").text
    assert "Secret words" not in exported
    assert "relevant" not in exported


def test_three_and_six_months_later_it_is_asked_what_is_used(asked, browse, run_jobs):
    go_on(run_jobs, THE_DAY_AFTER.replace(month=5))
    assert get_survey(asked, "application_3").opened_at == THE_DAY_AFTER.replace(month=5)
    url = address_of(asked, cast.id_of("amina"), "application_3")
    page = browse("amina").get(url).text
    assert "What hinders you from using more of it?" in page
    both = {**answers(kind="application_3"), "answer-hindrances": ["time", "nothing"]}
    assert browse("amina").post(url, both).status_code == 422
    assert browse("amina").post(url, answers(kind="application_3")).status_code == 303
    go_on(run_jobs, THE_DAY_AFTER.replace(month=8))
    assert get_survey(asked, "application_6").closed_at is None
    assert get_survey(asked, "application_3").closed_at is not None
    shown = browse("ines").get(f"/admin/cohorts/{asked.id}/evaluation").text
    assert "Application survey after six months" in shown


@pytest.mark.parametrize(
    ("name", "status"), [("ines", 200), ("bruno", 403), ("gita", 404), ("amina", 404)]
)
def test_only_those_who_run_a_cohort_see_its_evaluation(asked, browse, name, status):
    factories.assign(asked, "bruno", "tutor")
    page = f"/admin/cohorts/{asked.id}/evaluation"
    assert browse(name).get(page).status_code == status
    assert browse(name).get(f"{page}/csv").status_code == (404 if status == 200 else status)
    assert browse().get(page).status_code in {302, 303}


def test_the_evaluation_reads_a_fixed_number_of_times(asked, browse, run_jobs, count_queries):
    for name in SENEGAL:
        answer_as(browse, asked, name)
    ines, page = browse("ines"), f"/admin/cohorts/{asked.id}/evaluation"
    ines.get(page)
    with count_queries() as before:
        ines.get(page)
    close(run_jobs)
    go_on(run_jobs, THE_DAY_AFTER.replace(month=5))
    ines = browse("ines")
    ines.get(page)
    with count_queries() as after:
        ines.get(page)
    assert after.count == before.count
