"""Putting a question right: the form, what would change, and the doing.

What is decided on the way stands in `policy`, `services` and `rules`.
"""

from collections.abc import Mapping

from flask import url_for

from lms.assessment import policy, queries, rules, services
from lms.assessment.forms.regrading import WAYS, RegradeForm
from lms.assessment.policy import Regradable
from lms.assessment.rules import Change, RegradeRow
from lms.assessment.views.door import room
from lms.content import queries as content
from lms.kit import jobs
from lms.kit.i18n import LANGUAGES
from lms.kit.ids import new_id
from lms.learning.policy import is_certified
from lms.questions.keys import find_key
from lms.web.forms import choices
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import redirect_to, render
from lms.web.room import Answer, Visit

trainer = has_role("trainer")
ADDRESS = "/teach/<slug:slug>/learners/questions/<slug:number>/<slug:item_id>/regrade"
# So many attempts are shown one by one.
SHOWN = 100


@room.get(ADDRESS, policy=trainer)
def show_regrade(visit: Visit[None], slug: str, number: str, item_id: str) -> Answer:
    found = policy.load_regradable_for(visit.actor, slug, number, item_id)
    return _form(visit, found, _filled(found))


@room.post(f"{ADDRESS}/preview", policy=trainer, form=RegradeForm, reads=True)
def preview_regrade(visit: Visit[RegradeForm], slug: str, number: str, item_id: str) -> Answer:
    found = policy.load_regradable_for(visit.actor, slug, number, item_id)
    regrade = _read(visit, found)
    if regrade is None:
        return _form(visit, found, visit.form), 422
    changes = queries.list_changes(regrade)
    shown = [change for change in changes if change.is_result_other or change.flip][:SHOWN]
    outline = content.get_outline(found.version_id, current_language())
    return render(
        "assessment/preview_regrade.html",
        found=found, form=visit.form, regrade=regrade, changes=changes, ways=WAYS, shown=shown,
        outline=outline, texts=_texts(outline, found),
        names=queries.list_names(visit.actor, shown), certified=_certified(shown),
    )  # fmt: skip


@room.post(ADDRESS, policy=trainer, form=RegradeForm)
def start_regrade(visit: Visit[RegradeForm], slug: str, number: str, item_id: str) -> Answer:
    found = policy.load_regradable_for(visit.actor, slug, number, item_id)
    regrade = _read(visit, found)
    if regrade is None:
        return _form(visit, found, visit.form), 422
    services.start_regrade(visit.actor, visit.now, regrade)
    return redirect_to("assessment.show_regrade", slug=slug, number=number, item_id=item_id)


def _read(visit: Visit[RegradeForm], found: Regradable) -> RegradeRow | None:
    """Return what was decided, or nothing where the form says what is wrong with it."""
    if visit.problems:
        return None
    form, former = visit.form, find_key(found.current)
    regrade = RegradeRow(
        id=new_id(), version_id=found.version_id, item_id=found.question.id, way=form.wanted,
        key=form.read_key(former), reason=str(form.reason.data), person_id=visit.actor.person_id,
        at=visit.now,
    )  # fmt: skip
    fault = rules.find_fault(found.question, former, regrade)
    if fault is not None:
        # The page translates it, with what it says.
        form.complain(fault)
        return None
    return regrade


def _filled(found: Regradable) -> RegradeForm:
    key = find_key(found.current)
    form = RegradeForm(data={"way": "key" if key else "everybody"})
    fields = rules.fields_of(key) if key else {}
    form.key.data = {name: list(values) for name, values in fields.items()}
    return form


def _form(visit: Visit[object], found: Regradable, form: RegradeForm) -> str:
    outline = content.get_outline(found.version_id, current_language())
    key = find_key(found.current)
    if key is None:
        form.way.choices = choices((way, WAYS[way]) for way in WAYS if way != "key")
    every = queries.list_regrades(found.version_id)
    past = [row for row in every if row.item_id == found.question.id]
    return render(
        "assessment/show_regrade.html",
        found=found, form=form, outline=outline, texts=_texts(outline, found), ways=WAYS, past=past,
        key=next(iter(key)) if key else "",
        names=queries.list_deciders(visit.actor, past), languages=LANGUAGES,
        progress=jobs.find_progress(past[-1].job_id) if past else None,
        address=url_for("assessment.show_regrade", slug=found.slug, number=found.number,
                        item_id=found.question.id),
    )  # fmt: skip


def _texts(outline: content.Outline, found: Regradable) -> Mapping[str, str]:
    item_id = found.question.id
    return content.get_item_texts(outline.edition_id, [item_id])[item_id]


def _certified(changes: list[Change]) -> set[str]:
    """Return the attempts whose enrolment has its certificate: that one stays."""
    return {
        change.sat.attempt_id
        for change in changes
        if change.flip == "fails" and is_certified(change.sat.enrolment_id)
    }
