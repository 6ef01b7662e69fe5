"""The funnel of a cohort on its page and as a table, from real nominations, places and presence."""

import io
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from lms.certificates.queries.certificates import find_certificate
from lms.certificates.services import decisions, issuing
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db
from lms.learning.models import ActivityProgress
from lms.learning.queries import find_enrolment
from lms.programmes.models import Participation
from lms.programmes.queries import funnels, participations
from lms.programmes.queries.sessions import find_session
from lms.programmes.rules.sessions import SessionPlan
from lms.programmes.services import attendance as noting
from lms.programmes.services import sessions
from tests import cast
from tests.certificates import graduates
from tests.learning import courses
from tests.programmes import factories
from tests.programmes.survey_site import add_ended
from tests.programmes.test_gains import definition


@pytest.fixture
def ended(hub):
    """A cohort of seven that has ended, of a programme with a course."""
    courses.publish()
    return add_ended(factories.add_programme(hub, definition=definition()))


def totals(cohort):
    db.session.rollback()
    return funnels.get_funnel(cohort, cast.NOW).totals


def test_each_step_counts_who_has_reached_it(ended):
    assert totals(ended) == {
        "nominated": 7, "accepted": 7, "began": 0, "completed": 0, "certified": 0,
    }  # fmt: skip
    course = courses.queries.get_course(courses.SLUG)
    certify("amina", course)
    certify("farid", course)
    visit(graduates.enrol("khady", course))
    set_status("khady", "completed")
    set_status("lamine", "withdrawn")
    set_status("hadi", "declined")
    factories.add_nomination(ended, "chen", submitted_at=None)
    factories.add_nomination(ended, "bruno", withdrawn_at=cast.NOW)
    factories.add_participation(factories.add_nomination(ended, "gita"), "offered")
    assert totals(ended) == {
        "nominated": 8, "accepted": 6, "began": 3, "completed": 1, "certified": 2,
    }  # fmt: skip


def certify(name, course):
    """Let somebody complete the course and get its certificate."""
    enrolment_id = graduates.enrol(name, course)
    visit(enrolment_id)
    graduates.complete(enrolment_id, course)
    graduates.confirm(name, f"{name.title()} Test")
    enrolment = find_enrolment(enrolment_id)
    assert enrolment is not None
    found = issuing.issue_certificate(OPERATOR, cast.NOW, enrolment)
    db.session.commit()
    return found


def visit(enrolment_id):
    db.session.add(ActivityProgress(
        enrolment_id=enrolment_id, activity_id="origins", status="done", at=cast.NOW))  # fmt: skip
    db.session.commit()


def set_status(name, status):
    ended_at = None if status == "accepted" else cast.NOW
    db.session.execute(
        update(Participation)
        .where(Participation.person_id == cast.id_of(name))
        .values(status=status, ended_at=ended_at)
    )
    db.session.commit()


def test_a_revoked_certificate_counts_no_more(ended):
    course = courses.queries.get_course(courses.SLUG)
    certificate_id = certify("amina", course)
    assert totals(ended)["certified"] == 1
    row = find_certificate(certificate_id, cast.NOW)
    assert row is not None
    decisions.revoke_certificate(cast.actor_of("emre"), cast.NOW, row, reason="error")
    db.session.commit()
    assert totals(ended)["certified"] == 0


def test_who_was_present_has_attended_and_begun(cohort):
    for name in ("amina", "farid", "bruno"):
        factories.add_participation(factories.add_nomination(cohort, name))
    assert "attended" not in totals(cohort)
    # Every programme has a certificate of its own, whatever its courses have.
    assert totals(cohort)["certified"] == 0
    start = datetime(2027, 2, 2, 9, 0)  # noqa: DTZ001 - the clock on the wall
    plan = SessionPlan("Opening", "in_person", start, start + timedelta(hours=2), "Africa/Dakar",
                       place="Hall")  # fmt: skip
    (session_id,) = sessions.plan_sessions(cast.actor_of("ines"), cast.NOW, cohort, plan, 1)
    planned = find_session(session_id)
    assert planned is not None
    rows = participations.list_participations(cohort.id)
    marks = {rows[0].id: "present", rows[1].id: "absent"}
    clock.advance(days=80)
    noting.note(cast.actor_of("ines"), clock.now(), planned, marks, "list")
    db.session.commit()
    assert funnels.get_funnel(cohort, clock.now()).totals == {
        "nominated": 3, "accepted": 3, "began": 1, "attended": 1, "completed": 0,
        "certified": 0,
    }  # fmt: skip


def test_the_page_has_groups_where_nobody_follows_and_the_exports_the_same(ended, browse):
    page = browse("ines").get(f"/admin/cohorts/{ended.id}/evaluation").text
    part = page[page.index('id="funnel"') : page.index('id="tested"')]
    # Five of Senegal and two of Fiji, four women and three men: with Senegal the two would follow.
    assert "Senegal" not in part
    assert "2 groups are not shown." in part
    assert "<svg" in part
    csv = browse("ines").get(f"/admin/cohorts/{ended.id}/evaluation/funnel/csv")
    assert csv.data.decode("utf-8-sig").splitlines() == [
        "split,group,step,people", "all,,nominated,7", "all,,accepted,7", "all,,began,0",
        "all,,completed,0", "all,,certified,0",
    ]  # fmt: skip
    book = browse("ines").get(f"/admin/cohorts/{ended.id}/evaluation/funnel/xlsx")
    sheet = load_workbook(io.BytesIO(book.data)).active
    assert [cell.value for cell in sheet[2]] == ["all", None, "nominated", "7"]


@pytest.mark.parametrize(("who", "status"), [("bruno", 403), ("amina", 404), ("farid", 404)])
def test_only_who_runs_the_cohort_gets_the_figures(ended, browse, who, status):
    factories.assign(ended, "bruno", "tutor")
    url = f"/admin/cohorts/{ended.id}/evaluation/funnel/csv"
    assert browse(who).get(url).status_code == status
    assert browse().get(url).status_code == 303


def test_without_anybody_there_is_a_sentence_and_no_picture(cohort, browse):
    page = browse("ines").get(f"/admin/cohorts/{cohort.id}/evaluation").text
    assert "Nobody is nominated yet." in page
    assert 'class="chart"' not in page
