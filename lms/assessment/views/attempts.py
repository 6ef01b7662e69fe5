"""Pages of a quiz: before the start, an attempt's questions, finish and result.

What is decided on the way stands in `policy`, `services` and `rules`.
"""

from datetime import datetime
from typing import TypeVar

from flask import make_response
from werkzeug.wrappers import Response

from lms.assessment import queries, rules, services
from lms.assessment.forms import ResponseForm, StartForm
from lms.assessment.policy import load_attempt_for, load_seat_for
from lms.assessment.queries.appeal_pages import get_appeal_note
from lms.assessment.queries.handing_in import list_removed
from lms.assessment.services import SavedResponse, sitting
from lms.assessment.throttle import count_code
from lms.assessment.views.door import room
from lms.assessment.views.served import made_at_of, seal_served
from lms.kit.errors import DomainError
from lms.kit.i18n import Text, formats
from lms.kit.ids import new_id
from lms.learning import services as learning
from lms.learning.policy import load_enrolment_for
from lms.learning.queries import article_text
from lms.questions.rules import Raw
from lms.web.actor import current_session
from lms.web.errors import wants_json
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import redirect_to, render
from lms.web.room import Answer, Visit

# Some form of an answer.
FormT = TypeVar("FormT", bound=ResponseForm)


@room.get("/learn/<id:enrolment_id>/quizzes/<slug:activity_id>", policy=signed_in)
def show_quiz(visit: Visit[None], enrolment_id: str, activity_id: str) -> Answer:
    enrolment = load_enrolment_for(visit.actor, enrolment_id)
    learning.check_open(enrolment, activity_id)
    return _front(queries.get_quiz_page(enrolment, activity_id, visit.now))


@room.post("/learn/<id:enrolment_id>/quizzes/<slug:activity_id>", policy=signed_in, form=StartForm)
def start_attempt(visit: Visit[StartForm], enrolment_id: str, activity_id: str) -> Answer:
    enrolment = load_enrolment_for(visit.actor, enrolment_id)
    form = visit.form
    if form.code.data:
        count_code(str(visit.actor.person_id))
    has_promised = form.promise.data == "yes"
    try:
        attempt_id = services.start_attempt(
            visit.actor,
            visit.now,
            enrolment,
            activity_id,
            has_promised=has_promised,
            code=form.code.data or "",
            session=current_session(),
        )
    except (rules.CodeWrong, rules.PromiseMissing) as problem:
        page = queries.get_quiz_page(enrolment, activity_id, visit.now)
        return _front(page, problem, has_promised=has_promised), problem.status
    if queries.is_whole_at(enrolment, activity_id):
        return redirect_to("assessment.show_questions", attempt_id=attempt_id)
    return redirect_to("assessment.show_question", attempt_id=attempt_id, position=1)


@room.get("/learn/attempts/<id:attempt_id>", policy=signed_in)
def show_attempt(visit: Visit[None], attempt_id: str) -> Answer:
    return _show_overview(visit, attempt_id, "assessment/show_attempt.html")


@room.get("/learn/attempts/<id:attempt_id>/finish", policy=signed_in)
def confirm_finish(visit: Visit[None], attempt_id: str) -> Answer:
    return _show_overview(visit, attempt_id, "assessment/confirm_finish.html")


@room.get("/learn/attempts/<id:attempt_id>/questions/<slug:position>", policy=signed_in)
def show_question(visit: Visit[None], attempt_id: str, position: str) -> Answer:
    attempt = load_attempt_for(visit.actor, attempt_id)
    if rules.status(attempt, visit.now) != "open":
        return redirect_to("assessment.show_result", attempt_id=attempt_id)
    place = rules.read_position(position)
    if not rules.is_shown(attempt, place, current_session()):
        return redirect_to("assessment.show_attempt", attempt_id=attempt_id)
    return unkept(_question(attempt, place, visit.now))


@room.post(
    "/learn/attempts/<id:attempt_id>/questions/<slug:position>",
    policy=signed_in,
    form=ResponseForm,
)
def save_response(visit: Visit[ResponseForm], attempt_id: str, position: str) -> Answer:
    if visit.problems:
        raise rules.AnswerUnreadable
    form, place = visit.form, rules.read_position(position)
    seat = load_seat_for(visit.actor, attempt_id, place, form.client)
    made_at = made_at_of(form, seat.attempt, visit.now)
    session = current_session()
    saved = services.save_response(visit.now, seat, form.client, form.answers, made_at, session)
    return answer(visit, seat.attempt, place, saved, form.answers)


