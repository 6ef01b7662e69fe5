"""The administrator's register: every certificate of the own organisations, found and filtered.

What is looked for is read in `rules.register`, what is found in `queries.register`.
"""

from collections.abc import Iterable, Sequence

from flask import make_response, request

from lms.accounts.queries.homes import get_homes
from lms.audit import services as audit
from lms.certificates import policy
from lms.certificates.queries import register as queries
from lms.certificates.queries import requests
from lms.certificates.queries.holders import get_holders, list_protected
from lms.certificates.queries.keys import find_key, list_endings
from lms.certificates.rules import KINDS
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.inspection import in_groups
from lms.certificates.rules.register import (
    COLUMNS,
    SUBJECTS,
    Cell,
    Wish,
    as_texts,
    ending_soon,
    to_table,
)
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.verification import STATUS_NAMES
from lms.certificates.signing import keyring
from lms.certificates.views.door import administrator, room
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.i18n import Text
from lms.learning.rules import to_csv
from lms.programmes.policy import list_programmes_for
from lms.programmes.queries import curricula
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.rows import ProgrammeRow
from lms.programmes.services.nomination_tables import to_workbook
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.locale import current_language
from lms.web.render import render
from lms.web.room import Answer, Visit

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@room.get("/admin/certificates", policy=administrator)
def list_register(visit: Visit[None]) -> Answer:
    wish = Wish.of(request.args)
    # A course of somebody else's is refused, as its other pages are.
    course = policy.load_register_for(visit.actor, wish.course) if wish.course else None
    page = _get_page(visit, wish, page_number(request.args.get("page")))
    rows = page.rows
    return render(
        "certificates/pages/list_register.html",
        page=page,
        holders=get_holders(visit.actor, rows),
        protected=list_protected(rows),
        wish=wish,
        course=course,
        subjects=_subjects(visit.actor),
        soon=ending_soon(visit.now.date()),
        waiting=requests.count_queue(visit.actor, visit.now, waiting_only=True),
        grouped=grouped,
        kinds=KINDS,
        statuses=STATUS_NAMES,
        endings=list_endings(visit.now),
        does_key_open=keyring.does_open(),
        homes=get_homes(visit.actor, {row.person_id for row in rows if row.person_id}),
        key=find_key(wish.key) if wish.key else None,
        in_groups=in_groups,
    )


def _get_page(visit: Visit[None], wish: Wish, number: int) -> Page[CertificateRow]:
    """Return a page of what is looked for; beyond the last one, the last."""
    first, size = (number - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE
    rows, total = queries.list_page(visit.actor, visit.now, wish, first=first, size=size)
    page = Page(rows, number, total)
    return page if rows or number <= page.count else _get_page(visit, wish, page.count)


@room.get("/admin/certificates/register.<any(csv, xlsx):form>", policy=administrator)
def export_register(visit: Visit[None], form: str) -> Answer:
    wish, language = Wish.of(request.args), current_language()
    if wish.course:
        policy.load_register_for(visit.actor, wish.course)
    found = queries.list_ids(visit.actor, visit.now, wish)
    # Line by line into the file: as rows in memory they would take ten times as much.
    lines = (
        line
        for rows in queries.list_portions(found, visit.now)
        for line in _to_table(visit.actor, rows, language)
    )
    audit.note(
        visit.actor, visit.now, "certificates.register_exported", subject_type="organisation",
        subject_id=str(visit.actor.organisation_id),
        details={"form": form, "rows": len(found), "asked": sorted(wish.filters)},
    )  # fmt: skip
    return send_table(COLUMNS, lines, "certificates", form)


def _to_table(actor: Actor, rows: list[CertificateRow], language: str) -> list[Sequence[Cell]]:
    return to_table(rows, get_holders(actor, rows), list_protected(rows), language)


def send_table(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], name: str, form: str
) -> Answer:
    """Return a table as a file to keep: as CSV, or a workbook with numbers and days as such."""
    is_workbook = form == "xlsx"
    table = (
        to_workbook(columns, rows, name) if is_workbook else to_csv(columns, map(as_texts, rows))
    )
    answer = make_response(table)
    answer.headers["Content-Type"] = WORKBOOK if is_workbook else "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def _subjects(actor: Actor) -> list[tuple[str, str]]:
    """Return what the register can be narrowed to: kinds of subjects, then courses, programmes."""
    language = current_language()
    titles = titles_of(policy.list_registers_for(actor))
    named = _name_programmes(list_programmes_for(actor), language)
    return [
        *((kind, Text(words).in_language(language)) for kind, words in SUBJECTS.items()),
        *((f"course:{slug}", title) for slug, title in titles.items()),
        *((f"programme:{slug}", title) for slug, title in named.items()),
    ]


def _name_programmes(rows: list[ProgrammeRow], language: str) -> dict[str, str]:
    """Return the title of each published programme, in the reader's language if it has one."""
    versions = curricula.get_versions([row.version_id for row in rows if row.version_id])
    named = {}
    for row in rows:
        if row.version_id:
            definition = versions[row.version_id].definition
            title, _of = choose_text(definition.title, language, definition.source_language)
            named[row.slug] = title
    return named


def titles_of(courses: list[CourseRow]) -> dict[str, str]:
    """Return the title of each course in the reader's language, by its slug."""
    wanted = [(str(course.newest_version_id), current_language()) for course in courses]
    outlines = content.get_outlines(wanted)
    return {course.slug: row.title for course, row in zip(courses, outlines, strict=True)}
