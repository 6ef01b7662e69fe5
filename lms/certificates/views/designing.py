"""Changing a draft: its look, its wording in each language, undoing, drawing it with a sample.

What may be changed by whom is decided in `design_policy`.
"""

from dataclasses import asdict, replace

from lms.certificates import design_policy as policy
from lms.certificates.drawing.sheet import usual_words
from lms.certificates.forms.comparing import find_saved
from lms.certificates.forms.designing import NOBODY, LookForm, TrialForm, WordingForm
from lms.certificates.queries.problems import find_problems
from lms.certificates.rules.design_rows import DesignRow
from lms.certificates.rules.designs import (
    LOWEST_CONTRAST,
    SLOTS,
    TEXT_COLOURS,
    VARIABLES,
    Design,
    contrast,
)
from lms.certificates.rules.preflight import shown
from lms.certificates.services import designs as services
from lms.certificates.services import trials
from lms.certificates.views.designs import frame, show_again
from lms.certificates.views.door import administrator, room
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.kit.i18n import LANGUAGES, N_, formats, translate
from lms.web.forms import choices, complain_at
from lms.web.locale import current_language
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

PICTURE_AGAIN = N_("Please choose the picture again: a browser does not send it a second time.")


@room.get("/admin/certificates/designs/<id:design_id>/look", policy=administrator)
def edit_look(visit: Visit[None], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    form = LookForm()
    form.fill(design.draft, design.draft_hash)
    return _show_look(design, form)


def store_picture(form: LookForm) -> str | None:
    """Keep the emblem by its hash before the transaction."""
    return storage.put(form.drawn) if form.drawn else None


@room.post(
    "/admin/certificates/designs/<id:design_id>/look",
    policy=administrator,
    form=LookForm,
    prepare=store_picture,
)
def save_look(visit: Visit[LookForm], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    form = visit.form
    if visit.problems:
        return _show_look(design, form), 422
    draft = _chosen(design, form, visit.prepared)
    try:
        services.save_draft(visit.actor, visit.now, design, draft, str(form.seen.data))
    except services.DraftChanged as error:
        if visit.prepared:
            complain_at(form.picture, PICTURE_AGAIN)
        return _show_look(_as_it_is_now(visit.actor, design, form, error), form, is_late=True), 409
    notify("success", N_("The draft is saved."))
    return show_again(visit, design_id, "edit_look")


def _chosen(design: DesignRow, form: LookForm, picture: str | None) -> Design:
    """Return the draft as it was sent; of signatories, those alone who may be chosen."""
    emblem = picture or (None if form.removes_picture.data else design.draft.emblem_hash)
    there = {one.id for one in policy.list_usable_signatories(design.organisation_path)}
    return replace(
        design.draft,
        layout=form.layout.data,
        paper=form.paper.data,
        orientation=form.orientation.data,
        colours=form.palette,
        emblem=form.emblem.data,
        emblem_hash=emblem,
        shows=frozenset(form.shows.data or ()),
        signatories=tuple(one for one in form.signatories if one in there),
    )


def _as_it_is_now(
    actor: Actor, design: DesignRow, form: LookForm | WordingForm, error: services.DraftChanged
) -> DesignRow:
    """Return the design as somebody saved it meanwhile; whoever saves again has seen that one."""
    now = policy.load_design_for(actor, design.id)
    form.seen.data = now.draft_hash
    form.complain(error.message)
    return now


def _show_look(design: DesignRow, form: LookForm, *, is_late: bool = False) -> str:
    people = policy.list_usable_signatories(design.organisation_path)
    nobody = translate(current_language(), NOBODY)
    offered = choices([("", nobody), *((one.id, one.name) for one in people)])
    for field in (form.signatory_1, form.signatory_2, form.signatory_3):
        field.choices = offered
    colours = form.palette if form.has_colours else design.draft.colours
    ratios = {name: contrast(getattr(colours, name), colours.paper) for name in TEXT_COLOURS}
    saved = LookForm()
    saved.fill(design.draft, design.draft_hash)
    return render(
        "certificates/pages/edit_look.html",
        **frame(design),
        form=form,
        saved_now=find_saved(form, saved) if is_late else {},
        colours=asdict(colours) | {"page": colours.paper},
        ratios={name: shown(ratio) for name, ratio in ratios.items()},
        too_low={name for name, ratio in ratios.items() if ratio < LOWEST_CONTRAST},
        has_people=bool(people),
    )


@room.get(
    "/admin/certificates/designs/<id:design_id>/wording/<slug:language>", policy=administrator
)
def edit_wording(visit: Visit[None], design_id: str, language: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    _check(language)
    form = _wording_of(design, language)
    _tell_at_fields(form, design, language)
    return _show_wording(design, form, language)


def _wording_of(design: DesignRow, language: str) -> WordingForm:
    form = WordingForm(data={slot: design.draft.words(language, slot) for slot in SLOTS})
    form.seen.data = design.draft_hash
    return form


@room.post(
    "/admin/certificates/designs/<id:design_id>/wording/<slug:language>",
    policy=administrator,
    form=WordingForm,
)
def save_wording(visit: Visit[WordingForm], design_id: str, language: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    _check(language)
    form = visit.form
    if visit.problems:
        return _show_wording(design, form, language), 422
    words: dict[str, str] = {slot: str(form[slot].data or "") for slot in SLOTS}
    draft = services.with_wording(design.draft, language, words)
    try:
        services.save_draft(visit.actor, visit.now, design, draft, str(form.seen.data))
    except services.DraftChanged as error:
        now = _as_it_is_now(visit.actor, design, form, error)
        return _show_wording(now, form, language, is_late=True), 409
    notify("success", N_("The draft is saved."))
    saved = policy.load_design_for(visit.actor, design_id)
    trials.ask_trial(visit.now, saved, "ordinary", language)
    return redirect_to("certificates.edit_wording", design_id=design_id, language=language)


def _show_wording(
    design: DesignRow, form: WordingForm, language: str, *, is_late: bool = False
) -> str:
    return render(
        "certificates/pages/edit_wording.html",
        # What was worded in a language is looked at in that one.
        **frame(design, language),
        form=form,
        saved_now=find_saved(form, _wording_of(design, language)) if is_late else {},
        words_in=language,
        words_in_name=formats(current_language()).language(language),
        usual=usual_words(language),
        codes=LANGUAGES,
        variables=VARIABLES,
    )


def _tell_at_fields(form: WordingForm, design: DesignRow, language: str) -> None:
    """Say at each field what the pre-flight has against the words that stand there."""
    for problem in find_problems(design):
        is_here = (problem.language, problem.is_error) == (language, True)
        if is_here and problem.slot and form[problem.slot].data:
            complain_at(form[problem.slot], problem.text)


def _check(language: str) -> None:
    if language not in LANGUAGES:
        raise NotVisible


@room.post("/admin/certificates/designs/<id:design_id>/undo", policy=administrator)
def undo_change(visit: Visit[None], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    services.undo(visit.actor, visit.now, design)
    notify("success", N_("The last change is undone."))
    return show_again(visit, design_id)


@room.post(
    "/admin/certificates/designs/<id:design_id>/trials", policy=administrator, form=TrialForm
)
def ask_trial(visit: Visit[TrialForm], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    form = visit.form
    if visit.problems:
        return redirect_to("certificates.show_design", design_id=design_id)
    sample, language = str(form.sample.data), str(form.language.data)
    beside = str(form.beside.data or "")
    beside = beside if beside in LANGUAGES and beside != language else ""
    trials.ask_trial(visit.now, design, sample, language, beside)
    return redirect_to(
        "certificates.show_design",
        design_id=design_id, sample=sample, language=language, beside=beside,
    )  # fmt: skip
