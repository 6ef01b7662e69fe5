"""The questions' editor: the banks, one question of any type, and a way to try it out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import request, url_for
from pydantic import ValidationError

from lms.kit.i18n import N_
from lms.questions.file_upload import MOST_MEGABYTES
from lms.questions.handed_in import MEGABYTE
from lms.questions.levels import COGNITIVE_LEVELS
from lms.questions.showing import ShownCase
from lms.questions.types import parse_question
from lms.web.forms import choices
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries
from lms.workshop.editing import trying
from lms.workshop.editing.parts import LISTS, place_of
from lms.workshop.editing.quantities import WITH_QUANTITY
from lms.workshop.editing.questions import SHUFFLED, TYPES
from lms.workshop.editing.rubrics import WITH_RUBRIC
from lms.workshop.editing.scenarios import ways
from lms.workshop.forms.questions import (
    NewBankForm,
    NewQuestionForm,
    QuestionForm,
    RetypeForm,
    StepForm,
    TryForm,
)
from lms.workshop.queries import Copy
from lms.workshop.queries import questions as reads
from lms.workshop.queries.media import list_files
from lms.workshop.queries.outline import is_undoable, language_of, title_of
from lms.workshop.queries.questions import (
    Filters,
    bank_file,
    find_case_of,
    get_question,
    list_articles,
    list_banks,
    list_objectives,
    list_quiz_files,
)
from lms.workshop.queries.retyping import tell_retyping
from lms.workshop.services import outline, questions
from lms.workshop.views.door import room

trainer = has_role("trainer")
KEPT = N_("Kept among your unsaved changes.")
LONGEST_SEARCH = 200
# A file that is tried, and the few words that are sent with it.
LARGEST_BODY = (MOST_MEGABYTES + 1) * MEGABYTE


@room.get("/teach/<slug:slug>/questions", policy=trainer)
def list_questions(visit: Visit[None], slug: str) -> Answer:
    return _list(_copy(visit, slug), NewQuestionForm(), NewBankForm())


@room.post("/teach/<slug:slug>/questions", policy=trainer, form=NewQuestionForm)
def add_question(visit: Visit[NewQuestionForm], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    form = visit.form
    if visit.problems:
        return _list(_copy(visit, slug), form, NewBankForm()), 422
    bank = str(form.bank.data or "")
    question_id = questions.add_question(
        visit.actor, visit.now, course, bank, str(form.type.data), str(form.text.data)
    )
    notify("success", N_("The question is begun. Now write its answers."))
    return redirect_to(
        "workshop.edit_question", slug=slug, bank=bank, question_id=question_id, new=1
    )


@room.post("/teach/<slug:slug>/banks", policy=trainer, form=NewBankForm)
def add_bank(visit: Visit[NewBankForm], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    if visit.problems:
        return _list(_copy(visit, slug), NewQuestionForm(), visit.form), 422
    name = questions.add_bank(visit.actor, visit.now, course, str(visit.form.title.data))
    notify("success", N_("The bank “%(name)s” is begun."), name=name)
    return redirect_to("workshop.list_questions", slug=slug, bank=name)


@room.post("/teach/<slug:slug>/banks/<slug:bank>/undo", policy=trainer)
def undo_bank(visit: Visit[None], slug: str, bank: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    outline.undo(visit.actor, visit.now, course, bank_file(bank))
    notify("success", N_("The last change is undone."))
    return redirect_to("workshop.list_questions", slug=slug, bank=bank)


@room.get("/teach/<slug:slug>/questions/<slug:bank>/<slug:question_id>", policy=trainer)
def edit_question(visit: Visit[None], slug: str, bank: str, question_id: str) -> Answer:
    copy = _copy(visit, slug)
    page = get_question(copy, bank, question_id)
    return _editor(copy, bank, question_id, QuestionForm.of(page.data))


@room.post(
    "/teach/<slug:slug>/questions/<slug:bank>/<slug:question_id>",
    policy=trainer,
    form=QuestionForm,
)
def change_question(visit: Visit[QuestionForm], slug: str, bank: str, question_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    copy, form = queries.get_copy(course, visit.actor.person_id), visit.form
    if visit.problems:
        return _editor(copy, bank, question_id, form), 422
    new = form.value(get_question(copy, bank, question_id).data)
    questions.change_question(visit.actor, visit.now, course, bank, question_id, new)
    act = str(form.act.data or "")
    if act in {"", "keep"}:
        notify("success", KEPT)
        return redirect_to("workshop.edit_question", slug=slug, bank=bank, question_id=question_id)
    verb, at = place_of(act, new)
    return redirect_to(
        "workshop.edit_question", slug=slug, bank=bank, question_id=question_id, at=at, go=verb,
        new=request.args.get("new"), _anchor=at.replace(".", "-"),
    )  # fmt: skip


@room.get(
    "/teach/<slug:slug>/questions/<slug:bank>/<slug:question_id>/type",
    policy=trainer,
    form=RetypeForm,
)
def show_retyping(visit: Visit[RetypeForm], slug: str, bank: str, question_id: str) -> Answer:
    return _retyping(_copy(visit, slug), bank, question_id, visit.form)


@room.post(
    "/teach/<slug:slug>/questions/<slug:bank>/<slug:question_id>/type",
    policy=trainer,
    form=RetypeForm,
)
def retype_question(visit: Visit[RetypeForm], slug: str, bank: str, question_id: str) -> Answer:
    course, form = policy.load_course_for(visit.actor, slug), visit.form
    if visit.problems:
        return _retyping(_copy(visit, slug), bank, question_id, form), 422
    kind = str(form.to.data)
    questions.retype_question(visit.actor, visit.now, course, bank, question_id, kind)
    notify("success", N_("The question has another type. Look through its answers now."))
    return redirect_to("workshop.edit_question", slug=slug, bank=bank, question_id=question_id)


@room.post(
    "/teach/<slug:slug>/questions/<slug:bank>/<slug:question_id>/move",
    policy=trainer,
    form=StepForm,
)
def move_question(visit: Visit[StepForm], slug: str, bank: str, question_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    step = visit.form.step
    questions.move_question(visit.actor, visit.now, course, bank, question_id, step)
    notify("success", KEPT)
    return redirect_to("workshop.edit_question", slug=slug, bank=bank, question_id=question_id)


@room.post("/teach/<slug:slug>/questions/<slug:bank>/<slug:question_id>/remove", policy=trainer)
def remove_question(visit: Visit[None], slug: str, bank: str, question_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    questions.remove_question(visit.actor, visit.now, course, bank, question_id)
    notify("success", N_("The question is removed."))
    return redirect_to("workshop.list_questions", slug=slug, bank=bank)


@room.get("/teach/<slug:slug>/questions/<slug:bank>/<slug:question_id>/try", policy=trainer)
def try_question(visit: Visit[None], slug: str, bank: str, question_id: str) -> Answer:
    return _trial(_copy(visit, slug), bank, question_id, None)


@room.post(
    "/teach/<slug:slug>/questions/<slug:bank>/<slug:question_id>/try",
    policy=trainer,
    form=TryForm,
    reads=True,
    largest_body=LARGEST_BODY,
)
def answer_trial(visit: Visit[TryForm], slug: str, bank: str, question_id: str) -> Answer:
    return _trial(_copy(visit, slug), bank, question_id, visit.form)


def _copy(visit: Visit[object], slug: str) -> Copy:
    course = policy.load_course_for(visit.actor, slug)
    return queries.get_copy(course, visit.actor.person_id)


def _filters() -> Filters:
    names = ("bank", "objective", "article", "type", "level")
    return Filters(
        request.args.get("q", "").strip()[:LONGEST_SEARCH],
        **{name: request.args.get(name, "").strip()[:LONGEST_SEARCH] for name in names},
    )


def _list(copy: Copy, new_question: NewQuestionForm, new_bank: NewBankForm) -> str:
    filters, number = _filters(), page_number(request.args.get("page"))
    banks = list_banks(copy, list_quiz_files(copy))
    everything = reads.list_questions(banks)
    found = [question for question in everything if filters.fits(question)]
    new_question.bank.choices = choices((row.name, row.name) for row in banks if row.bank)
    if filters.bank and not new_question.bank.data:
        new_question.bank.data = filters.bank
    first = (number - 1) * ROWS_PER_PAGE
    return render(
        "workshop/list_questions.html", copy=copy, title=title_of(copy),
        language_of=language_of(copy), banks=banks, total=len(everything), filters=filters,
        types=TYPES, levels=COGNITIVE_LEVELS,
        objectives=list_objectives(copy, banks), articles=list_articles(everything),
        page=Page(found[first : first + ROWS_PER_PAGE], number, len(found)),
        new_question=new_question, new_bank=new_bank,
        is_undoable=bool(filters.bank) and is_undoable(copy, bank_file(filters.bank)),
    )  # fmt: skip


def _editor(copy: Copy, bank: str, question_id: str, form: QuestionForm) -> str:
    page = get_question(copy, bank, question_id)
    if request.args.get("new"):
        # Of a question that was never kept it is no news that it is not finished.
        page = replace(page, problems=())
    banks = list_banks(copy, {})
    objectives = [(one.id, one.text) for one in list_objectives(copy, banks)]
    chosen = form.objective.data
    if chosen and chosen not in dict(objectives):
        objectives.append((chosen, chosen))
    form.objective.choices = choices([("", "–"), *objectives])
    kind = str(page.data.get("type", ""))
    form.fit(kind, [(card.id, card.asked) for card in page.cases], list_files(copy))
    return render(
        "workshop/edit_question.html", copy=copy, title=title_of(copy), page=page, form=form,
        kind=kind, types=TYPES, lists=LISTS, shuffled=SHUFFLED,
        with_rubric=WITH_RUBRIC, with_quantity=WITH_QUANTITY,
        turns=ways(page.data), case=_case(copy, page.data, 1, max(1, len(page.of_case))),
        language_of=language_of(copy),
        is_undoable=is_undoable(copy, bank_file(bank)),
    )  # fmt: skip


def _case(copy: Copy, data: Mapping[str, Any], number: int, total: int) -> ShownCase | None:
    """Return a case as candidates see it; nothing of one that is not finished, or of no case."""
    return trying.show_whole(data, language_of(copy), _media(copy), number, total)


def _media(copy: Copy) -> str:
    return url_for("workshop.show_file", slug=copy.course.slug, path="")


def _retyping(copy: Copy, bank: str, question_id: str, form: RetypeForm) -> str:
    page = get_question(copy, bank, question_id)
    kind, asked = str(page.data.get("type", "")), str(form.to.data or "")
    form.to.choices = choices((name, label) for name, label in TYPES.items() if name != kind)
    is_chosen = asked in TYPES and asked != kind
    retyping = tell_retyping(copy, bank, question_id, asked) if is_chosen else None
    return render(
        "workshop/show_retyping.html", copy=copy, title=title_of(copy), page=page, form=form,
        kind=kind, types=TYPES, retyping=retyping, language_of=language_of(copy),
    )  # fmt: skip


def _trial(copy: Copy, bank: str, question_id: str, form: TryForm | None) -> Answer:
    page = get_question(copy, bank, question_id)
    language = language_of(copy)
    media, trial = _media(copy), None
    try:
        question = parse_question(page.data)
        if form is None:
            trial = trying.show(question, language, media)
        else:
            trial = trying.answer(question, language, media, form.answers, form.sent)
    except ValidationError:
        pass
    found = find_case_of(copy, bank, question_id)
    status = 422 if trial is None or trial.problem else 200
    html = render(
        "workshop/try_question.html", copy=copy, title=title_of(copy), page=page, trial=trial,
        language_of=language, case=_case(copy, *found) if found else None,
    )  # fmt: skip
    return (html, status) if form else html
