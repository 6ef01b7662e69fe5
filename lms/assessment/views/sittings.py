"""Sittings for those who teach: plan one, who is in it, how it goes, and what happens.

What a candidate sees of a sitting stands on the page of the quiz.
"""

from typing import Any

from lms.accounts.queries import get_names
from lms.assessment import policy, queries
from lms.assessment.forms import CandidatesForm, GrantForm, IncidentForm, SittingForm
from lms.assessment.rules import SittingRow, sitting_status
from lms.assessment.services import sittings
from lms.assessment.services.sittings import Grant, SittingPlan
from lms.assessment.views.door import room
from lms.content import queries as content
from lms.content.queries import CourseRow, Outline
from lms.kit.i18n import N_, NATIVE_NAMES
from lms.learning.policy import load_taught_for
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

trainer = has_role("trainer")
PLACE = "/teach/<slug:slug>/sittings"
ONE = f"{PLACE}/<id:sitting_id>"
PERSON = f"{ONE}/people/<id:person_id>"


@room.get(PLACE, policy=trainer)
def list_sittings(visit: Visit[None], slug: str) -> Answer:
    return _list(visit, load_taught_for(visit.actor, slug), SittingForm())


@room.post(PLACE, policy=trainer, form=SittingForm)
def plan_sitting(visit: Visit[SittingForm], slug: str) -> Answer:
    course, form = load_taught_for(visit.actor, slug), visit.form
    if not form.names_one_of(_quizzes(_outline(course))) or visit.problems:
        return _list(visit, course, form), 422
    plan = _plan(visit, form)
    sitting_id = sittings.plan_sitting(visit.actor, visit.now, course, plan)
    return redirect_to("assessment.show_sitting", slug=slug, sitting_id=sitting_id)


@room.get(ONE, policy=trainer)
def show_sitting(visit: Visit[None], slug: str, sitting_id: str) -> Answer:
    course, sitting = policy.load_sitting_for(visit.actor, slug, sitting_id)
    return _one(visit, course, sitting)


@room.post(ONE, policy=trainer, form=SittingForm)
def change_sitting(visit: Visit[SittingForm], slug: str, sitting_id: str) -> Answer:
    course, sitting = policy.load_sitting_for(visit.actor, slug, sitting_id)
    if visit.problems:
        return _one(visit, course, sitting, settings=visit.form), 422
    sittings.change_sitting(visit.actor, visit.now, sitting, _plan(visit, visit.form))
    notify("success", N_("Kept."))
    return redirect_to("assessment.show_sitting", slug=slug, sitting_id=sitting_id)


@room.post(f"{ONE}/people", policy=trainer, form=CandidatesForm)
def add_candidates(visit: Visit[CandidatesForm], slug: str, sitting_id: str) -> Answer:
    course, sitting = policy.load_sitting_for(visit.actor, slug, sitting_id)
    form, addresses = visit.form, visit.form.addresses
    found = queries.find_enrolled(course.id, addresses)
    strangers = [address for address in addresses if address not in found]
    if strangers:
        form.refuse(strangers)
    if visit.problems or strangers:
        return _one(visit, course, sitting, people=form), 422
    sittings.add_candidates(visit.actor, visit.now, sitting, list(found.values()))
    return redirect_to("assessment.show_sitting", slug=slug, sitting_id=sitting_id)


@room.post(f"{PERSON}/remove", policy=trainer)
def remove_candidate(visit: Visit[None], slug: str, sitting_id: str, person_id: str) -> Answer:
    _course, sitting = policy.load_sitting_for(visit.actor, slug, sitting_id)
    sittings.remove_candidate(visit.actor, visit.now, sitting, person_id)
    return redirect_to("assessment.show_sitting", slug=slug, sitting_id=sitting_id)


@room.get(f"{PERSON}/adjustments", policy=trainer)
def show_adjustment(visit: Visit[None], slug: str, sitting_id: str, person_id: str) -> Answer:
    course, sitting = policy.load_candidate_for(visit.actor, slug, sitting_id, person_id)
    given = queries.find_adjustment(sitting.id, person_id)
    return _adjustment(visit, course, sitting, person_id, GrantForm.of(given))


@room.post(f"{PERSON}/adjustments", policy=trainer, form=GrantForm)
def grant_adjustment(visit: Visit[GrantForm], slug: str, sitting_id: str, person_id: str) -> Answer:
    course, sitting = policy.load_candidate_for(visit.actor, slug, sitting_id, person_id)
    if visit.problems:
        return _adjustment(visit, course, sitting, person_id, visit.form), 422
    sittings.grant(visit.actor, visit.now, sitting, person_id, _given(visit.form))
    return redirect_to("assessment.show_sitting", slug=slug, sitting_id=sitting_id)


