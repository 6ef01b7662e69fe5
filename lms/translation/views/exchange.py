"""Translations as files: out for a translator's own tool, and back with a report on every text.

What becomes of a file is decided in `lms.content.exchange`.
"""

from flask import Response, request

from lms.content import services
from lms.content.exchange import MOST_BYTES, Incoming, Report
from lms.content.rules import TranslationOfAnotherCourse
from lms.kit import storage
from lms.kit.db import reading
from lms.kit.i18n import N_, Text
from lms.translation import files, policy, queries
from lms.translation.files import FORMS, FileForm, ReportForm, TakeForm
from lms.translation.rules import FileNamesNoCourse
from lms.translation.views.door import room, translators
from lms.web.actor import current_actor
from lms.web.forms import complain_at
from lms.web.listing import ROWS_PER_PAGE, Page
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

# The file, and the few fields that are sent with it.
LARGEST_BODY = MOST_BYTES + 64 * 1024


@room.get("/teach/<slug:slug>/translate/<slug:language>/export", policy=translators)
def export_language(visit: Visit[None], slug: str, language: str) -> Answer:
    policy.load_course_for(visit.actor, slug)
    form = FORMS.get(request.args.get("format", "po"), FORMS["po"])
    content = services.export_translations(visit.actor, slug, language, form.form, form.version)
    name = f"{slug}-{language}.{form.ending}"
    return Response(
        content,
        mimetype=form.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _exchange(visit: Visit[FileForm] | Visit[None], slug: str, form: FileForm) -> str:
    progress, _files = queries.get_course_progress(policy.load_course_for(visit.actor, slug))
    return render("translation/exchange.html", course=progress, forms=FORMS, form=form)


@room.get("/teach/<slug:slug>/translate/import", policy=translators)
def show_import(visit: Visit[None], slug: str) -> Answer:
    return _exchange(visit, slug, FileForm())


def keep_file(form: FileForm) -> str:
    """Keep the file by its hash before the transaction, so that what is confirmed is this."""
    return storage.put(form.content)


@room.post(
    "/teach/<slug:slug>/translate/import", policy=translators, form=FileForm, prepare=keep_file,
    reads=True, largest_body=LARGEST_BODY,
)  # fmt: skip
def upload_translations(visit: Visit[FileForm], slug: str) -> Answer:
    policy.load_course_for(visit.actor, slug)
    form = visit.form
    problem = None if visit.problems else _find_problem(form, slug)
    if problem is not None:
        complain_at(form.file, problem)
    if visit.problems or problem is not None:
        return _exchange(visit, slug, form), 422
    seal = files.seal_file(visit.actor, slug, visit.prepared)
    return redirect_to(
        "translation.preview_import", slug=slug, content_hash=visit.prepared, seal=seal,
        name=form.name,
    )  # fmt: skip


def _find_problem(form: FileForm, slug: str) -> Text | None:
    """Return why the file is none for this course, told beside the field."""
    if not form.course:
        return FileNamesNoCourse().text
    if form.course != slug:
        return TranslationOfAnotherCourse(found=form.course, slug=slug).text
    return None


@room.get(
    "/teach/<slug:slug>/translate/import/<hash:content_hash>/<hash:seal>",
    policy=translators,
    form=ReportForm,
)
def preview_import(visit: Visit[ReportForm], slug: str, content_hash: str, seal: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    form = visit.form
    incoming = files.load_file_for(visit.actor, slug, content_hash, seal, form.file_name)
    report = services.examine_translations(visit.actor, incoming, slug)
    report = queries.add_notes(course, report)
    part = form.wanted_part(report)
    rows = files.list_part(report, part)
    start = (form.page_number - 1) * ROWS_PER_PAGE
    return render(
        "translation/preview_import.html",
        slug=slug,
        course_title=queries.get_title(course),
        report=report,
        form=TakeForm(formdata=None),
        part=part,
        page=Page(rows[start : start + ROWS_PER_PAGE], form.page_number, len(rows)),
        address={"slug": slug, "content_hash": content_hash, "seal": seal, "name": form.name.data},
    )


def examine(form: TakeForm) -> tuple[Incoming, Report]:
    """Look through the file before the transaction that others would wait for."""
    with reading():
        actor = current_actor()
        slug = str(form.slug.data)
        incoming = files.load_file_for(
            actor, slug, str(form.content_hash.data), str(form.seal.data), form.file_name
        )
        return incoming, services.examine_translations(actor, incoming, slug)


@room.post(
    "/teach/<slug:slug>/translate/import/take", policy=translators, form=TakeForm, prepare=examine
)
def take_translations(visit: Visit[TakeForm], slug: str) -> Answer:
    policy.load_course_for(visit.actor, slug)
    incoming, report = visit.prepared
    done = services.keep_translations(
        visit.actor, visit.now, incoming, report,
        take_rest=visit.form.takes_rest, as_translated=bool(visit.form.as_translated.data),
    )  # fmt: skip
    notify("success", N_("Translations taken: %(count)s."), count=done.changed)
    if done.drafts:
        notify("info", N_("Drafts among them, not yet for review: %(count)s."), count=done.drafts)
    return redirect_to("translation.list_units", slug=slug, language=done.language)
