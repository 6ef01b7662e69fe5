"""Saving a working copy as a revision, deciding conflicts, discarding and bringing back."""

from collections.abc import Iterable, Mapping

from flask import request

from lms.accounts.queries import get_names
from lms.content.naming import NOTE
from lms.kit.i18n import N_, Text
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries, services
from lms.workshop.forms.saving import SaveForm, find_undecided, read_decisions
from lms.workshop.queries import Copy
from lms.workshop.queries.discarded import get_discarded
from lms.workshop.queries.outline import title_of
from lms.workshop.queries.saving import ChangedFile, get_save_page, list_changed, name_incoming
from lms.workshop.rules import Decision
from lms.workshop.services.files import Saved, bring_back
from lms.workshop.views.door import room

trainer = has_role("trainer")
# How many files a suggested message names.
NAMED = 3


def _suggest(changes: list[ChangedFile]) -> str:
    """Return a message that says which files changed, in the language of the page."""
    paths = {change.path for change in changes}
    # What is noted on a file goes without saying where the file itself comes.
    own = [
        change for change in changes
        if not change.path.endswith(NOTE) or change.path.removesuffix(NOTE) not in paths
    ]  # fmt: skip
    names = _say_all(change.name for change in own)
    said = ", ".join(names[:NAMED]).replace("\u2068", "").replace("\u2069", "")
    return f"{said} …" if len(names) > NAMED else said


def _say_all(texts: Iterable[Text]) -> list[str]:
    return [text.in_language(current_language()) for text in texts]


def _save_page(
    visit: Visit[object], copy: Copy, form: SaveForm, decided: Mapping[str, Decision] | None
) -> str:
    """Return the page; `decided` is nothing before anything was sent."""
    page = get_save_page(copy)
    authors = [conflict.author_id for conflict in page.conflicts if conflict.author_id]
    return render(
        "workshop/show_save.html",
        copy=copy,
        outline=queries.get_outline(copy),
        page=page,
        form=form,
        decided=decided or {},
        undecided={} if decided is None else find_undecided(page.conflicts, decided),
        names=get_names(visit.actor, authors),
    )


@room.get("/teach/<slug:slug>/save", policy=trainer)
def show_save(visit: Visit[None], slug: str) -> Answer:
    copy = queries.get_copy(policy.load_course_for(visit.actor, slug), visit.actor.person_id)
    form = SaveForm(message=_suggest(list_changed(copy)))
    return _save_page(visit, copy, form, None)


@room.post("/teach/<slug:slug>/save", policy=trainer, form=SaveForm)
def save_course(visit: Visit[SaveForm], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    copy = queries.get_copy(course, visit.actor.person_id)
    decided = read_decisions(request.form)
    if visit.problems:
        return _save_page(visit, copy, visit.form, decided), 422
    message = str(visit.form.message.data or "") or _suggest(list_changed(copy))
    saved = services.save(visit.actor, visit.now, course, message, decided)
    if saved.conflicts:
        return _save_page(visit, copy, visit.form, decided), 409
    _tell(saved, copy)
    return redirect_to("workshop.show_course", slug=slug)


def _tell(saved: Saved, copy: Copy) -> None:
    notify("success", N_("Saved as revision %(number)s."), number=saved.number)
    if saved.incoming:
        names = _say_all(name_incoming(copy, saved.incoming))
        notify("info", N_("Came in from others: %(names)s."), names=", ".join(names))


@room.get("/teach/<slug:slug>/discard", policy=trainer)
def show_discard(visit: Visit[None], slug: str) -> Answer:
    copy = queries.get_copy(policy.load_course_for(visit.actor, slug), visit.actor.person_id)
    path = request.args.get("path", "")
    changes = [c for c in list_changed(copy) if path in {"", c.path}]
    return render(
        "workshop/show_discard.html",
        copy=copy,
        course_title=title_of(copy),
        changes=changes,
        path=path,
    )


@room.post("/teach/<slug:slug>/discard", policy=trainer)
def discard_changes(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    path = request.form.get("path")
    services.discard(visit.actor, visit.now, course, [path] if path else None)
    notify("success", N_("Discarded. You can bring it back for two weeks, below."))
    return redirect_to("workshop.show_course", slug=slug)


@room.post("/teach/<slug:slug>/discarded/<id:discarded_id>", policy=trainer)
def bring_back_discarded(visit: Visit[None], slug: str, discarded_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    discarded = get_discarded(course.id, visit.actor.person_id, discarded_id, visit.now)
    bring_back(visit.actor, visit.now, course, discarded)
    notify("success", N_("It is back among your unsaved changes."))
    return redirect_to("workshop.show_course", slug=slug)