@room.post(f"{PERSON}/adjustments/end", policy=trainer)
def end_adjustment(visit: Visit[None], slug: str, sitting_id: str, person_id: str) -> Answer:
    _course, sitting = policy.load_candidate_for(visit.actor, slug, sitting_id, person_id)
    sittings.withdraw_grant(visit.actor, visit.now, sitting, person_id)
    return redirect_to("assessment.show_sitting", slug=slug, sitting_id=sitting_id)


@room.post(f"{ONE}/incidents", policy=trainer, form=IncidentForm)
def note_incident(visit: Visit[IncidentForm], slug: str, sitting_id: str) -> Answer:
    course, sitting = policy.load_sitting_for(visit.actor, slug, sitting_id)
    if visit.problems:
        return _one(visit, course, sitting, incident=visit.form), 422
    sittings.note_incident(visit.actor, visit.now, sitting, str(visit.form.note.data))
    return redirect_to("assessment.show_sitting", slug=slug, sitting_id=sitting_id)


def _plan(visit: Visit[Any], form: SittingForm) -> SittingPlan:
    opens_at, closes_at = form.instants(visit.actor.time_zone)
    return SittingPlan(
        activity_id=str(form.activity.data),
        title=str(form.title.data),
        opens_at=opens_at,
        closes_at=closes_at,
        code=form.code.data or "",
        minutes=form.minutes.data,
        attempts=form.attempts.data,
        is_exclusive=bool(form.is_exclusive.data),
        drops_code=bool(form.drops_code.data),
    )


def _given(form: GrantForm) -> Grant:
    return Grant(
        extra_percent=form.extra_percent.data or 0,
        extra_minutes=form.extra_minutes.data or 0,
        pause_minutes=form.pause_minutes.data or 0,
        language=form.language.data or None,
        reason=str(form.reason.data),
    )


def _outline(course: CourseRow) -> Outline:
    return content.get_outline(str(course.newest_version_id), current_language())


def _quizzes(outline: Outline) -> dict[str, str]:
    return {row.id: row.title for row in outline.activities if row.quiz_id}


def _list(visit: Visit[Any], course: CourseRow, form: SittingForm) -> str:
    outline = _outline(course)
    form.offer(_quizzes(outline))
    return render(
        "assessment/list_sittings.html",
        outline=outline,
        titles=_quizzes(outline),
        sittings=[
            (row, count, sitting_status(row, visit.now))
            for row, count in queries.list_sittings(course.id)
        ],
        form=form,
        zone=visit.actor.time_zone,
    )


def _one(
    visit: Visit[Any],
    course: CourseRow,
    sitting: SittingRow,
    *,
    settings: SittingForm | None = None,
    people: CandidatesForm | None = None,
    incident: IncidentForm | None = None,
) -> str:
    outline = _outline(course)
    page = queries.get_sitting_page(visit.actor, sitting)
    activity = outline.find_activity(sitting.activity_id)
    quiz_id = activity.quiz_id if activity and activity.quiz_id else sitting.activity_id
    versions = [row.id for row in content.list_versions(course.id)]
    return render(
        "assessment/show_sitting.html",
        grounds=queries.get_grounds(outline, versions, quiz_id),
        outline=outline,
        title=_quizzes(outline).get(sitting.activity_id, sitting.activity_id),
        sitting=sitting,
        status=sitting_status(sitting, visit.now),
        page=page,
        settings=settings or SittingForm.of(sitting, visit.actor.time_zone),
        people=people or CandidatesForm(),
        incident=incident or IncidentForm(),
        zone=visit.actor.time_zone,
    )


def _adjustment(
    visit: Visit[Any], course: CourseRow, sitting: SittingRow, person_id: str, form: GrantForm
) -> str:
    outline = _outline(course)
    languages = content.get_outline_and_languages(outline.version_id, outline.language)[1]
    form.language.choices = [("", "")] + [(row.code, NATIVE_NAMES[row.code]) for row in languages]
    return render(
        "assessment/show_adjustment.html",
        outline=outline,
        sitting=sitting,
        given=queries.find_adjustment(sitting.id, person_id),
        name=get_names(visit.actor, [person_id]).get(person_id, ""),
        person_id=person_id,
        form=form,
    )
