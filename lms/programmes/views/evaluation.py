"""The evaluation of a cohort for those who run it: its surveys, their results, and as tables.

Answering is in `surveys`.
"""

from collections.abc import Sequence

from flask import make_response

from lms.accounts.queries import get_names
from lms.kit.errors import NotVisible
from lms.kit.i18n import direction
from lms.learning.rules import to_csv
from lms.programmes import policy
from lms.programmes.queries import evaluation_pages, funnels, improvements, own_questions, surveys
from lms.programmes.rules import funnel
from lms.programmes.rules.funnel import STEP_MEANINGS, STEP_NAMES
from lms.programmes.rules.improvements import BADGES, STANDING_NAMES
from lms.programmes.rules.survey_results import COLUMNS, list_rows
from lms.programmes.rules.surveys import KIND_NAMES, OPEN_DAYS, SUPERVISOR_ITEMS, mean
from lms.programmes.rules.unlinkable import FEWEST
from lms.programmes.services.nomination_tables import to_workbook
from lms.programmes.views.door import room
from lms.programmes.views.nomination_desk import WORKBOOK
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import render
from lms.web.room import Answer, Visit

PAGE = "/admin/cohorts/<id:cohort_id>/evaluation"


@room.get(PAGE, policy=signed_in)
def show_evaluation(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    language = current_language()
    names, way = evaluation_pages.name_groups(desk.cohort, language), direction(language)
    actions = improvements.list_of_cohort(desk.cohort, visit.now)
    return render(
        "programmes/show_evaluation.html",
        desk=desk,
        parts=evaluation_pages.list_parts(desk.cohort, names, language, way),
        part=evaluation_pages.get_funnel_part(desk.cohort, names, way, visit.now),
        gains=evaluation_pages.list_gain_parts(desk.cohort, language, way),
        step_names=STEP_NAMES,
        step_meanings=STEP_MEANINGS,
        kind_names=KIND_NAMES,
        split_names=evaluation_pages.SPLIT_NAMES,
        supervisor_items=SUPERVISOR_ITEMS,
        mean=mean,
        fewest=FEWEST,
        days=OPEN_DAYS,
        actions=actions,
        people=get_names(visit.actor, [one.row.owner_id for one in actions if one.row.owner_id]),
        standing_names=STANDING_NAMES,
        badges=BADGES,
    )


@room.get(f"{PAGE}/<any(csv, xlsx):form>", policy=signed_in)
def export_evaluation(visit: Visit[None], cohort_id: str, form: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    names = evaluation_pages.name_groups(desk.cohort, current_language())
    closed = [row for row in surveys.list_surveys(cohort_id) if row.closed_at is not None]
    if not closed:
        raise NotVisible
    own = own_questions.list_own(cohort_id)
    rows: list[tuple[str, ...]] = []
    for row in closed:
        items = own_questions.list_items(own, row.kind, current_language())
        rows += list_rows(row.kind, items, row.results["participants"], names)
        if "supervisors" in row.results:
            name, asked = f"{row.kind}_supervisors", SUPERVISOR_ITEMS[row.kind]
            rows += list_rows(name, asked, row.results["supervisors"], names)
    return send_table(COLUMNS, rows, "evaluation", form)


@room.get(f"{PAGE}/funnel/<any(csv, xlsx):form>", policy=signed_in)
def export_funnel(visit: Visit[None], cohort_id: str, form: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    names = evaluation_pages.name_groups(desk.cohort, current_language())
    rows = funnel.list_rows(funnels.get_funnel(desk.cohort, visit.now), names)
    return send_table(funnel.COLUMNS, rows, "funnel", form)


def send_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], name: str, form: str
) -> Answer:
    """Return a table as a file to keep, as CSV or a workbook."""
    is_workbook = form == "xlsx"
    table = to_workbook(columns, rows, name) if is_workbook else to_csv(columns, rows)
    answer = make_response(table)
    answer.headers["Content-Type"] = WORKBOOK if is_workbook else "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
