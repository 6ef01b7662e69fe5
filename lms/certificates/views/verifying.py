"""The stranger's page: what a code certifies, how it stands, and whether a name is its holder's.

What it tells is decided in `rules.verification`.
"""

from flask import make_response
from werkzeug.wrappers import Response

from lms.certificates.forms.verifying import CodeForm, NameForm
from lms.certificates.queries import certificates as queries
from lms.certificates.rules import KINDS, is_same_name
from lms.certificates.rules.codes import grouped, read_code
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.status import REASONS
from lms.certificates.rules.verification import HEADLINES, UNKNOWN, rosette_of, to_json
from lms.certificates.throttle import LEAST_SECONDS, count_try
from lms.certificates.views.door import room
from lms.web.errors import wants_json
from lms.web.pacing import answer_no_sooner_than
from lms.web.policies import public
from lms.web.render import redirect_to, render
from lms.web.room import Answer, Visit

# Not indexed, never kept by a cache: what is revoked shows at once.
PUBLIC_HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Vary": "Accept, Accept-Language, Cookie",
}


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
