"""The editor of pages: the list, one page with its preview, what its script sends meanwhile."""

from flask import make_response, url_for
from werkzeug.wrappers import Response

from lms.kit.i18n import N_, Text
from lms.kit.ids import new_token
from lms.web.errors import wants_json
from lms.web.forgery import make_token
from lms.web.headers import with_style_nonce
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import pages, policy, queries, services
from lms.workshop.forms.pages import NewPageForm, PageForm, RenameForm
from lms.workshop.queries import Copy, PageText
from lms.workshop.queries.outline import title_of
from lms.workshop.services import Written
from lms.workshop.views.door import room

trainer = has_role("trainer")


@room.get("/teach/-/token", policy=trainer)
def show_token(visit: Visit[None]) -> Answer:
    """Give a page that has been open for long a token of the session as it is now."""
    return {"token": make_token(), "person": str(visit.actor.person_id)}


@room.get("/teach/<slug:slug>/pages", policy=trainer)
def list_pages(visit: Visit[None], slug: str) -> Answer:
    return _list(_copy(visit, slug), NewPageForm())


@room.post("/teach/<slug:slug>/pages", policy=trainer, form=NewPageForm)
def add_page(visit: Visit[NewPageForm], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    if visit.problems:
        return _list(queries.get_copy(course, visit.actor.person_id), visit.form), 422
    name = services.add_page(visit.actor, visit.now, course, str(visit.form.title.data))
    return redirect_to("workshop.edit_page", slug=slug, name=name)


@room.get("/teach/<slug:slug>/pages/<slug:name>", policy=trainer)
def edit_page(visit: Visit[None], slug: str, name: str) -> Answer:
    copy = _copy(visit, slug)
    page = queries.get_page(copy, name)
    return _editor(visit, copy, page, page.text)


@room.post("/teach/<slug:slug>/pages/<slug:name>", policy=trainer, form=PageForm)
def write_page(visit: Visit[PageForm], slug: str, name: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    form = visit.form
    _check_person(visit)
    written = services.write_page(
        visit.actor, visit.now, course, name, form.value, form.seen.data or ""
    )
    if wants_json():
        return _tell(written)
    if not written.is_kept:
        copy = queries.get_copy(course, visit.actor.person_id)
        page = queries.get_page(copy, name)
        response = _editor(visit, copy, page, form.value, other=written)
        response.status_code = 409
        return response
    notify("success", N_("The page is kept among your unsaved changes."))
    return redirect_to("workshop.edit_page", slug=slug, name=name)


@room.post(
    "/teach/<slug:slug>/pages/<slug:name>/preview", policy=trainer, form=PageForm, reads=True
)
def preview_page(visit: Visit[PageForm], slug: str, name: str) -> Answer:
    copy = _copy(visit, slug)
    page = queries.get_page(copy, name)
    if not wants_json():
        return _editor(visit, copy, page, visit.form.value, seen=visit.form.seen.data)
    return render("workshop/preview.html", preview=_preview(copy, page, visit.form.value),
                  language_of=_language(copy))  # fmt: skip


@room.get("/teach/<slug:slug>/pages/<slug:name>/rename", policy=trainer)
def show_rename(visit: Visit[None], slug: str, name: str) -> Answer:
    return _renaming(_copy(visit, slug), name, RenameForm(name=name))


@room.post("/teach/<slug:slug>/pages/<slug:name>/rename", policy=trainer, form=RenameForm)
def rename_page(visit: Visit[RenameForm], slug: str, name: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    if visit.problems:
        copy = queries.get_copy(course, visit.actor.person_id)
        return _renaming(copy, name, visit.form), 422
    new_name = str(visit.form.name.data)
    services.rename_page(visit.actor, visit.now, course, name, new_name)
    notify("success", N_("The page is called %(name)s now; what refers to it follows."),
           name=new_name)  # fmt: skip
    return redirect_to("workshop.edit_page", slug=slug, name=new_name)


@room.get("/teach/<slug:slug>/pages/<slug:name>/remove", policy=trainer)
def confirm_removal(visit: Visit[None], slug: str, name: str) -> Answer:
    copy = _copy(visit, slug)
    page = queries.get_page(copy, name)
    users = pages.users_of(page.path, queries.list_mentions(copy))
    return render(
        "workshop/remove_page.html", copy=copy, course_title=title_of(copy), page=page, users=users
    )


@room.post("/teach/<slug:slug>/pages/<slug:name>/remove", policy=trainer)
def remove_page(visit: Visit[None], slug: str, name: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    services.remove_page(visit.actor, visit.now, course, name)
    notify("success", N_("The page is removed from your copy of the course."))
    return redirect_to("workshop.list_pages", slug=slug)


def _copy(visit: Visit[object], slug: str) -> Copy:
    return queries.get_copy(policy.load_course_for(visit.actor, slug), visit.actor.person_id)


def _check_person(visit: Visit[PageForm]) -> None:
    if visit.form.person.data not in {"", None, visit.actor.person_id}:
        raise pages.AnotherPerson


def _renaming(copy: Copy, name: str, form: RenameForm) -> str:
    page = queries.get_page(copy, name)
    return render(
        "workshop/rename_page.html", copy=copy, course_title=title_of(copy), page=page, form=form
    )


def _list(copy: Copy, form: NewPageForm) -> str:
    listed = queries.list_pages(copy, queries.get_outline(copy))
    return render(
        "workshop/list_pages.html",
        copy=copy,
        course_title=title_of(copy),
        pages=listed,
        form=form,
        language_of=_language(copy),
    )


def _language(copy: Copy) -> str:
    outline = queries.get_outline(copy)
    return outline.source_language if outline else "en"


def _preview(copy: Copy, page: PageText, text: str) -> pages.Preview:
    slug = copy.course.slug
    files = url_for("workshop.show_file", slug=slug, path="")
    texts = url_for("workshop.list_pages", slug=slug) + "/"
    return pages.preview(
        queries.get_outline(copy),
        page.path,
        text,
        queries.list_sizes(copy),
        (files, texts),
        copy.read,
    )


def _editor(
    visit: Visit[object],
    copy: Copy,
    page: PageText,
    text: str,
    *,
    seen: str | None = None,
    other: Written | None = None,
) -> Response:
    """Show the editor; its optional script may style itself, and nothing else on the page may."""
    nonce = new_token()
    html = render(
        "workshop/edit_page.html", copy=copy, course_title=title_of(copy), page=page, text=text,
        seen=seen or page.hash,
        other=other, nonce=nonce, person=visit.actor.person_id, language_of=_language(copy),
        preview=_preview(copy, page, text), media=queries.list_shown(copy),
        others=queries.list_pages(copy, queries.get_outline(copy)),
    )  # fmt: skip
    response = make_response(html)
    response.headers["Content-Security-Policy"] = with_style_nonce(nonce)
    # Going back shows the text as it is kept, not as it once was.
    response.headers["Cache-Control"] = "no-store"
    return response


def _tell(written: Written) -> Answer:
    """Say to the editor's script what became of the text."""
    if written.is_kept:
        return {"seen": written.hash}
    message = Text(pages.CHANGED_MEANWHILE).in_language(current_language())
    return {"message": message, "seen": written.hash, "text": written.text}, 409
