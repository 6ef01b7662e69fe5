"""Results of a quiz as tables for other programs, beside the analysis of its attempts."""

from flask import make_response

from lms.assessment import services
from lms.assessment.policy import load_analysis_for
from lms.assessment.rules.exports import COLUMNS, Table
from lms.assessment.views.analyses import FORMS, PAGE, trainer
from lms.assessment.views.door import room
from lms.kit.errors import NotVisible
from lms.kit.jobs import Progress
from lms.learning.rules import to_csv
from lms.web.room import Answer, Visit


@room.get(f"{PAGE}/<id:analysis_id>/<any(attempts, responses):table>/<slug:form>", policy=trainer)
def export_table(
    visit: Visit[None], slug: str, analysis_id: str, table: Table, form: str
) -> Answer:
    course, row = load_analysis_for(visit.actor, slug, analysis_id)
    if isinstance(row, Progress) or form not in {"csv", "xlsx"}:
        raise NotVisible
    rows = services.export_table(visit.actor, visit.now, course, row, table)
    if form == "xlsx":
        content = services.to_workbook(table, rows)
    else:
        content = to_csv(COLUMNS[table], ([str(cell) for cell in line] for line in rows))
    answer = make_response(content)
    answer.headers["Content-Type"] = FORMS[form][0]
    name = f"{slug}-{row.activity_id}-{table}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
