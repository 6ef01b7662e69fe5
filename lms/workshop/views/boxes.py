"""Boxes that may be replaced: which there are, and the own text of a language or a State."""

from lms.content.variants import file_of
from lms.kit.i18n import LANGUAGES, N_
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries, services
from lms.workshop.forms.boxes import BoxForm
from lms.workshop.queries import Copy
from lms.workshop.queries.boxes import get_box, list_boxes
from lms.workshop.rules import clean_text
from lms.workshop.views.door import room

trainer = has_role("trainer")


def _copy(visit: Visit[object], slug: str) -> Copy:
    return queries.get_copy(policy.load_course_for(visit.actor, slug), visit.actor.person_id)


@room.get("/teach/<slug:slug>/boxes", policy=trainer)
def list_replaceable(visit: Visit[None], slug: str) -> Answer:
    copy = _copy(visit, slug)
    return render(
        "workshop/list_boxes.html", copy=copy, outline=queries.get_outline(copy),
        boxes=list_boxes(copy), codes=LANGUAGES,
    )  # fmt: skip


@room.get("/teach/<slug:slug>/boxes/<slug:page>/<slug:box>/<slug:code>", policy=trainer)
def edit_box(visit: Visit[None], slug: str, page: str, box: str, code: str) -> Answer:
    copy = _copy(visit, slug)
    found = get_box(copy, page, box, code)
    return render(
        "workshop/edit_box.html", copy=copy, outline=queries.get_outline(copy), box=found,
        form=BoxForm(text=found.text or ""),
    )  # fmt: skip


@room.post(
    "/teach/<slug:slug>/boxes/<slug:page>/<slug:box>/<slug:code>", policy=trainer, form=BoxForm
)
def write_box(visit: Visit[BoxForm], slug: str, page: str, box: str, code: str) -> Answer:
    copy = _copy(visit, slug)
    found = get_box(copy, page, box, code)
    text = clean_text(str(visit.form.text.data or ""))
    new = {file_of(f"pages/{page}.md", box, code): text.encode() if text.strip() else None}
    if found.text is not None or text.strip():
        services.change_files(visit.actor, visit.now, copy.course, new)
    if text.strip():
        notify("success", N_("The text is kept among your unsaved changes."))
    else:
        notify("success", N_("The box has no text of its own in this language."))
    return redirect_to("workshop.list_replaceable", slug=slug)
