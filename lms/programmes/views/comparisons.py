"""The evaluation of all cohorts that somebody runs, beside each other, and as a table.

One cohort's own page is in `evaluation`.
"""

from flask import request

from lms.kit.errors import NotVisible
from lms.programmes import improvement_policy as policy
from lms.programmes.queries import comparisons
from lms.programmes.rules.comparison import COLUMNS, to_row
from lms.programmes.rules.rows import CohortRow
from lms.programmes.views.door import room
from lms.programmes.views.evaluation import send_table
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import render
from lms.web.room import Answer, Visit

ALL = "/admin/programmes/evaluation"


def _list_cohorts(visit: Visit[None]) -> list[CohortRow]:
    """Return the announced cohorts that the actor runs; raise `NotVisible` without a cohort."""
    rows = policy.list_run_cohorts_for(visit.actor)
    if not rows and not visit.actor.has_role("administrator"):
        raise NotVisible
    return [row for row in rows if row.published_at is not None and row.cancelled_at is None]


@room.get(ALL, policy=signed_in)
def compare_cohorts(visit: Visit[None]) -> Answer:
    rows = _list_cohorts(visit)
    number = page_number(request.args.get("page"))
    first = (number - 1) * ROWS_PER_PAGE
    lines = comparisons.list_figures(rows[first : first + ROWS_PER_PAGE], current_language())
    return render("programmes/compare_cohorts.html", page=Page(lines, number, len(rows)))


@room.get(f"{ALL}/<any(csv, xlsx):form>", policy=signed_in)
def export_comparison(visit: Visit[None], form: str) -> Answer:
    lines = comparisons.list_figures(_list_cohorts(visit), current_language())
    return send_table(COLUMNS, [to_row(line) for line in lines], "cohorts", form)
