"""The page of all questions of an attempt, for quizzes that have them on one page.

One question alone, the overview, the finish and the result are in `attempts`.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from lms.assessment import queries, rules
from lms.assessment.forms.whole import WholeForm
from lms.assessment.policy import load_attempt_for, load_seats_for
from lms.assessment.rules import AttemptRow
from lms.assessment.services import sitting
from lms.assessment.services.whole import SavedWhole, save_whole
from lms.assessment.views.attempts import show_closed, unkept
from lms.assessment.views.door import room
from lms.assessment.views.served import seal_served, seal_shown, was_shown
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.kit.ids import new_id
from lms.questions.rules import Raw
from lms.web.actor import current_session
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

WHOLE = "/learn/attempts/<id:attempt_id>/questions/all"


@room.get(WHOLE, policy=signed_in)
def show_questions(visit: Visit[None], attempt_id: str) -> Answer:
    attempt = load_attempt_for(visit.actor, attempt_id)
    if rules.status(attempt, visit.now) != "open":
        return redirect_to("assessment.show_result", attempt_id=attempt_id)
    if not queries.is_whole(attempt) or not rules.is_shown(attempt, 1, current_session()):
        return redirect_to("assessment.show_attempt", attempt_id=attempt_id)
    return unkept(_page(visit, attempt, {}, {}))


@room.post(WHOLE, policy=signed_in, form=WholeForm)
def save_questions(visit: Visit[WholeForm], attempt_id: str) -> Answer:
    if visit.problems:
        raise rules.AnswerUnreadable
    form = visit.form
    seats = load_seats_for(visit.actor, attempt_id, [one.client_id for one in form.sent])
    seen = partial(was_shown, attempt_id)
    saved = save_whole(visit.now, seats, form.sent, current_session(), seen)
    if form.flagged is not None:
        position, is_flagged = form.flagged
        sitting.flag_question(visit.now, attempt_id, position, is_flagged=is_flagged)
    if saved.refused:
        return _refuse(visit, seats.attempt, saved)
    return _go_on(visit, attempt_id, saved)


def _go_on(visit: Visit[WholeForm], attempt_id: str, saved: SavedWhole) -> Answer:
    if visit.form.go.data == "finish":
        return redirect_to("assessment.confirm_finish", attempt_id=attempt_id)
    if visit.form.go.data == "pause":
        sitting.pause(visit.now, attempt_id)
        return redirect_to("assessment.show_attempt", attempt_id=attempt_id)
    if str(visit.form.go.data).isdecimal():
        position = visit.form.go.data
        return redirect_to("assessment.show_question", attempt_id=attempt_id, position=position)
    if visit.form.flagged is None:
        notify("success", N_("Saved."))
    place = _place(visit.form, saved)
    return redirect_to("assessment.show_questions", attempt_id=attempt_id, _anchor=place)


def _place(form: WholeForm, saved: SavedWhole) -> str | None:
    """Return where on the page the reader goes on: at the flag pressed, or the one answer saved."""
    if form.flagged is not None:
        return f"question-{form.flagged[0]}"
    return f"question-{saved.saved[0]}" if len(saved.saved) == 1 else None


def _refuse(visit: Visit[WholeForm], attempt: AttemptRow, saved: SavedWhole) -> Answer:
    """Show all again with what did not fit as it was sent, or the result where it is over."""
    problem = next(iter(saved.refused.values()))
    if rules.status(attempt, visit.now) != "open":
        return show_closed(attempt, visit.now, problem), problem.status
    sent = {one.position: one.raw for one in visit.form.sent}
    kept = {position: sent[position] for position in saved.refused}
    return unkept(_page(visit, attempt, kept, saved.refused), problem.status)


def _page(
    visit: Visit[Any],
    attempt: AttemptRow,
    sent: Mapping[int, Raw],
    problems: Mapping[int, DomainError],
) -> str:
    whole = queries.get_whole_page(attempt, visit.now, sent)
    return render(
        "assessment/show_questions.html",
        page=whole.page,
        questions=whole.questions,
        client_id=new_id,
        seal=partial(seal_shown, attempt.id),
        served=seal_served(attempt, visit.now),
        problems=problems,
    )
