"""How the questions of a course do, for those who teach it."""

from lms.assessment import queries, rules
from lms.assessment.forms import FiguresForm
from lms.assessment.views.door import room
from lms.content import queries as content
from lms.learning.policy import load_taught_for
from lms.learning.queries import list_version_outlines
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import render
from lms.web.room import Answer, Visit


@room.get("/teach/<slug:slug>/learners/questions", policy=has_role("trainer"), form=FiguresForm)
def list_question_figures(visit: Visit[FiguresForm], slug: str) -> Answer:
    course = load_taught_for(visit.actor, slug)
    form, outlines = visit.form, list_version_outlines(course, current_language())
    asked = form.version.data or ""
    outline = next((row for row in outlines if str(row.version_number) == asked), outlines[0])
    quizzes = {row.id: row.quiz_id for row in outline.activities if row.quiz_id}
    every = queries.list_question_figures(outline.version_id)
    chosen = [row for row in every if form.quiz.data in {"", row.activity_id}]
    number = page_number(form.page.data)
    start = (number - 1) * ROWS_PER_PAGE
    rows = rules.sort_figures(chosen, form.sort.data or "")[start : start + ROWS_PER_PAGE]
    return render(
        "assessment/list_question_figures.html",
        outline=outline,
        versions=[row.version_number for row in outlines],
        form=form,
        page=Page(rows, number, len(chosen)),
        texts=content.get_item_texts(outline.edition_id, [row.item_id for row in rows]),
        fewest=rules.FEWEST,
        regradable=queries.list_regradable(outline.version_id),
        grounds=queries.list_grounds(course.id, [outline.version_id], quizzes),
        exposure=queries.get_exposure(outline),
    )
