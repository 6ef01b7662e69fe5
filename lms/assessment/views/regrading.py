"""Putting a question right: the form, what would change, and the doing.

What is decided on the way stands in `policy`, `services` and `rules`.
"""

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
    if visit.problems:
        return _form(visit, found, visit.form), 422
    regrade = _read(visit, found)
    changes = queries.list_changes(regrade)
    shown = [change for change in changes if change.is_result_other or change.flip][:SHOWN]
    return render(
        "assessment/preview_regrade.html",
        found=found, form=visit.form, regrade=regrade, changes=changes, ways=WAYS, shown=shown,
        outline=content.get_outline(found.version_id, current_language()),
        names=queries.list_names(visit.actor, shown), certified=_certified(shown),
        languages=LANGUAGES,
    )  # fmt: skip


@room.post(ADDRESS, policy=trainer, form=RegradeForm)
def start_regrade(visit: Visit[RegradeForm], slug: str, number: str, item_id: str) -> Answer:
    found = policy.load_regradable_for(visit.actor, slug, number, item_id)
    if visit.problems:
        return _form(visit, found, visit.form), 422
    services.start_regrade(visit.actor, visit.now, _read(visit, found))
    return redirect_to("assessment.show_regrade", slug=slug, number=number, item_id=item_id)


def _read(visit: Visit[RegradeForm], found: Regradable) -> RegradeRow:
    form, former = visit.form, find_key(found.current)
    regrade = RegradeRow(
        id=new_id(), version_id=found.version_id, item_id=found.question.id, way=form.wanted,
        key=form.key(former), reason=str(form.reason.data), person_id=visit.actor.person_id,
        at=visit.now,
    )  # fmt: skip
    rules.check_regrade(found.question, former, regrade)
    return regrade


def _filled(found: Regradable) -> RegradeForm:
    key = find_key(found.current) or {}
    form = RegradeForm(
        data={"way": "key" if key else "everybody", "right": key.get("choices"),
              "is_true": "yes" if key.get("correct") else "no"}
    )  # fmt: skip
    form.accept.data = {name: ["\n".join(words)] for name, words in key.get("accept", {}).items()}
    return form


def _form(visit: Visit[object], found: Regradable, form: RegradeForm) -> str:
    outline = content.get_outline(found.version_id, current_language())
    texts = content.get_item_texts(outline.edition_id, [found.question.id])[found.question.id]
    key = find_key(found.current)
    form.right.choices = choices(
        (choice.id, choice.text) for choice in getattr(found.question, "choices", ())
    )
    if key is None:
        form.way.choices = choices((way, WAYS[way]) for way in WAYS if way != "key")
    every = queries.list_regrades(found.version_id)
    past = [row for row in every if row.item_id == found.question.id]
    return render(
        "assessment/show_regrade.html",
        found=found, form=form, outline=outline, texts=texts, key=key, ways=WAYS, past=past,
        names=queries.list_deciders(visit.actor, past), languages=LANGUAGES,
        progress=jobs.find_progress(past[-1].job_id) if past else None,
        address=url_for("assessment.show_regrade", slug=found.slug, number=found.number,
                        item_id=found.question.id),
    )  # fmt: skip


def _certified(changes: list[Change]) -> set[str]:
    """Return the attempts whose enrolment has its certificate: that one stays."""
    return {
        change.sat.attempt_id
        for change in changes
        if change.flip == "fails" and is_certified(change.sat.enrolment_id)
    }
