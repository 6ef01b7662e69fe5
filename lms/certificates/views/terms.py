"""What certificates are issued with: of an organisation, one of its courses or programmes.

Which of them holds in the end is decided in `rules.terms`.
"""

from dataclasses import replace

from lms.certificates import design_policy as policy
from lms.certificates.design_policy import Issued
from lms.certificates.forms.designing import NOBODY
from lms.certificates.forms.terms import AS_ABOVE, TermsForm
from lms.certificates.queries import terms as queries
from lms.certificates.queries.designs import find_design, get_design
from lms.certificates.rules.design_rows import DesignRow
from lms.certificates.rules.gaps import Gap, find_gaps
from lms.certificates.rules.terms import DesignNotYours, Said
from lms.certificates.services import terms as services
from lms.certificates.views.designs import USUAL_DESIGN
from lms.certificates.views.door import administrator, room
from lms.content import queries as content
from lms.kit.actor import Actor
from lms.kit.i18n import N_, translate
from lms.programmes.policy import list_programmes_for
from lms.programmes.queries.curricula import get_programme
from lms.programmes.rules.cohorts import choose_text
from lms.web.forms import choices
from lms.web.locale import current_language
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

# Of a design that terms name.
ARCHIVED = N_("%(name)s (archived)")


@room.get("/admin/certificates/terms", policy=administrator)
def list_terms(visit: Visit[None]) -> Answer:
    language = current_language()
    issuers = policy.list_issuers_for(visit.actor, language)
    own = {row.id for row in issuers}
    courses = [course for course in content.list_catalogue() if course.owner_id in own]
    wanted = [(str(course.newest_version_id), language) for course in courses]
    titles = [outline.title for outline in content.get_outlines(wanted)]
    programmes = [row for row in list_programmes_for(visit.actor) if row.archived_at is None]
    return render(
        "certificates/pages/list_terms.html",
        issuers=issuers,
        courses=list(zip(courses, titles, strict=True)),
        programmes=[
            (row, *choose_text(row.draft.get("title", {}), language)) for row in programmes
        ],
    )


@room.get("/admin/certificates/terms/organisations/<id:organisation_id>", policy=administrator)
def show_organisation_terms(visit: Visit[None], organisation_id: str) -> Answer:
    return _show_as_said(
        visit.actor, policy.load_issued_by_for(visit.actor, "organisation", organisation_id)
    )


@room.post(
    "/admin/certificates/terms/organisations/<id:organisation_id>",
    policy=administrator,
    form=TermsForm,
)
def save_organisation_terms(visit: Visit[TermsForm], organisation_id: str) -> Answer:
    return _save(visit, policy.load_issued_by_for(visit.actor, "organisation", organisation_id))


@room.get("/admin/courses/<slug:slug>/certificates/terms", policy=administrator)
def show_course_terms(visit: Visit[None], slug: str) -> Answer:
    return _show_as_said(visit.actor, policy.load_issued_by_for(visit.actor, "course", slug))


@room.post("/admin/courses/<slug:slug>/certificates/terms", policy=administrator, form=TermsForm)
def save_course_terms(visit: Visit[TermsForm], slug: str) -> Answer:
    return _save(visit, policy.load_issued_by_for(visit.actor, "course", slug))


@room.get("/admin/programmes/<slug:slug>/certificates/terms", policy=administrator)
def show_programme_terms(visit: Visit[None], slug: str) -> Answer:
    return _show_as_said(visit.actor, policy.load_issued_by_for(visit.actor, "programme", slug))


@room.post("/admin/programmes/<slug:slug>/certificates/terms", policy=administrator, form=TermsForm)
def save_programme_terms(visit: Visit[TermsForm], slug: str) -> Answer:
    return _save(visit, policy.load_issued_by_for(visit.actor, "programme", slug))


def _show_as_said(actor: Actor, issued: Issued) -> str:
    form = TermsForm()
    form.fill(_said(issued))
    return _show(actor, issued, form)


