"""The stranger's page: what a code or a link shows, how it stands, whether a name is its holder's.

What it tells is decided in `rules.verification`; a file that is handed in, in `inspecting`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, make_response, url_for
from werkzeug.wrappers import Response

from lms.certificates.forms.verifying import CarriedForm, CodeForm, FileForm, NameForm
from lms.certificates.queries import certificates as queries
from lms.certificates.queries import sharing, verifying
from lms.certificates.rules import KINDS, TooManyNames
from lms.certificates.rules.codes import find_fault, find_host, grouped, read_code
from lms.certificates.rules.inspection import LARGEST_FILE
from lms.certificates.rules.naming import is_holder
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.sharing import SEAL, SEAL_LENGTH, find_token
from lms.certificates.rules.status import REASONS
from lms.certificates.rules.verification import HEADLINES, UNKNOWN, Shown, rosette_of
from lms.certificates.throttle import LEAST_SECONDS, count_try
from lms.certificates.views.carrying import Compared, carry, find_carried
from lms.certificates.views.door import room
from lms.kit.i18n import N_
from lms.kit.ids import ID_LENGTH
from lms.web.errors import said_errors, wants_json
from lms.web.forms import complain_at
from lms.web.pacing import answer_no_sooner_than
from lms.web.policies import public
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.web.seals import is_sealed, make_seal

# Not indexed, never kept by a cache: what is revoked shows at once.
PUBLIC_HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Vary": "Accept, Accept-Language, Cookie",
}
OTHER_SITE = N_(
    "The address that you typed is of another site, %(host)s. What stands here is what this site "
    "has on record under the code; do not rely on what the other one says."
)
# What is looked for where the address says nothing, so that finding nothing takes the same work.
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """The page that was asked for, and the code as it stood in its address.

    A link has none: what is typed anew is a code. `carried` stands for what was said there of a
    name, in another language; `now` is when it is asked for.
    """

    page: str
    now: datetime
    code: str = ""
    carried: str = ""

    @property
    def address(self) -> str:
        """Return where names are compared with it."""
        return f"{self.page}/name"


@room.get("/verify", policy=public, form=CodeForm)
def show_verify_start(visit: Visit[CodeForm]) -> Answer:
    typed = visit.form.code.data or ""
    token, code = find_token(typed), read_code(typed)
    host = find_host(typed)
    if (token or code) and host not in {None, _own_host()}:
        # The same code on another site may be told of quite differently: a forged QR code leads so.
        notify("warning", OTHER_SITE, host=host)
    if token:
        return redirect_to("certificates.show_shared", token=token)
    if code:
        return redirect_to("certificates.show_verification", code=grouped(code))
    if visit.form.errors and wants_json():
        return {"errors": said_errors(visit.form)}, 422
    page = render(
        "certificates/pages/show_verify_start.html",
        form=visit.form, file_form=FileForm(), largest=LARGEST_FILE,
    )  # fmt: skip
    return page, 422 if visit.form.errors else 200


@room.get("/verify/<code>", policy=public, form=CarriedForm)
def show_verification(visit: Visit[CarriedForm], code: str) -> Answer:
    return _answer(_find(code, visit.now), _asked(visit, code))


# Neither of the two that compare asks for a token: programs compare too, and nothing is written.
@room.post("/verify/<code>/name", policy=public, form=NameForm, reads=True, sealed=True)
def compare_name(visit: Visit[NameForm], code: str) -> Answer:
    return _compare(visit, _find(code, visit.now), _asked(visit, code), code)


@room.get("/verify/s/<token>", policy=public, form=CarriedForm)
def show_shared(visit: Visit[CarriedForm], token: str) -> Answer:
    return _answer(_find_shared(token, visit.now), _asked_by_link(visit, token))


@room.post("/verify/s/<token>/name", policy=public, form=NameForm, reads=True, sealed=True)
def compare_shared_name(visit: Visit[NameForm], token: str) -> Answer:
    return _compare(visit, _find_shared(token, visit.now), _asked_by_link(visit, token), token)


def _own_host() -> str:
    return str(urlsplit(str(current_app.extensions["settings"].base_url)).hostname)


def _asked(visit: Visit[Any], code: str) -> Asked:
    page = url_for("certificates.show_verification", code=code)
    return Asked(page, visit.now, code, _carried(visit))


def _asked_by_link(visit: Visit[Any], token: str) -> Asked:
    page = url_for("certificates.show_shared", token=token)
    return Asked(page, visit.now, carried=_carried(visit))


def _carried(visit: Visit[Any]) -> str:
    return visit.form.said.data or "" if isinstance(visit.form, CarriedForm) else ""


def _find(code: str, now: datetime) -> Shown | None:
    certificate = queries.find_by_code(read_code(code) or _NOTHING, now)
    if certificate is None:
        return None
    return _shown(certificate, shows_name=sharing.shows_name(certificate.id))


def _find_shared(token: str, now: datetime) -> Shown | None:
    """Return what a link shows; one that is forged, has ended or was withdrawn shows nothing."""
    link_id, seal = token[:ID_LENGTH], token[ID_LENGTH:]
    link = sharing.find_link(link_id)
    is_ours = is_sealed(seal + make_seal(SEAL, link_id)[SEAL_LENGTH:], SEAL, link_id)
    is_open = is_ours and len(seal) == SEAL_LENGTH and link is not None and link.is_open(now)
    certificate = queries.find_certificate(link.certificate_id if link and is_open else "", now)
    if certificate is None or link is None:
        return None
    return _shown(certificate, shows_name=link.shows_name, until=link.ends_at)


def _shown(
    certificate: CertificateRow, *, shows_name: bool, until: datetime | None = None
) -> Shown:
    keys = verifying.list_signed_with(certificate.id)
    return Shown(certificate, shows_name, until is None, keys, until)


def _compare(visit: Visit[NameForm], shown: Shown | None, asked: Asked, what: str) -> Response:
    if visit.problems:
        return _answer(shown, asked, visit.form, http_status=422)
    try:
        left = count_try(shown.certificate.code if shown else what)
    except TooManyNames as error:
        if shown is None or wants_json():
            raise
        # A reader keeps the page, and finds at the field why nothing was compared.
        complain_at(visit.form.name, error.text)
        return _answer(shown, asked, visit.form, http_status=error.status)
    if shown:
        # Of an unknown code the page says so anyway, and nobody shall keep us waiting with those.
        answer_no_sooner_than(LEAST_SECONDS)
    typed = str(visit.form.name.data)
    match = is_holder(shown.certificate.facts, typed) if shown else False
    return _answer(shown, asked, visit.form, Compared(match, left))


def _answer(
    shown: Shown | None, asked: Asked, form: NameForm | None = None,
    compared: Compared | None = None, http_status: int = 200,
) -> Response:  # fmt: skip
    """Answer in the reader's language or in JSON; what is unknown and what is no code, alike."""
    http_status = http_status if shown else 404
    if shown and asked.carried:
        compared = find_carried(asked.carried, asked.page, asked.now)
    if wants_json():
        answer = make_response(_values(shown, form, compared), http_status)
    else:
        answer = make_response(_page(shown, asked, form or NameForm(), compared), http_status)
    answer.headers.update(PUBLIC_HEADERS)
    return answer


