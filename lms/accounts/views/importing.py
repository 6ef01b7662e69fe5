"""Importing people from a spreadsheet: sent in, understood, looked over, carried out, taken back.

Inviting one person is in `inviting`.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, request, url_for

from lms.accounts import policy, queries, services
from lms.accounts.forms import ActionsForm, ColumnsForm, UploadForm, WordsForm
from lms.accounts.importing.columns import FIELD_NAMES, Reading
from lms.accounts.importing.lines import (
    ACTION_NAMES,
    ACTIONS,
    STANDINGS,
    Line,
    choose_action,
    list_unknown_words,
    suggest,
)
from lms.accounts.importing.sheets import Sheet, pack_sheet
from lms.accounts.queries import imports
from lms.accounts.queries.imports import ImportRow
from lms.accounts.rules import ROLE_NAMES
from lms.accounts.views.door import room
from lms.accounts.views.people import administrator, place_choices
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.folding import fold
from lms.kit.i18n import LANGUAGES, N_, NATIVE_NAMES, Text
from lms.kit.jobs import find_progress
from lms.web.listing import ROWS_PER_PAGE, Page, cut, page_number
from lms.web.locale import current_language
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ONE = "/admin/people/import/<id:import_id>"
TEMPLATE = ("name", "email", "language", "organisation", "roles", "protected")
STATES = {
    "draft": N_("Not begun"),
    "running": N_("At work"),
    "done": N_("Done"),
    "failed": N_("Stopped"),
    "undone": N_("Undone"),
}
OUTCOMES = {
    "invited": ("done", N_("Invited")),
    "updated": ("done", N_("Added to the account")),
    "unchanged": ("info", N_("Nothing was missing")),
    "withdrawn": ("done", N_("Invitation withdrawn")),
    "taken_back": ("done", N_("What was added is removed")),
    "used": ("warning", N_("Stays: the person has an account by now")),
    "failed": ("danger", N_("Failed")),
}


def _list_page(visit: Visit[Any], form: UploadForm) -> str:
    number = page_number(request.args.get("page"))
    rows = imports.list_imports(visit.actor, (number - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)
    statuses = imports.list_statuses(job for row in rows for job in _last_jobs(row))
    return render(
        "accounts/list_imports.html",
        form=form,
        page=Page(rows, number, imports.count_imports(visit.actor)),
        names=queries.get_names(visit.actor, [row.person_id for row in rows if row.person_id]),
        states={row.id: STATES[_state(row, statuses)] for row in rows},
        role_names=ROLE_NAMES,
    )


def _last_jobs(row: ImportRow) -> list[str]:
    return [job_id for job_id in (row.undo_job_id, *row.job_ids[-1:]) if job_id]


def _state(row: ImportRow, statuses: dict[str, str]) -> str:
    if not row.is_begun:
        return "draft"
    status = statuses.get(_last_jobs(row)[0], "failed")
    if status in {"due", "taken"}:
        return "running"
    return "undone" if row.undo_job_id and status == "done" else status


@room.get("/admin/people/import", policy=administrator)
def list_imports(visit: Visit[None]) -> Answer:
    return _list_page(visit, UploadForm())


@room.get("/admin/people/import/template.csv", policy=administrator)
def download_template(_visit: Visit[None]) -> Answer:
    text = io.StringIO()
    csv.writer(text).writerow(TEMPLATE)
    return Response(
        "\ufeff" + text.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="people.csv"'},
    )


def store_sheet(form: UploadForm) -> str:
    """Keep the list by its hash before the transaction, so that what is looked over is done."""
    return storage.put(pack_sheet(form.sheet))


@room.post("/admin/people/import", policy=administrator, form=UploadForm, prepare=store_sheet)
def upload_list(visit: Visit[UploadForm]) -> Answer:
    if visit.problems:
        return _list_page(visit, visit.form), 422
    import_id = services.begin_import(
        visit.actor,
        visit.now,
        file_name=visit.form.file_name,
        content_hash=visit.prepared,
        sheet=visit.form.sheet,
    )
    return redirect_to("accounts.show_columns", import_id=import_id)


def _columns_page(
    visit: Visit[Any], row: ImportRow, sheet: Sheet, reading: Reading, form: ColumnsForm
) -> str:
    return render(
        "accounts/show_columns.html",
        row=row,
        form=form,
        fields=FIELD_NAMES,
        headings=sheet.list_columns(),
        reading=reading,
        places=place_choices(visit.actor),
        role_names=ROLE_NAMES,
    )


@room.get(f"{ONE}/columns", policy=administrator)
def show_columns(visit: Visit[None], import_id: str) -> Answer:
    row = policy.load_draft_for(visit.actor, import_id)
    return _columns_page(visit, row, row.read_sheet(), row.reading, ColumnsForm())


@room.post(f"{ONE}/columns", policy=administrator, form=ColumnsForm)
def save_columns(visit: Visit[ColumnsForm], import_id: str) -> Answer:
    row = policy.load_draft_for(visit.actor, import_id)
    sheet = row.read_sheet()
    reading = visit.form.read(len(sheet.headings), row.reading)
    wrong = reading.find_problem()
    if wrong is not None:
        visit.form.complain(wrong)
        return _columns_page(visit, row, sheet, reading, visit.form), 422
    services.save_reading(row, reading)
    return redirect_to("accounts.show_import", import_id=import_id)


@room.get(ONE, policy=administrator)
def show_import(visit: Visit[None], import_id: str) -> Answer:
    row = policy.load_import_for(visit.actor, import_id)
    return _result_page(visit, row) if row.is_begun else _preview_page(visit, row)


def _preview_page(visit: Visit[Any], row: ImportRow) -> str:
    lines = imports.check_import(visit.actor, row.read_sheet(), row.reading)
    shown = request.args.get("show", "")
    some = [line for line in lines if shown in {"", line.standing}]
    page = cut(some, page_number(request.args.get("page")))
    counted = Counter(choose_action(line, row.choices) for line in lines)
    return render(
        "accounts/preview_import.html",
        row=row,
        page=page,
        shown=shown,
        counts=Counter(line.standing for line in lines),
        standings=STANDINGS,
        common={one: ACTIONS[one] for one in ("alike", "known")},
        actions=ACTION_NAMES,
        chosen={line.number: choose_action(line, row.choices) for line in page.rows},
        counted=counted,
        alike=_link_alike(row, lines, page.rows),
        people=queries.get_names(
            visit.actor, [one.person_id for one in page.rows if one.person_id]
        ),
        fields=FIELD_NAMES,
        words=list(_ask_for_words(visit, lines)),
        places=_label_places(visit.actor),
        role_names=ROLE_NAMES,
    )


def _link_alike(
    row: ImportRow, lines: list[Line], shown: Sequence[Line]
) -> dict[int, tuple[str, str]]:
    """Return, by number, the names of lines that those shown are like, and where they stand."""
    wanted = {line.line_alike for line in shown}
    return {
        line.number: (
            line.invitee.full_name,
            url_for("accounts.show_import", import_id=row.id, page=place // ROWS_PER_PAGE + 1)
            + f"#line-{line.number}",
        )
        for place, line in enumerate(lines)
        if line.number in wanted and line.invitee is not None
    }


def _label_places(actor: Actor) -> dict[str, str]:
    language = current_language()
    return {place.id: place.label(language) for place in queries.list_places(actor)}


def _ask_for_words(
    visit: Visit[Any], lines: list[Line]
) -> Iterator[tuple[str, str, str, list[tuple[str, Any]], str]]:
    """Yield (field, number, word, what it may stand for, suggestion) of the words not known."""
    unknown = list_unknown_words(lines)
    choices: dict[str, list[tuple[str, Any]]] = {
        "organisation": [(one.value, one.label) for one in place_choices(visit.actor)],
        "language": [(code, NATIVE_NAMES[code]) for code in LANGUAGES],
        "roles": [(role, Text(name)) for role, name in ROLE_NAMES.items()],
    }
    for name, words in unknown.items():
        for number, word in enumerate(words):
            yield name, str(number), word, choices[name], suggest(word, choices[name])


@room.post(f"{ONE}/words", policy=administrator, form=WordsForm)
def save_words(visit: Visit[WordsForm], import_id: str) -> Answer:
    row = policy.load_draft_for(visit.actor, import_id)
    lines = imports.check_import(visit.actor, row.read_sheet(), row.reading)
    values = {name: dict(words) for name, words in row.reading.values.items()}
    for name, words in list_unknown_words(lines).items():
        sent = getattr(visit.form, name).data
        chosen = {fold(word): sent.get(str(at), [""])[0] for at, word in enumerate(words)}
        values.setdefault(name, {}).update({word: to for word, to in chosen.items() if to})
    services.save_reading(row, Reading(row.reading.columns, values, row.reading.otherwise))
    return redirect_to("accounts.show_import", import_id=import_id)


@room.post(f"{ONE}/actions", policy=administrator, form=ActionsForm)
def save_actions(visit: Visit[ActionsForm], import_id: str) -> Answer:
    row = policy.load_draft_for(visit.actor, import_id)
    choices = visit.form.read(row.choices)
    services.save_choices(row, choices)
    if visit.form.go.data == "start":
        lines = imports.check_import(visit.actor, row.read_sheet(), row.reading)
        services.start_import(visit.actor, visit.now, row, lines, choices)
        return redirect_to("accounts.show_import", import_id=import_id)
    notify("success", N_("Your choices are kept. Nothing has been done yet."))
    page = {"show": request.args.get("show"), "page": request.args.get("page")}
    return redirect_to("accounts.show_import", import_id=import_id, **page)


@room.post(f"{ONE}/discard", policy=administrator)
def discard_import(visit: Visit[None], import_id: str) -> Answer:
    row = policy.load_draft_for(visit.actor, import_id)
    services.discard_import(visit.actor, visit.now, row)
    notify("success", N_("The list is discarded; nobody was invited."))
    return redirect_to("accounts.list_imports")


def _result_page(visit: Visit[Any], row: ImportRow) -> str:
    jobs = (row.undo_job_id,) if row.undo_job_id else row.job_ids
    progress = find_progress(jobs[-1])
    counts = imports.count_outcomes(jobs)
    failed = request.args.get("show") == "failed"
    number = page_number(request.args.get("page"))
    first = (number - 1) * ROWS_PER_PAGE
    rows = imports.list_outcomes(jobs, failed=failed, first=first, size=ROWS_PER_PAGE)
    total = counts.get("failed", 0) if failed else sum(counts.values())
    lines = imports.read_lines(visit.actor, row, [int(line) for line, _, _ in rows])
    return render(
        "accounts/show_import.html",
        row=row,
        progress=progress,
        address=url_for("accounts.show_import", import_id=row.id),
        counts=counts,
        outcomes=OUTCOMES,
        page=Page([_ended(one, lines) for one in rows], number, total),
        places=_label_places(visit.actor),
        role_names=ROLE_NAMES,
        shown="failed" if failed else "",
        sender=queries.get_name(visit.actor, row.person_id) if row.person_id else "",
    )


def _ended(
    ended: tuple[str, str, dict[str, Any]], lines: dict[int, Line]
) -> tuple[Line, str, Text | None]:
    """Return a line with what it says, its outcome, and why it failed if it did."""
    number, status, result = ended
    line = lines[int(number)]
    if status == "failed":
        msgid = str(result["msgid"])
        return line, "failed", Text(msgid, **result["params"])
    return line, str(result["outcome"]), None


@room.post(f"{ONE}/retry", policy=administrator)
def retry_import(visit: Visit[None], import_id: str) -> Answer:
    row = policy.load_import_for(visit.actor, import_id)
    services.retry_import(visit.actor, visit.now, row)
    return redirect_to("accounts.show_import", import_id=import_id)


@room.get(f"{ONE}/undo", policy=administrator)
def ask_undo(visit: Visit[None], import_id: str) -> Answer:
    row = policy.load_begun_import_for(visit.actor, import_id)
    return render("accounts/ask_undo.html", row=row, counts=imports.count_outcomes(row.job_ids))


@room.post(f"{ONE}/undo", policy=administrator)
def undo_import(visit: Visit[None], import_id: str) -> Answer:
    row = policy.load_begun_import_for(visit.actor, import_id)
    services.undo_import(visit.actor, visit.now, row)
    return redirect_to("accounts.show_import", import_id=import_id)
