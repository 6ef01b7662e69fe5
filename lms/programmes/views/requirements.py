"""The requirements of a draft: each has a form of its own, a place, and can be taken away.

The rest of the builder is `curricula`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from lms.kit.errors import NotVisible
from lms.kit.i18n import N_
from lms.programmes import policy
from lms.programmes.forms.curricula import DirectionForm, KindForm
from lms.programmes.forms.requirements import FORMS, ExamForm, PartForm
from lms.programmes.queries import builder
from lms.programmes.queries.builder import DraftPage
from lms.programmes.rules import drafting
from lms.programmes.rules.drafting import Direction, DraftPart
from lms.programmes.rules.rows import ProgrammeRow
from lms.programmes.services import curricula as building
from lms.programmes.views.curricula import ONE, administrator
from lms.programmes.views.door import room
from lms.web.forms import choices
from lms.web.locale import current_language
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

PART = f"{ONE}/requirements/<slug:part_id>"


@dataclass(frozen=True, slots=True)
class Desk:
    """A programme, the kind of the requirement at hand, and the requirement where it is there."""

    programme: ProgrammeRow
    kind: str
    known: DraftPart | None
    part_id: str

    @property
    def base(self) -> str:
        """Return what tells whether somebody else has changed the requirement."""
        return drafting.print_of([self.known.part, self.known.inside] if self.known else None)


def _open(visit: Visit[Any], slug: str, part_id: str) -> Desk:
    programme = policy.load_programme_for(visit.actor, slug)
    known = drafting.find_part(programme.draft, part_id)
    if known is None:
        raise NotVisible
    return Desk(programme, str(known.part["type"]), known, part_id)


def _begin(visit: Visit[KindForm], slug: str) -> Desk:
    programme, kind = policy.load_programme_for(visit.actor, slug), str(visit.form.type.data)
    if kind not in FORMS:
        raise NotVisible
    return Desk(programme, kind, None, drafting.name_part(programme.draft, kind))


def _offer(desk: Desk, form: PartForm) -> DraftPage:
    """Let choose among what there is; return the draft's page, which names it."""
    slug, language = desk.programme.slug, current_language()
    pickers = builder.list_pickers(slug, language)
    pages = builder.get_draft_page(desk.programme, language)
    names = {line.row.id: line.title or line.row.id for line in pages.lines}
    inside = [(one, names[one]) for one in drafting.list_choices(desk.programme.draft)]
    own = [] if desk.kind == "choice" else inside
    form.inside.choices = choices([("", "–"), *own])
    offers = {"course": pickers.courses, "exam": pickers.exams, "programme": pickers.programmes}
    if desk.kind in offers:
        field: Any = form[desk.kind]
        field.choices = choices([("", ""), *offers[desk.kind]])
    if isinstance(form, ExamForm):
        form.before.choices = choices([("", "–"), *pickers.exams])
    return pages


def _page(desk: Desk, form: PartForm, theirs: PartForm | None = None) -> str:
    page = _offer(desk, form)
    if theirs is not None:
        _offer(desk, theirs)
    return render(
        "programmes/edit_requirement.html",
        programme=desk.programme,
        page=page,
        form=form,
        theirs=form.list_differences(theirs) if theirs else [],
        kind=builder.KINDS[desk.kind],
        kind_id=desk.kind,
        part_id=desk.part_id if desk.known else None,
    )


def _form_of(desk: Desk) -> PartForm:
    """Return the form of the requirement as it is in the draft."""
    form = FORMS[desk.kind](data={"base": desk.base})
    if desk.known is not None:
        form.fill(desk.known.part)
        form.inside.data = desk.known.inside
    return form


def _save(visit: Visit[Any], desk: Desk) -> Answer:
    """Keep what was sent for a requirement, or show it again with what is to be mended."""
    form = FORMS[desk.kind](request.form)
    if not form.validate():
        return _page(desk, form), 422
    # Those to choose from stand on the page of the programme, and stay.
    former = desk.known.part.get("of", []) if desk.known else []
    kept = {"of": former} if desk.kind == "choice" else {}
    part = {"id": desk.part_id, "type": desk.kind, **form.read(), **kept}
    draft = drafting.put_part(desk.programme.draft, part, str(form.inside.data or ""))
    problems, depth = builder.list_problems_of(desk.programme.slug, draft, desk.part_id)
    if form.show_problems(problems, depth):
        return _page(desk, form), 422
    if form.base.data != desk.base:
        form.base.data = desk.base
        return _page(desk, form, theirs=_form_of(desk)), 409
    _keep(visit, desk.programme, draft)
    notify("success", N_("The requirement is saved."))
    return redirect_to("programmes.show_draft", slug=desk.programme.slug, _anchor=desk.part_id)


@room.get(f"{ONE}/requirements/new", policy=administrator, form=KindForm)
def new_requirement(visit: Visit[KindForm], slug: str) -> Answer:
    desk = _begin(visit, slug)
    form = _form_of(desk)
    form.inside.data = str(visit.form.inside.data or "")
    return _page(desk, form)


@room.post(f"{ONE}/requirements/new", policy=administrator, form=KindForm)
def add_requirement(visit: Visit[KindForm], slug: str) -> Answer:
    return _save(visit, _begin(visit, slug))


@room.get(PART, policy=administrator)
def edit_requirement(visit: Visit[None], slug: str, part_id: str) -> Answer:
    desk = _open(visit, slug, part_id)
    return _page(desk, _form_of(desk))


@room.post(PART, policy=administrator)
def save_requirement(visit: Visit[None], slug: str, part_id: str) -> Answer:
    return _save(visit, _open(visit, slug, part_id))


@room.post(f"{PART}/move", policy=administrator, form=DirectionForm)
def move_requirement(visit: Visit[DirectionForm], slug: str, part_id: str) -> Answer:
    desk = _open(visit, slug, part_id)
    direction: Direction = "up" if visit.form.direction.data == "up" else "down"
    draft = drafting.move_part(desk.programme.draft, part_id, direction)
    _keep(visit, desk.programme, draft)
    return redirect_to("programmes.show_draft", slug=slug, _anchor=part_id)


@room.get(f"{PART}/remove", policy=administrator)
def confirm_removal(visit: Visit[None], slug: str, part_id: str) -> Answer:
    desk = _open(visit, slug, part_id)
    page = builder.get_draft_page(desk.programme, current_language())
    return render(
        "programmes/remove_requirement.html",
        programme=desk.programme,
        page=page,
        line=page.get_line(part_id),
    )


@room.post(f"{PART}/remove", policy=administrator)
def remove_requirement(visit: Visit[None], slug: str, part_id: str) -> Answer:
    desk = _open(visit, slug, part_id)
    _keep(visit, desk.programme, drafting.remove_part(desk.programme.draft, part_id))
    notify("success", N_("The requirement is removed."))
    return redirect_to("programmes.show_draft", slug=slug)


def _keep(visit: Visit[Any], programme: ProgrammeRow, draft: Mapping[str, Any]) -> None:
    building.save_draft(visit.actor, visit.now, programme, draft, programme.draft_revision)
