"""Graded work as those see it who teach: the list of a cohort, one piece, its grade or its return.

What participants see is in `own_works`.
"""

from typing import Any

from lms.accounts.queries import get_name
from lms.kit.i18n import N_
from lms.programmes import session_policy
from lms.programmes import work_policy as policy
from lms.programmes.forms.works import GradeForm, ObserveForm, ReturnForm
from lms.programmes.queries import work_pages
from lms.programmes.rules.observation import CRITERIA, LEVELS, count_points
from lms.programmes.rules.works import BADGES, STATUS_NAMES
from lms.programmes.services import evaluation, works
from lms.programmes.views.door import room
from lms.programmes.work_policy import WorkDesk
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ONE = "/admin/participations/<id:participation_id>/work/<slug:part_id>"
GRADED = N_("The grade is kept, and the participant is told that there is one.")
DOUBTED = N_(
    "With this grade the requirements of an award that was given before are no longer met. Nothing"
    " is withdrawn by itself: those who administer the cohort are told, and decide."
)


@room.get("/admin/cohorts/<id:cohort_id>/work", policy=signed_in)
def list_works(visit: Visit[None], cohort_id: str) -> Answer:
    desk = session_policy.load_teaching_cohort_for(visit.actor, cohort_id)
    lines = work_pages.list_lines(visit.actor, desk.cohort, current_language())
    return render(
        "programmes/list_works.html",
        desk=desk,
        lines=lines,
        waiting=work_pages.count_waiting(lines),
        status_names=STATUS_NAMES,
        badges=BADGES,
    )


def _page(
    visit: Visit[Any],
    desk: WorkDesk,
    grade: GradeForm | None = None,
    observe: ObserveForm | None = None,
    returning: ReturnForm | None = None,
) -> str:
    page = work_pages.get_page(visit.actor, desk.place, current_language())
    forms = {
        "grade_form": grade or GradeForm(seen=page.record.mark),
        "observe_form": observe or ObserveForm(seen=page.record.mark),
        "return_form": returning or ReturnForm(seen=page.record.mark),
    }
    return render(
        "programmes/show_work.html",
        desk=desk.desk,
        place=desk.place,
        page=page,
        is_own=desk.place.row.person_id == visit.actor.person_id,
        may_answer=desk.may_answer,
        tutor=get_name(visit.actor, desk.tutor_id) if desk.tutor_id else "",
        status_names=STATUS_NAMES,
        badges=BADGES,
        criteria=CRITERIA,
        levels=LEVELS,
        **forms,
    )


@room.get(ONE, policy=signed_in)
def show_work(visit: Visit[None], participation_id: str, part_id: str) -> Answer:
    return _page(visit, policy.load_work_for(visit.actor, participation_id, part_id))


def _tell_graded(visit: Visit[Any], desk: WorkDesk) -> None:
    notify("success", GRADED)
    if evaluation.puts_in_doubt(visit.now, desk.place.row):
        notify("warning", DOUBTED)


def _back(desk: WorkDesk) -> Answer:
    return redirect_to(
        "programmes.show_work",
        participation_id=desk.place.row.id,
        part_id=desk.place.part.id,
    )


@room.post(f"{ONE}/grade", policy=signed_in, form=GradeForm)
def grade_work(visit: Visit[GradeForm], participation_id: str, part_id: str) -> Answer:
    desk = policy.load_graded_work_for(visit.actor, participation_id, part_id)
    form = visit.form
    if visit.problems:
        return _page(visit, desk, grade=form), 422
    points, note = int(form.points.data or 0), str(form.note.data)
    works.grade(visit.actor, visit.now, desk.place, points, note, str(form.seen.data))
    _tell_graded(visit, desk)
    return _back(desk)


@room.post(f"{ONE}/observe", policy=signed_in, form=ObserveForm)
def observe_work(visit: Visit[ObserveForm], participation_id: str, part_id: str) -> Answer:
    desk = policy.load_observed_work_for(visit.actor, participation_id, part_id)
    form = visit.form
    form.check_day(visit.now, desk.place.cohort.time_zone)
    if visit.problems or form.held_on.errors:
        return _page(visit, desk, observe=form), 422
    works.grade(
        visit.actor,
        visit.now,
        desk.place,
        count_points(form.scores),
        str(form.note.data),
        str(form.seen.data),
        held_on=form.held_on.data,
        scores=form.scores,
    )
    _tell_graded(visit, desk)
    return _back(desk)


@room.post(f"{ONE}/return", policy=signed_in, form=ReturnForm)
def return_work(visit: Visit[ReturnForm], participation_id: str, part_id: str) -> Answer:
    desk, form = policy.load_answered_work_for(visit.actor, participation_id, part_id), visit.form
    if visit.problems:
        return _page(visit, desk, returning=form), 422
    works.return_work(
        visit.actor, visit.now, desk.place, str(form.revision.data), str(form.seen.data)
    )
    notify("success", N_("Sent back. The participant is told, and can hand in a new version."))
    return _back(desk)