def answer(
    visit: Visit[FormT],
    attempt: rules.AttemptRow,
    place: int,
    saved: SavedResponse,
    sent: Raw | None = None,
) -> Answer:
    """Say to a script what became of an answer, or lead a person on.

    What was `sent` is shown again where it did not fit.
    """
    go = visit.form.go
    if wants_json():
        return _tell(visit, saved)
    if saved.problem is not None:
        return _refuse(visit, attempt, place, saved.problem, sent)
    if go == "overview":
        if queries.is_whole(attempt):
            anchor = f"question-{place}"
            return redirect_to("assessment.show_questions", attempt_id=attempt.id, _anchor=anchor)
        return redirect_to("assessment.show_attempt", attempt_id=attempt.id)
    following = sitting.go_on(visit.now, attempt.id, place) if go == "next" else place
    return redirect_to("assessment.show_question", attempt_id=attempt.id, position=following)


@room.post("/learn/attempts/<id:attempt_id>/finish", policy=signed_in)
def finish_attempt(visit: Visit[None], attempt_id: str) -> Answer:
    attempt = load_attempt_for(visit.actor, attempt_id)
    services.finish_attempt(visit.actor, visit.now, attempt.id)
    return redirect_to("assessment.show_result", attempt_id=attempt_id)


@room.get("/learn/attempts/<id:attempt_id>/result", policy=signed_in)
def show_result(visit: Visit[None], attempt_id: str) -> Answer:
    attempt = load_attempt_for(visit.actor, attempt_id)
    if rules.status(attempt, visit.now) == "open":
        return redirect_to("assessment.show_attempt", attempt_id=attempt_id)
    return show_closed(attempt, visit.now)


def _front(
    page: queries.QuizPage, problem: DomainError | None = None, *, has_promised: bool = False
) -> str:
    """Show what there is before the start; where it was refused, why, beside its field."""
    wrong = "code" if isinstance(problem, rules.CodeWrong) else "promise" if problem else None
    return render(
        "assessment/show_quiz.html",
        page=page,
        problem=problem,
        wrong=wrong,
        has_promised=has_promised,
    )


def _show_overview(visit: Visit[None], attempt_id: str, template: str) -> Answer:
    attempt = load_attempt_for(visit.actor, attempt_id)
    if rules.status(attempt, visit.now) != "open":
        return redirect_to("assessment.show_result", attempt_id=attempt_id)
    page = queries.get_attempt_page(attempt, visit.now)
    is_elsewhere = rules.is_elsewhere(attempt, current_session())
    return unkept(render(template, page=page, is_elsewhere=is_elsewhere))


def _question(
    attempt: rules.AttemptRow,
    position: int,
    now: datetime,
    problem: DomainError | None = None,
    sent: Raw | None = None,
) -> str:
    question = queries.get_question_page(attempt, position, now, sent)
    return render(
        "assessment/show_question.html",
        page=question.page,
        question=question,
        client_id=new_id(),
        served=seal_served(attempt, now),
        removed=list_removed(attempt, position) if question.shown.type == "file_upload" else (),
        problem=problem,
    )


def show_closed(
    attempt: rules.AttemptRow, now: datetime, problem: DomainError | None = None
) -> str:
    page = queries.get_result_page(attempt, now)
    articles = [(article_text(str(row.number), current_language()), row) for row in page.articles]
    return render(
        "assessment/show_result.html",
        page=page,
        articles=articles,
        appeal=get_appeal_note(attempt, page.total, now),
        problem=problem,
    )


def _tell(visit: Visit[FormT], saved: SavedResponse) -> Answer:
    """Say to the script of the page what became of an answer."""
    language = current_language()
    if saved.problem is not None:
        refusal = saved.problem.text.in_language(language)
        return {"message": refusal, "is_stored": saved.is_stored}, saved.problem.status
    saved_at = formats(language).time(saved.at, visit.actor.time_zone)
    message = Text("On the server, saved at %(time)s.", time=saved_at)
    return {"saved_at": saved_at, "message": message.in_language(language), "is_stored": True}


def _refuse(
    visit: Visit[FormT],
    attempt: rules.AttemptRow,
    position: int,
    problem: DomainError,
    sent: Raw | None,
) -> Answer:
    """Show again where the answer came from, or the result where the attempt is over."""
    if rules.status(attempt, visit.now) == "open":
        return unkept(_question(attempt, position, visit.now, problem, sent), problem.status)
    return show_closed(attempt, visit.now, problem), problem.status


def unkept(page: str, status: int = 200) -> Response:
    """Keep a page out of the browser's memory: going back shows the answers as they are saved."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
