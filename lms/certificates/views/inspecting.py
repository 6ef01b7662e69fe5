"""A file that is handed in to be checked: looked into before any transaction, told, and forgotten.

Nothing of it is stored or noted. What the findings come to is decided in `rules.findings`.
"""

import hashlib

from flask import make_response
from werkzeug.wrappers import Response

from lms.certificates.checking.inspection import inspect, read_limited
from lms.certificates.checking.signature import read_signature
from lms.certificates.forms.verifying import CodeForm, FileForm
from lms.certificates.queries import certificates as queries
from lms.certificates.queries import sharing, verifying
from lms.certificates.rules import KINDS
from lms.certificates.rules.findings import (
    GOOD,
    ON_RECORD,
    WORDS,
    Verdict,
)
from lms.certificates.rules.inspection import LARGEST_FILE, FileTooLarge, Inspection
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.status import REASONS
from lms.certificates.rules.verification import HEADLINES, Shown, rosette_of
from lms.certificates.views.door import room
from lms.certificates.views.verifying import PUBLIC_HEADERS
from lms.certificates.weighing import list_own_keys, weigh_file
from lms.kit.db import reading
from lms.web.errors import said_errors, wants_json
from lms.web.policies import public
from lms.web.render import render
from lms.web.room import Answer, Visit

# The file, and what a form puts round it.
LARGEST_BODY = LARGEST_FILE + 64 * 1024


def look_into(form: FileForm) -> Inspection:
    """Return what the file that was sent tells; of one that is on record, its signature alone."""
    pdf = read_limited(form.stream)
    sha256 = hashlib.sha256(pdf).hexdigest()
    with reading():
        keys = list_own_keys()
        is_on_record = queries.is_on_record(sha256)
    if is_on_record:
        return Inspection(sha256, read_signature(pdf, keys))
    return inspect(pdf, keys)


# No token is asked for: nothing is written, and programs hand in files too.
@room.post(
    "/verify", policy=public, form=FileForm, prepare=look_into, reads=True, sealed=True,
    largest_body=LARGEST_BODY, too_large=FileTooLarge,
)  # fmt: skip
def inspect_file(visit: Visit[FileForm]) -> Answer:
    if visit.problems:
        return _ask_again(visit.form)
    verdict, certificate = weigh_file(visit.prepared, visit.now)
    return _answer(verdict, _shown(certificate))


def _shown(certificate: CertificateRow | None) -> Shown | None:
    if certificate is None:
        return None
    keys = verifying.list_signed_with(certificate.id)
    return Shown(certificate, sharing.shows_name(certificate.id), keys=keys)


def _ask_again(form: FileForm) -> Answer:
    if wants_json():
        return {"errors": said_errors(form)}, 422
    page = render(
        "certificates/pages/show_verify_start.html",
        form=CodeForm(), file_form=form, largest=LARGEST_FILE,
    )  # fmt: skip
    return page, 422


def _answer(verdict: Verdict, shown: Shown | None) -> Response:
    if wants_json():
        answer = make_response(
            {
                "status": verdict.status,
                "reason": verdict.reason,
                "signature": verdict.signature_json(),
                # What the register says of the code that the file names, genuine or not.
                "facts": shown.to_json() if shown else None,
                "is_genuine": verdict.is_genuine,
            }
        )
    else:
        answer = make_response(_page(verdict, shown))
    answer.headers.update(PUBLIC_HEADERS)
    return answer


def _page(verdict: Verdict, shown: Shown | None) -> str:
    genuine = GOOD if verdict.signature.is_intact else ON_RECORD
    return render(
        "certificates/pages/show_inspection.html",
        verdict=verdict,
        shown=shown,
        certificate=shown and shown.certificate,
        headline=verdict.headline,
        headlines=HEADLINES,
        words=genuine if verdict.is_genuine else WORDS[str(verdict.reason)],
        rosette=rosette_of(verdict.status),
        kinds=KINDS,
        reasons=REASONS,
    )
