"""The editor of a file's text, for one that no other editor can read; and the way to it."""

from flask import make_response, redirect, request
from werkzeug.wrappers import Response

from lms.kit.db import reading
from lms.kit.i18n import N_
from lms.kit.ids import new_token
from lms.web.actor import current_actor
from lms.web.errors import Refusal, show_broken_rule, wants_json
from lms.web.headers import with_style_nonce
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries
from lms.workshop.editing.edits import FileUnreadable
from lms.workshop.forms.pages import TextForm
from lms.workshop.queries import Copy
from lms.workshop.queries.outline import title_of
from lms.workshop.queries.texts import find_unreadable, get_text
from lms.workshop.services.texts import Written
from lms.workshop.services.texts import write_text as write
from lms.workshop.views.addresses import editor_of
from lms.workshop.views.door import room

trainer = has_role("trainer")
# The part of the course that a file belongs to.
_PARTS = {"questions": "list_questions", "quizzes": "list_quizzes", "media": "list_media"}


@room.get("/teach/<slug:slug>/text/<path:path>", policy=trainer)
def edit_text(visit: Visit[None], slug: str, path: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    return _editor(queries.get_copy(course, visit.actor.person_id), path)


@room.post("/teach/<slug:slug>/text/<path:path>", policy=trainer, form=TextForm)
def write_text(visit: Visit[TextForm], slug: str, path: str) -> Answer:
    course, form = policy.load_course_for(visit.actor, slug), visit.form
    written = write(visit.actor, visit.now, course, path, form.value, form.seen.data or "")
    copy = queries.get_copy(course, visit.actor.person_id)
    if not written.is_kept:
        response = _editor(copy, path, form.value, written)
        response.status_code = 409
        return response
    notify("success", N_("The file is kept among your unsaved changes."))
    if not get_text(copy, path).is_readable:
        return redirect_to("workshop.edit_text", slug=slug, path=path)
    return redirect(editor_of(slug, path), 303)


def _editor(
    copy: Copy, path: str, text: str | None = None, other: Written | None = None
) -> Response:
    """Show the editor; its optional script may style itself, and nothing else on the page may."""
    nonce, file = new_token(), get_text(copy, path)
    html = render(
        "workshop/edit_text.html", copy=copy, course_title=title_of(copy), file=file,
        part=_PARTS.get(path.partition("/")[0], "show_outline"),
        editor=editor_of(copy.course.slug, path), nonce=nonce,
        text=file.text if text is None else text, other=other,
    )  # fmt: skip
    response = make_response(html)
    response.headers["Content-Security-Policy"] = with_style_nonce(nonce)
    response.headers["Cache-Control"] = "no-store"
    return response


@room.errorhandler(FileUnreadable)
def open_unreadable(error: FileUnreadable) -> Refusal | Response:
    """Lead from an editor that cannot read a file to the one of its text."""
    path = None if wants_json() else _find_unreadable()
    if path is None:
        return show_broken_rule(error)
    notify("error", FileUnreadable.message)
    return redirect_to("workshop.edit_text", slug=(request.view_args or {})["slug"], path=path)


def _find_unreadable() -> str | None:
    with reading():
        actor, slug = current_actor(), (request.view_args or {}).get("slug", "")
        copy = queries.get_copy(policy.load_course_for(actor, slug), actor.person_id)
        return find_unreadable(copy)
