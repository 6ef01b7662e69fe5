"""Questions of other systems in the browser: sent, looked through, taken in."""

from flask import url_for

from lms.kit import storage
from lms.kit.i18n import N_, Text
from lms.web.forms import choices
from lms.web.policies import has_role
from lms.web.render import redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries
from lms.workshop.editing.questions import TYPES
from lms.workshop.forms.incoming import LARGEST_SENT, IncomingForm
from lms.workshop.queries.incoming import MOST_SHOWN, read_found
from lms.workshop.queries.outline import language_of, title_of
from lms.workshop.queries.packages import TAKE_QUESTIONS, find_result
from lms.workshop.queries.questions import list_banks
from lms.workshop.services import incoming
from lms.workshop.views.door import room

trainer = has_role("trainer")
BY_CATEGORY = N_("A bank for each category of the file")


def store_file(form: IncomingForm) -> str:
    """Keep the file by its hash before the transaction, so that what is taken is what was shown."""
    return storage.put_stream(form.file.data.stream)


@room.get("/teach/<slug:slug>/import-questions", policy=trainer)
def show_incoming(visit: Visit[None], slug: str) -> Answer:
    return _page(visit, slug, IncomingForm())


@room.post(
    "/teach/<slug:slug>/import-questions", policy=trainer, form=IncomingForm, prepare=store_file,
    largest_body=LARGEST_SENT,
)  # fmt: skip
def send_questions(visit: Visit[IncomingForm], slug: str) -> Answer:
    course, form = policy.load_course_for(visit.actor, slug), visit.form
    if visit.problems:
        return _page(visit, slug, form), 422
    asked = {
        "file": form.file.data.filename, "format": form.format.data, "bank": form.bank.data or "",
    }  # fmt: skip
    job_id = incoming.start_check(visit.actor, visit.now, course, visit.prepared, asked)
    return redirect_to("workshop.show_incoming_job", slug=slug, job_id=job_id)


@room.get("/teach/<slug:slug>/import-questions/<id:job_id>", policy=trainer)
def show_incoming_job(visit: Visit[None], slug: str, job_id: str) -> Answer:
    progress, arguments = policy.load_incoming_job_for(visit.actor, slug, job_id)
    status, result = find_result(job_id) or ("", {})
    copy = queries.get_copy(policy.load_course_for(visit.actor, slug), visit.actor.person_id)
    is_done, is_taken = status == "done", progress.kind == TAKE_QUESTIONS
    return render(
        "workshop/show_incoming_job.html", progress=progress, file=arguments["file"],
        address=url_for("workshop.show_incoming_job", slug=slug, job_id=job_id), copy=copy,
        title=title_of(copy), language_of=language_of(copy), types=TYPES, most=MOST_SHOWN,
        found=read_found(result) if is_done and not is_taken else None,
        count=result["count"] if is_done and is_taken else None,
        problem=_problem(result) if status == "failed" else None,
    )  # fmt: skip


def _problem(result: dict[str, object]) -> Text:
    values = result.get("params")
    return Text(str(result["msgid"]), **(values if isinstance(values, dict) else {}))


@room.post("/teach/<slug:slug>/import-questions/<id:job_id>", policy=trainer)
def take_questions(visit: Visit[None], slug: str, job_id: str) -> Answer:
    _progress, arguments = policy.load_incoming_job_for(visit.actor, slug, job_id)
    new_id = incoming.start_taking(visit.now, arguments)
    return redirect_to("workshop.show_incoming_job", slug=slug, job_id=new_id)


def _page(visit: Visit[object], slug: str, form: IncomingForm) -> str:
    copy = queries.get_copy(policy.load_course_for(visit.actor, slug), visit.actor.person_id)
    banks = [(row.name, row.name) for row in list_banks(copy, {})]
    form.bank.choices = choices([("", BY_CATEGORY), *banks])
    return render(
        "workshop/show_incoming.html", copy=copy, form=form, title=title_of(copy),
        language_of=language_of(copy),
    )  # fmt: skip
