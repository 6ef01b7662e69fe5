"""Pages of certificates: the holder's, the administrator's register, and the stranger's verdict."""

from typing import Any

from flask import make_response, request, url_for
from werkzeug.wrappers import Response

from lms.accounts import queries as people
from lms.certificates import policy, queries, services
from lms.certificates.codes import grouped, read_code
from lms.certificates.drafting import Basis, draft_facts
from lms.certificates.forms import (
    OTHER,
    STATUS_FILTERS,
    WRITTEN_DIFFERENTLY,
    CodeForm,
    ConfirmNameForm,
    LanguageForm,
    NameForm,
    RegisterForm,
    RevokeForm,
)
from lms.certificates.queries import CertificateRow
from lms.certificates.register import Wish, select_rows
from lms.certificates.rules import KINDS, OUTCOMES, CourseNotCompleted, FileNotReady, is_same_name
from lms.certificates.status import REASONS
from lms.certificates.throttle import LEAST_SECONDS, count_try
from lms.certificates.verification import HEADLINES, STATUS_NAMES, UNKNOWN, rosette_of, to_json
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit import jobs, storage
from lms.kit.actor import Actor
from lms.kit.i18n import LANGUAGES, N_, Text, translate
from lms.learning import queries as learning
from lms.learning.policy import load_enrolment_for
from lms.learning.rules import EnrolmentRow
from lms.web.errors import wants_json
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.locale import current_language
from lms.web.pacing import answer_no_sooner_than
from lms.web.policies import has_role, public, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Room, Visit

room = Room("certificates")
administrator = has_role("administrator")
# Not indexed, never kept by a cache: what is revoked shows at once.
PUBLIC_HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Vary": "Accept, Accept-Language, Cookie",
}

# ── The holder ──────────────────────────────────────────────────────────────


@room.get("/certificates", policy=signed_in)
def list_my_certificates(visit: Visit[None]) -> Answer:
    return render(
        "certificates/pages/list_my_certificates.html",
        certificates=queries.list_certificates(str(visit.actor.person_id), visit.now),
        kinds=KINDS,
        statuses=STATUS_NAMES,
    )


@room.get("/learn/<id:enrolment_id>/certificate", policy=signed_in)
def show_certificate_request(visit: Visit[None], enrolment_id: str) -> Answer:
    enrolment = load_enrolment_for(visit.actor, enrolment_id)
    issued = queries.find_for_enrolment(enrolment_id, visit.now)
    if issued is not None:
        return redirect_to("certificates.show_certificate", certificate_id=issued.id)
    form = ConfirmNameForm(language=current_language())
    return _ask_for_name(visit, enrolment, form)


@room.post("/learn/<id:enrolment_id>/certificate", policy=signed_in, form=ConfirmNameForm)
def request_certificate(visit: Visit[ConfirmNameForm], enrolment_id: str) -> Answer:
    enrolment = load_enrolment_for(visit.actor, enrolment_id)
    if visit.problems:
        return _ask_for_name(visit, enrolment, visit.form), 422
    language = visit.form.language.data
    certificate_id = services.request_certificate(
        visit.actor, visit.now, enrolment, name=visit.form.chosen, language=language
    )
    notify("success", N_("Your certificate has been issued."))
    return redirect_to(
        "certificates.show_certificate", certificate_id=certificate_id, preparing=language
    )


def _ask_for_name(
    visit: Visit[ConfirmNameForm] | Visit[None], enrolment: EnrolmentRow, form: ConfirmNameForm
) -> str:
    completion = learning.find_completion(enrolment.id)
    if completion is None:
        raise CourseNotCompleted
    names = [name.full_name for name in people.list_own_names(enrolment.person_id)]
    differently = translate(current_language(), WRITTEN_DIFFERENTLY)
    form.name.choices = {name: name for name in names} | {OTHER: differently}
    form.name.data = form.name.data or people.find_confirmed_name(enrolment.person_id) or (names[0])
    return render(
        "certificates/pages/show_certificate_request.html",
        form=form,
        enrolment_id=enrolment.id,
        facts=draft_facts(Basis.of_completion(completion), form.name.data, visit.now),
        kinds=KINDS,
    )


@room.get("/certificates/<id:certificate_id>", policy=signed_in)
def show_certificate(visit: Visit[None], certificate_id: str) -> Answer:
    certificate = policy.load_certificate_for(visit.actor, certificate_id, visit.now)
    files = queries.list_files(certificate_id)
    asked = request.args.get("preparing")
    return render(
        "certificates/pages/show_certificate.html",
        certificate=certificate,
        code=grouped(certificate.code),
        files=sorted(files, key=lambda language: language != current_language()),
        missing=[language for language in LANGUAGES if language not in files],
        preparing=asked in LANGUAGES and asked not in files,
        asked=asked,
        kinds=KINDS,
        statuses=STATUS_NAMES,
        reasons=REASONS,
    )


