"""An organisation's designs: the list, a new one, one with its drawing and pre-flight, versions.

Changing a draft is in `designing`; what may be published is decided in `services.designs`.
"""

from dataclasses import dataclass
from typing import Any

from flask import make_response, request
from werkzeug.wrappers import Response

from lms.accounts import queries as people
from lms.certificates import design_policy as policy
from lms.certificates.forms.designing import (
    DesignNameForm,
    NewDesignForm,
    PublishForm,
    TrialForm,
)
from lms.certificates.queries import designs as queries
from lms.certificates.queries.problems import find_problems
from lms.certificates.rules.design_rows import DesignRow, TrialRow
from lms.certificates.rules.designs import DEFAULT, SLOTS
from lms.certificates.rules.preflight import FIELDS, TOPICS, gather, has_errors
from lms.certificates.rules.samples import SAMPLES
from lms.certificates.services import designs as services
from lms.certificates.services import publishing, trials
from lms.certificates.views.door import administrator, room
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.kit.i18n import LANGUAGES, N_, translate
from lms.web.forms import choices, complain_at
from lms.web.headers import MEDIA_POLICY
from lms.web.locale import current_language
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

USUAL_DESIGN = N_("The usual design")


@dataclass(frozen=True, slots=True)
class Wish:
    """Which drawing of a draft is looked at."""

    sample: str
    language: str
    beside: str

    @property
    def values(self) -> dict[str, str]:
        """Return it as it stands in an address."""
        return {"sample": self.sample, "language": self.language, "beside": self.beside}


def read_wish(usual: str = "") -> Wish:
    """Return the wish in the address; by itself an ordinary name in the language that is `usual`.

    Which is the reader's where nothing is said.
    """
    sample = request.args.get("sample", "")
    language = request.args.get("language", "")
    beside = request.args.get("beside", "")
    language = language if language in LANGUAGES else usual or current_language()
    return Wish(
        sample if sample in SAMPLES else next(iter(SAMPLES)),
        language,
        beside if beside in LANGUAGES and beside != language else "",
    )


def _find_drawing(design: DesignRow, usual: str) -> tuple[Wish, TrialRow | None]:
    """Return the drawing that is wished; where neither one nor a language is, the last one made."""
    wish = read_wish(usual)
    trial = queries.find_trial_of(design, wish.sample, wish.language, wish.beside)
    if trial is None and not usual and "sample" not in request.args:
        trial = queries.find_last_trial(design)
        wish = Wish(trial.sample, trial.language, trial.beside) if trial else wish
    return wish, trial


def frame(design: DesignRow, usual: str = "") -> dict[str, Any]:
    """Return what each page of a design shows: its drawing, what is wrong, what can be done.

    `usual` is the language of the drawing where none was wished for.
    """
    wish, trial = _find_drawing(design, usual)
    problems = find_problems(design)
    return {
        "design": design,
        "wish": wish,
        "trial": trial,
        "trial_form": TrialForm(data=wish.values),
        "problems": gather(problems),
        "has_errors": has_errors(problems),
        "topics": TOPICS,
        "fields": FIELDS,
        "slots": SLOTS,
        "samples": SAMPLES,
        "drawings": len(SAMPLES) * len(LANGUAGES),
    }


@room.get("/admin/certificates/designs", policy=administrator)
def list_designs(visit: Visit[None]) -> Answer:
    issuers = {row.id: row for row in policy.list_issuers_for(visit.actor, current_language())}
    is_archive = request.args.get("archived") == "1"
    return render(
        "certificates/pages/list_designs.html",
        designs=queries.list_designs(list(issuers), archived=is_archive),
        issuers=issuers,
        is_archive=is_archive,
    )


@room.get("/admin/certificates/designs/new", policy=administrator)
def show_new_design(visit: Visit[None]) -> Answer:
    form = NewDesignForm(like=request.args.get("like", ""))
    return _ask_for_name(visit.actor, form)


@room.post("/admin/certificates/designs/new", policy=administrator, form=NewDesignForm)
def create_design(visit: Visit[NewDesignForm]) -> Answer:
    form = visit.form
    if visit.problems:
        return _ask_for_name(visit.actor, form), 422
    organisation = policy.load_issuer_for(visit.actor, str(form.organisation.data))
    like = policy.load_design_for(visit.actor, form.like.data).draft if form.like.data else DEFAULT
    try:
        design_id = services.create_design(
            visit.actor, visit.now, organisation.id, str(form.name.data), like
        )
    except services.DesignNameTaken as error:
        complain_at(form.name, error.message)
        return _ask_for_name(visit.actor, form), 422
    design = policy.load_design_for(visit.actor, design_id)
    trials.ask_trial(visit.now, design, next(iter(SAMPLES)), current_language())
    notify("success", N_("The design is there. Now choose how it looks."))
    return redirect_to("certificates.edit_look", design_id=design_id)


