"""The review of a course: its texts with what colleagues remarked, and the list of remarks."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from lms.accounts.queries import get_names
from lms.content.format import CourseFile
from lms.content.queries import CourseRow
from lms.kit.i18n import N_
from lms.units import markdown
from lms.units.markdown import Setting
from lms.units.unit import Key, Unit
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy
from lms.workshop.forms.review import CommentForm, RemarkForm, ThreadsForm
from lms.workshop.queries import review
from lms.workshop.queries.review import Reviewed, Thread
from lms.workshop.services import review as remarks
from lms.workshop.views.door import room

trainer = has_role("trainer")
STATUSES = ("open", "resolved", "all")


def _names(visit: Visit[Any], threads: Iterable[Thread]) -> dict[str, str]:
    people = [
        person_id
        for thread in threads
        for person_id in (thread.resolved_by, *(c.person_id for c in thread.comments))
    ]
    return get_names(visit.actor, [person_id for person_id in people if person_id])


def _language(head: CourseFile | None) -> str:
    return head.source_language if head else "en"


@room.get("/teach/<slug:slug>/review", policy=trainer, form=ThreadsForm)
def list_threads(visit: Visit[ThreadsForm], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    form = visit.form
    status = form.status.data if form.status.data in STATUSES else "open"
    number = page_number(form.page.data)
    file = form.file.data or ""
    threads, total = review.list_threads(course, status, file, ROWS_PER_PAGE, number)
    called = review.get_names_of_files(course)
    return render(
        "workshop/list_threads.html",
        course=course,
        course_title=review.get_title(course),
        page=Page(threads, number, total),
        status=status,
        file=file,
        files=[(path, called(path)) for path in review.list_files(course)],
        names=_names(visit, threads),
        lang=_language(review.get_head(course)),
        called=called,
    )


@room.get("/teach/<slug:slug>/review/<path:path>", policy=trainer)
def show_review(visit: Visit[None], slug: str, path: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    return _file_page(visit, course, path, None)


def _file_page(visit: Visit[Any], course: CourseRow, path: str, wrong: RemarkForm | None) -> str:
    reviewed = review.get_reviewed(course, path)
    every = [*reviewed.lost, *(t for some in reviewed.threads.values() for t in some)]
    return render(
        "workshop/show_review.html",
        course=course,
        reviewed=reviewed,
        course_title=review.get_title(course),
        title=review.get_names_of_files(course)(path),
        lang=_language(reviewed.head),
        html=partial(_html, _setting(course, reviewed)),
        names=_names(visit, every),
        wrong=wrong,
    )


def _setting(course: CourseRow, reviewed: Reviewed) -> Setting:
    pages = [a.page for a in reviewed.head.activities if a.page] if reviewed.head else []
    return Setting(
        media=url_for("workshop.show_file", slug=course.slug, path=""),
        links={p: url_for("workshop.show_review", slug=course.slug, path=p) for p in pages},
    )


def _html(setting: Setting, unit: Unit) -> str:
    return markdown.render_line(unit.text, setting=setting)


@room.post("/teach/<slug:slug>/review", policy=trainer, form=RemarkForm)
def begin_thread(visit: Visit[RemarkForm], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    form = visit.form
    key = Key(str(form.context.data), _unix(str(form.source.data)))
    file = key.context.partition("#")[0]
    if visit.problems:
        return _file_page(visit, course, file, form), 422
    thread_id = remarks.begin_thread(visit.actor, visit.now, course, key, str(form.text.data))
    notify("success", N_("Your remark is there for your colleagues."))
    return _back(slug, file, thread_id)


def _unix(text: str) -> str:
    """Return a text with the line ends that it had before a browser sent it."""
    return text.replace("\r\n", "\n")


def _back(slug: str, file: str, thread_id: str) -> Response:
    return redirect_to("workshop.show_review", slug=slug, path=file, _anchor=f"thread-{thread_id}")


@room.post(
    "/teach/<slug:slug>/review/threads/<id:thread_id>/comments", policy=trainer, form=CommentForm
)
def add_comment(visit: Visit[CommentForm], slug: str, thread_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    thread = review.get_thread(course.id, thread_id)
    if visit.problems:
        notify("error", N_("An answer needs words; at most 4,000 characters."))
    else:
        remarks.add_comment(visit.actor, visit.now, thread, str(visit.form.text.data))
    return _back(slug, thread.file, thread_id)


@room.post("/teach/<slug:slug>/review/threads/<id:thread_id>/resolve", policy=trainer)
def resolve_thread(visit: Visit[None], slug: str, thread_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    thread = review.get_thread(course.id, thread_id)
    remarks.resolve_thread(visit.actor, visit.now, course, thread)
    return _back(slug, thread.file, thread_id)


@room.post("/teach/<slug:slug>/review/threads/<id:thread_id>/reopen", policy=trainer)
def reopen_thread(visit: Visit[None], slug: str, thread_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    thread = review.get_thread(course.id, thread_id)
    remarks.reopen_thread(visit.actor, visit.now, course, thread)
    return _back(slug, thread.file, thread_id)