@room.post("/certificates/<id:certificate_id>/files", policy=signed_in, form=LanguageForm)
def request_file(visit: Visit[LanguageForm], certificate_id: str) -> Answer:
    certificate = policy.load_certificate_for(visit.actor, certificate_id, visit.now)
    language = str(visit.form.language.data)
    services.request_file(visit.now, certificate.id, language)
    return redirect_to(
        "certificates.show_certificate", certificate_id=certificate_id, preparing=language
    )


@room.get("/certificates/<id:certificate_id>/files/<slug:language>", policy=signed_in)
def download_certificate(visit: Visit[None], certificate_id: str, language: str) -> Answer:
    certificate = policy.load_certificate_for(visit.actor, certificate_id, visit.now)
    content_hash = queries.find_file(certificate.id, language)
    if content_hash is None:
        raise FileNotReady
    answer = make_response(storage.get(content_hash))
    answer.mimetype = "application/pdf"
    name = f"certificate-{grouped(certificate.code)}-{language}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# ── The stranger ────────────────────────────────────────────────────────────


@room.get("/verify", policy=public, form=CodeForm)
def show_verify_start(visit: Visit[CodeForm]) -> Answer:
    if visit.form.code.data:
        code = read_code(visit.form.code.data)
        return redirect_to(
            "certificates.show_verification", code=grouped(code) if code else "unknown"
        )
    return render("certificates/pages/show_verify_start.html", form=visit.form)


@room.get("/verify/<code>", policy=public)
def show_verification(visit: Visit[None], code: str) -> Answer:
    return _verdict(_find(code, visit), NameForm(), None)


@room.post("/verify/<code>/name", policy=public, form=NameForm, reads=True)
def compare_name(visit: Visit[NameForm], code: str) -> Answer:
    certificate = _find(code, visit)
    if visit.problems:
        return _verdict(certificate, visit.form, None)
    count_try(certificate.code if certificate else code)
    if certificate:
        # Of an unknown code the page says so anyway, and nobody shall keep us waiting with those.
        answer_no_sooner_than(LEAST_SECONDS)
    holder = certificate.facts.holder_name if certificate else ""
    return _verdict(certificate, visit.form, is_same_name(holder, str(visit.form.name.data)))


def _find(code: str, visit: Visit[NameForm] | Visit[None]) -> CertificateRow | None:
    known = read_code(code)
    return queries.find_by_code(known, visit.now) if known else None


def _verdict(certificate: CertificateRow | None, form: NameForm, match: bool | None) -> Response:
    """Answer in the reader's language or in JSON; what is unknown and what is no code, alike."""
    http_status = 200 if certificate else 404
    if wants_json():
        answer = make_response(to_json(certificate) if certificate else UNKNOWN, http_status)
    else:
        answer = make_response(_verdict_page(certificate, form, match), http_status)
    answer.headers.update(PUBLIC_HEADERS)
    return answer


def _verdict_page(certificate: CertificateRow | None, form: NameForm, match: bool | None) -> str:
    status = certificate.standing.status if certificate else "unknown"
    return render(
        "certificates/pages/show_verification.html",
        certificate=certificate,
        code=grouped(certificate.code) if certificate else None,
        headline=HEADLINES[status],
        rosette=rosette_of(status),
        kinds=KINDS,
        reasons=REASONS,
        form=form,
        match=match,
    )


# ── The administrator ───────────────────────────────────────────────────────


@room.get("/admin/certificates", policy=administrator, form=RegisterForm)
def list_register(visit: Visit[RegisterForm]) -> Answer:
    courses = policy.list_registers_for(visit.actor)
    slug = visit.form.course.data or (courses[0].slug if courses else None)
    course = policy.load_register_for(visit.actor, slug) if slug else None
    return render(
        "certificates/pages/list_register.html",
        **_register(visit, course),
        course=course,
        titles=_titles(courses),
        form=visit.form,
        kinds=KINDS,
        statuses=STATUS_NAMES,
        filters=STATUS_FILTERS,
    )


