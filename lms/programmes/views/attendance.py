"""Noting who was at a session: the list, the code on the screen, what participants ask for.

Lists of video services are in `attendance_imports`; what participants see, in `own_sessions`.
"""

import io
from typing import Any

from flask import url_for
from markupsafe import Markup

from lms.kit.i18n import N_
from lms.programmes import session_policy as policy
from lms.programmes.forms.sessions import AttendanceForm, DecisionForm
from lms.programmes.queries import session_pages
from lms.programmes.rules.presence import PRESENCE_NAMES, SOURCE_NAMES, ReasonMissing
from lms.programmes.rules.rotating_code import STEP, changes_at, make_code
from lms.programmes.rules.sessions import SessionRow
from lms.programmes.services import attendance as services
from lms.programmes.session_policy import SessionDesk
from lms.programmes.views.door import room
from lms.web.forms import complain_at
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.web.seals import make_seal

ONE = "/admin/sessions/<id:session_id>"


def code_key(session: SessionRow) -> bytes:
    """Return the key of a session's codes, made under the site's secret."""
    return make_seal("attendance code", session.id).encode()


def _list_page(
    visit: Visit[Any],
    desk: SessionDesk,
    form: AttendanceForm,
    decision: DecisionForm | None = None,
    refused: str = "",
) -> str:
    when, yours = session_pages.tell_times(visit.actor, desk.session, current_language())
    return render(
        "programmes/show_attendance.html",
        desk=desk.cohort,
        session=desk.session,
        when=when,
        yours=yours,
        page=session_pages.get_attendance_page(visit.actor, desk.session),
        form=form,
        decision=decision or DecisionForm(),
        refused=refused,
        presence_names=PRESENCE_NAMES,
        source_names=SOURCE_NAMES,
    )


@room.get(f"{ONE}/attendance", policy=signed_in)
def show_attendance(visit: Visit[None], session_id: str) -> Answer:
    desk = policy.load_session_for(visit.actor, session_id)
    return _list_page(visit, desk, AttendanceForm())


@room.post(f"{ONE}/attendance", policy=signed_in, form=AttendanceForm)
def note_attendance(visit: Visit[AttendanceForm], session_id: str) -> Answer:
    desk, form = policy.load_session_for(visit.actor, session_id), visit.form
    if visit.problems:
        return _list_page(visit, desk, form), 422
    reason = str(form.reason.data or "")
    try:
        count = services.note_list(
            visit.actor, visit.now, desk.session, form.shown, form.chosen, reason
        )
    except ReasonMissing as error:
        complain_at(form.reason, error.text)
        return _list_page(visit, desk, form), 422
    if count:
        notify("success", N_("Saved. Changed: %(count)s."), count=count)
    else:
        notify("info", N_("Nothing was changed."))
    return redirect_to("programmes.show_attendance", session_id=session_id)


def _screen(visit: Visit[None], session_id: str) -> dict[str, Any]:
    session = policy.load_session_for(visit.actor, session_id).session
    is_on = session.is_on(visit.now)
    code = make_code(code_key(session), session.id, visit.now) if is_on else ""
    address = url_for(
        "programmes.show_presence", session_id=session.id, code=code or None, _external=True
    )
    return {
        "session": session,
        "is_on": is_on,
        "code": code,
        "changes_at": changes_at(visit.now),
        "step": STEP,
        "picture": _qr_code(address) if is_on else "",
        "short_address": address.partition("?")[0],
    }


def _qr_code(address: str) -> Markup:
    import segno  # noqa: PLC0415 - of this one page

    picture = io.BytesIO()
    segno.make_qr(address, error="m").save(
        picture, kind="svg", scale=8, border=2, xmldecl=False, svgns=False, svgclass="qr",
        lineclass=None, omitsize=True, light="#fff", dark="#000",
    )  # fmt: skip
    return Markup(picture.getvalue().decode())  # noqa: S704 - drawn by the library from digits


@room.get(f"{ONE}/code", policy=signed_in)
def show_code(visit: Visit[None], session_id: str) -> Answer:
    return render("programmes/show_code.html", **_screen(visit, session_id))


@room.post("/admin/attendance-requests/<id:request_id>", policy=signed_in, form=DecisionForm)
def decide_correction(visit: Visit[DecisionForm], request_id: str) -> Answer:
    row, desk = policy.load_request_for(visit.actor, request_id)
    if visit.problems:
        return _list_page(visit, desk, AttendanceForm(), visit.form, refused=row.id), 422
    is_granted = visit.form.decision.data == "grant"
    services.decide_correction(
        visit.actor,
        visit.now,
        desk.session,
        row,
        is_granted=is_granted,
        answer=str(visit.form.answer.data or ""),
    )
    notify("success", N_("Decided. The participant reads it on their page of sessions."))
    return redirect_to("programmes.show_attendance", session_id=row.session_id)
