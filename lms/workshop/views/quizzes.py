"""The quizzes' editor: the list, one quiz with its sections and an example of a paper."""

import re

from flask import request

from lms.content.problems import Problem
from lms.kit.i18n import N_
from lms.web.forms import choices
from lms.web.listing import page_number
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries
from lms.workshop.editing.blueprints import COLUMNS
from lms.workshop.editing.quizzes import sections_of
from lms.workshop.forms.blueprints import Board, lay_out
from lms.workshop.forms.quizzes import NewQuizForm, QuizForm
from lms.workshop.queries import Copy
from lms.workshop.queries import quizzes as reads
from lms.workshop.queries.outline import is_undoable, language_of, title_of
from lms.workshop.queries.questions import bank_name
from lms.workshop.services import outline, quizzes
from lms.workshop.views.door import room

trainer = has_role("trainer")
_ROW = re.compile(r"sections\.(\d+)\.blueprint\.(\d+)")


@room.get("/teach/<slug:slug>/quizzes", policy=trainer)
def list_quizzes(visit: Visit[None], slug: str) -> Answer:
    return _list(_copy(visit, slug), NewQuizForm())


@room.post("/teach/<slug:slug>/quizzes", policy=trainer, form=NewQuizForm)
def add_quiz(visit: Visit[NewQuizForm], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    if visit.problems:
        return _list(_copy(visit, slug), visit.form), 422
    name = quizzes.add_quiz(visit.actor, visit.now, course, str(visit.form.title.data))
    return redirect_to("workshop.edit_quiz", slug=slug, quiz=name)


@room.get("/teach/<slug:slug>/quizzes/<slug:quiz>", policy=trainer)
def edit_quiz(visit: Visit[None], slug: str, quiz: str) -> Answer:
    return _editor(_copy(visit, slug), quiz, None)


@room.post("/teach/<slug:slug>/quizzes/<slug:quiz>", policy=trainer, form=QuizForm)
def change_quiz(visit: Visit[QuizForm], slug: str, quiz: str) -> Answer:
    course, form = policy.load_course_for(visit.actor, slug), visit.form
    if visit.problems:
        return _editor(_copy(visit, slug), quiz, form), 422
    sections = form.arranged()
    quizzes.change_quiz(visit.actor, visit.now, course, quiz, form.value(), sections)
    act = str(form.act.data or "")
    if act in {"", "keep"}:
        notify("success", N_("Kept among your unsaved changes."))
        return redirect_to("workshop.edit_quiz", slug=slug, quiz=quiz)
    verb, _, name = act.partition("-")
    names = [known for known, _ in sections]
    at = len(names) - 1 if verb == "add" else names.index(name) if name in names else 0
    return redirect_to(
        "workshop.edit_quiz", slug=slug, quiz=quiz, at=at, go=verb, _anchor=f"section-{at}"
    )


@room.post("/teach/<slug:slug>/quizzes/<slug:quiz>/undo", policy=trainer)
def undo_quiz(visit: Visit[None], slug: str, quiz: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    outline.undo(visit.actor, visit.now, course, reads.quiz_file(quiz))
    notify("success", N_("The last change is undone."))
    return redirect_to("workshop.edit_quiz", slug=slug, quiz=quiz)


@room.post("/teach/<slug:slug>/quizzes/<slug:quiz>/remove", policy=trainer)
def remove_quiz(visit: Visit[None], slug: str, quiz: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    quizzes.remove_quiz(visit.actor, visit.now, course, quiz)
    notify("success", N_("The quiz is removed."))
    return redirect_to("workshop.list_quizzes", slug=slug)


def _copy(visit: Visit[object], slug: str) -> Copy:
    course = policy.load_course_for(visit.actor, slug)
    return queries.get_copy(course, visit.actor.person_id)


def _list(copy: Copy, form: NewQuizForm) -> str:
    return render(
        "workshop/list_quizzes.html", copy=copy, title=title_of(copy), form=form,
        language_of=language_of(copy), quizzes=reads.list_quizzes(copy),
    )  # fmt: skip


def _editor(copy: Copy, name: str, form: QuizForm | None) -> str:
    number = page_number(request.args.get("example"))
    page = reads.get_quiz(copy, name, number)
    form = form or QuizForm.of(page.data, [one for one, _text in page.objectives])
    for section in form.sections:
        bank, without = section.form.bank, section.form.without
        bank.choices = choices(
            (path, bank_name(path) or path) for path in _with(page.banks, bank.data)
        )
        titles = dict(page.others)
        known = _with(tuple(titles), without.data)
        without.choices = choices([("", "–"), *((one, titles.get(one, one)) for one in known)])
    return render(
        "workshop/edit_quiz.html", copy=copy, title=title_of(copy), page=page, form=form,
        example=number, language_of=language_of(copy), boards=_boards(page, form),
        columns=COLUMNS,
        is_undoable=is_undoable(copy, reads.quiz_file(name)),
    )  # fmt: skip


def _boards(page: reads.QuizPage, form: QuizForm) -> list[Board | None]:
    """Return the table of each section that is drawn by a blueprint."""
    sections = sections_of(page.data)
    boards: list[Board | None] = []
    for place, entry in enumerate(form.sections):
        part = entry.form
        said = sections[place] if place < len(sections) else {}
        problems: dict[int, list[Problem]] = {}
        for problem in page.problems:
            found = _ROW.match(problem.field)
            if found and int(found[1]) == place:
                problems.setdefault(int(found[2]), []).append(problem)
        cells = [cell.form for cell in part.cells]
        cards = page.cards.get(str(part.bank.data), ())
        boards.append(lay_out(cells, said, cards, problems) if cells else None)
    return boards


def _with(known: tuple[str, ...], chosen: str | None) -> tuple[str, ...]:
    """Return what may be chosen, with what was chosen and is not there any more."""
    return known if not chosen or chosen in known else (*known, chosen)
