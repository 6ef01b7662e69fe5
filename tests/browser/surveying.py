"""A cohort that ended three months ago: its reaction survey is closed, the next one is open.

Who took part is written into the database, and the surveys are carried on as their job does.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flask import Flask
from playwright.sync_api import Page

from lms.admin.demo_programmes import SLUG
from lms.app import create_app
from lms.kit.actor import OPERATOR
from lms.kit.db import writing
from lms.kit.ids import new_id
from lms.kit.settings import Settings
from lms.organisations import queries as organisations
from lms.programmes.queries import cohorts, curricula, improvements, own_questions, surveys
from lms.programmes.rules.cohorts import CohortPlan
from lms.programmes.rules.form_questions import Option
from lms.programmes.rules.improvements import ActionPlan
from lms.programmes.rules.own_questions import OwnQuestion
from lms.programmes.rules.surveys import ITEMS, read_reply
from lms.programmes.services import cohorts as running
from lms.programmes.services import improvements as improving
from lms.programmes.services import surveys as surveying
from lms.programmes.services.own_questions import change_questions
from tests.browser.meeting import let_take_part
from tests.browser.places import STRANGER, Place
from tests.browser.server import Installation

TAKE_PART = ("trainee", "graduate", "auditor", "focal", "trainer", "translator")
BOSS = "boss@example.org"
OPTIONS = (Option("more", {"en": "Exercises"}), Option("talk", {"en": "Talks"}))
COMMENT = "The exercises on the powers of article 43."


def furnish_surveys(
    installation: Installation, pages: Callable[[str], Page], boss: str = BOSS
) -> list[Place]:
    """End a cohort, let it be surveyed, name a supervisor; return all pages of surveys."""
    app = create_app(Settings(data_dir=installation.folder, base_url=installation.url))
    with app.app_context(), writing():
        cohort_id = _add_ended()
        _ask_more(cohort_id)
    for name in TAKE_PART:
        let_take_part(installation, cohort_id, name)
    invitation = _survey(app, cohort_id)
    own, page = f"/learn/surveys/{invitation}", pages("trainee")
    page.goto(own)
    page.fill("[name=email]", boss)
    page.check("[name=consent]")
    page.locator('form[action$="/supervisor"] button').click()
    page.locator(".flashes .notice").first.wait_for()
    action = _improve(app, cohort_id)
    rows = [
        ("answer_survey", "trainee", own),
        ("answer_as_supervisor", STRANGER, installation.mailed_path(boss, "/supervisors/")),
        ("show_evaluation", "admin", f"/admin/cohorts/{cohort_id}/evaluation"),
        ("list_improvements", "admin", "/admin/cohorts/actions"),
        ("show_improvement", "admin", f"/admin/improvements/{action}"),
        ("edit_improvement", "admin", f"/admin/improvements/{action}/edit"),
        ("compare_cohorts", "admin", "/admin/programmes/evaluation"),
        ("list_own_questions", "admin", f"/admin/cohorts/{cohort_id}/evaluation/questions"),
        (
            "edit_own_question",
            "admin",
            f"/admin/cohorts/{cohort_id}/evaluation/questions/application_6/new",
        ),
    ]
    return [Place(f"programmes/{name}.html", who, path) for name, who, path in rows]


def _ask_more(cohort_id: str) -> None:
    """Ask questions of the cohort's own in each survey, one of them in English alone."""
    visit = {"en": "The visit was worth it.", "ar": "كانت الزيارة مفيدة."}
    own = (
        OwnQuestion(new_id(), "agreement", visit),
        OwnQuestion(new_id(), "several", {"en": "What would you like more of?"}, OPTIONS),
    )
    for kind in ITEMS:
        change_questions(
            OPERATOR, datetime.now(UTC), cohorts.get_cohort(cohort_id), kind, lambda _former: own
        )


def _improve(app: Flask, cohort_id: str) -> str:
    """Note an improvement action and change it once; return its id."""
    now = datetime.now(UTC)
    with app.app_context(), writing():
        cohort = cohorts.get_cohort(cohort_id)
        day = now.date() + timedelta(days=20)
        plan = ActionPlan("Few exercises fit the work.", "Write three more.", None, "School", day)
        action = improving.add_action(OPERATOR, now, cohort, plan)
        row = improvements.find_action(action)
        assert row is not None
        later = replace(plan, due_on=day + timedelta(days=30))
        improving.change_action(OPERATOR, now, cohort, row, later, row.revision)
    return action


def _add_ended() -> str:
    programme, now = curricula.get_programme(SLUG), datetime.now(UTC)
    other = cohorts.list_cohorts(programme.id)[0]
    plan = CohortPlan(
        title={"en": "Last year", "ar": "العام الماضي"},
        announcement={"en": "A cohort that has ended."},
        time_zone="UTC",
        starts_on=(now - timedelta(days=130)).date(),
        ends_on=(now - timedelta(days=100)).date(),
        opens_at=now - timedelta(days=200),
        closes_at=now - timedelta(days=150),
        offer_days=7,
        places=20,
        languages=other.languages,
    )
    runner = organisations.get_organisation(programme.organisation_id)
    cohort_id = running.create_cohort(OPERATOR, now, programme, runner, plan)
    running.publish_cohort(OPERATOR, now, cohorts.get_cohort(cohort_id))
    return cohort_id


def _survey(app: Flask, cohort_id: str) -> str:
    """Carry the surveys of a cohort on to this day; return the trainee's open invitation."""
    now = datetime.now(UTC)
    with app.app_context(), writing():
        surveying.carry_on(now - timedelta(days=95), cohort_id)
        # The server's own worker may have opened the next one meanwhile.
        survey = next(row for row in surveys.list_surveys(cohort_id) if row.kind == "reaction")
        items = own_questions.list_items(own_questions.list_own(cohort_id), "reaction", "en")
        sent = {item.id: [COMMENT if item.kind == "comment" else "4"] for item in items}
        sent |= {item.id: ["more"] for item in items if item.choices}
        reply = read_reply(items, {**sent, "sure-before": ["2"]})
        for invitation in surveys.list_invitations(survey.id):
            surveying.answer(now - timedelta(days=90), survey, invitation, reply)
        surveying.carry_on(now - timedelta(days=70), cohort_id)
        surveying.carry_on(now, cohort_id)
        (row,) = [row for row in surveys.list_surveys(cohort_id) if row.closed_at is None]
        people = {one.email: one.participation_id for one in surveys.list_asked(cohort_id)}
        mine = people["trainee@demo.example"]
        return next(
            one.id for one in surveys.list_invitations(row.id) if one.participation_id == mine
        )
