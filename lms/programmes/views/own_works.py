"""A participant's graded work: what is asked for, handing it in, reading what it was given.

Who grades comes in by `works`.
"""

from typing import Any

from flask import request

from lms.kit import storage
from lms.kit.db import reading
from lms.kit.i18n import N_, Text
from lms.programmes import session_policy
from lms.programmes import work_policy as policy
from lms.programmes.forms.works import HandInForm
from lms.programmes.queries import cohorts, curricula, work_pages
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.observation import CRITERIA, LEVELS
from lms.programmes.rules.recognition import KeptFile
from lms.programmes.rules.works import (
    BADGES,
    MOST_FILES,
    STATUS_NAMES,
    TAKEN,
    NothingHandedIn,
    WorkPlace,
    may_hand_in,
)
from lms.programmes.services import works
from lms.programmes.views.door import room
from lms.questions.handed_in import MEGABYTE
from lms.web.actor import current_actor
from lms.web.files import hand_over
from lms.web.forms import complain_at
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ALL = "/learn/cohorts/<id:participation_id>/work"
ONE = f"{ALL}/<slug:part_id>"
LARGEST_BODY = MOST_FILES * TAKEN.most_bytes + MEGABYTE


@room.get(ALL, policy=signed_in)
def list_own_works(visit: Visit[None], participation_id: str) -> Answer:
    own = session_policy.load_studying_for(visit.actor, participation_id)
    cohort, language = cohorts.get_cohort(own.cohort_id), current_language()
    definition = curricula.get_version(cohort.programme_version_id).definition
    return render(
        "programmes/list_own_works.html",
        own=own,
        title=choose_text(cohort.title, language),
        lines=work_pages.list_own(own, definition, language),
        status_names=STATUS_NAMES,
        badges=BADGES,
    )


def _page(visit: Visit[Any], place: WorkPlace, form: HandInForm) -> str:
    page = work_pages.get_page(visit.actor, place, current_language())
    if not form.seen.data:
        form.seen.data = page.record.mark
    return render(
        "programmes/show_own_work.html",
        place=place,
        page=page,
        form=form,
        may_hand_in=may_hand_in(page.status) and place.row.status == "accepted",
        status_names=STATUS_NAMES,
        badges=BADGES,
        criteria=CRITERIA,
        levels=LEVELS,
    )


@room.get(ONE, policy=signed_in)
def show_own_work(visit: Visit[None], participation_id: str, part_id: str) -> Answer:
    place = policy.load_own_work_for(visit.actor, participation_id, part_id)
    return _page(visit, place, HandInForm())


def keep_sent(form: HandInForm) -> tuple[KeptFile, ...] | Text:
    """Keep the files that were sent, before the transaction, for whoever may hand them in."""
    values = dict(request.view_args or {})
    with reading():
        policy.load_own_work_for(current_actor(), values["participation_id"], values["part_id"])
    # More than are taken are refused by the form; the rest is not looked at.
    return works.keep_files(form.sent[:MOST_FILES])


@room.post(ONE, policy=signed_in, form=HandInForm, prepare=keep_sent, largest_body=LARGEST_BODY)
def hand_in_work(visit: Visit[HandInForm], participation_id: str, part_id: str) -> Answer:
    place, form = policy.load_own_work_for(visit.actor, participation_id, part_id), visit.form
    kept = visit.prepared
    if isinstance(kept, Text):
        complain_at(form.files, kept)
    if visit.problems or isinstance(kept, Text):
        return _page(visit, place, form), 422
    words, seen = str(form.words.data or ""), str(form.seen.data)
    try:
        works.hand_in(visit.actor, visit.now, place, words, kept, seen)
    except NothingHandedIn as error:
        complain_at(form.words, error.text)
        return _page(visit, place, form), 422
    notify("success", N_("Handed in. You get a message once somebody has looked at it."))
    return redirect_to(
        "programmes.show_own_work", participation_id=participation_id, part_id=part_id
    )


@room.get("/work/<id:submission_id>/<hash:file_hash>", policy=signed_in)
def download_work(visit: Visit[None], submission_id: str, file_hash: str) -> Answer:
    file = policy.load_work_file_for(visit.actor, submission_id, file_hash)
    return hand_over(storage.get(file.hash), file.name)
