"""Packages: a course taken out as a zip, and one taken in after a look at what it changes."""

from flask import make_response, url_for
from werkzeug.wrappers import Response

from lms.content.queries import CourseRow
from lms.content.services import export_course
from lms.kit import storage
from lms.kit.i18n import Text
from lms.web.policies import has_role
from lms.web.render import redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries
from lms.workshop.forms.packages import LARGEST_PACKAGE, ImportForm, PackageForm
from lms.workshop.queries import packages
from lms.workshop.queries.history import read_number
from lms.workshop.services.packages import start_check, start_import
from lms.workshop.views.creating import offer_places
from lms.workshop.views.door import room

trainer = has_role("trainer")
DRAFT = "draft"


@room.get("/teach/<slug:slug>/package", policy=trainer)
def show_package(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    copy = queries.get_copy(course, visit.actor.person_id)
    return render(
        "workshop/show_package.html",
        copy=copy,
        outline=queries.get_outline(copy),
        versions=packages.list_packages(course),
    )


@room.get("/teach/<slug:slug>/package/<slug:which>", policy=trainer)
def download_package(visit: Visit[None], slug: str, which: str) -> Response:
    policy.load_course_for(visit.actor, slug)
    is_draft = which == DRAFT
    number = None if is_draft else read_number(which)
    response = make_response(export_course(visit.actor, slug, is_draft=is_draft, number=number))
    response.content_type = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{which}.zip"'
    return response


@room.get("/teach/import", policy=trainer)
def show_import(_visit: Visit[None]) -> Answer:
    return render("workshop/show_import.html", form=PackageForm())


def store_package(form: PackageForm) -> str:
    """Keep the file by its hash before the transaction, so that what is confirmed is this."""
    return storage.put_stream(form.file.data.stream)


@room.post(
    "/teach/import", policy=trainer, form=PackageForm, prepare=store_package,
    largest_body=LARGEST_PACKAGE,
)  # fmt: skip
def upload_package(visit: Visit[PackageForm]) -> Answer:
    if visit.problems:
        return render("workshop/show_import.html", form=visit.form), 422
    job_id = start_check(visit.actor, visit.now, visit.prepared)
    return redirect_to("workshop.show_import_job", job_id=job_id)


@room.get("/teach/import/<id:job_id>", policy=trainer)
def show_import_job(visit: Visit[None], job_id: str) -> Answer:
    progress, _arguments = policy.load_package_job_for(visit.actor, job_id)
    result = packages.find_result(job_id)
    address = url_for("workshop.show_import_job", job_id=job_id)
    if progress.kind == packages.IMPORT_PACKAGE:
        return render(
            "workshop/show_import_done.html", progress=progress, address=address,
            done=result[1] if result and result[0] == "done" else None,
            problem=_problem(result),
        )  # fmt: skip
    checked = packages.read_checked(result[1]) if result and result[0] == "done" else None
    form = ImportForm(organisation_id=visit.actor.organisation_id)
    offer_places(visit.actor, form.organisation_id)
    return render(
        "workshop/show_import_check.html", progress=progress, address=address, checked=checked,
        page=packages.get_import_page(checked) if checked and checked.slug else None, form=form,
        problem=_problem(result),
    )  # fmt: skip


def _problem(result: tuple[str, dict[str, object]] | None) -> Text | None:
    if result is None or result[0] != "failed":
        return None
    values = result[1].get("params")
    return Text(str(result[1]["msgid"]), **(values if isinstance(values, dict) else {}))


@room.post("/teach/import/<id:job_id>", policy=trainer, form=ImportForm)
def import_package(visit: Visit[ImportForm], job_id: str) -> Answer:
    _progress, arguments = policy.load_package_job_for(visit.actor, job_id)
    result = packages.find_result(job_id)
    checked = packages.read_checked(result[1] if result else {})
    place_id = _place_for(visit, packages.get_import_page(checked).course)
    new_id = start_import(visit.actor, visit.now, checked, str(arguments["hash"]), place_id)
    return redirect_to("workshop.show_import_job", job_id=new_id)


def _place_for(visit: Visit[ImportForm], course: CourseRow | None) -> str | None:
    """Return the organisation that a new course is for; a course that exists has one."""
    if course is not None:
        policy.load_course_for(visit.actor, course.slug)
        return None
    return policy.load_place_for(visit.actor, str(visit.form.organisation_id.data)).id
