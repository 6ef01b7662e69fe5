"""The media library: the list with its upload, one file, and the files for the editor."""

from flask import url_for

from lms.content.hashes import content_hash
from lms.kit.i18n import N_
from lms.web.errors import TITLES, wants_json
from lms.web.files import give_file
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render, say
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries, services, uploads
from lms.workshop.forms.media import CaptionsForm, FileForm, NoteForm, RemovalForm, UploadForm
from lms.workshop.queries import Copy
from lms.workshop.queries.outline import title_of
from lms.workshop.views.door import room

trainer = has_role("trainer")
# A file, and the few words that are sent with it.
LARGEST_BODY = uploads.LARGEST_FILE + uploads.MEBIBYTE


@room.get("/teach/<slug:slug>/files/<path:path>", policy=trainer)
def show_file(visit: Visit[None], slug: str, path: str) -> Answer:
    """Give a file as the person has it, saved or not; it may do nothing but be looked at."""
    content = queries.get_file(_copy(visit, slug), path)
    return give_file(content, path, content_hash(content))


@room.get("/teach/<slug:slug>/media", policy=trainer)
def list_media(visit: Visit[None], slug: str) -> Answer:
    return _library(_copy(visit, slug), UploadForm())


@room.post("/teach/<slug:slug>/media", policy=trainer, form=UploadForm, largest_body=LARGEST_BODY)
def add_medium(visit: Visit[UploadForm], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    form = visit.form
    if visit.problems:
        if wants_json():
            return _refuse(form)
        return _library(queries.get_copy(course, visit.actor.person_id), form), 422
    name = services.add_medium(visit.actor, visit.now, course, form.upload, form.note)
    notify("success", N_("%(name)s is in the library."), name=name)
    if wants_json():
        return {"address": url_for("workshop.show_medium", slug=slug, name=name)}
    return redirect_to("workshop.show_medium", slug=slug, name=name)


@room.get("/teach/<slug:slug>/media/<name>", policy=trainer)
def show_medium(visit: Visit[None], slug: str, name: str) -> Answer:
    return _medium(_copy(visit, slug), name)


@room.post("/teach/<slug:slug>/media/<name>", policy=trainer, form=NoteForm)
def note_medium(visit: Visit[NoteForm], slug: str, name: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    if visit.problems:
        copy = queries.get_copy(course, visit.actor.person_id)
        return _medium(copy, name, note=visit.form), 422
    services.note_medium(visit.actor, visit.now, course, name, visit.form.note)
    return _done(slug, name)


@room.post(
    "/teach/<slug:slug>/media/<name>/content", policy=trainer, form=FileForm,
    largest_body=LARGEST_BODY,
)  # fmt: skip
def replace_medium(visit: Visit[FileForm], slug: str, name: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    if visit.problems:
        copy = queries.get_copy(course, visit.actor.person_id)
        return _medium(copy, name, file=visit.form), 422
    services.replace_medium(visit.actor, visit.now, course, name, visit.form.upload)
    return _done(slug, name)


@room.post("/teach/<slug:slug>/media/<name>/captions", policy=trainer, form=CaptionsForm)
def caption_medium(visit: Visit[CaptionsForm], slug: str, name: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    form = visit.form
    if visit.problems:
        copy = queries.get_copy(course, visit.actor.person_id)
        return _medium(copy, name, captions=form), 422
    services.caption_medium(visit.actor, visit.now, course, name, form.language.data, form.upload)
    return _done(slug, name)


@room.get("/teach/<slug:slug>/media/<name>/remove", policy=trainer)
def confirm_removal_of_medium(visit: Visit[None], slug: str, name: str) -> Answer:
    copy = _copy(visit, slug)
    medium = queries.get_medium(copy, name)
    return render(
        "workshop/remove_medium.html",
        copy=copy,
        course_title=title_of(copy),
        medium=medium,
        form=RemovalForm(),
    )


@room.post("/teach/<slug:slug>/media/<name>/remove", policy=trainer, form=RemovalForm)
def remove_medium(visit: Visit[RemovalForm], slug: str, name: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    services.remove_medium(
        visit.actor, visit.now, course, name, is_confirmed=bool(visit.form.is_confirmed.data)
    )
    notify("success", N_("%(name)s is removed from your copy of the course."), name=name)
    return redirect_to("workshop.list_media", slug=slug)


def _copy(visit: Visit[object], slug: str) -> Copy:
    return queries.get_copy(policy.load_course_for(visit.actor, slug), visit.actor.person_id)


def _library(copy: Copy, form: UploadForm) -> str:
    return render(
        "workshop/list_media.html",
        copy=copy,
        course_title=title_of(copy),
        media=queries.list_media(copy),
        form=form,
    )


def _medium(
    copy: Copy,
    name: str,
    *,
    note: NoteForm | None = None,
    file: FileForm | None = None,
    captions: CaptionsForm | None = None,
) -> str:
    medium = queries.get_medium(copy, name)
    return render(
        "workshop/show_medium.html", copy=copy, course_title=title_of(copy), medium=medium,
        note=note or NoteForm(obj=medium.note), file=file or FileForm(),
        captions=captions or CaptionsForm(),
    )  # fmt: skip


def _refuse(form: UploadForm) -> Answer:
    """Say to the script what is wrong with each field."""
    language = current_language()
    told = {field.name: say(language, field.errors[0]) for field in form if field.errors}
    return {"message": say(language, TITLES[422]), "errors": told}, 422


def _done(slug: str, name: str) -> Answer:
    notify("success", N_("Kept among your unsaved changes."))
    return redirect_to("workshop.show_medium", slug=slug, name=name)
