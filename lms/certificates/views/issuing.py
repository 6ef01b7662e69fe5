"""The administrator's dry run: who would get a certificate and why others would not; the start.

Issuing itself is a job's work; how it goes is shown in `runs`.
"""

from collections import Counter
from typing import Any

from flask import url_for

from lms.accounts import queries as people
from lms.certificates import issuing_policy
from lms.certificates.forms.issuing import FindForm, StartForm
from lms.certificates.queries import candidates, issuing_rules, scopes
from lms.certificates.queries import runs as reading_runs
from lms.certificates.queries.certificates import get_held
from lms.certificates.queries.designs import get_design
from lms.certificates.queries.terms import find_terms
from lms.certificates.rules import KINDS
from lms.certificates.rules.gaps import Gap, find_gaps
from lms.certificates.rules.issuing import (
    MODES,
    OUTCOME_HINTS,
    OUTCOMES,
    WORKED_ON,
    Candidate,
    NobodyChosen,
    Scope,
    by_name,
)
from lms.certificates.rules.runs import STATES, Counts, RunRow, RunState, RunUnderWay
from lms.certificates.rules.verification import STATUS_NAMES
from lms.certificates.services import runs
from lms.certificates.views.door import administrator, room
from lms.kit.folding import fold
from lms.web.listing import cut, page_number
from lms.web.locale import current_language
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

LAST_RUNS = 10
COURSE = "/admin/courses/<slug:slug>/certificates/issue"
COHORT = "/admin/cohorts/<id:cohort_id>/certificates/issue"


@room.get("/admin/certificates/issuing", policy=administrator)
def list_issuing(visit: Visit[None]) -> Answer:
    courses = issuing_policy.list_courses_for(visit.actor)
    programmes = issuing_policy.list_programmes_for(visit.actor)
    last = reading_runs.list_runs({one.issuer_id for one in (*courses, *programmes)}, LAST_RUNS)
    counts = reading_runs.count_items([run.id for run in last])
    cohorts = scopes.list_cohorts_of(programmes, current_language())
    named = {one.course_id: one for one in courses} | {
        one.cohort_id: one for several in cohorts.values() for one in several
    }
    return render(
        "certificates/pages/list_issuing.html",
        courses=courses,
        programmes=programmes,
        cohorts=cohorts,
        modes=issuing_rules.list_modes(),
        mode_names=MODES,
        # A run of a course or cohort that the reader does not see any more is not named.
        runs=[
            (run, named[run.course_id or run.cohort_id], counts[run.id],
             reading_runs.get_state(run, counts[run.id]))
            for run in last
            if (run.course_id or run.cohort_id) in named
        ],
        states=STATES,
    )  # fmt: skip


@room.get(COURSE, policy=administrator, form=FindForm)
def show_issue(visit: Visit[FindForm], slug: str) -> Answer:
    return _show(visit, issuing_policy.load_course_for(visit.actor, slug), visit.form)


@room.get(COHORT, policy=administrator, form=FindForm)
def show_cohort_issue(visit: Visit[FindForm], cohort_id: str) -> Answer:
    return _show(visit, issuing_policy.load_cohort_for(visit.actor, cohort_id), visit.form)


@room.post(COURSE, policy=administrator, form=StartForm)
def start_issue(visit: Visit[StartForm], slug: str) -> Answer:
    return _start(visit, issuing_policy.load_course_for(visit.actor, slug))


@room.post(COHORT, policy=administrator, form=StartForm)
def start_cohort_issue(visit: Visit[StartForm], cohort_id: str) -> Answer:
    return _start(visit, issuing_policy.load_cohort_for(visit.actor, cohort_id))


def _start(visit: Visit[StartForm], scope: Scope) -> Answer:
    chosen = None if visit.form.who.data == "all" else set(visit.form.keys.data or [])
    if chosen is not None and not chosen:
        return _show(visit, scope, FindForm(), NobodyChosen()), NobodyChosen.status
    try:
        run_id = runs.start_run(visit.actor, visit.now, scope, chosen)
    except RunUnderWay as error:
        notify("info", error.message)
        run_id = error.run_id
    return redirect_to("certificates.show_run", run_id=run_id)


def _show(
    visit: Visit[Any], scope: Scope, form: FindForm, complaint: NobodyChosen | None = None
) -> str:
    every = candidates.list_candidates(visit.actor, visit.now, scope)
    names = people.get_names(visit.actor, [one.person_id for one in every])
    rows = [one for one in every if _is_wanted(one, names.get(one.person_id, ""), form)]
    counts = Counter(one.outcome for one in every)
    page = cut(by_name(rows, names), page_number(form.page.data))
    held = [str(one.subject_id) for one in page.rows if one.outcome == "has_one"]
    return render(
        "certificates/pages/show_issue.html",
        scope=scope,
        address=address_of(scope),
        mode=issuing_rules.find_mode(course_id=scope.course_id, programme_id=scope.programme_id),
        page=page,
        # One that is suspended, or was revoked, is none that somebody can show.
        held=get_held(held, visit.now) if held else {},
        statuses=STATUS_NAMES,
        names=names,
        # What a name has that cannot be printed would tell of it.
        hidden=people.get_hidden_names(visit.actor, names),
        total=len(every),
        counts=[(outcome, counts[outcome]) for outcome in OUTCOMES if counts[outcome]],
        able=sum(counts[outcome] for outcome in WORKED_ON),
        wanted=form,
        kinds=KINDS,
        labels=OUTCOMES,
        hints=OUTCOME_HINTS,
        modes=MODES,
        under_way=_find_under_way(scope),
        worked_on=WORKED_ON,
        complaint=complaint.text if complaint else None,
        gaps=_find_gaps(scope),
    )


def _find_gaps(scope: Scope) -> list[Gap]:
    """Return what certificates would lack in some languages, by the terms that hold."""
    terms = find_terms(scope.issuer_id, course_id=scope.course_id, programme_id=scope.programme_id)
    return find_gaps(terms, get_design(terms.design_hash))


def _find_under_way(scope: Scope) -> tuple[RunRow, Counts, RunState] | None:
    """Return the newest run of a course or cohort that has still something to do, and its state."""
    run = next(iter(reading_runs.list_unfinished(scope)), None)
    if run is None:
        return None
    counts = reading_runs.count_items([run.id])[run.id]
    return run, counts, reading_runs.get_state(run, counts)


def _is_wanted(one: Candidate, name: str, form: FindForm) -> bool:
    words = fold(form.q.data or "").split()
    folded = fold(name)
    return (form.outcome.data or "") in {"", one.outcome} and all(word in folded for word in words)


def address_of(scope: Scope) -> str:
    """Return where the dry run of a course or a cohort is."""
    if scope.cohort_id is not None:
        return url_for("certificates.show_cohort_issue", cohort_id=scope.cohort_id)
    return url_for("certificates.show_issue", slug=scope.slug)
