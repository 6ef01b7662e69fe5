"""The form of a cohort, question by question: what the organisation and the nominee are asked.

How questions are answered stands in `rules.form_questions`.
"""

from dataclasses import replace
from typing import Any, cast

from flask import request

from lms.kit.errors import NotVisible
from lms.kit.i18n import N_
from lms.kit.ids import new_id
from lms.programmes import policy
from lms.programmes.forms.planning import QuestionForm
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import standing
from lms.programmes.rules import listing
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.form_editing import OptionsNotValid, read_options, with_part
from lms.programmes.rules.form_questions import (
    KIND_NAMES,
    PART_NAMES,
    FormQuestion,
    NominationForm,
    Part,
    QuestionKind,
    read_form,
)
from lms.programmes.services import planning
from lms.programmes.views.desks import ONE
from lms.programmes.views.door import room
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

PART = f"{ONE}/form/<part>"
QUESTION = f"{PART}/<id:question_id>"


def _load_part(visit: Visit[Any], cohort_id: str, part: str) -> tuple[CohortDesk, Part]:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    if part not in PART_NAMES:
        raise NotVisible
    return desk, cast("Part", part)


def _find_question(desk: CohortDesk, part: Part, question_id: str) -> FormQuestion:
    question = listing.find(read_form(desk.cohort.form).part(part), question_id)
    if question is None:
        raise NotVisible
    return question


def _save(
    visit: Visit[Any], desk: CohortDesk, part: Part, questions: tuple[FormQuestion, ...]
) -> Answer:
    form: NominationForm = with_part(read_form(desk.cohort.form), part, questions)
    planning.save_form(visit.actor, visit.now, desk.cohort, form)
    notify("success", N_("The form is saved."))
    return redirect_to("programmes.show_form", cohort_id=desk.cohort.id)


@room.get(f"{ONE}/form", policy=signed_in)
def show_form(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    return render(
        "programmes/show_form.html",
        desk=desk,
        form=read_form(desk.cohort.form),
        part_names=PART_NAMES,
        kind_names=KIND_NAMES,
        choose_text=choose_text,
        has_nominations=standing.has_nominations(cohort_id),
    )


def _question_page(
    desk: CohortDesk, part: Part, form: QuestionForm, question_id: str | None
) -> str:
    return render(
        "programmes/edit_question.html",
        desk=desk,
        part=part,
        part_name=PART_NAMES[part],
        form=form,
        question_id=question_id,
    )


@room.get(f"{PART}/new", policy=signed_in)
def show_new_question(visit: Visit[None], cohort_id: str, part: str) -> Answer:
    desk, its_part = _load_part(visit, cohort_id, part)
    return _question_page(desk, its_part, QuestionForm(), None)


@room.post(f"{PART}/new", policy=signed_in, form=QuestionForm)
def add_question(visit: Visit[QuestionForm], cohort_id: str, part: str) -> Answer:
    desk, its_part = _load_part(visit, cohort_id, part)
    empty = FormQuestion(new_id(), "short", {}, {}, is_required=False, is_panel_only=False)
    return _put_question(visit, desk, its_part, empty, None)


@room.get(QUESTION, policy=signed_in)
def edit_question(visit: Visit[None], cohort_id: str, part: str, question_id: str) -> Answer:
    desk, its_part = _load_part(visit, cohort_id, part)
    form = QuestionForm.of(_find_question(desk, its_part, question_id))
    return _question_page(desk, its_part, form, question_id)


@room.post(QUESTION, policy=signed_in, form=QuestionForm)
def change_question(
    visit: Visit[QuestionForm], cohort_id: str, part: str, question_id: str
) -> Answer:
    desk, its_part = _load_part(visit, cohort_id, part)
    question = _find_question(desk, its_part, question_id)
    return _put_question(visit, desk, its_part, question, question_id)


def _put_question(
    visit: Visit[QuestionForm],
    desk: CohortDesk,
    part: Part,
    former: FormQuestion,
    question_id: str | None,
) -> Answer:
    form = visit.form
    if visit.problems:
        return _question_page(desk, part, form, question_id), 422
    try:
        question = _read_question(form, former)
    except OptionsNotValid as error:
        told: list[Any] = [error.text]
        form.options.errors = told
        return _question_page(desk, part, form, question_id), 422
    questions = read_form(desk.cohort.form).part(part)
    return _save(visit, desk, part, listing.put(questions, question))


def _read_question(form: QuestionForm, former: FormQuestion) -> FormQuestion:
    options = read_options(form.options.data, former.options, new_id) if form.is_choosing else ()
    return replace(
        former,
        kind=cast("QuestionKind", form.kind.data),
        label=form.label.data,
        help=form.help.data,
        options=options,
        is_required=bool(form.is_required.data),
        is_panel_only=bool(form.is_panel_only.data),
    )


@room.post(f"{QUESTION}/move", policy=signed_in)
def move_question(visit: Visit[None], cohort_id: str, part: str, question_id: str) -> Answer:
    desk, its_part = _load_part(visit, cohort_id, part)
    questions = read_form(desk.cohort.form).part(its_part)
    is_up = request.form.get("direction") == "up"
    return _save(visit, desk, its_part, listing.move(questions, question_id, is_up=is_up))


@room.get(f"{QUESTION}/remove", policy=signed_in)
def confirm_question(visit: Visit[None], cohort_id: str, part: str, question_id: str) -> Answer:
    desk, its_part = _load_part(visit, cohort_id, part)
    question = _find_question(desk, its_part, question_id)
    return render(
        "programmes/confirm_removal.html",
        desk=desk,
        tab="programmes.show_form",
        title=N_("Remove the question"),
        about=choose_text(question.label, visit.actor.language or "en")[0],
        said=N_("It is not asked any more. Answers that were given are not shown any more."),
    )


@room.post(f"{QUESTION}/remove", policy=signed_in)
def remove_question(visit: Visit[None], cohort_id: str, part: str, question_id: str) -> Answer:
    desk, its_part = _load_part(visit, cohort_id, part)
    questions = read_form(desk.cohort.form).part(its_part)
    return _save(visit, desk, its_part, listing.remove(questions, question_id))
