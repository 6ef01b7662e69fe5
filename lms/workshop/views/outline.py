"""The outline's editor: modules and activities, where they stand, what they require."""

from functools import partial

from werkzeug.wrappers import Response

from lms.content.format import COURSE_FILE
from lms.content.queries import CourseRow
from lms.kit.i18n import N_
from lms.web.forms import choices
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries
from lms.workshop.editing import outline
from lms.workshop.editing.outline import Direction
from lms.workshop.forms.outline import (
    ActivityForm,
    ModuleForm,
    MoveForm,
    NewActivityForm,
    NewModuleForm,
    PlaceForm,
)
from lms.workshop.queries.outline import OutlinePage, get_outline_page, page_name
from lms.workshop.services import outline as services
from lms.workshop.views.door import room

trainer = has_role("trainer")
KEPT = N_("Kept among your unsaved changes.")


@room.get("/teach/<slug:slug>/outline", policy=trainer)
def show_outline(visit: Visit[None], slug: str) -> Answer:
    return _show(visit, slug)


@room.post("/teach/<slug:slug>/outline/undo", policy=trainer)
def undo_outline(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    services.undo(visit.actor, visit.now, course, COURSE_FILE)
    notify("success", N_("The last change is undone."))
    return redirect_to("workshop.show_outline", slug=slug)


@room.post("/teach/<slug:slug>/outline/modules", policy=trainer, form=NewModuleForm)
def add_module(visit: Visit[NewModuleForm], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    if visit.problems:
        return _show(visit, slug, visit.form), 422
    module_id = services.add_module(visit.actor, visit.now, course, str(visit.form.title.data))
    notify("success", N_("The module is added. Give it a page or a quiz."))
    return _back(slug, f"module-{module_id}")


@room.get("/teach/<slug:slug>/outline/modules/<slug:module_id>", policy=trainer)
def edit_module(visit: Visit[None], slug: str, module_id: str) -> Answer:
    page = _page(visit, slug)
    module = page.modules[outline.module_at(page.modules, module_id)]
    form = ModuleForm(data={"title": module.title, "requires": list(module.requires)})
    return _show_module(page, module_id, form)


@room.post("/teach/<slug:slug>/outline/modules/<slug:module_id>", policy=trainer, form=ModuleForm)
def change_module(visit: Visit[ModuleForm], slug: str, module_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    if visit.problems:
        return _show_module(_page(visit, slug), module_id, visit.form), 422
    plan = partial(
        outline.change_module, module_id=module_id, title=str(visit.form.title.data),
        requires=list(visit.form.requires.data or ()),
    )  # fmt: skip
    services.change_outline(visit.actor, visit.now, course, plan)
    notify("success", KEPT)
    return _back(slug, f"module-{module_id}")


@room.post(
    "/teach/<slug:slug>/outline/modules/<slug:module_id>/move", policy=trainer, form=MoveForm
)
def move_module(visit: Visit[MoveForm], slug: str, module_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    go = _direction(visit.form)
    plan = partial(outline.step_module, module_id=module_id, direction=go)
    services.change_outline(visit.actor, visit.now, course, plan)
    return _back(slug, f"module-{module_id}", go)


@room.post("/teach/<slug:slug>/outline/modules/<slug:module_id>/remove", policy=trainer)
def remove_module(visit: Visit[None], slug: str, module_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    plan = partial(outline.remove_module, module_id=module_id)
    services.change_outline(visit.actor, visit.now, course, plan)
    notify("success", N_("The module is removed. Its pages and quizzes are kept, and stand below."))
    return redirect_to("workshop.show_outline", slug=slug)


@room.post(
    "/teach/<slug:slug>/outline/modules/<slug:module_id>/activities",
    policy=trainer,
    form=NewActivityForm,
)
def add_activity(visit: Visit[NewActivityForm], slug: str, module_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    form = visit.form
    if visit.problems:
        return _show(visit, slug, form), 422
    activity_id = services.add_activity(
        visit.actor, visit.now, course, module_id, is_quiz=form.is_quiz, title=str(form.title.data)
    )
    notify("success", KEPT)
    return _back(slug, f"activity-{activity_id}")


@room.post(
    "/teach/<slug:slug>/outline/modules/<slug:module_id>/files", policy=trainer, form=PlaceForm
)
def place_file(visit: Visit[PlaceForm], slug: str, module_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    file = str(visit.form.file.data or "")
    if file not in _page(visit, slug).spare:
        raise outline.PartUnknown(name=file)
    activity_id = services.place_file(visit.actor, visit.now, course, module_id, file)
    notify("success", KEPT)
    return _back(slug, f"activity-{activity_id}")


@room.get("/teach/<slug:slug>/outline/activities/<slug:activity_id>", policy=trainer)
def edit_activity(visit: Visit[None], slug: str, activity_id: str) -> Answer:
    page = _page(visit, slug)
    place, number = outline.activity_at(page.modules, activity_id)
    activity = page.modules[place].activities[number]
    data = {
        "title": activity.title, "minutes": activity.minutes, "module": page.modules[place].id
    }  # fmt: skip
    return _show_activity(page, activity_id, ActivityForm(data=data))


@room.post(
    "/teach/<slug:slug>/outline/activities/<slug:activity_id>", policy=trainer, form=ActivityForm
)
def change_activity(visit: Visit[ActivityForm], slug: str, activity_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    form = visit.form
    if visit.problems:
        return _show_activity(_page(visit, slug), activity_id, form), 422
    plan = partial(
        outline.change_activity, activity_id=activity_id, title=form.title.data,
        minutes=form.minutes.data, module_id=form.module.data,
    )  # fmt: skip
    services.change_outline(visit.actor, visit.now, course, plan)
    notify("success", KEPT)
    return _back(slug, f"activity-{activity_id}")


@room.post(
    "/teach/<slug:slug>/outline/activities/<slug:activity_id>/move", policy=trainer, form=MoveForm
)
def move_activity(visit: Visit[MoveForm], slug: str, activity_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    form, go = visit.form, _direction(visit.form)
    if form.module.data:
        plan = partial(
            outline.place_activity, activity_id=activity_id, module_id=form.module.data,
            before=form.before.data or "",
        )  # fmt: skip
    else:
        plan = partial(outline.step_activity, activity_id=activity_id, direction=go)
    services.change_outline(visit.actor, visit.now, course, plan)
    return _back(slug, f"activity-{activity_id}", "drag" if form.module.data else go)


@room.post("/teach/<slug:slug>/outline/activities/<slug:activity_id>/remove", policy=trainer)
def remove_activity(visit: Visit[None], slug: str, activity_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    plan = partial(outline.remove_activity, activity_id=activity_id)
    services.change_outline(visit.actor, visit.now, course, plan)
    notify("success", N_("It is taken out of the outline. Its file is kept, and stands below."))
    return redirect_to("workshop.show_outline", slug=slug)


def _direction(form: MoveForm) -> Direction:
    return "up" if form.go.data == "up" else "down"


def _back(slug: str, part: str, go: str = "") -> Response:
    """Go back to the part that was changed, with the focus on the button that was pressed."""
    return redirect_to("workshop.show_outline", slug=slug, at=part, go=go or None, _anchor=part)


def _course(visit: Visit[object], slug: str) -> CourseRow:
    return policy.load_course_for(visit.actor, slug)


def _page(visit: Visit[object], slug: str) -> OutlinePage:
    return get_outline_page(queries.get_copy(_course(visit, slug), visit.actor.person_id))


def _show(visit: Visit[object], slug: str, form: object = None) -> str:
    return render(
        "workshop/edit_outline.html", page=_page(visit, slug), form=form, page_name=page_name,
        new_module=form if isinstance(form, NewModuleForm) else NewModuleForm(),
    )  # fmt: skip


def _show_module(page: OutlinePage, module_id: str, form: ModuleForm) -> str:
    place = outline.module_at(page.modules, module_id)
    form.requires.choices = choices(
        (module.id, module.title)
        for module in page.modules
        if not outline.leads_to(page.modules, module.id, module_id)
    )
    return render("workshop/edit_module.html", page=page, module=page.modules[place], form=form)


def _show_activity(page: OutlinePage, activity_id: str, form: ActivityForm) -> str:
    place, number = outline.activity_at(page.modules, activity_id)
    form.module.choices = choices((module.id, module.title) for module in page.modules)
    activity = page.modules[place].activities[number]
    return render("workshop/edit_activity.html", page=page, activity=activity, form=form,
                  page_name=page_name)  # fmt: skip
