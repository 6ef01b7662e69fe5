"""The desk of those who run a cohort or work in it: the list, one cohort, planning it, its life.

Its announcement, form, criteria, quotas and people have files of their own.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import request

from lms.kit.errors import DomainError, NotVisible
from lms.kit.i18n import N_
from lms.programmes import policy
from lms.programmes.forms.cohorts import CohortForm, NewCohortForm, read_revision
from lms.programmes.improvement_policy import list_run_cohorts_for
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import cohorts, desks
from lms.programmes.queries.desks import DeskLine
from lms.programmes.rules.cohorts import STATUS_NAMES, choose_text, status
from lms.programmes.services import cohorts as running
from lms.programmes.services import planning
from lms.programmes.views.door import room
from lms.web.forms import choices
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.locale import current_language
from lms.web.policies import has_role, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

administrator = has_role("administrator")
ONE = "/admin/cohorts/<id:cohort_id>"
# What may be done with a cohort as a whole: the verb, what is said before, on the button, after.
Act = tuple[Callable[..., None], str, str, str]
ACTS: dict[str, Act] = {
    "publish": (
        running.publish_cohort,
        N_("Everybody can read the announcement then, and nominations come in between the dates."),
        N_("Publish"),
        N_("The cohort is announced."),
    ),
    "cancel": (
        running.cancel_cohort,
        N_("The cohort will not be held. All who are nominated, take part or work in it are told."),
        N_("Cancel the cohort"),
        N_("The cohort is cancelled, and those whom it concerns are told."),
    ),
    "resume": (
        running.resume_cohort,
        N_("The cohort will be held after all. All whom it concerns are told."),
        N_("Hold it after all"),
        N_("The cohort will be held, and those whom it concerns are told."),
    ),
    "archive": (
        running.archive_cohort,
        N_("The cohort leaves the lists. It stays readable here, and can be taken out again."),
        N_("Archive"),
        N_("The cohort is archived."),
    ),
    "restore": (
        running.restore_cohort,
        N_("The cohort stands in the lists again."),
        N_("Take out of the archive"),
        N_("The cohort is taken out of the archive."),
    ),
}
# Which of them a cohort of each status offers.
OFFERED: dict[str, tuple[str, ...]] = {
    "draft": ("publish",),
    "published": ("cancel",),
    "open": ("cancel",),
    "closed": ("cancel",),
    "running": ("cancel",),
    "finished": ("archive",),
    "cancelled": ("resume", "archive"),
    "archived": ("restore",),
}


@room.get("/admin/cohorts", policy=signed_in)
def list_cohorts(visit: Visit[None]) -> Answer:
    lines = desks.list_desks(visit.actor, visit.now, current_language())
    wanted, text = request.args.get("status", ""), request.args.get("q", "")[:100]
    shown = [line for line in lines if _matches(line, wanted, text)]
    number = page_number(request.args.get("page"))
    first = (number - 1) * ROWS_PER_PAGE
    return render(
        "programmes/list_cohorts.html",
        page=Page(shown[first : first + ROWS_PER_PAGE], number, len(shown)),
        total=len(lines),
        filters={"status": wanted, "q": text},
        status_names=STATUS_NAMES,
        may_plan=visit.actor.has_role("administrator"),
        may_compare=bool(list_run_cohorts_for(visit.actor)),
    )


def _matches(line: DeskLine, wanted: str, text: str) -> bool:
    # Without a wish the archive is left out.
    is_wanted = line.status == wanted if wanted else line.status != "archived"
    words = f"{line.title} {line.programme}".casefold()
    return is_wanted and all(word in words for word in text.casefold().split())


@room.get("/admin/cohorts/new", policy=administrator)
def show_new_cohort(visit: Visit[None]) -> Answer:
    zone = visit.actor.time_zone
    form = NewCohortForm(data={"programme": request.args.get("programme"), "time_zone": zone})
    return _new_page(visit, form)


def _new_page(visit: Visit[Any], form: NewCohortForm) -> str:
    language = current_language()
    programmes = [
        (row.slug, choose_text(row.draft.get("title", {}), language)[0] or row.slug)
        for row in policy.list_programmes_for(visit.actor)
        if row.version_id is not None and row.archived_at is None
    ]
    earlier = [
        (line.row.id, f"{line.title} ({line.programme})")
        for line in desks.list_desks(visit.actor, visit.now, language)
    ]
    owners = sorted(
        ((row.id, row.label(language)) for row in policy.list_owners_for(visit.actor)),
        key=lambda pair: pair[1].casefold(),
    )
    form.programme.choices = choices([("", ""), *programmes])
    form.runner.choices = choices(owners if len(owners) == 1 else [("", ""), *owners])
    form.copied.choices = choices([("", "–"), *earlier])
    return render("programmes/new_cohort.html", form=form, programmes=programmes)


@room.post("/admin/cohorts/new", policy=administrator, form=NewCohortForm)
def create_cohort(visit: Visit[NewCohortForm]) -> Answer:
    form = visit.form
    if visit.problems:
        return _new_page(visit, form), 422
    programme = policy.load_programme_for(visit.actor, str(form.programme.data))
    runner = policy.load_owner_for(visit.actor, str(form.runner.data))
    copied = form.copied.data
    source = policy.load_run_cohort_for(visit.actor, copied).cohort if copied else None
    cohort_id = running.create_cohort(visit.actor, visit.now, programme, runner, form.plan)
    if source is not None:
        new = cohorts.get_cohort(cohort_id)
        planning.copy_plans(visit.actor, visit.now, source, new)
    notify("success", N_("The cohort is planned. Nobody else can see it until it is published."))
    return redirect_to("programmes.show_cohort", cohort_id=cohort_id)


@room.get(ONE, policy=signed_in)
def show_cohort(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_cohort_for(visit.actor, cohort_id)
    page = desks.get_desk(desk.cohort, current_language(), visit.now)
    return render(
        "programmes/show_cohort.html",
        desk=desk,
        page=page,
        status_names=STATUS_NAMES,
        acts=[(name, ACTS[name][2]) for name in OFFERED[page.status]] if desk.is_manager else [],
    )


@room.get(f"{ONE}/settings", policy=signed_in)
def edit_cohort(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    return _settings_page(desk, CohortForm.of(desk.cohort))


def _settings_page(desk: CohortDesk, form: CohortForm) -> str:
    return render("programmes/edit_cohort.html", desk=desk, form=form)


@room.post(f"{ONE}/settings", policy=signed_in, form=CohortForm)
def change_cohort(visit: Visit[CohortForm], cohort_id: str) -> Answer:
    desk, form = policy.load_run_cohort_for(visit.actor, cohort_id), visit.form
    if visit.problems:
        return _settings_page(desk, form), 422
    plan = replace(form.plan, announcement=desk.cohort.announcement)
    try:
        running.change_cohort(visit.actor, visit.now, desk.cohort, plan, read_revision(form))
    except DomainError as error:
        form.show_error(error)
        form.revision.data = str(desk.cohort.revision)
        return _settings_page(desk, form), error.status
    notify("success", N_("The cohort is saved."))
    return redirect_to("programmes.show_cohort", cohort_id=cohort_id)


@room.get(f"{ONE}/life/<act>", policy=signed_in)
def confirm_act(visit: Visit[None], cohort_id: str, act: str) -> Answer:
    desk = policy.load_managed_cohort_for(visit.actor, cohort_id)
    if act not in OFFERED[status(desk.cohort, visit.now)]:
        raise NotVisible
    _verb, said, label, _done = ACTS[act]
    return render(
        "programmes/confirm_act.html",
        desk=desk,
        said=said,
        label=label,
        act=act,
        prepared=desks.get_preparation(desk.cohort) if act == "publish" else None,
    )


@room.post(f"{ONE}/life/<act>", policy=signed_in)
def do_act(visit: Visit[None], cohort_id: str, act: str) -> Answer:
    desk = policy.load_managed_cohort_for(visit.actor, cohort_id)
    if act not in ACTS:
        raise NotVisible
    verb, _said, _label, done = ACTS[act]
    verb(visit.actor, visit.now, desk.cohort)
    notify("success", done)
    return redirect_to("programmes.show_cohort", cohort_id=cohort_id)
