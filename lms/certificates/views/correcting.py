"""Correcting a certificate: another takes its place, with a number and a code of its own.

What a correction may change is decided in `rules.deciding`.
"""

from typing import Any

from lms.accounts import queries as people
from lms.certificates import policy
from lms.certificates.forms.deciding import CorrectForm, fill_in
from lms.certificates.queries.holders import get_holder
from lms.certificates.rules import KINDS
from lms.certificates.rules.characters import CharactersMissing
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.deciding import NothingCorrected, RevocationWaits, SuspendedStill
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.verification import STATUS_NAMES
from lms.certificates.services import decisions
from lms.certificates.services.decisions import Why
from lms.certificates.views.deciding import lead_back, obstacle_to, open_form
from lms.certificates.views.door import administrator, room
from lms.kit.i18n import N_
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

NAME_NOT_PRINTED = N_(
    "The name that the holder has confirmed cannot be printed. Ask the holder to confirm another"
    " spelling first."
)
CORRECT = "/admin/certificates/<id:certificate_id>/correct"


@room.get(CORRECT, policy=administrator)
def show_correct(visit: Visit[None], certificate_id: str) -> Answer:
    return open_form(
        visit, certificate_id, "correct", lambda found: _ask(visit, found, fill_in(found.facts))
    )


@room.post(CORRECT, policy=administrator, form=CorrectForm)
def correct_certificate(visit: Visit[CorrectForm], certificate_id: str) -> Answer:
    certificate, form = policy.load_issued_for(visit.actor, certificate_id, visit.now), visit.form
    obstacle = obstacle_to(visit, certificate, "correct")
    if obstacle and not isinstance(obstacle, SuspendedStill | RevocationWaits):
        return lead_back(certificate, obstacle)
    if certificate.person_id is not None:
        form.hide_holder()
    if obstacle:
        # What was typed is kept: once that is decided, the same may be sent again.
        form.complain(obstacle.text)
        return _ask(visit, certificate, form), obstacle.status
    names = decisions.name_for_correction(certificate, form.read_names(certificate.facts))
    wanted = form.read(certificate.facts, names, visit.now.date())
    losses = decisions.losses_of(visit.actor, certificate, wanted)
    if form.find_faults(certificate.facts, wanted, visit.now.date(), losses):
        return _ask(visit, certificate, form), 422
    why = Why(form.reason.data, form.note.data or "")
    try:
        new_id = decisions.correct_certificate(visit.actor, visit.now, certificate, wanted, why)
    except NothingCorrected as error:
        form.complain(error.text)
        return _ask(visit, certificate, form), 422
    except CharactersMissing:
        # Of the name alone, which not everybody who corrects may see: the rest was looked at.
        form.complain(NAME_NOT_PRINTED)
        return _ask(visit, certificate, form), 422
    notify(
        "success",
        N_("This is the corrected certificate. The old one says that it has been replaced."),
    )
    return redirect_to("certificates.show_record", certificate_id=new_id)


def _ask(visit: Visit[Any], certificate: CertificateRow, form: CorrectForm) -> str:
    person_id, is_revoked = certificate.person_id, certificate.standing.is_revoked
    return render(
        "certificates/pages/show_correct.html",
        certificate=certificate,
        name=get_holder(visit.actor, certificate),
        code=grouped(certificate.code),
        has_confirmed=bool(person_id and people.find_confirmed_name(person_id)),
        titles={**certificate.facts.titles, **form.titles},
        form=form,
        needs_two=not is_revoked and decisions.needs_two(visit.actor, certificate),
        kinds=KINDS,
        statuses=STATUS_NAMES,
    )