def _ask_for_name(actor: Actor, form: NewDesignForm) -> str:
    language = current_language()
    issuers = policy.list_issuers_for(actor, language)
    form.organisation.choices = choices((row.id, row.label(language)) for row in issuers)
    every = queries.list_designs([row.id for row in issuers])
    usual = translate(language, USUAL_DESIGN)
    form.like.choices = choices([("", usual), *((row.id, row.name) for row in every)])
    return render("certificates/pages/show_new_design.html", form=form)


@room.get("/admin/certificates/designs/<id:design_id>", policy=administrator)
def show_design(visit: Visit[None], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    return render("certificates/pages/show_design.html", **frame(design))


@room.post(
    "/admin/certificates/designs/<id:design_id>/publish", policy=administrator, form=PublishForm
)
def publish_design(visit: Visit[PublishForm], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    number = publishing.publish_design(
        visit.actor, visit.now, design.id, str(visit.form.seen.data or "")
    )
    if number is None:
        notify(
            "success",
            N_(
                "The design is published as soon as the pre-flight is through and has found "
                "nothing."
            ),
        )
    else:
        notify("success", N_("Version %(number)s is published."), number=number)
    return redirect_to("certificates.show_design", design_id=design_id)


@room.post("/admin/certificates/designs/<id:design_id>/publish/withdraw", policy=administrator)
def withdraw_wish(visit: Visit[None], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    publishing.withdraw_wish(visit.actor, visit.now, design.id)
    notify("success", N_("The design is not published by itself any more."))
    return redirect_to("certificates.show_design", design_id=design_id)


@room.get("/admin/certificates/designs/<id:design_id>/versions", policy=administrator)
def list_versions(visit: Visit[None], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    return _show_versions(visit.actor, design, DesignNameForm(name=design.name))


def _show_versions(actor: Actor, design: DesignRow, form: DesignNameForm) -> str:
    versions = queries.list_versions(design.id)
    names = people.get_names(actor, {row.published_by for row in versions if row.published_by})
    return render(
        "certificates/pages/list_versions.html",
        **frame(design),
        versions=versions,
        names=names,
        form=form,
    )


@room.post(
    "/admin/certificates/designs/<id:design_id>/versions/<hash:content_hash>/restore",
    policy=administrator,
)
def restore_version(visit: Visit[None], design_id: str, content_hash: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    number = services.restore_version(visit.actor, visit.now, design, content_hash)
    notify("success", N_("The draft is as version %(number)s again."), number=number)
    return show_again(visit, design_id)


@room.post(
    "/admin/certificates/designs/<id:design_id>/name", policy=administrator, form=DesignNameForm
)
def rename_design(visit: Visit[DesignNameForm], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    if visit.problems:
        return _show_versions(visit.actor, design, visit.form), 422
    try:
        services.rename_design(visit.actor, visit.now, design, str(visit.form.name.data))
    except services.DesignNameTaken as error:
        complain_at(visit.form.name, error.message)
        return _show_versions(visit.actor, design, visit.form), 422
    notify("success", N_("The design has a new name."))
    return redirect_to("certificates.list_versions", design_id=design_id)


def show_again(visit: Visit[Any], design_id: str, page: str = "show_design") -> Response:
    """Ask for the drawing that is looked at, of the draft as it is now, and go on to a page."""
    design = policy.load_design_for(visit.actor, design_id)
    wish = read_wish()
    trials.ask_trial(visit.now, design, wish.sample, wish.language, wish.beside)
    return redirect_to(f"certificates.{page}", design_id=design_id, **wish.values)


@room.get("/admin/certificates/designs/<id:design_id>/emblem", policy=administrator)
def show_design_emblem(visit: Visit[None], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    # As it was drawn anew when it was uploaded.
    return _give(design.draft.emblem_hash, "image/png")


@room.get(
    "/admin/certificates/designs/<id:design_id>/trials/<id:trial_id>/picture", policy=administrator
)
def show_trial(visit: Visit[None], design_id: str, trial_id: str) -> Answer:
    trial = policy.load_trial_for(visit.actor, design_id, trial_id)
    return _give(trial.picture_hash, "image/png")


@room.get(
    "/admin/certificates/designs/<id:design_id>/trials/<id:trial_id>/file", policy=administrator
)
def download_trial(visit: Visit[None], design_id: str, trial_id: str) -> Answer:
    trial: TrialRow = policy.load_trial_for(visit.actor, design_id, trial_id)
    answer = _give(trial.pdf_hash, "application/pdf")
    name = f"sample-{trial.sample}-{trial.language}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _give(content_hash: str | None, kind: str) -> Response:
    if content_hash is None or not storage.exists(content_hash):
        raise NotVisible
    answer = make_response(storage.get(content_hash))
    answer.content_type = kind
    answer.headers["Content-Security-Policy"] = MEDIA_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
