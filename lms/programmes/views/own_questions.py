"""A cohort's own survey questions: the list, one question, its place; until the survey opens.

The answers are on the page of the evaluation.
"""

from typing import Any, cast

from flask import request

from lms.kit.errors import NotVisible
from lms.kit.i18n import N_
from lms.kit.ids import new_id
from lms.programmes import policy
from lms.programmes.forms.own_questions import OwnQuestionForm
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import own_questions, surveys
from lms.programmes.rules import listing
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.form_editing import OptionsNotValid, read_options
from lms.programmes.rules.own_questions import (
    KIND_NAMES,
    MOST_QUESTIONS,
    OwnKind,
    OwnQuestion,
    check_options,
    list_missing,
)
from lms.programmes.rules.surveys import KIND_NAMES as SURVEY_NAMES
from lms.programmes.rules.surveys import SurveyKind
from lms.programmes.services.own_questions import Questions, change_questions
from lms.programmes.views.door import room
from lms.programmes.views.evaluation import PAGE
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ALL = f"{PAGE}/questions"
SURVEY = f"{ALL}/<survey>"
ONE = f"{SURVEY}/<id:question_id>"


def _load(visit: Visit[Any], cohort_id: str, survey: str) -> tuple[CohortDesk, SurveyKind]:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    if survey not in SURVEY_NAMES:
        raise NotVisible
    return desk, cast("SurveyKind", survey)


def _find(desk: CohortDesk, kind: SurveyKind, question_id: str) -> OwnQuestion:
    question = listing.find(own_questions.list_own(desk.cohort.id)[kind], question_id)
    if question is None:
        raise NotVisible
    return question


def _done(cohort_id: str) -> Answer:
    notify("success", N_("The questions are saved."))
    return redirect_to("programmes.list_own_questions", cohort_id=cohort_id)


@room.get(ALL, policy=signed_in)
def list_own_questions(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    return render(
        "programmes/list_own_questions.html",
        desk=desk,
        own=own_questions.list_own(cohort_id),
        opened={row.kind for row in surveys.list_surveys(cohort_id)},
        survey_names=SURVEY_NAMES,
        kind_names=KIND_NAMES,
        choose_text=choose_text,
        list_missing=list_missing,
        most=MOST_QUESTIONS,
    )


def _page(desk: CohortDesk, kind: SurveyKind, form: OwnQuestionForm, question_id: str) -> str:
    return render(
        "programmes/edit_own_question.html",
        desk=desk,
        survey=kind,
        name=SURVEY_NAMES[kind],
        form=form,
        question_id=question_id,
    )


@room.get(f"{SURVEY}/new", policy=signed_in)
def show_new_own_question(visit: Visit[None], cohort_id: str, survey: str) -> Answer:
    return _page(*_load(visit, cohort_id, survey), OwnQuestionForm(), "")


@room.post(f"{SURVEY}/new", policy=signed_in, form=OwnQuestionForm)
def add_own_question(visit: Visit[OwnQuestionForm], cohort_id: str, survey: str) -> Answer:
    desk, kind = _load(visit, cohort_id, survey)
    return _put(visit, desk, kind, OwnQuestion(new_id(), "comment", {}), "")


@room.get(ONE, policy=signed_in)
def edit_own_question(visit: Visit[None], cohort_id: str, survey: str, question_id: str) -> Answer:
    desk, kind = _load(visit, cohort_id, survey)
    form = OwnQuestionForm.of(_find(desk, kind, question_id))
    return _page(desk, kind, form, question_id)


@room.post(ONE, policy=signed_in, form=OwnQuestionForm)
def change_own_question(
    visit: Visit[OwnQuestionForm], cohort_id: str, survey: str, question_id: str
) -> Answer:
    desk, kind = _load(visit, cohort_id, survey)
    return _put(visit, desk, kind, _find(desk, kind, question_id), question_id)


def _put(
    visit: Visit[OwnQuestionForm],
    desk: CohortDesk,
    kind: SurveyKind,
    former: OwnQuestion,
    question_id: str,
) -> Answer:
    form = visit.form
    if visit.problems:
        return _page(desk, kind, form, question_id), 422
    try:
        chosen = read_options(form.options.data, former.options, new_id) if form.is_choosing else ()
        check_options(chosen)
    except OptionsNotValid as error:
        told: list[Any] = [error.text]
        form.options.errors = told
        return _page(desk, kind, form, question_id), 422
    question = OwnQuestion(former.id, cast("OwnKind", form.kind.data), form.label.data, chosen)

    def put(questions: Questions) -> Questions:
        return listing.put(questions, question)

    change_questions(visit.actor, visit.now, desk.cohort, kind, put)
    return _done(desk.cohort.id)


@room.post(f"{ONE}/move", policy=signed_in)
def move_own_question(visit: Visit[None], cohort_id: str, survey: str, question_id: str) -> Answer:
    desk, kind = _load(visit, cohort_id, survey)
    is_up = request.form.get("direction") == "up"

    def move(questions: Questions) -> Questions:
        return listing.move(questions, question_id, is_up=is_up)

    change_questions(visit.actor, visit.now, desk.cohort, kind, move)
    return _done(cohort_id)


@room.get(f"{ONE}/remove", policy=signed_in)
def confirm_own_question(
    visit: Visit[None], cohort_id: str, survey: str, question_id: str
) -> Answer:
    desk, kind = _load(visit, cohort_id, survey)
    question = _find(desk, kind, question_id)
    return render(
        "programmes/confirm_removal.html",
        desk=desk,
        tab="programmes.show_evaluation",
        title=N_("Remove the question"),
        about=choose_text(question.label, current_language())[0],
        said=N_("It is not asked in the survey."),
    )


@room.post(f"{ONE}/remove", policy=signed_in)
def remove_own_question(
    visit: Visit[None], cohort_id: str, survey: str, question_id: str
) -> Answer:
    desk, kind = _load(visit, cohort_id, survey)

    def remove(questions: Questions) -> Questions:
        return listing.remove(questions, question_id)

    change_questions(visit.actor, visit.now, desk.cohort, kind, remove)
    return _done(cohort_id)
