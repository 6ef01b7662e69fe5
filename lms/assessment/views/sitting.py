"""On the way through a paper: go on without an answer, flag a question, pause, change language.

The pages themselves are in `attempts`.
"""

from lms.assessment import rules
from lms.assessment.forms import FlagForm, LanguageForm
from lms.assessment.policy import load_attempt_for
from lms.assessment.services import sitting
from lms.assessment.views.door import room
from lms.web.actor import current_session
from lms.web.errors import wants_json
from lms.web.policies import signed_in
from lms.web.render import redirect_to
from lms.web.room import Answer, Visit


@room.post("/learn/attempts/<id:attempt_id>/questions/<slug:position>/next", policy=signed_in)
def go_on(visit: Visit[None], attempt_id: str, position: str) -> Answer:
    attempt = load_attempt_for(visit.actor, attempt_id)
    following = sitting.go_on(visit.now, attempt.id, rules.read_position(position))
    return redirect_to("assessment.show_question", attempt_id=attempt_id, position=following)


@room.post(
    "/learn/attempts/<id:attempt_id>/questions/<slug:position>/flag",
    policy=signed_in,
    form=FlagForm,
)
def flag_question(visit: Visit[FlagForm], attempt_id: str, position: str) -> Answer:
    attempt, place = load_attempt_for(visit.actor, attempt_id), rules.read_position(position)
    is_flagged = visit.form.flag.data == "yes"
    sitting.flag_question(visit.now, attempt.id, place, is_flagged=is_flagged)
    if wants_json():
        return {"is_flagged": is_flagged}
    return redirect_to("assessment.show_question", attempt_id=attempt_id, position=place)


@room.post("/learn/attempts/<id:attempt_id>/session", policy=signed_in)
def take_over_attempt(visit: Visit[None], attempt_id: str) -> Answer:
    attempt = load_attempt_for(visit.actor, attempt_id)
    sitting.take_over(visit.now, attempt.id, current_session())
    return redirect_to("assessment.show_attempt", attempt_id=attempt_id)


@room.post("/learn/attempts/<id:attempt_id>/pause", policy=signed_in)
def pause_attempt(visit: Visit[None], attempt_id: str) -> Answer:
    attempt = load_attempt_for(visit.actor, attempt_id)
    sitting.pause(visit.now, attempt.id)
    return redirect_to("assessment.show_attempt", attempt_id=attempt_id)


@room.post("/learn/attempts/<id:attempt_id>/resume", policy=signed_in)
def resume_attempt(visit: Visit[None], attempt_id: str) -> Answer:
    attempt = load_attempt_for(visit.actor, attempt_id)
    sitting.resume(visit.now, attempt.id)
    return redirect_to("assessment.show_attempt", attempt_id=attempt_id)


@room.post("/learn/attempts/<id:attempt_id>/language", policy=signed_in, form=LanguageForm)
def change_attempt_language(visit: Visit[LanguageForm], attempt_id: str) -> Answer:
    attempt, form = load_attempt_for(visit.actor, attempt_id), visit.form
    is_whole = form.position.data == "all"
    place = 1 if is_whole else rules.read_position(form.position.data or "")
    sitting.change_language(visit.actor, visit.now, attempt.id, form.language.data or "")
    if is_whole:
        return redirect_to("assessment.show_questions", attempt_id=attempt_id)
    return redirect_to("assessment.show_question", attempt_id=attempt_id, position=place)
