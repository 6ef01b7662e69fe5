"""Archiving a design: whoever issues with it is named first; and bringing it back.

What is issued where terms name an archived design is decided in `queries.terms`.
"""

from lms.certificates import design_policy as policy
from lms.certificates.queries.usage import list_terms_with
from lms.certificates.services import designs as services
from lms.certificates.views.door import administrator, room
from lms.certificates.views.usage import describe_uses
from lms.kit.i18n import N_
from lms.web.locale import current_language
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit


@room.get("/admin/certificates/designs/<id:design_id>/archive", policy=administrator)
def show_archive(visit: Visit[None], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    if design.archived_at is not None:
        return redirect_to("certificates.show_design", design_id=design_id)
    return render(
        "certificates/pages/show_archive.html",
        design=design,
        uses=describe_uses(list_terms_with(design.id), current_language()),
    )


@room.post("/admin/certificates/designs/<id:design_id>/archive", policy=administrator)
def archive_design(visit: Visit[None], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    services.archive_design(visit.actor, visit.now, design)
    notify("success", N_("The design is archived. Nothing more is issued with it."))
    return redirect_to("certificates.show_design", design_id=design_id)


@room.post("/admin/certificates/designs/<id:design_id>/bring-back", policy=administrator)
def bring_back_design(visit: Visit[None], design_id: str) -> Answer:
    design = policy.load_design_for(visit.actor, design_id)
    services.bring_back(visit.actor, visit.now, design)
    notify("success", N_("The design is in the list again."))
    return redirect_to("certificates.show_design", design_id=design_id)
