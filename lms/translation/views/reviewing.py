"""Review: the queue of what is translated, accepting and sending back."""

from lms.kit.i18n import N_
from lms.translation import policy, services
from lms.translation.forms import CommentForm, NextForm, ReviewForm, RowForm, UnitsForm
from lms.translation.rules import (
    TO_REVIEW,
    Wish,
    count_by_file,
    find_next_to_review,
    select_units,
)
from lms.translation.views.door import room, translators
from lms.translation.views.units import UNIT
from lms.units.isolating import isolate_text
from lms.web.listing import Page
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

QUEUE = "/teach/<slug:slug>/translate/<slug:language>/review"


@room.get(QUEUE, policy=translators, form=UnitsForm)
def list_review(visit: Visit[UnitsForm], slug: str, language: str) -> Answer:
    desk = policy.load_desk_for(visit.actor, slug, language)
    form, rows = visit.form, desk.sheet.rows
    waiting = [row for row in rows if row.status in TO_REVIEW]
    chosen = select_units(waiting, Wish(file=form.wish.file), ())
    page = Page(chosen[form.paging], form.page_number, len(chosen))
    return render(
        "translation/list_review.html",
        desk=desk,
        form=form,
        page=page,
        waiting=count_by_file(waiting),
        person_id=visit.actor.person_id,
        isolate_text=isolate_text,
    )


@room.post(QUEUE, policy=translators, form=ReviewForm)
def accept_units(visit: Visit[ReviewForm], slug: str, language: str) -> Answer:
    desk = policy.load_desk_for(visit.actor, slug, language)
    chosen = visit.form.chosen
    rows = {unit_id: desk.sheet.find(unit_id) for unit_id in chosen}
    seen = {row.key: chosen[unit_id] for unit_id, row in rows.items() if row}
    done = services.accept_all(visit.actor, visit.now, seen, desk.course.id, language)
    notify("success", N_("Accepted: %(done)s."), done=done.done)
    if done.own:
        notify("warning", N_("Left for somebody else, being your own: %(own)s."), own=done.own)
    if done.changed:
        notify("warning", N_("Changed meanwhile, and not accepted: %(count)s."), count=done.changed)
    return redirect_to("translation.list_review", slug=slug, language=language)


@room.post(f"{UNIT}/accept", policy=translators, form=RowForm)
def accept_unit(visit: Visit[RowForm], slug: str, language: str, unit_id: str) -> Answer:
    place = policy.load_place_for(visit.actor, slug, language, unit_id)
    services.accept(visit.actor, visit.now, place, visit.form.row)
    notify("success", N_("Accepted."))
    return redirect_to("translation.find_next_review", slug=slug, language=language, after=unit_id)


@room.post(f"{UNIT}/send-back", policy=translators, form=CommentForm)
def send_unit_back(visit: Visit[CommentForm], slug: str, language: str, unit_id: str) -> Answer:
    place = policy.load_place_for(visit.actor, slug, language, unit_id)
    reason = "" if visit.problems else str(visit.form.text.data or "")
    services.send_back(visit.actor, visit.now, place, visit.form.row, reason)
    notify("success", N_("Sent back as a draft, with your comment."))
    return redirect_to("translation.show_unit", slug=slug, language=language, unit_id=unit_id)


@room.get(f"{QUEUE}/next", policy=translators, form=NextForm)
def find_next_review(visit: Visit[NextForm], slug: str, language: str) -> Answer:
    desk = policy.load_desk_for(visit.actor, slug, language)
    row = find_next_to_review(desk.sheet.rows, visit.form.after.data, visit.actor.person_id)
    if row is None:
        notify("success", N_("There is nothing left to review here."))
        return redirect_to("translation.list_review", slug=slug, language=language)
    return redirect_to("translation.show_unit", slug=slug, language=language, unit_id=row.id)
