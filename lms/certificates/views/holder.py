"""What a holder sees: the own certificates and their files; how one is asked for is in `asking`.

Who may see which is decided in `policy`.
"""

from flask import make_response, request

from lms.certificates import policy
from lms.certificates.forms.naming import LanguageForm
from lms.certificates.queries import certificates as queries
from lms.certificates.queries import sharing
from lms.certificates.queries.grounds import find_replacement
from lms.certificates.queries.terms import find_beside
from lms.certificates.queries.waiting import list_waiting
from lms.certificates.rules import KINDS
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.files import find_refusal
from lms.certificates.rules.issuing import REASONS_TO_WAIT
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.status import REASONS
from lms.certificates.rules.verification import STATUS_NAMES
from lms.certificates.services import files
from lms.certificates.views.door import room
from lms.kit import storage
from lms.kit.errors import NotVisible
from lms.kit.i18n import LANGUAGES, N_
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit


@room.get("/certificates", policy=signed_in)
def list_my_certificates(visit: Visit[None]) -> Answer:
    return render(
        "certificates/pages/list_my_certificates.html",
        certificates=queries.list_certificates(str(visit.actor.person_id), visit.now),
        waiting=list_waiting(str(visit.actor.person_id), visit.now, current_language()),
        reasons=REASONS_TO_WAIT,
        kinds=KINDS,
        statuses=STATUS_NAMES,
    )


@room.get("/certificates/<id:certificate_id>", policy=signed_in)
def show_certificate(visit: Visit[None], certificate_id: str) -> Answer:
    certificate = policy.load_certificate_for(visit.actor, certificate_id, visit.now)
    language = current_language()
    beside = find_beside(certificate.id, language)
    return _show(certificate, LanguageForm(language=language, beside=beside))


def _show(certificate: CertificateRow, form: LanguageForm) -> str:
    files = queries.list_files(certificate.id)
    there = {row.languages for row in files}
    asked = request.args.get("preparing", "")
    takes_files = find_refusal(certificate) is None
    return render(
        "certificates/pages/show_certificate.html",
        certificate=certificate,
        code=grouped(certificate.code),
        # The reader's own language first, and what is in one language before what is in two.
        files=sorted(files, key=lambda row: (row.language != current_language(), row.beside)),
        form=form,
        takes_files=takes_files,
        preparing=takes_files and _is_languages(asked) and asked not in there,
        asked=asked,
        shows_name=sharing.shows_name(certificate.id),
        replaced_by=find_replacement(certificate.id),
        kinds=KINDS,
        statuses=STATUS_NAMES,
        reasons=REASONS,
    )


def _is_languages(asked: str) -> bool:
    """Say whether this names a language, or two: in which files are made."""
    first, *rest = asked.split("-")
    return first in LANGUAGES and (not rest or (len(rest) == 1 and rest[0] in LANGUAGES))


@room.post("/certificates/<id:certificate_id>/files", policy=signed_in, form=LanguageForm)
def request_file(visit: Visit[LanguageForm], certificate_id: str) -> Answer:
    certificate = policy.load_certificate_for(visit.actor, certificate_id, visit.now)
    if visit.problems:
        return _show(certificate, visit.form), 422
    language, beside = visit.form.languages
    files.request_another_file(visit.now, certificate, language, beside)
    return redirect_to(
        "certificates.show_certificate",
        certificate_id=certificate_id,
        preparing=f"{language}-{beside}" if beside else language,
    )


@room.get("/certificates/<id:certificate_id>/files/<slug:language>", policy=signed_in)
def download_certificate(visit: Visit[None], certificate_id: str, language: str) -> Answer:
    certificate = policy.load_certificate_for(visit.actor, certificate_id, visit.now)
    first, _, beside = language.partition("-")
    content_hash = queries.find_file(certificate.id, first, beside)
    if content_hash is None and not _is_languages(language):
        raise NotVisible
    if content_hash is None:
        words = N_(
            "There is no file in this language yet. If you asked for it, it is ready in a few "
            "seconds."
        )
        notify("warning", words)
        return redirect_to("certificates.show_certificate", certificate_id=certificate_id)
    answer = make_response(storage.get(content_hash))
    answer.mimetype = "application/pdf"
    name = f"certificate-{grouped(certificate.code)}-{language}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
