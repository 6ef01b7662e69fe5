"""Complaints about the training: filed by participants, answered by who is not involved.

Who may read which is decided in `complaint_policy`.
"""

from typing import Any

from lms.accounts.queries import get_names
from lms.kit.i18n import N_
from lms.programmes import complaint_policy as policy
from lms.programmes import policy as programmes
from lms.programmes.complaint_policy import ComplaintDesk
from lms.programmes.forms.complaints import ComplaintForm, DaysForm, SayForm
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import cohorts, complaints
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.complaints import (
    ABOUT_NAMES,
    BADGES,
    STATUS_NAMES,
    STEP_NAMES,
    ComplaintRow,
    find_status,
)
from lms.programmes.rules.rows import ParticipationRow
from lms.programmes.services import complaints as services
from lms.programmes.views.door import room
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

FILE = "/learn/cohorts/<id:participation_id>/complaint"
OWN = "/learn/complaints/<id:complaint_id>"
ALL = "/admin/cohorts/<id:cohort_id>/complaints"
ONE = "/admin/complaints/<id:complaint_id>"
NAMES = {"status_names": STATUS_NAMES, "badges": BADGES, "about_names": ABOUT_NAMES}


def _own_page(visit: Visit[Any], own: ParticipationRow, form: ComplaintForm) -> str:
    cohort = cohorts.get_cohort(own.cohort_id)
    answering = [row for row in cohorts.list_assignments(cohort.id) if row.task == "complaints"]
    return render(
        "programmes/file_complaint.html",
        own=own,
        title=choose_text(cohort.title, current_language()),
        lines=complaints.list_own(own.id, visit.now),
        days=complaints.get_days(cohort.id),
        names=get_names(visit.actor, [row.person_id for row in answering]),
        form=form,
        **NAMES,
    )


@room.get(FILE, policy=signed_in)
def show_complaints(visit: Visit[None], participation_id: str) -> Answer:
    own = programmes.load_participation_for(visit.actor, participation_id)
    return _own_page(visit, own, ComplaintForm())


@room.post(FILE, policy=signed_in, form=ComplaintForm)
def file_complaint(visit: Visit[ComplaintForm], participation_id: str) -> Answer:
    own, form = programmes.load_participation_for(visit.actor, participation_id), visit.form
    if visit.problems:
        return _own_page(visit, own, form), 422
    complaint_id = services.file_complaint(
        visit.now, own, form.about.data, str(form.words.data), is_named=bool(form.is_named.data)
    )
    notify("success", N_("Your complaint is filed. You read the answer here."))
    return redirect_to("programmes.show_own_complaint", complaint_id=complaint_id)


def _thread(visit: Visit[Any], row: ComplaintRow, form: SayForm) -> dict[str, Any]:
    steps = complaints.list_steps(row.id)
    people = [step.said_by for step in steps if step.said_by]
    if row.is_named and row.person_id:
        people.append(row.person_id)
    return {
        "row": row,
        "steps": steps,
        "status": find_status(row, steps[-1].kind if steps else None, visit.now),
        "people": get_names(visit.actor, people),
        "step_names": STEP_NAMES,
        "form": form,
        **NAMES,
    }


@room.get(OWN, policy=signed_in)
def show_own_complaint(visit: Visit[None], complaint_id: str) -> Answer:
    row = policy.load_own_complaint_for(visit.actor, complaint_id)
    return render("programmes/show_own_complaint.html", **_thread(visit, row, SayForm()))


@room.post(OWN, policy=signed_in, form=SayForm)
def reply_complaint(visit: Visit[SayForm], complaint_id: str) -> Answer:
    row = policy.load_own_complaint_for(visit.actor, complaint_id)
    if visit.problems:
        page = _thread(visit, row, visit.form)
        return render("programmes/show_own_complaint.html", **page), 422
    services.reply(visit.now, row, str(visit.form.words.data))
    notify("success", N_("Sent to whoever answers your complaint."))
    return redirect_to("programmes.show_own_complaint", complaint_id=complaint_id)


def _list_page(visit: Visit[Any], desk: CohortDesk, form: DaysForm | None = None) -> str:
    lines = complaints.list_of_cohort(desk.cohort.id, visit.now)
    tasks = cohorts.list_assignments(desk.cohort.id)
    return render(
        "programmes/list_complaints.html",
        desk=desk,
        counts=complaints.count_statuses(lines),
        # Who only manages sees numbers.
        lines=lines if "complaints" in desk.tasks else [],
        is_assigned=any(row.task == "complaints" for row in tasks),
        form=form or DaysForm(days=complaints.get_days(desk.cohort.id)),
        **NAMES,
    )


@room.get(ALL, policy=signed_in)
def list_complaints(visit: Visit[None], cohort_id: str) -> Answer:
    return _list_page(visit, policy.load_complaints_desk_for(visit.actor, cohort_id))


@room.post(ALL, policy=signed_in, form=DaysForm)
def set_complaint_days(visit: Visit[DaysForm], cohort_id: str) -> Answer:
    desk = programmes.load_managed_cohort_for(visit.actor, cohort_id)
    if visit.problems:
        return _list_page(visit, desk, visit.form), 422
    services.set_days(visit.actor, visit.now, desk.cohort, int(visit.form.days.data or 0))
    notify("success", N_("The days for the answer are set."))
    return redirect_to("programmes.list_complaints", cohort_id=cohort_id)


def _answer_page(visit: Visit[Any], found: ComplaintDesk, form: SayForm) -> str:
    page = _thread(visit, found.row, form)
    return render("programmes/show_complaint.html", desk=found.desk, **page)


@room.get(ONE, policy=signed_in)
def show_complaint(visit: Visit[None], complaint_id: str) -> Answer:
    return _answer_page(visit, policy.load_complaint_for(visit.actor, complaint_id), SayForm())


@room.post(ONE, policy=signed_in, form=SayForm)
def answer_complaint(visit: Visit[SayForm], complaint_id: str) -> Answer:
    found, form = policy.load_complaint_for(visit.actor, complaint_id), visit.form
    if visit.problems:
        return _answer_page(visit, found, form), 422
    say = services.answer if form.kind.data == "answer" else services.ask_back
    say(visit.actor, visit.now, found.row, str(form.words.data))
    notify("success", N_("Sent. The participant is told that there is something to read."))
    return redirect_to("programmes.show_complaint", complaint_id=complaint_id)
