"""One person who waits for a decision, and the sheet that would be issued, drawn by the worker.

What is decided, about one or many, is sent to `issuing_rules`.
"""

from typing import Any

from flask import make_response, redirect, url_for

from lms.accounts import queries as people
from lms.certificates import issuing_policy, previewing
from lms.certificates.forms.issuing import ApproveForm
from lms.certificates.queries import approvals, previews
from lms.certificates.queries.approvals import Waiting
from lms.certificates.queries.designs import get_design
from lms.certificates.rules import KINDS
from lms.certificates.rules.issuing import OUTCOMES, Scope
from lms.certificates.services.previews import ask_preview
from lms.certificates.views.door import administrator, room
from lms.kit import storage
from lms.kit.errors import NotVisible
from lms.kit.i18n import N_
from lms.web.headers import MEDIA_POLICY
from lms.web.render import render
from lms.web.room import Answer, Visit

COURSE = "/admin/courses/<slug:slug>/certificates/decide/<id:enrolment_id>"
PROGRAMME = "/admin/programmes/<slug:slug>/certificates/decide/<id:award_id>"

ABOUT_ONE = {"approved": N_("Issue the certificate"), "refused": N_("Do not issue it")}


@room.get(COURSE, policy=administrator)
def show_course_decision(visit: Visit[None], slug: str, enrolment_id: str) -> Answer:
    scope = issuing_policy.load_course_for(visit.actor, slug)
    return show_one(visit, scope, _load(visit, scope, enrolment_id), ApproveForm())


@room.get(PROGRAMME, policy=administrator)
def show_award_decision(visit: Visit[None], slug: str, award_id: str) -> Answer:
    scope = issuing_policy.load_programme_for(visit.actor, slug)
    return show_one(visit, scope, _load(visit, scope, award_id), ApproveForm())


@room.post(f"{COURSE}/sheet", policy=administrator)
def draw_course_sheet(visit: Visit[None], slug: str, enrolment_id: str) -> Answer:
    return _draw(visit, issuing_policy.load_course_for(visit.actor, slug), enrolment_id)


@room.post(f"{PROGRAMME}/sheet", policy=administrator)
def draw_award_sheet(visit: Visit[None], slug: str, award_id: str) -> Answer:
    return _draw(visit, issuing_policy.load_programme_for(visit.actor, slug), award_id)


@room.get(f"{COURSE}/sheet", policy=administrator)
def show_course_sheet(visit: Visit[None], slug: str, enrolment_id: str) -> Answer:
    return _give(visit, issuing_policy.load_course_for(visit.actor, slug), enrolment_id)


@room.get(f"{PROGRAMME}/sheet", policy=administrator)
def show_award_sheet(visit: Visit[None], slug: str, award_id: str) -> Answer:
    return _give(visit, issuing_policy.load_programme_for(visit.actor, slug), award_id)


def find_waiting(visit: Visit[Any], scope: Scope, key: str) -> Waiting | None:
    """Return somebody who waits for a decision, by the enrolment or the award."""
    waiting = approvals.list_waiting(visit.actor, visit.now, scope)
    return next((one for one in waiting if one.candidate.key == key), None)


def _load(visit: Visit[Any], scope: Scope, key: str) -> Waiting:
    waiting = find_waiting(visit, scope, key)
    if waiting is None:
        raise NotVisible
    return waiting


def show_one(visit: Visit[Any], scope: Scope, one: Waiting, form: ApproveForm) -> str:
    """Return the page of one person about whom is to be decided."""
    key = one.candidate.key
    form.decision.choices = ABOUT_ONE
    sheet = previewing.find_sheet(visit.actor, visit.now, scope, one.candidate)
    return render(
        "certificates/pages/show_decision.html",
        scope=scope,
        one=one,
        name=people.get_name(visit.actor, one.person_id),
        sheet=sheet,
        facts=sheet.facts,
        size=get_design(sheet.facts.design_hash).size,
        preview=previews.find_preview_of(key, sheet.seal),
        address=_address_of(scope, key),
        form=form,
        kinds=KINDS,
        labels=OUTCOMES,
    )


def _address_of(scope: Scope, key: str) -> str:
    if scope.course_id is not None:
        return url_for("certificates.show_course_decision", slug=scope.slug, enrolment_id=key)
    return url_for("certificates.show_award_decision", slug=scope.slug, award_id=key)


def _draw(visit: Visit[None], scope: Scope, key: str) -> Answer:
    candidate = _load(visit, scope, key).candidate
    ask_preview(visit.now, key, previewing.find_sheet(visit.actor, visit.now, scope, candidate))
    return redirect(_address_of(scope, key), 303)


def _give(visit: Visit[None], scope: Scope, key: str) -> Answer:
    """Answer with the picture of what the actor may read on the page, and with no other."""
    candidate = _load(visit, scope, key).candidate
    sheet = previewing.find_sheet(visit.actor, visit.now, scope, candidate)
    preview = previews.find_preview_of(key, sheet.seal)
    if preview is None or preview.picture_hash is None:
        raise NotVisible
    answer = make_response(storage.get(preview.picture_hash))
    answer.content_type = "image/png"
    answer.headers["Content-Security-Policy"] = MEDIA_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
