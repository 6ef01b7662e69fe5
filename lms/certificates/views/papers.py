"""Certificates that were issued on paper: lists sent in, looked over, entered or discarded.

What a line says is decided in `rules.papers`; what became of it is in `paper_results`.
"""

from collections import Counter
from datetime import date
from typing import Any

from flask import request

from lms.accounts import queries as people
from lms.accounts.importing.sheets import pack_sheet
from lms.certificates import policy
from lms.certificates.forms.papers import PaperColumnsForm, PapersForm
from lms.certificates.queries import papers as queries
from lms.certificates.queries.papers import PaperImportRow
from lms.certificates.rules import KINDS
from lms.certificates.rules.paper_columns import FIELD_NAMES, FIELDS, TITLE_FIELDS
from lms.certificates.rules.papers import STANDINGS, PaperLine, PaperReading
from lms.certificates.services import papers as services
from lms.certificates.views.door import administrator, room
from lms.certificates.views.paper_results import result_page
from lms.certificates.views.register import send_table
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.i18n import N_
from lms.kit.territories import sort_tree
from lms.web.forms import choices, complain_at
from lms.web.listing import ROWS_PER_PAGE, Page, cut, page_number
from lms.web.locale import current_language
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ALL = "/admin/certificates/papers"
ONE = f"{ALL}/<id:paper_id>"
ORDER_NEEDED = N_("The list does not tell whether the day or the month stands first. Choose one.")


def _list_page(visit: Visit[Any], form: PapersForm) -> str:
    number = page_number(request.args.get("page"))
    rows = queries.list_imports(visit.actor, (number - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)
    places = _places(visit.actor)
    form.issuer.choices = choices(list(places.items()))
    return render(
        "certificates/pages/list_papers.html",
        form=form,
        page=Page(rows, number, queries.count_imports(visit.actor)),
        names=people.get_names(visit.actor, [row.person_id for row in rows if row.person_id]),
        places=places,
        fields=FIELD_NAMES,
    )


def _places(actor: Actor) -> dict[str, str]:
    language = current_language()
    places = sort_tree(people.list_places(actor), language)
    return {place.id: place.label(language) for place in places}


@room.get(ALL, policy=administrator)
def list_papers(visit: Visit[None]) -> Answer:
    return _list_page(visit, PapersForm())


@room.get(f"{ALL}/template.csv", policy=administrator)
def download_paper_template(_visit: Visit[None]) -> Answer:
    return send_table(FIELDS, [], "paper-certificates", "csv")


def store_papers(form: PapersForm) -> str:
    """Keep the list by its hash before the transaction, so that what is looked over is done."""
    return storage.put(pack_sheet(form.sheet))


@room.post(ALL, policy=administrator, form=PapersForm, prepare=store_papers)
def upload_papers(visit: Visit[PapersForm]) -> Answer:
    form = visit.form
    if visit.problems:
        return _list_page(visit, form), 422
    issuer = policy.load_register_of(visit.actor, str(form.issuer.data))
    paper_id = services.begin_import(
        visit.actor, visit.now, issuer_id=issuer.id, file_name=form.file_name,
        content_hash=str(visit.prepared), sheet=form.sheet,
    )  # fmt: skip
    return redirect_to("certificates.show_paper_columns", paper_id=paper_id)


@room.get(f"{ONE}/columns", policy=administrator)
def show_paper_columns(visit: Visit[None], paper_id: str) -> Answer:
    row = policy.load_paper_draft_for(visit.actor, paper_id)
    order = row.reading.order_in(row.read_sheet())
    form = PaperColumnsForm(title=row.reading.title, day_order=order)
    return _columns_page(row, row.reading, form)


@room.post(f"{ONE}/columns", policy=administrator, form=PaperColumnsForm)
def save_paper_columns(visit: Visit[PaperColumnsForm], paper_id: str) -> Answer:
    row, form = policy.load_paper_draft_for(visit.actor, paper_id), visit.form
    sheet = row.read_sheet()
    reading = form.read(len(sheet.headings))
    wrong = reading.find_problem()
    if wrong is not None:
        form.complain(wrong)
    if reading.lacks_order(sheet):
        complain_at(form.day_order, ORDER_NEEDED)
    if form.errors:
        return _columns_page(row, reading, form), 422
    services.save_reading(row, reading)
    return redirect_to("certificates.show_paper", paper_id=paper_id)


def _columns_page(row: PaperImportRow, reading: PaperReading, form: PaperColumnsForm) -> str:
    return render(
        "certificates/pages/show_paper_columns.html",
        row=row,
        form=form,
        reading=reading,
        fields=FIELD_NAMES,
        title_fields=TITLE_FIELDS,
        headings=row.read_sheet().list_columns(),
        kinds=KINDS,
    )


@room.get(ONE, policy=administrator)
def show_paper(visit: Visit[None], paper_id: str) -> Answer:
    row = policy.load_paper_import_for(visit.actor, paper_id)
    return result_page(visit, row) if row.job_id else _preview_page(visit, row)


def _preview_page(visit: Visit[None], row: PaperImportRow) -> str:
    lines = queries.check_import(row, visit.now)
    shown = request.args.get("show", "")
    some = [line for line in lines if shown in {"", line.standing}]
    return render(
        "certificates/pages/preview_papers.html",
        row=row,
        page=cut(some, page_number(request.args.get("page"))),
        shown=shown,
        counts=Counter(line.standing for line in lines),
        standings=STANDINGS,
        fields=FIELD_NAMES,
        place=_places(visit.actor).get(row.issuer_id, ""),
        example=_find_example(lines),
        kinds=KINDS,
    )


def _find_example(lines: list[PaperLine]) -> tuple[str, date] | None:
    """Return the first day that stands otherwise than ISO 8601 has it, with what it is read as."""
    read = ((line.said["issued_on"], line.paper.issued_on) for line in lines if line.paper)
    return next(((said, day) for said, day in read if not said.startswith(str(day))), None)


@room.post(f"{ONE}/start", policy=administrator)
def start_papers(visit: Visit[None], paper_id: str) -> Answer:
    row = policy.load_paper_draft_for(visit.actor, paper_id)
    services.start_import(visit.actor, visit.now, row)
    return redirect_to("certificates.show_paper", paper_id=paper_id)


@room.post(f"{ONE}/discard", policy=administrator)
def discard_papers(visit: Visit[None], paper_id: str) -> Answer:
    row = policy.load_paper_draft_for(visit.actor, paper_id)
    services.discard_import(visit.actor, visit.now, row)
    notify("success", N_("The list is discarded; nothing was entered."))
    return redirect_to("certificates.list_papers")
