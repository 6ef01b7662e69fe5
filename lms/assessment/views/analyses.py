"""Item analyses of a course: ask for one, see how far it is and what it found, take it along."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import make_response, url_for

from lms.accounts.queries import get_names
from lms.assessment import queries, rules, services
from lms.assessment.analysis import charts, sheets, telling
from lms.assessment.analysis.findings import Dif, Question
from lms.assessment.forms import AnalysisForm
from lms.assessment.policy import load_analysis_for
from lms.assessment.queries import AnalysisRow, FindingsPage
from lms.assessment.views.door import room
from lms.content.queries import CourseRow, Outline
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.kit.i18n import LANGUAGES, direction, native_name
from lms.kit.jobs import Progress
from lms.learning.policy import load_taught_for
from lms.learning.queries import list_version_outlines
from lms.learning.rules import to_csv
from lms.translation.rules import unit_id
from lms.units.unit import Key
from lms.web.forms import choices
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import redirect_to, render
from lms.web.room import Answer, Visit

trainer = has_role("trainer")
# How many earlier analyses are listed.
EARLIER = 50
PAGE = "/teach/<slug:slug>/analysis"


@room.get(PAGE, policy=trainer)
def list_analyses(visit: Visit[None], slug: str) -> Answer:
    course = load_taught_for(visit.actor, slug)
    outlines = list_version_outlines(course, current_language())
    form = AnalysisForm(quiz=outlines[0].quiz_activity, versions=[outlines[0].version_number])
    return _list(visit.actor, course, outlines, form)


def _list(actor: Actor, course: CourseRow, outlines: Sequence[Outline], form: AnalysisForm) -> str:
    rows = queries.list_analyses(course.id, EARLIER)
    return render(
        "assessment/list_analyses.html",
        outline=outlines[0],
        titles=_offer(form, outlines),
        form=form,
        rows=rows,
        names=get_names(actor, [row.asked_by for row in rows if row.asked_by]),
    )


def _offer(form: AnalysisForm, outlines: Sequence[Outline]) -> dict[str, str]:
    """Let a form offer what the versions have; return the titles of the quizzes, the newest's."""
    titles = {
        activity.id: activity.title
        for outline in reversed(outlines)
        for activity in outline.activities
        if activity.quiz_id
    }
    numbers = [str(outline.version_number) for outline in outlines]
    form.quiz.choices = choices(titles.items())
    form.before.choices = choices([("", "–"), *titles.items()])
    form.versions.choices = choices(zip(numbers, numbers, strict=True))
    form.languages.choices = choices((code, native_name(code)) for code in LANGUAGES)
    return titles


@room.post(PAGE, policy=trainer, form=AnalysisForm)
def ask_analysis(visit: Visit[AnalysisForm], slug: str) -> Answer:
    course = load_taught_for(visit.actor, slug)
    if visit.problems:
        outlines = list_version_outlines(course, current_language())
        return _list(visit.actor, course, outlines, visit.form), 422
    analysis_id = services.ask_analysis(visit.actor, visit.now, course, visit.form.wish)
    return redirect_to("assessment.show_analysis", slug=slug, analysis_id=analysis_id)


@room.get(f"{PAGE}/<id:analysis_id>", policy=trainer)
def show_analysis(visit: Visit[None], slug: str, analysis_id: str) -> Answer:
    course, found = load_analysis_for(visit.actor, slug, analysis_id)
    if isinstance(found, Progress):
        outline = list_version_outlines(course, current_language())[0]
        address = url_for("assessment.show_analysis", slug=slug, analysis_id=analysis_id)
        return render(
            "assessment/show_analysis.html", outline=outline, progress=found, address=address
        )
    page = queries.get_findings_page(course, found, current_language())
    return render("assessment/show_analysis.html", **_parts(visit.actor, page))


def _parts(actor: Actor, page: FindingsPage) -> dict[str, Any]:
    """Return what the page of an analysis shows; its questions are numbered in its order."""
    activity = page.outline.find_activity(page.row.activity_id)
    quiz_id = activity.quiz_id if activity and activity.quiz_id else page.row.activity_id
    found, is_mirrored = page.row.found, direction(current_language()) == "rtl"
    numbered = list(enumerate(found.questions, start=1))
    return {
        "page": page,
        "outline": page.outline,
        "found": found,
        "numbered": numbered,
        "attracting": [
            (number, row, [(part, charts.bars(part, is_mirrored=is_mirrored)) for part in parts])
            for number, row in numbered
            if (parts := row.attractions)
        ],
        "field": charts.field(numbered, is_mirrored=is_mirrored),
        "comparisons": _comparisons(numbered, is_mirrored=is_mirrored),
        "links": {name: _links(page, words.unit) for name, words in page.words.items()},
        "who": get_names(actor, [page.row.asked_by] if page.row.asked_by else []),
        "fewest": rules.FEWEST,
        "grounds": queries.get_grounds(page.outline, [page.outline.version_id], quiz_id),
    }


def _comparisons(
    numbered: Sequence[tuple[int, Question]], *, is_mirrored: bool
) -> list[tuple[Dif, list[tuple[int, Question, Dif]], charts.Forest | None]]:
    """Return for each pair of groups a sample, its questions with their comparison, its chart."""
    by_focal: dict[str, list[tuple[int, Question, Dif]]] = {}
    for number, question in numbered:
        for dif in question.difs:
            by_focal.setdefault(dif.focal, []).append((number, question, dif))
    return [
        (
            rows[0][2],
            rows,
            charts.forest([(number, dif) for number, _, dif in rows], is_mirrored=is_mirrored),
        )
        for rows in by_focal.values()
    ]


def _links(page: FindingsPage, unit: Key) -> dict[str, str]:
    """Return where a question is translated, by the language of those who sat in it."""
    slug, name = page.outline.slug, unit_id(unit)
    return {
        language: url_for("translation.show_unit", slug=slug, language=language, unit_id=name)
        for language in page.row.found.groups
        if language != page.outline.source_language
    }


@room.get(f"{PAGE}/<id:analysis_id>/<slug:form>", policy=trainer)
def export_analysis(visit: Visit[None], slug: str, analysis_id: str, form: str) -> Answer:
    _course, row = load_analysis_for(visit.actor, slug, analysis_id)
    if isinstance(row, Progress) or form not in FORMS:
        raise NotVisible
    kind, content = FORMS[form]
    answer = make_response(content(row))
    answer.headers["Content-Type"] = kind
    name = f"{slug}-choices.csv" if form == "choices" else f"{slug}-analysis.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _csv(row: AnalysisRow) -> bytes:
    cells = ([_text(cell) for cell in line] for line in sheets.list_rows(row.found))
    return to_csv(sheets.COLUMNS, cells)


def _choices(row: AnalysisRow) -> bytes:
    cells = ([_text(cell) for cell in line] for line in sheets.list_choices(row.found))
    return to_csv(sheets.CHOICE_COLUMNS, cells)


def _text(cell: sheets.Cell) -> str:
    return "" if cell is None else str(cell)


def _json(row: AnalysisRow) -> bytes:
    about = {"of": row.wish.as_json(), "attempts": row.attempts, "made_at": row.made_at.isoformat()}
    return json.dumps({**about, **telling.as_json(row.found)}, ensure_ascii=False).encode()


def _xlsx(row: AnalysisRow) -> bytes:
    return storage.get(row.workbook_hash)


FORMS: Mapping[str, tuple[str, Callable[[AnalysisRow], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "choices": ("text/csv; charset=utf-8", _choices),
    "json": ("application/json; charset=utf-8", _json),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}
