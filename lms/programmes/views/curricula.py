"""The builder: programmes of those who administer their owners, the draft's facts, versions.

Its requirements are added and changed in `requirements`.
"""

from typing import Any

from lms.kit.i18n import N_, NATIVE_NAMES
from lms.programmes import policy
from lms.programmes.forms.curricula import BasicsForm, NewProgrammeForm
from lms.programmes.queries import builder
from lms.programmes.rules import drafting
from lms.programmes.rules.definition import find_problems
from lms.programmes.rules.errors import SlugNotValid, SlugTaken
from lms.programmes.rules.rows import ProgrammeRow
from lms.programmes.services import curricula as building
from lms.programmes.views.door import room
from lms.web.forms import choices, complain_at
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

administrator = has_role("administrator")
ALL = "/admin/programmes"
ONE = f"{ALL}/<slug:slug>"


def _list_page(visit: Visit[Any], form: NewProgrammeForm) -> str:
    language = current_language()
    owners = [(row.id, row.label(language)) for row in policy.list_owners_for(visit.actor)]
    form.owner.choices = choices(sorted(owners, key=lambda pair: pair[1].casefold()))
    lines = builder.list_lines(policy.list_programmes_for(visit.actor), language)
    return render("programmes/list_drafts.html", lines=lines, form=form)


@room.get(ALL, policy=administrator)
def list_drafts(visit: Visit[None]) -> Answer:
    return _list_page(visit, NewProgrammeForm(source_language=current_language()))


@room.post(ALL, policy=administrator, form=NewProgrammeForm)
def create_programme(visit: Visit[NewProgrammeForm]) -> Answer:
    form = visit.form
    if visit.problems or form.source_language.data not in NATIVE_NAMES:
        return _list_page(visit, form), 422
    owner = policy.load_owner_for(visit.actor, str(form.owner.data))
    title, language = str(form.title.data), str(form.source_language.data)
    slug = str(form.slug.data)
    try:
        building.create_programme(
            visit.actor, visit.now, owner, slug=slug, source_language=language, title=title
        )
    except (SlugNotValid, SlugTaken) as error:
        complain_at(form.slug, error.text)
        return _list_page(visit, form), 422
    notify("success", N_("The programme is begun. Now say what is asked for."))
    return redirect_to("programmes.show_draft", slug=slug)


@room.get(ONE, policy=administrator)
def show_draft(visit: Visit[None], slug: str) -> Answer:
    programme = policy.load_programme_for(visit.actor, slug)
    page = builder.get_draft_page(programme, current_language())
    return render("programmes/show_draft.html", programme=programme, page=page, kinds=builder.KINDS)


def _basics_page(
    programme: ProgrammeRow, form: BasicsForm, theirs: BasicsForm | None = None
) -> str:
    page = builder.get_draft_page(programme, current_language())
    for one in (form, theirs):
        if one is not None:
            pairs = [(line.row.id, line.title or line.row.id) for line in page.lines]
            one.again.choices = choices(pairs)
    return render(
        "programmes/edit_basics.html",
        programme=programme,
        page=page,
        form=form,
        theirs=form.list_differences(theirs) if theirs else [],
    )


@room.get(f"{ONE}/facts", policy=administrator)
def edit_basics(visit: Visit[None], slug: str) -> Answer:
    programme = policy.load_programme_for(visit.actor, slug)
    base = drafting.print_of(drafting.get_basics(programme.draft))
    return _basics_page(programme, BasicsForm.of(programme.draft, base))


@room.post(f"{ONE}/facts", policy=administrator, form=BasicsForm)
def save_basics(visit: Visit[BasicsForm], slug: str) -> Answer:
    programme, form = policy.load_programme_for(visit.actor, slug), visit.form
    if visit.problems:
        return _basics_page(programme, form), 422
    said = form.read()
    draft = drafting.put_basics(programme.draft, said)
    here = [one for one in find_problems(draft) if not one.place or one.place[0] in drafting.BASICS]
    if form.show_problems(here, depth=0):
        return _basics_page(programme, form), 422
    known = drafting.print_of(drafting.get_basics(programme.draft))
    if form.base.data != known:
        theirs = BasicsForm.of(programme.draft, known)
        form.base.data = known
        return _basics_page(programme, form, theirs), 409
    building.save_draft(visit.actor, visit.now, programme, draft, programme.draft_revision)
    notify("success", N_("The programme's facts are saved."))
    return redirect_to("programmes.show_draft", slug=slug)


@room.get(f"{ONE}/versions", policy=administrator)
def list_versions(visit: Visit[None], slug: str) -> Answer:
    programme = policy.load_programme_for(visit.actor, slug)
    page = builder.get_draft_page(programme, current_language())
    lines = builder.list_version_lines(programme)
    return render("programmes/list_versions.html", programme=programme, page=page, lines=lines)


@room.get(f"{ONE}/publish", policy=administrator)
def preview_version(visit: Visit[None], slug: str) -> Answer:
    programme = policy.load_programme_for(visit.actor, slug)
    page = builder.get_draft_page(programme, current_language())
    coming = builder.get_publication_page(programme) if page.is_ready else None
    return render("programmes/preview_version.html", programme=programme, page=page, coming=coming)


@room.post(f"{ONE}/publish", policy=administrator)
def publish_version(visit: Visit[None], slug: str) -> Answer:
    programme = policy.load_programme_for(visit.actor, slug)
    number = building.publish_version(visit.actor, visit.now, programme)
    notify("success", N_("Version %(number)s is published."), number=number)
    return redirect_to("programmes.show_draft", slug=slug)


@room.get(f"{ONE}/archive", policy=administrator)
def confirm_archive(visit: Visit[None], slug: str) -> Answer:
    programme = policy.load_programme_for(visit.actor, slug)
    page = builder.get_draft_page(programme, current_language())
    return render("programmes/confirm_archive.html", programme=programme, page=page)


@room.post(f"{ONE}/archive", policy=administrator)
def archive_programme(visit: Visit[None], slug: str) -> Answer:
    programme = policy.load_programme_for(visit.actor, slug)
    building.archive_programme(visit.actor, visit.now, programme)
    notify("success", N_("The programme is archived. It can be taken back here."))
    return redirect_to("programmes.show_draft", slug=slug)


@room.post(f"{ONE}/restore", policy=administrator)
def restore_programme(visit: Visit[None], slug: str) -> Answer:
    programme = policy.load_programme_for(visit.actor, slug)
    building.restore_programme(visit.actor, visit.now, programme)
    notify("success", N_("The programme is back."))
    return redirect_to("programmes.show_draft", slug=slug)
