"""How the certificates of a course or a programme are issued, and deciding about each person.

What the three ways mean is said in `rules.issuing`.
"""

from typing import Any

from lms.accounts import queries as people
from lms.certificates import issuing_policy
from lms.certificates.forms.issuing import ApproveForm, FindForm, RuleForm
from lms.certificates.queries import approvals, issuing_rules, scopes
from lms.certificates.rules import KINDS
from lms.certificates.rules.issuing import (
    MODE_HINTS,
    OUTCOMES,
    OthersWait,
    Scope,
    by_name,
    seal_of,
)
from lms.certificates.services import approving
from lms.certificates.services.issuing_rules import set_mode
from lms.certificates.views.door import administrator, room
from lms.certificates.views.sheets import find_waiting, show_one
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.web.listing import cut, page_number
from lms.web.locale import current_language
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

COURSE = "/admin/courses/<slug:slug>/certificates"
PROGRAMME = "/admin/programmes/<slug:slug>/certificates"


@room.get(f"{COURSE}/rule", policy=administrator)
def show_course_rule(visit: Visit[None], slug: str) -> Answer:
    return _show_rule(issuing_policy.load_course_for(visit.actor, slug), RuleForm())


@room.get(f"{PROGRAMME}/rule", policy=administrator)
def show_programme_rule(visit: Visit[None], slug: str) -> Answer:
    return _show_rule(issuing_policy.load_programme_for(visit.actor, slug), RuleForm())


@room.post(f"{COURSE}/rule", policy=administrator, form=RuleForm)
def set_course_rule(visit: Visit[RuleForm], slug: str) -> Answer:
    return _set_rule(visit, issuing_policy.load_course_for(visit.actor, slug))


@room.post(f"{PROGRAMME}/rule", policy=administrator, form=RuleForm)
def set_programme_rule(visit: Visit[RuleForm], slug: str) -> Answer:
    return _set_rule(visit, issuing_policy.load_programme_for(visit.actor, slug))


def _show_rule(scope: Scope, form: RuleForm) -> str:
    mode = issuing_rules.find_mode(course_id=scope.course_id, programme_id=scope.programme_id)
    form.mode.data = form.mode.data or mode
    return render(
        "certificates/pages/show_issuing_rule.html", scope=scope, form=form, hints=MODE_HINTS
    )


def _set_rule(visit: Visit[RuleForm], scope: Scope) -> Answer:
    if visit.problems:
        return _show_rule(scope, visit.form), 422
    set_mode(visit.actor, visit.now, scope, visit.form.mode.data)
    notify("success", N_("The rule is saved. It holds for what is issued from now on."))
    return redirect_to("certificates.list_issuing")


@room.get(f"{COURSE}/decide", policy=administrator, form=FindForm)
def show_course_decisions(visit: Visit[FindForm], slug: str) -> Answer:
    form = ApproveForm(page=visit.form.page.data)
    return _show_waiting(visit, issuing_policy.load_course_for(visit.actor, slug), form)


@room.get(f"{PROGRAMME}/decide", policy=administrator, form=FindForm)
def show_programme_decisions(visit: Visit[FindForm], slug: str) -> Answer:
    form = ApproveForm(page=visit.form.page.data)
    return _show_waiting(visit, issuing_policy.load_programme_for(visit.actor, slug), form)


@room.post(f"{COURSE}/decide", policy=administrator, form=ApproveForm)
def decide_course(visit: Visit[ApproveForm], slug: str) -> Answer:
    return _decide(visit, issuing_policy.load_course_for(visit.actor, slug))


@room.post(f"{PROGRAMME}/decide", policy=administrator, form=ApproveForm)
def decide_programme(visit: Visit[ApproveForm], slug: str) -> Answer:
    return _decide(visit, issuing_policy.load_programme_for(visit.actor, slug))


def _show_waiting(visit: Visit[Any], scope: Scope, form: ApproveForm) -> str:
    waiting = approvals.list_waiting(visit.actor, visit.now, scope)
    ids = [one.person_id for one in waiting]
    names = people.get_names(visit.actor, ids)
    unheard = approvals.list_unheard(waiting)
    return render(
        "certificates/pages/show_decisions.html",
        scope=scope,
        mode=issuing_rules.find_mode(course_id=scope.course_id, programme_id=scope.programme_id),
        page=cut(by_name(waiting, names), page_number(form.page.data)),
        names=names,
        # Who is shown by a code is found by no name.
        hidden=people.get_hidden_names(visit.actor, ids),
        cohorts=scopes.name_cohorts(scope, current_language()),
        able=any(one.may_decide for one in waiting),
        refused=any(one.candidate.outcome == "refused" for one in waiting),
        unheard=len(unheard),
        seal=seal_of(unheard),
        chosen=form.keys.data or [],
        form=form,
        kinds=KINDS,
        labels=OUTCOMES,
    )


def _choose(visit: Visit[ApproveForm], scope: Scope) -> set[str]:
    """Return the marks of those on whom it is decided: those chosen, or all who were waiting.

    Who was refused is decided on again only by choice. Raises `OthersWait`.
    """
    if not visit.form.everybody.data:
        return set(visit.form.keys.data or [])
    unheard = approvals.list_unheard(approvals.list_waiting(visit.actor, visit.now, scope))
    if seal_of(unheard) != visit.form.everybody.data:
        raise OthersWait
    return set(unheard)


def _decide(visit: Visit[ApproveForm], scope: Scope) -> Answer:
    form = visit.form
    if visit.problems:
        return _show_again(visit, scope), 422
    try:
        approving.decide(
            visit.actor, visit.now, scope, _choose(visit, scope),
            is_approved=form.decision.data == "approved", reason=form.reason.data or "",
        )  # fmt: skip
    except DomainError as error:
        form.refuse(error)
        return _show_again(visit, scope), error.status
    notify("success", N_("Your decision is kept. Those concerned are told."))
    kind = "course" if scope.course_id else "programme"
    return redirect_to(f"certificates.show_{kind}_decisions", slug=scope.slug)


def _show_again(visit: Visit[ApproveForm], scope: Scope) -> str:
    """Return the page from which it was decided, of one person or of many."""
    one = find_waiting(visit, scope, visit.form.one.data or "")
    if one is None:
        return _show_waiting(visit, scope, visit.form)
    return show_one(visit, scope, one, visit.form)
