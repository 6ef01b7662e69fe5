"""What became of a list of paper certificates: line by line, to take along, and undone.

How a list is sent in and looked over is in `papers`.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from lms.accounts.queries.imports import count_outcomes, list_done, list_outcomes
from lms.certificates import policy
from lms.certificates.queries import papers as queries
from lms.certificates.queries.papers import PaperImportRow
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.paper_columns import FIELD_NAMES
from lms.certificates.rules.papers import (
    STANDINGS,
    UNDO_DAYS,
    UNDO_WITHIN,
    PaperLine,
    UndoNeedsAnother,
)
from lms.certificates.services import papers as services
from lms.certificates.views.door import administrator, room
from lms.certificates.views.register import send_table
from lms.kit.i18n import N_, Text
from lms.kit.jobs import find_progress
from lms.web.listing import cut, page_number
from lms.web.locale import current_language
from lms.web.render import redirect_to, render
from lms.web.room import Answer, Visit

ONE = "/admin/certificates/papers/<id:paper_id>"
RESULTS = ("line", "paper_number", "holder", "result", "why")
# To be handed out: the register's number stays within the organisation.
SLIPS = ("paper_number", "holder", "code", "address")
OUTCOMES = {
    "entered": ("done", N_("Entered")),
    "withdrawn": ("done", N_("Revoked as an error")),
    "unchanged": ("info", N_("Was revoked already")),
    "failed": ("danger", N_("Failed")),
    "left_out": ("warning", N_("Left out")),
}
_IS_THERE = STANDINGS["there"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a line, why it was not entered, and the certificate that it became."""

    line: str
    said: tuple[str, str]  # the paper's number, the name
    outcome: str
    why: tuple[Text, ...] = ()
    certificate_id: str | None = None


def result_page(visit: Visit[None], row: PaperImportRow) -> str:
    """Return the page of a list that was begun; `show` names the one outcome that is shown."""
    shown = request.args.get("show", "")
    progress = find_progress(_jobs(row)[0])
    results = _list_results(row, visit) if progress and progress.is_finished else []
    some = [one for one in results if shown in {"", one.outcome}]
    begun_at = row.begun_at or row.created_at
    is_late = visit.now - begun_at > UNDO_WITHIN
    return render(
        "certificates/pages/show_paper.html",
        row=row,
        progress=progress,
        address=url_for("certificates.show_paper", paper_id=row.id),
        counts=Counter(one.outcome for one in results) or count_outcomes(_jobs(row)),
        shown=shown if shown in OUTCOMES else "",
        outcomes=OUTCOMES,
        page=cut(some, page_number(request.args.get("page"))),
        may_undo=row.undo_job_id is None and not is_late,
        needs_another=services.needs_another_to_undo(visit.actor, row),
        days=UNDO_DAYS,
    )  # fmt: skip


def _jobs(row: PaperImportRow) -> tuple[str, ...]:
    return (str(row.undo_job_id or row.job_id),)


def _list_results(row: PaperImportRow, visit: Visit[None]) -> list[Result]:
    """Return what became of every line, in the order of the list."""
    said = _said(row)
    outcomes = list_outcomes(_jobs(row), failed=False, first=0, size=row.line_count)
    done = [_to_result(line, said[int(line)], status, result) for line, status, result in outcomes]
    return sorted(done + _list_left_out(row, visit), key=lambda one: int(one.line))


def _said(row: PaperImportRow) -> dict[int, tuple[str, str]]:
    number_at, name_at = (row.reading.columns.get(field, 0) for field in ("number", "name"))
    return {line: (cells[number_at], cells[name_at]) for line, cells in row.read_sheet().rows}


def _to_result(line: str, said: tuple[str, str], status: str, result: dict[str, Any]) -> Result:
    if status == "failed":
        return Result(line, said, "failed", (Text(str(result["msgid"]), **result["params"]),))
    return Result(line, said, str(result["outcome"]), (), result.get("certificate"))


def _list_left_out(row: PaperImportRow, visit: Visit[None]) -> list[Result]:
    """Return the lines that were not right, or in the register before; none of an undone list."""
    if row.undo_job_id is not None:
        return []
    said = _said(row)
    return [
        Result(str(line.number), said[line.number], "left_out", _why(line))
        for line in queries.list_left_out(row, row.begun_at or visit.now)
    ]


def _why(line: PaperLine) -> tuple[Text, ...]:
    """Return why a line was not entered: what is wrong in which field, or that it is there."""
    if not line.problems:
        return (Text(_IS_THERE),) if line.standing == "there" else ()
    wrong = N_("%(field)s: %(problem)s")
    return tuple(
        Text(wrong, field=Text(FIELD_NAMES[one.field]), problem=one.text) for one in line.problems
    )


@room.get(f"{ONE}/slips.<any(csv, xlsx):form>", policy=administrator)
def download_slips(visit: Visit[None], paper_id: str, form: str) -> Answer:
    row = policy.load_paper_import_for(visit.actor, paper_id)
    done = list_done((row.job_id,)) if row.job_id else {}
    slips = queries.list_slips([one["certificate"] for one in done.values()])
    lines = []
    for code, facts in slips:
        address = url_for("certificates.show_verification", code=grouped(code), _external=True)
        lines.append((facts["paper_number"], facts["holder_name"], grouped(code), address))
    return send_table(SLIPS, lines, "slips", form)


@room.get(f"{ONE}/results.<any(csv, xlsx):form>", policy=administrator)
def download_paper_results(visit: Visit[None], paper_id: str, form: str) -> Answer:
    row = policy.load_paper_import_for(visit.actor, paper_id)
    results = [] if row.job_id is None else _list_results(row, visit)
    language = current_language()
    lines = [
        (one.line, *one.said, one.outcome, " ".join(text.in_language(language) for text in one.why))
        for one in results
    ]
    return send_table(RESULTS, lines, "paper-results", form)


@room.get(f"{ONE}/undo", policy=administrator)
def ask_undo_papers(visit: Visit[None], paper_id: str) -> Answer:
    row = policy.load_paper_import_for(visit.actor, paper_id)
    if services.needs_another_to_undo(visit.actor, row):
        raise UndoNeedsAnother
    counts = count_outcomes((row.job_id,)) if row.job_id else Counter()
    return render("certificates/pages/ask_undo_papers.html", row=row, counts=counts, days=UNDO_DAYS)


@room.post(f"{ONE}/undo", policy=administrator)
def undo_papers(visit: Visit[None], paper_id: str) -> Answer:
    row = policy.load_paper_import_for(visit.actor, paper_id)
    services.undo_import(visit.actor, visit.now, row)
    return redirect_to("certificates.show_paper", paper_id=paper_id)
