"""One unit at a time: translate it, look at what it said before, say something about it.

What is written is read again by the page that follows: a sheet knows committed rows alone, so that
no act looks at one after it wrote.
"""

from werkzeug.wrappers import Response

from lms.kit.i18n import N_
from lms.translation import policy, queries, services
from lms.translation.forms import CommentForm, RowForm, SaveForm, UnitForm
from lms.translation.queries import Desk, Place, UnitPage
from lms.translation.rules import KINDS, UnitRow, UnitUnknown
from lms.translation.services import Saved
from lms.translation.views.door import room, translators
from lms.units.differences import compare_words
from lms.units.isolating import isolate, isolate_text
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

UNIT = "/teach/<slug:slug>/translate/<slug:language>/units/<id:unit_id>"


@room.get(UNIT, policy=translators, form=UnitForm)
def show_unit(visit: Visit[UnitForm], slug: str, language: str, unit_id: str) -> Answer:
    desk = policy.load_desk_for(visit.actor, slug, language)
    row = desk.sheet.find(unit_id)
    if row is None:
        return _lead_to_successor(desk, unit_id)
    page = _page(visit, desk, row)
    taken = visit.form.taken
    if taken is not None and taken < len(page.matches):
        return _show(desk, page, page.matches[taken].translation)
    return _show(desk, page, row.translation, was=visit.form.was.data or row.status)


@room.post(UNIT, policy=translators, form=SaveForm)
def save_unit(visit: Visit[SaveForm], slug: str, language: str, unit_id: str) -> Answer:
    form = visit.form
    place = policy.load_place_for(visit.actor, slug, language, unit_id, form.revision.data or "")
    if visit.problems:
        return _refuse(visit, place, Saved())
    is_doubtful = form.is_next and _has_warnings(place, form.sent)
    saved = services.save_unit(visit.actor, visit.now, place, form.sent, form.wanted, form.row)
    if not saved.is_done:
        return _refuse(visit, place, saved)
    return _go_on(place, form, saved, is_doubtful=is_doubtful and not saved.is_same)


@room.post(f"{UNIT}/restore", policy=translators, form=RowForm)
def restore_unit(visit: Visit[RowForm], slug: str, language: str, unit_id: str) -> Answer:
    form = visit.form
    place = policy.load_place_for(visit.actor, slug, language, unit_id, form.revision.data or "")
    saved = services.restore(visit.actor, visit.now, place, form.wanted_row, form.row)
    if not saved.is_done:
        return _refuse(visit, place, saved)
    notify("success", N_("The earlier text stands again."))
    return _back_to(place)


@room.post(f"{UNIT}/comments", policy=translators, form=CommentForm)
def add_comment(visit: Visit[CommentForm], slug: str, language: str, unit_id: str) -> Answer:
    form = visit.form
    place = policy.load_place_for(visit.actor, slug, language, unit_id, form.revision.data or "")
    if visit.problems:
        return _refuse(visit, place, Saved())
    services.add_comment(visit.actor, visit.now, place, str(form.text.data or ""))
    notify("success", N_("The comment is kept."))
    return _back_to(place)


@room.post(f"{UNIT}/comments/<id:comment_id>/resolve", policy=translators)
def resolve_comment(
    visit: Visit[None], slug: str, language: str, unit_id: str, comment_id: str
) -> Answer:
    policy.load_comment_for(visit.actor, slug, language, comment_id)
    services.resolve_comment(visit.actor, visit.now, comment_id)
    notify("success", N_("The comment is resolved."))
    return redirect_to("translation.show_unit", slug=slug, language=language, unit_id=unit_id)


@room.post(f"{UNIT}/comments/<id:comment_id>/reopen", policy=translators)
def reopen_comment(
    visit: Visit[None], slug: str, language: str, unit_id: str, comment_id: str
) -> Answer:
    policy.load_comment_for(visit.actor, slug, language, comment_id)
    services.reopen_comment(comment_id)
    notify("success", N_("The comment is open again."))
    return redirect_to("translation.show_unit", slug=slug, language=language, unit_id=unit_id)


def _back_to(place: Place, was: str | None = None) -> Response:
    return redirect_to(
        "translation.show_unit",
        slug=place.course.slug,
        language=place.language,
        unit_id=place.unit_id,
        was=was or None,
    )


def _go_on(place: Place, form: SaveForm, saved: Saved, *, is_doubtful: bool) -> Response:
    """Say what was done; lead to the next unit, or stay where there is something to look at."""
    goes_on = form.is_next and place.is_present and not is_doubtful
    if not form.sent and not saved.is_same:
        notify("info", N_("The translation is taken away; readers see the source text."))
    elif not place.is_present:
        notify("warning", N_("The source was changed meanwhile. Your text is kept beside it."))
    elif is_doubtful:
        notify("warning", N_("Saved. Please look at the notes; if all is well, go on."))
    elif not goes_on:
        notify("success", N_("Saved."))
    if goes_on:
        return _lead_on(place, form, saved)
    return _back_to(place, form.was.data if is_doubtful else None)


def _lead_on(place: Place, form: SaveForm, saved: Saved) -> Response:
    return redirect_to(
        "translation.find_next_unit",
        slug=place.course.slug,
        language=place.language,
        # From the beginning, what else was sent back comes first.
        after=None if saved.is_mended else place.unit_id,
        was=form.was.data or None,
    )


def _has_warnings(place: Place, text: str) -> bool:
    sheet = queries.get_sheet(place.course, place.language)
    row = sheet.find(place.unit_id) if sheet else None
    if sheet is None or row is None:
        return False
    terms = queries.find_terms(place.course, sheet, row)
    return bool(queries.list_warnings(sheet, row, text, terms))


def _page(visit: Visit[object], desk: Desk, row: UnitRow) -> UnitPage:
    mine, others = policy.list_remembered_for(visit.actor)
    shelves = queries.list_shelves(mine, others, desk.sheet)
    return queries.get_unit_page(visit.actor, desk.course, desk.sheet, row, shelves)


def _show(desk: Desk, page: UnitPage, text: str, **more: object) -> str:
    return render(
        "translation/show_unit.html",
        desk=desk,
        page=page,
        text=text,
        kinds=KINDS,
        isolate=isolate,
        isolate_text=isolate_text,
        **{"form": None, "saved": Saved(), "was": page.row.status, **more},
    )


def _refuse(visit: Visit[SaveForm] | Visit[RowForm], place: Place, saved: Saved) -> Answer:
    """Show the page again with what was sent, what is wrong with it, and what others wrote."""
    desk = policy.load_desk_for(visit.actor, place.course.slug, place.language)
    row = desk.sheet.find(place.unit_id) or desk.sheet.find_successor(place.unit_id)
    if row is None:
        raise UnitUnknown
    text = visit.form.sent if isinstance(visit.form, SaveForm) else row.translation
    theirs = saved.theirs.said.text if saved.theirs else None
    page = _page(visit, desk, row)
    changes = compare_words(theirs, text) if theirs is not None else ()
    status = 422 if theirs is None else 409
    return _show(desk, page, text, form=visit.form, saved=saved, against=changes), status


def _lead_to_successor(desk: Desk, unit_id: str) -> Response:
    row = desk.sheet.find_successor(unit_id)
    if row is None:
        raise UnitUnknown
    notify("info", N_("The source of this text was changed. Here is the present one."))
    return redirect_to(
        "translation.show_unit",
        slug=desk.course.slug,
        language=desk.sheet.language,
        unit_id=row.id,
    )
