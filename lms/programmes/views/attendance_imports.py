"""Attendance from a list of a video service: sent in, looked over line by line, taken, undone.

How a list is read is decided in `rules.video_lists`.
"""

from typing import Any

from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.programmes import session_policy as policy
from lms.programmes.forms.sessions import TakeListForm, VideoListForm
from lms.programmes.queries import attendance, session_pages
from lms.programmes.queries.attendance import ImportRow
from lms.programmes.rules.presence import PRESENCE_NAMES, PresenceByMinutes
from lms.programmes.services import attendance_imports as services
from lms.programmes.session_policy import SessionDesk
from lms.programmes.views.door import room
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ALL = "/admin/sessions/<id:session_id>/attendance/lists"
ONE = "/admin/attendance-lists/<id:import_id>"
# How much of a session somebody was in the call who counts as present, until another is said.
USUAL_SHARE = 0.75


def _list_page(desk: SessionDesk, form: VideoListForm) -> str:
    return render(
        "programmes/list_video_lists.html",
        desk=desk.cohort,
        session=desk.session,
        rows=attendance.list_imports(desk.session.id),
        form=form,
    )


@room.get(ALL, policy=signed_in)
def list_video_lists(visit: Visit[None], session_id: str) -> Answer:
    desk = policy.load_session_for(visit.actor, session_id)
    return _list_page(desk, VideoListForm())


@room.post(ALL, policy=signed_in, form=VideoListForm)
def send_video_list(visit: Visit[VideoListForm], session_id: str) -> Answer:
    desk, form = policy.load_session_for(visit.actor, session_id), visit.form
    if visit.problems:
        return _list_page(desk, form), 422
    import_id = services.begin_import(
        visit.actor, visit.now, desk.session, form.file_name, form.heard
    )
    return redirect_to("programmes.show_video_list", import_id=import_id)


def _one_page(visit: Visit[Any], row: ImportRow, desk: SessionDesk, form: TakeListForm) -> str:
    return render(
        "programmes/show_video_list.html",
        desk=desk.cohort,
        session=desk.session,
        row=row,
        found=services.match_import(visit.actor, row, desk.session),
        people=session_pages.get_attendance_page(visit.actor, desk.session).people,
        chosen=form.chosen if visit.form is not None else None,
        form=form,
        presence_names=PRESENCE_NAMES,
    )


@room.get(ONE, policy=signed_in)
def show_video_list(visit: Visit[None], import_id: str) -> Answer:
    row, desk = policy.load_import_for(visit.actor, import_id)
    length = (desk.session.ends_at - desk.session.starts_at).total_seconds() / 60
    form = TakeListForm(least_minutes=int(length * USUAL_SHARE))
    return _one_page(visit, row, desk, form)


@room.post(ONE, policy=signed_in, form=TakeListForm)
def take_video_list(visit: Visit[TakeListForm], import_id: str) -> Answer:
    (row, desk), form = policy.load_import_for(visit.actor, import_id), visit.form
    if visit.problems:
        return _one_page(visit, row, desk, form), 422
    rule = PresenceByMinutes(form.least_minutes.data or 0, bool(form.marks_others.data))
    try:
        count = services.take_import(visit.actor, visit.now, row, desk.session, form.chosen, rule)
    except Invalid as error:
        form.complain(error.text)
        return _one_page(visit, row, desk, form), 422
    notify("success", N_("Taken. Noted: %(count)s. You can undo this on this page."), count=count)
    return redirect_to("programmes.show_video_list", import_id=import_id)


@room.post(f"{ONE}/undo", policy=signed_in)
def undo_video_list(visit: Visit[None], import_id: str) -> Answer:
    row, desk = policy.load_import_for(visit.actor, import_id)
    count = services.undo_import(visit.actor, visit.now, row, desk.session)
    notify("success", N_("Undone. As before: %(count)s."), count=count)
    return redirect_to("programmes.show_video_list", import_id=import_id)
