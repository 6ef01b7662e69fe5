"""The history of a course: its revisions, one of them, what differs between two, restoring."""

import mimetypes

from flask import make_response, request, url_for
from werkzeug.wrappers import Response

from lms.accounts.queries import get_names
from lms.content.naming import name_of, titles_of
from lms.content.queries import RevisionRow
from lms.kit.i18n import N_
from lms.web.headers import MEDIA_POLICY
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import pages, policy, queries, services
from lms.workshop.queries import history
from lms.workshop.queries.history import MINE, read_number
from lms.workshop.queries.review import get_title
from lms.workshop.views.door import room

trainer = has_role("trainer")
# What a browser may show in its own window; all else is handed over to be kept.
_SHOWN = ("image/", "audio/", "video/")


@room.get("/teach/<slug:slug>/history", policy=trainer)
def list_history(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    number = page_number(request.args.get("page"))
    rows, total = history.list_history(course, ROWS_PER_PAGE, number)
    copy = queries.get_copy(course, visit.actor.person_id)
    return render(
        "workshop/list_history.html",
        copy=copy,
        outline=queries.get_outline(copy),
        page=Page(rows, number, total),
        names=_names(visit, rows),
    )


def _names(visit: Visit[None], rows: list[RevisionRow]) -> dict[str, str]:
    return get_names(visit.actor, [row.author_id for row in rows if row.author_id])


@room.get("/teach/<slug:slug>/history/<slug:number>", policy=trainer)
def show_revision(visit: Visit[None], slug: str, number: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    page = history.get_revision_page(course, read_number(number))
    return render(
        "workshop/show_revision.html",
        course=course,
        page=page,
        names=_names(visit, [page.revision]),
    )


@room.get("/teach/<slug:slug>/compare", policy=trainer)
def compare_revisions(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    newest = queries.get_copy(course, visit.actor.person_id).newest.number
    old = history.open_side(course, visit.actor.person_id, request.args.get("old", str(newest)))
    new = history.open_side(course, visit.actor.person_id, request.args.get("new", MINE))
    compared = history.compare_sides(old, new, request.args.get("path", ""))
    return render(
        "workshop/compare_revisions.html",
        course=course,
        course_title=get_title(course),
        compared=compared,
        mine=MINE,
    )


@room.get("/teach/<slug:slug>/history/<slug:number>/pages/<path:path>", policy=trainer)
def show_saved_page(visit: Visit[None], slug: str, number: str, path: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    side = history.open_side(course, None, str(read_number(number)))
    content = history.get_saved_file(course, read_number(number), path)
    head = side.head
    return render(
        "workshop/show_saved_page.html",
        course=course, course_title=get_title(course), revision=number, path=path, head=head,
        name=name_of(path, content, titles_of(head)),
        text=content.decode(errors="replace"),
        preview=_preview(side, slug, path, content) if path.endswith(".md") else None,
    )  # fmt: skip


def _preview(side: history.Side, slug: str, path: str, content: bytes) -> pages.Preview:
    files = url_for("workshop.show_saved_file", slug=slug, number=side.name, path="")
    texts = url_for("workshop.show_saved_page", slug=slug, number=side.name, path="")
    sizes = dict.fromkeys(side.hashes, 0)
    return pages.preview(side.head, path, content.decode(errors="replace"), sizes, (files, texts))


@room.get("/teach/<slug:slug>/history/<slug:number>/files/<path:path>", policy=trainer)
def show_saved_file(visit: Visit[None], slug: str, number: str, path: str) -> Response:
    course = policy.load_course_for(visit.actor, slug)
    response = make_response(history.get_saved_file(course, read_number(number), path))
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response.content_type = kind
    response.headers["Content-Security-Policy"] = MEDIA_POLICY
    response.headers["Cache-Control"] = "private, max-age=3600"
    if not kind.startswith(_SHOWN):
        response.headers["Content-Disposition"] = "attachment"
    return response


@room.get("/teach/<slug:slug>/history/<slug:number>/restore", policy=trainer)
def show_restore(visit: Visit[None], slug: str, number: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    mine = history.open_side(course, visit.actor.person_id, MINE)
    files = history.list_restorable(mine, history.open_side(course, None, number))
    return render(
        "workshop/show_restore.html",
        course=course,
        course_title=get_title(course),
        revision=number,
        files=files,
    )


@room.post("/teach/<slug:slug>/history/<slug:number>/restore", policy=trainer)
def restore_revision(visit: Visit[None], slug: str, number: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    paths = request.form.getlist("path")
    if not paths:
        notify("warning", N_("Choose at least one file."))
        return redirect_to("workshop.show_restore", slug=slug, number=number)
    services.restore(visit.actor, visit.now, course, read_number(number), paths)
    notify("success", N_("Restored into your unsaved changes. Look at it, then save it."))
    return redirect_to("workshop.show_course", slug=slug)