def _said(issued: Issued) -> Said:
    return queries.find_said(
        issued.organisation.id, course_id=issued.course_id, programme_id=issued.programme_id
    )


def _save(visit: Visit[TermsForm], issued: Issued) -> Answer:
    form = visit.form
    if visit.problems:
        return _show(visit.actor, issued, form), 422
    said = _allowed(issued, form.said)
    services.save_terms(
        visit.actor, visit.now, said, issued.organisation.id,
        course_id=issued.course_id, programme_id=issued.programme_id,
    )  # fmt: skip
    notify("success", N_("The terms are saved. They hold for certificates from now on."))
    if not _find_gaps(issued):
        return redirect_to("certificates.list_terms")
    # What is missing stands on the page itself, and stays there.
    if issued.course_id:
        return redirect_to("certificates.show_course_terms", slug=issued.slug)
    if issued.programme_id:
        return redirect_to("certificates.show_programme_terms", slug=issued.slug)
    return redirect_to(
        "certificates.show_organisation_terms", organisation_id=issued.organisation.id
    )


def _find_gaps(issued: Issued) -> list[Gap]:
    """Return what certificates would lack in some languages, by these terms and those above."""
    terms = queries.find_terms(
        issued.organisation.id, course_id=issued.course_id, programme_id=issued.programme_id
    )
    return find_gaps(terms, get_design(terms.design_hash))


def _allowed(issued: Issued, said: Said) -> Said:
    """Return what was sent; of signatories, those alone who may be chosen.

    A design that was named before stays so, though it is archived. Raises `DesignNotYours`.
    """
    offered = {design.id for design in policy.list_usable_designs(issued.organisation)}
    if said.design_id and said.design_id not in offered | {_said(issued).design_id}:
        raise DesignNotYours
    there = {one.id for one in policy.list_usable_signatories(issued.organisation.path)}
    return replace(said, signatories=tuple(one for one in said.signatories if one in there))


def _show(actor: Actor, issued: Issued, form: TermsForm) -> str:
    language = current_language()
    usual = USUAL_DESIGN if issued.is_topmost else AS_ABOVE
    above, nobody = translate(language, usual), translate(language, NOBODY)
    designs = policy.list_usable_designs(issued.organisation)
    people = policy.list_usable_signatories(issued.organisation.path)
    archived = _find_archived(issued)
    is_own = archived is not None and archived.id == _said(issued).design_id
    offered = [("", above), *((row.id, row.name) for row in designs)]
    if archived and is_own:
        # Whoever saves something else leaves it named, so that it holds again once brought back.
        offered.append((archived.id, translate(language, ARCHIVED) % {"name": archived.name}))
    form.design.choices = choices(offered)
    if issued.is_topmost:
        form.leave_out_above()
    for field in (form.signatory_1, form.signatory_2, form.signatory_3):
        field.choices = choices([("", nobody), *((row.id, row.name) for row in people)])
    return render(
        "certificates/pages/show_terms.html",
        issued=issued,
        form=form,
        title=_title(issued),
        gaps=_find_gaps(issued),
        has_designs=len(offered) > 1,
        archived=archived,
        is_own=is_own,
        may_open=archived and actor.has_role("administrator", path=archived.organisation_path),
    )


def _find_archived(issued: Issued) -> DesignRow | None:
    """Return the design that would be issued with if it were not archived; mostly nothing."""
    design_id = queries.find_named_design(
        issued.organisation.id, course_id=issued.course_id, programme_id=issued.programme_id
    )
    design = find_design(design_id) if design_id else None
    return design if design and design.archived_at else None


def _title(issued: Issued) -> str:
    language = current_language()
    if issued.course_id:
        course = content.get_course(issued.slug)
        version = course.shown_version_id
        return content.get_outline(version, language).title if version else issued.slug
    if issued.programme_id:
        draft = get_programme(issued.slug).draft
        return choose_text(draft.get("title", {}), language)[0] or issued.slug
    return issued.organisation.label(language)