def _values(
    shown: Shown | None, form: NameForm | None, compared: Compared | None
) -> dict[str, Any]:
    if shown is None:
        return UNKNOWN
    values = shown.to_json()
    if compared is not None:
        values |= {"name_matches": compared.match, "tries_left": compared.tries_left}
    if form is not None and form.errors:
        values["errors"] = said_errors(form)
    return values


def _code_form(code: str) -> CodeForm:
    """Return the field for a code as it stood in the address, with what is wrong with it."""
    form = CodeForm(code=code)
    fault = find_fault(code) if code else None
    if fault:
        complain_at(form.code, fault)
    return form


def _page(shown: Shown | None, asked: Asked, form: NameForm, compared: Compared | None) -> str:
    status = shown.certificate.standing.status if shown else "unknown"
    here = {}
    if shown and compared and not asked.carried:
        # Another language is asked for without the name: what was said of it comes along, sealed.
        said = carry(compared, asked.page, asked.now)
        here["here"] = f"{asked.page}?said={said}#holder"
    return render(
        "certificates/pages/show_verification.html",
        shown=shown,
        certificate=shown and shown.certificate,
        address=asked.address,
        code_form=None if shown else _code_form(asked.code),
        headline=HEADLINES[status],
        rosette=rosette_of(status),
        kinds=KINDS,
        reasons=REASONS,
        form=form,
        compared=compared,
        is_carried=bool(asked.carried),
        **here,
    )