def _register(visit: Visit[RegisterForm], course: CourseRow | None) -> dict[str, object]:
    every = queries.list_register(course.id, visit.now) if course else []
    names = people.get_names(visit.actor, {row.person_id for row in every})
    wish = Wish(visit.form.q.data or "", visit.form.status.data or "")
    rows = select_rows(every, names, wish)
    number = page_number(visit.form.page.data)
    start = (number - 1) * ROWS_PER_PAGE
    page = Page(rows[start : start + ROWS_PER_PAGE], number, len(rows))
    return {"page": page, "names": names, "wish": wish, "grouped": grouped}


def _titles(courses: list[CourseRow]) -> dict[str, str]:
    wanted = [(str(course.newest_version_id), current_language()) for course in courses]
    outlines = content.get_outlines(wanted)
    return {course.slug: row.title for course, row in zip(courses, outlines, strict=True)}


@room.get("/admin/courses/<slug:slug>/certificates/issue", policy=administrator)
def show_issue(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_register_for(visit.actor, slug)
    outcomes = queries.list_outcomes(course.id)
    names = people.get_names(visit.actor, [candidate.person_id for candidate, _ in outcomes])
    return render(
        "certificates/pages/show_issue.html",
        course=course,
        title=_titles([course])[slug],
        rows=[(names.get(candidate.person_id, ""), outcome) for candidate, outcome in outcomes],
        labels=OUTCOMES,
    )


@room.post("/admin/courses/<slug:slug>/certificates/issue", policy=administrator)
def start_issue(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_register_for(visit.actor, slug)
    job_id = services.start_issue(visit.actor, visit.now, course)
    return redirect_to("certificates.show_issue_job", job_id=job_id)


@room.get("/admin/certificates/runs/<id:job_id>", policy=administrator)
def show_issue_job(visit: Visit[None], job_id: str) -> Answer:
    course, progress = policy.load_issue_job_for(visit.actor, job_id)
    return render(
        "certificates/pages/show_issue_job.html",
        course=course,
        title=_titles([course])[course.slug],
        progress=progress,
        rows=_results(visit.actor, course, job_id),
        address=url_for("certificates.show_issue_job", job_id=job_id),
    )


def _results(actor: Actor, course: CourseRow, job_id: str) -> list[tuple[str, str, Text | None]]:
    """Return the name, what was done (issued, asked, failed) and why not, of each so far."""
    person_of = {row.enrolment_id: row.person_id for row in queries.list_candidates(course.id)}
    names = people.get_names(actor, person_of.values())
    return [
        (
            names.get(person_of.get(key, ""), ""),
            result.get("outcome", "failed"),
            _reason(result) if status == "failed" else None,
        )
        for key, status, result in jobs.list_items(job_id)
    ]


def _reason(result: dict[str, Any]) -> Text:
    msgid, values = result["msgid"], result["params"]
    return Text(msgid, **values)


@room.post("/admin/certificates/runs/<id:job_id>/retry", policy=administrator)
def retry_issue(visit: Visit[None], job_id: str) -> Answer:
    course, _progress = policy.load_issue_job_for(visit.actor, job_id)
    failed = [key for key, status, _result in jobs.list_items(job_id) if status == "failed"]
    new_id = services.start_issue(visit.actor, visit.now, course, failed)
    return redirect_to("certificates.show_issue_job", job_id=new_id)


@room.get("/admin/certificates/<id:certificate_id>/revoke", policy=administrator)
def show_revoke(visit: Visit[None], certificate_id: str) -> Answer:
    certificate = policy.load_issued_for(visit.actor, certificate_id, visit.now)
    return _ask_to_revoke(visit.actor, certificate, RevokeForm())


@room.post("/admin/certificates/<id:certificate_id>/revoke", policy=administrator, form=RevokeForm)
def revoke_certificate(visit: Visit[RevokeForm], certificate_id: str) -> Answer:
    certificate = policy.load_issued_for(visit.actor, certificate_id, visit.now)
    form = visit.form
    if visit.problems:
        return _ask_to_revoke(visit.actor, certificate, form), 422
    services.revoke_certificate(
        visit.actor, visit.now, certificate, reason=form.reason.data, note=form.note.data or ""
    )
    notify(
        "success", N_("The certificate has been revoked. Whoever verifies it sees this at once.")
    )
    return redirect_to("certificates.list_register", course=certificate.facts.course_slug)


def _ask_to_revoke(actor: Actor, certificate: CertificateRow, form: RevokeForm) -> str:
    return render(
        "certificates/pages/show_revoke.html",
        certificate=certificate,
        name=people.get_name(actor, certificate.person_id),
        code=grouped(certificate.code),
        form=form,
        kinds=KINDS,
        statuses=STATUS_NAMES,
    )
