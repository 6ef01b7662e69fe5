"""A participant's sessions: when they are, being there, what was noted, asking for a correction.

The subscribe link for calendars is in `calendars`.
"""

from typing import Any

from flask import request

from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.programmes import session_policy as policy
from lms.programmes.forms.sessions import CorrectionForm, PresentForm
from lms.programmes.queries import attendance, cohorts, session_pages
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.presence import PRESENCE_NAMES
from lms.programmes.rules.rows import ParticipationRow
from lms.programmes.rules.sessions import MODE_NAMES, SessionRow
from lms.programmes.services import attendance as services
from lms.programmes.throttle import count_try
from lms.programmes.views.attendance import code_key
from lms.programmes.views.door import room
from lms.web.forms import complain_at
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ALL = "/learn/cohorts/<id:participation_id>/sessions"
ONE = "/learn/sessions/<id:session_id>"


@room.get(ALL, policy=signed_in)
def list_own_sessions(visit: Visit[None], participation_id: str) -> Answer:
    own = policy.load_studying_for(visit.actor, participation_id)
    cohort, language = cohorts.get_cohort(own.cohort_id), current_language()
    lines = session_pages.list_own_lines(visit.actor, own, visit.now, language)
    return render(
        "programmes/list_own_sessions.html",
        own=own,
        title=choose_text(cohort.title, language),
        coming=[line for line in lines if not line.is_over],
        past=[line for line in reversed(lines) if line.is_over],
        mode_names=MODE_NAMES,
        presence_names=PRESENCE_NAMES,
    )


@room.get(ONE, policy=signed_in)
def show_own_session(visit: Visit[None], session_id: str) -> Answer:
    session, own = policy.load_own_session_for(visit.actor, session_id)
    return _one_page(visit, session, own, CorrectionForm())


def _one_page(
    visit: Visit[Any], session: SessionRow, own: ParticipationRow, form: CorrectionForm
) -> str:
    language = current_language()
    lines = session_pages.list_own_lines(visit.actor, own, visit.now, language)
    return render(
        "programmes/show_own_session.html",
        own=own,
        line=next(line for line in lines if line.session.id == session.id),
        tutors=session_pages.name_tutors(visit.actor, session),
        has_begun=session.starts_at <= visit.now,
        form=form,
        mode_names=MODE_NAMES,
        presence_names=PRESENCE_NAMES,
    )


@room.post(ONE, policy=signed_in, form=CorrectionForm)
def ask_correction(visit: Visit[CorrectionForm], session_id: str) -> Answer:
    session, own = policy.load_own_session_for(visit.actor, session_id)
    if visit.problems:
        return _one_page(visit, session, own, visit.form), 422
    services.ask_correction(
        visit.actor, visit.now, session, own, visit.form.wanted.data, str(visit.form.reason.data)
    )
    notify("success", N_("Asked. You read the answer here."))
    return redirect_to("programmes.show_own_session", session_id=session_id)


@room.get(f"{ONE}/present", policy=signed_in)
def show_presence(visit: Visit[None], session_id: str) -> Answer:
    session, own = policy.load_own_session_for(visit.actor, session_id)
    # The code on the screen may come with the address that was scanned; nothing is noted yet.
    return _presence_page(visit, session, own, PresentForm(code=request.args.get("code", "")))


def _presence_page(
    visit: Visit[Any], session: SessionRow, own: ParticipationRow, form: PresentForm
) -> str:
    when, yours = session_pages.tell_times(visit.actor, session, current_language())
    return render(
        "programmes/show_presence.html",
        session=session,
        own=own,
        when=when,
        yours=yours,
        is_on=session.is_on(visit.now),
        mark=attendance.get_marks(session.id).get(own.id),
        form=form,
        presence_names=PRESENCE_NAMES,
    )


@room.post(f"{ONE}/present", policy=signed_in, form=PresentForm)
def note_presence(visit: Visit[PresentForm], session_id: str) -> Answer:
    session, own = policy.load_own_session_for(visit.actor, session_id)
    if visit.problems:
        return _presence_page(visit, session, own, visit.form), 422
    count_try(str(visit.actor.person_id))
    try:
        services.note_by_code(
            visit.actor, visit.now, session, own, str(visit.form.code.data), code_key(session)
        )
    except Invalid as error:
        complain_at(visit.form.code, error.text)
        return _presence_page(visit, session, own, visit.form), 422
    # The page itself says how one is noted.
    return redirect_to("programmes.show_presence", session_id=session_id)
