"""A supervisor whom a participant names: asked by a link, answers once, nobody's name anywhere."""

from datetime import timedelta

import pytest

from lms.kit.clock import clock
from lms.kit.db import db
from lms.programmes.models import SupervisorInvitation
from lms.programmes.queries import surveys
from lms.programmes.rules.surveys import SUPERVISOR_ITEMS
from lms.programmes.services.surveys import carry_on
from tests import cast
from tests.programmes.survey_site import (
    SENEGAL,
    THE_DAY_AFTER,
    add_ended,
    address_of,
    get_survey,
    go_on,
    mails,
)

THREE_MONTHS = THE_DAY_AFTER.replace(month=5)
BOSS = "boss@example.org"
FORM = {"email": BOSS, "language": "en", "consent": "y"}


@pytest.fixture
def asked(programme, run_jobs):
    """A cohort of seven, three months after its end."""
    cohort = add_ended(programme)
    go_on(run_jobs, THREE_MONTHS)
    return cohort


def url_of(cohort, name):
    return f"{address_of(cohort, cast.id_of(name), 'application_3')}/supervisor"


def name_boss(browse, cohort, name, **changes):
    return browse(name).post(url_of(cohort, name), {**FORM, **changes})


def answers(value="4", **changes):
    items = SUPERVISOR_ITEMS["application_3"]
    form = {f"answer-{item.id}": value for item in items if item.is_scale}
    return {**form, "answer-hindrances": ["time"], **changes}


def links():
    return [mail.context["path"] for mail in mails("supervisor_asked")]


def test_a_supervisor_is_asked_and_answers_once(asked, browse):
    assert name_boss(browse, asked, "amina").status_code == 303
    (mail,) = mails("supervisor_asked")
    assert (mail.email, mail.language) == (BOSS, "en")
    page = browse().get(links()[0]).text
    assert "The officer uses in the work what was learnt." in page
    assert "Amina" not in page
    assert cast.email_of("amina") not in page
    wrong = browse().post(links()[0], answers("4", **{"answer-uses": ""}))
    assert wrong.status_code == 422
    assert "#answer-uses" in wrong.text
    assert browse().post(links()[0], answers()).status_code == 303
    assert "You have answered this survey." in browse().get(links()[0]).text
    assert browse().post(links()[0], answers()).status_code == 409
    counts, _ = surveys.find_counts_locked(get_survey(asked, "application_3").id, "supervisors")
    assert counts["all"]["uses"] == {"4": 1}


def test_the_page_is_in_the_language_of_the_mail(asked, browse):
    assert name_boss(browse, asked, "amina", language="ar").status_code == 303
    (mail,) = mails("supervisor_asked")
    assert mail.language == "ar"
    assert '<html lang="ar"' in browse().get(links()[0]).text


def test_one_supervisor_for_each_participant(asked, browse):
    assert name_boss(browse, asked, "amina").status_code == 303
    again = name_boss(browse, asked, "amina", email="other@example.org")
    assert again.status_code == 409
    assert "You have named your supervisor for this survey already." in again.text
    assert "was asked by mail" in browse("amina").get(url_of(asked, "amina")[:-11]).text
    assert len(mails("supervisor_asked")) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "nobody"}, "#email"),
        ({"email": cast.email_of("amina").upper()}, "This is your own address."),
        ({"consent": ""}, "Without your agreement your supervisor is not asked."),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_asked(asked, browse, changes, words):
    wrong = name_boss(browse, asked, "amina", **changes)
    assert wrong.status_code == 422
    assert words in wrong.text
    assert mails("supervisor_asked") == []


def test_a_supervisor_is_reminded_once_after_a_week_and_both_links_lead_there(
    asked, browse, run_jobs
):
    clock.set(THREE_MONTHS + timedelta(days=1))
    for name, boss in {"amina": BOSS, "khady": "other@example.org"}.items():
        name_boss(browse, asked, name, email=boss)
    first, other = links()
    browse().post(other, answers())
    # A mail that was sent has forgotten its link, so nothing is sent here.
    for day, sent in ((7, 2), (8, 3), (9, 3), (16, 3)):
        clock.set(THREE_MONTHS + timedelta(days=day))
        carry_on(clock.now(), asked.id)
        db.session.commit()
        assert len(mails("supervisor_asked")) == sent
    reminders = [mail for mail in mails("supervisor_asked") if mail.context["is_reminder"]]
    assert [mail.email for mail in reminders] == [BOSS]
    second = reminders[0].context["path"]
    assert second != first
    assert "The officer uses" in browse().get(first).text
    assert browse().post(second, answers()).status_code == 303
    assert "You have answered this survey." in browse().get(first).text
    go_on(run_jobs, THREE_MONTHS + timedelta(days=28))
    assert [browse().get(link).status_code for link in (first, second)] == [404, 404]


def test_nobody_is_reminded_of_a_survey_that_closes_within_a_day(asked, browse, run_jobs):
    clock.set(THREE_MONTHS + timedelta(days=21))
    name_boss(browse, asked, "amina")
    go_on(run_jobs, THREE_MONTHS + timedelta(days=27, hours=23))
    assert len(mails("supervisor_asked")) == 1


def test_nobody_names_a_supervisor_for_another_or_after_a_reaction_survey(
    programme, run_jobs, browse
):
    cohort = add_ended(programme)
    go_on(run_jobs, THE_DAY_AFTER)
    url = f"{address_of(cohort, cast.id_of('amina'))}/supervisor"
    assert browse("amina").post(url, FORM).status_code == 404
    go_on(run_jobs, THREE_MONTHS)
    assert browse("farid").post(url_of(cohort, "amina"), FORM).status_code == 404
    assert browse().post(url_of(cohort, "amina"), FORM).status_code == 303
    assert mails("supervisor_asked") == []


def test_addresses_go_and_views_are_shown_when_it_closes(asked, browse, run_jobs):
    for name in SENEGAL:
        name_boss(browse, asked, name, email=f"{name}.boss@example.org")
    sent = links()
    for link in sent:
        browse().post(link, answers("5", **{"answer-needed": "More time for it."}))
    page = f"/admin/cohorts/{asked.id}/evaluation"
    assert "More time for it." not in browse("ines").get(page).text
    go_on(run_jobs, THREE_MONTHS + timedelta(days=28))
    shown = browse("ines").get(page).text
    assert "5 supervisors have answered." in shown
    assert "More time for it." in shown
    assert "application_3_supervisors,all,,5,uses,5,5" in browse("ines").get(f"{page}/csv").text
    assert db.session.query(SupervisorInvitation).count() == 0
    assert browse().get(sent[0]).status_code == 404


def test_four_supervisors_are_too_few_to_be_told_of(asked, browse, run_jobs):
    for name in SENEGAL[:4]:
        name_boss(browse, asked, name, email=f"{name}.boss@example.org")
    for link in links():
        browse().post(link, answers("5", **{"answer-needed": "Secret words"}))
    go_on(run_jobs, THREE_MONTHS + timedelta(days=28))
    shown = browse("ines").get(f"/admin/cohorts/{asked.id}/evaluation").text
    assert "4 supervisors have answered." in shown
    assert "Secret words" not in shown


def test_a_link_past_its_time_takes_nothing(asked, browse):
    name_boss(browse, asked, "amina")
    clock.set(THREE_MONTHS + timedelta(days=28))
    assert "This survey is closed." in browse().get(links()[0]).text
    assert browse().post(links()[0], answers()).status_code == 409
    assert browse().get("/supervisors/no-such-token").status_code == 404
