"""Recognition of prior learning: a participant asks with proof, who runs the cohort decides.

What is recognised is shown on the way through the programme, in `participants`.
"""

from typing import Any

from flask import request

from lms.accounts import queries as accounts
from lms.kit import storage
from lms.kit.db import reading
from lms.kit.i18n import N_
from lms.programmes import policy
from lms.programmes.forms.recognition import AskRecognitionForm, DecideRecognitionForm
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import recognition_pages
from lms.programmes.queries.recognitions import RecognitionRow
from lms.programmes.rules.recognition import (
    EVIDENCE,
    MOST_FILES,
    STATUS_NAMES,
    EvidenceMissing,
    KeptFile,
)
from lms.programmes.rules.rows import ParticipationRow
from lms.programmes.services import recognition as recognising
from lms.programmes.views.door import room
from lms.questions.handed_in import MEGABYTE
from lms.questions.inspection import FileRefused
from lms.web.actor import current_actor
from lms.web.files import hand_over
from lms.web.forms import choices, complain_at
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

OWN = "/learn/cohorts/<id:participation_id>/recognition/<slug:part_id>"
DESK = "/admin/cohorts/<id:cohort_id>/recognition"
ONE = f"{DESK}/<id:recognition_id>"


def _own_page(row: ParticipationRow, part_id: str, form: AskRecognitionForm) -> str:
    page = recognition_pages.get_asking(row, part_id, current_language())
    form.award.choices = choices([("", "–"), *page.awards])
    return render("programmes/ask_recognition.html", page=page, form=form)


@room.get(OWN, policy=signed_in)
def show_asking(visit: Visit[None], participation_id: str, part_id: str) -> Answer:
    row = policy.load_participant_for(visit.actor, participation_id)
    return _own_page(row, part_id, AskRecognitionForm())


def keep_proof(form: AskRecognitionForm) -> tuple[KeptFile, ...] | FileRefused:
    """Keep what was sent before the transaction, for whoever takes part."""
    participation_id = dict(request.view_args or {})["participation_id"]
    with reading():
        policy.load_participant_for(current_actor(), participation_id)
    try:
        return recognising.keep_evidence(form.sent)
    except FileRefused as problem:
        return problem


@room.post(
    OWN,
    policy=signed_in,
    form=AskRecognitionForm,
    prepare=keep_proof,
    largest_body=MOST_FILES * EVIDENCE.most_bytes + MEGABYTE,
)
def ask_recognition(
    visit: Visit[AskRecognitionForm], participation_id: str, part_id: str
) -> Answer:
    row = policy.load_participant_for(visit.actor, participation_id)
    form, files = visit.form, visit.prepared
    page = recognition_pages.get_asking(row, part_id, current_language())
    if visit.problems:
        return _own_page(row, part_id, form), 422
    if isinstance(files, FileRefused):
        complain_at(form.files, files.text)
        return _own_page(row, part_id, form), files.status
    awards = {key for key, _name in page.awards}
    award_id = form.award.data if form.award.data in awards else None
    if not files and not award_id:
        complain_at(form.files, EvidenceMissing.message)
        return _own_page(row, part_id, form), 422
    statement = str(form.statement.data)
    recognising.ask(
        visit.actor, visit.now, row, page.definition, part_id,
        statement=statement, award_id=award_id, files=files,
    )  # fmt: skip
    notify("success", N_("Your wish is sent. You read here what was decided."))
    return redirect_to("programmes.show_way", participation_id=participation_id)


@room.post(f"{OWN}/withdraw", policy=signed_in)
def withdraw_recognition(visit: Visit[None], participation_id: str, part_id: str) -> Answer:
    row = policy.load_participant_for(visit.actor, participation_id)
    recognising.take_back(visit.actor, visit.now, recognition_pages.get_own(row.id, part_id))
    notify("success", N_("Your wish is taken back."))
    return redirect_to("programmes.show_way", participation_id=participation_id)


@room.get(DESK, policy=signed_in)
def list_recognitions(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    lines = recognition_pages.list_lines(visit.actor, desk.cohort, current_language())
    return render(
        "programmes/list_recognitions.html", desk=desk, lines=lines, status_names=STATUS_NAMES
    )


def _decision_page(
    visit: Visit[Any], desk: CohortDesk, row: RecognitionRow, form: DecideRecognitionForm
) -> str:
    line = recognition_pages.get_line(visit.actor, desk.cohort, row, current_language())
    decided_by = accounts.get_name(visit.actor, row.decided_by) if row.decided_by else ""
    return render(
        "programmes/decide_recognition.html",
        desk=desk,
        line=line,
        decided_by=decided_by,
        is_own=row.person_id == visit.actor.person_id,
        status_names=STATUS_NAMES,
        form=form,
    )


@room.get(ONE, policy=signed_in)
def show_recognition(visit: Visit[None], cohort_id: str, recognition_id: str) -> Answer:
    desk, row = policy.load_recognition_for(visit.actor, cohort_id, recognition_id)
    return _decision_page(visit, desk, row, DecideRecognitionForm())


@room.post(ONE, policy=signed_in, form=DecideRecognitionForm)
def decide_recognition(
    visit: Visit[DecideRecognitionForm], cohort_id: str, recognition_id: str
) -> Answer:
    desk, row = policy.load_recognition_for(visit.actor, cohort_id, recognition_id)
    form = visit.form
    if visit.problems:
        return _decision_page(visit, desk, row, form), 422
    is_granted = form.verdict.data == "granted"
    recognising.decide(visit.actor, visit.now, row, str(form.reason.data), is_granted=is_granted)
    notify("success", N_("The decision is kept."))
    return redirect_to("programmes.list_recognitions", cohort_id=cohort_id)


@room.get("/recognition/<id:recognition_id>/proof/<hash:content_hash>", policy=signed_in)
def download_proof(visit: Visit[None], recognition_id: str, content_hash: str) -> Answer:
    file = policy.load_proof_for(visit.actor, recognition_id, content_hash)
    return hand_over(storage.get(file.hash), file.name)
