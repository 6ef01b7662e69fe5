"""The announcement of a cohort: written in six languages by those who run it, read by everybody.

Its dates and places are changed in `desks`.
"""

from lms.kit.i18n import LANGUAGES, N_, formats
from lms.programmes import policy
from lms.programmes.forms.cohorts import AnnouncementForm, read_revision
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import announced
from lms.programmes.rules.cohorts import STATUS_NAMES
from lms.programmes.rules.errors import SomebodySaved
from lms.programmes.services import cohorts as running
from lms.programmes.views.desks import ONE
from lms.programmes.views.door import room
from lms.units import markdown
from lms.web.locale import current_language
from lms.web.policies import public, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit


def _page(desk: CohortDesk, form: AnnouncementForm, *, has_preview: bool = False) -> str:
    texts = form.announcement.data
    shown = {code: markdown.render(texts[code]) for code in LANGUAGES if code in texts}
    return render(
        "programmes/edit_announcement.html",
        desk=desk,
        form=form,
        missing=[code for code in LANGUAGES if code not in texts],
        preview=shown if has_preview else {},
    )


@room.get(f"{ONE}/announcement", policy=signed_in)
def edit_announcement(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    return _page(desk, AnnouncementForm.of(desk.cohort.announcement, desk.cohort.revision))


@room.post(f"{ONE}/announcement/preview", policy=signed_in, form=AnnouncementForm, reads=True)
def preview_announcement(visit: Visit[AnnouncementForm], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    page = _page(desk, visit.form, has_preview=not visit.problems)
    return (page, 422) if visit.problems else page


@room.post(f"{ONE}/announcement", policy=signed_in, form=AnnouncementForm)
def save_announcement(visit: Visit[AnnouncementForm], cohort_id: str) -> Answer:
    desk, form = policy.load_run_cohort_for(visit.actor, cohort_id), visit.form
    if visit.problems:
        return _page(desk, form), 422
    texts = form.announcement.data
    try:
        running.save_announcement(visit.actor, visit.now, desk.cohort, texts, read_revision(form))
    except SomebodySaved as error:
        form.complain(error.text)
        form.revision.data = str(desk.cohort.revision)
        return _page(desk, form), 409
    notify("success", N_("The announcement is saved."))
    return redirect_to("programmes.edit_announcement", cohort_id=cohort_id)


@room.get("/programmes/cohorts/<id:cohort_id>", policy=public)
def show_announcement(visit: Visit[None], cohort_id: str) -> Answer:
    cohort = policy.load_published_cohort(cohort_id, visit.now)
    page = announced.get_announcement(visit.actor, cohort, current_language(), visit.now)
    return render(
        "programmes/show_announcement.html",
        page=page,
        cohort=cohort,
        status_names=STATUS_NAMES,
        written=formats(current_language()),
    )
