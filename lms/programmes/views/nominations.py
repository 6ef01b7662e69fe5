"""One nomination as its focal point works on it: the organisation's part, documents, what is next.

Whom to nominate is in `nominating`; what the officer sees, in `nominees`.
"""

from collections.abc import Mapping

from flask import request

from lms.accounts import queries as accounts
from lms.kit import storage
from lms.kit.clock import clock
from lms.kit.db import reading
from lms.kit.i18n import N_, Text
from lms.programmes import policy
from lms.programmes.forms.nominating import (
    DocumentForm,
    MoveForm,
    OrganisationPartForm,
    WordsForm,
)
from lms.programmes.policy import NominationCase
from lms.programmes.queries import delegations, nominations
from lms.programmes.queries.nomination_files import get_document, list_files
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.form_questions import Answer as Answered
from lms.programmes.rules.form_questions import find_missing, needs_file, read_answers, read_form
from lms.programmes.rules.nomination_errors import DocumentStillNeeded
from lms.programmes.rules.nominations import (
    BADGES,
    DOCUMENT_NAMES,
    DOCUMENTS,
    STATUS_NAMES,
    STEP_NAMES,
    last_words,
)
from lms.programmes.services import nominating, nomination_documents, nomination_parts
from lms.programmes.services.nomination_parts import OrganisationPart
from lms.programmes.views.door import room
from lms.questions.handed_in import MEGABYTE, HandedIn
from lms.questions.inspection import FileRefused, NoFile
from lms.web.actor import current_actor
from lms.web.files import hand_over
from lms.web.forms import complain_at
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

NOMINATION = "/nominate/nominations/<id:nomination_id>"
STILL_NEEDED = N_("The nomination is submitted, so this must stay answered.")
# A document, and the few words that are sent with it.
LARGEST_BODY = DOCUMENTS.most_bytes + MEGABYTE


@room.get(NOMINATION, policy=signed_in)
def show_nomination(visit: Visit[None], nomination_id: str) -> Answer:
    case = policy.load_nomination_for(visit.actor, nomination_id, visit.now)
    return _page(visit, case, _fill(case))


def _fill(case: NominationCase) -> OrganisationPartForm:
    row = case.row
    return OrganisationPartForm(
        head_name=row.head_name, head_email=row.head_email, sex=row.sex, revision=row.revision
    )


def _page(
    visit: Visit[object],
    case: NominationCase,
    form: OrganisationPartForm,
    errors: dict[str, Text] | None = None,
    answers: dict[str, object] | None = None,
    document_form: DocumentForm | None = None,
    words_form: WordsForm | None = None,
) -> str:
    row, language = case.row, current_language()
    every = [one.person_id for one in case.file.steps if one.person_id]
    return render(
        "programmes/show_nomination.html",
        case=case,
        row=row,
        name=nominations.name_nominees(visit.actor, [row])[row.id],
        title=choose_text(case.cohort.title, language),
        questions=read_form(case.cohort.form).organisation,
        answers=row.organisation_part if answers is None else answers,
        errors=errors or {},
        form=form,
        document_form=document_form or DocumentForm(),
        words_form=words_form or WordsForm(),
        people=accounts.get_names(visit.actor, every),
        document_names=DOCUMENT_NAMES,
        status_names=STATUS_NAMES,
        step_names=STEP_NAMES,
        badges=BADGES,
        sent_back=last_words(case.file.steps, "sent_back"),
        text_of=lambda texts: choose_text(texts, language),
    )


@room.post(NOMINATION, policy=signed_in, form=OrganisationPartForm)
def save_nomination(visit: Visit[OrganisationPartForm], nomination_id: str) -> Answer:
    case = policy.load_open_nomination_for(visit.actor, nomination_id, visit.now)
    form, questions = visit.form, read_form(case.cohort.form).organisation
    read = read_answers(questions, form.answer.data, current_language())
    errors = {**_find_gaps(case, form, read.values), **read.errors}
    if visit.problems or errors or form.head_email.errors:
        return _page(visit, case, form, errors, dict(read.values)), 422
    part = OrganisationPart(
        read.values, form.head_name.data or "", form.head_email.data or "", form.sex.data or ""
    )
    nomination_parts.save_organisation_part(
        visit.actor, visit.now, case.row, part, form.revision.data or 0
    )
    notify("success", N_("Saved."))
    return _back(nomination_id)


def _find_gaps(
    case: NominationCase, form: OrganisationPartForm, values: Mapping[str, Answered]
) -> dict[str, Text]:
    """Return what is missing of a nomination that is submitted, by question."""
    if case.row.submitted_at is None:
        return {}
    if not form.head_email.data and not form.head_email.errors:
        complain_at(form.head_email, STILL_NEEDED)
    files = {one.question_id for one in case.file.documents}
    missing = find_missing(read_form(case.cohort.form).organisation, values, files)
    return {one.id: Text(STILL_NEEDED) for one in missing}


def _back(nomination_id: str) -> Answer:
    return redirect_to("programmes.show_nomination", nomination_id=nomination_id)


@room.post(f"{NOMINATION}/submit", policy=signed_in)
def submit_nomination(visit: Visit[None], nomination_id: str) -> Answer:
    case = policy.load_open_nomination_for(visit.actor, nomination_id, visit.now)
    nomination_parts.submit_nomination(visit.actor, visit.now, case.cohort, case.file)
    notify("success", N_("The nomination is submitted. It can be changed until the deadline."))
    return _back(nomination_id)


@room.post(f"{NOMINATION}/link", policy=signed_in)
def renew_nominee_link(visit: Visit[None], nomination_id: str) -> Answer:
    case = policy.load_open_nomination_for(visit.actor, nomination_id, visit.now)
    nomination_parts.renew_link(visit.actor, visit.now, case.cohort, case.row)
    notify("success", N_("A new link is on its way; the one before opens nothing any more."))
    return _back(nomination_id)


@room.post(f"{NOMINATION}/head", policy=signed_in)
def ask_head(visit: Visit[None], nomination_id: str) -> Answer:
    case = policy.load_open_nomination_for(visit.actor, nomination_id, visit.now)
    nomination_parts.ask_head(visit.actor, visit.now, case.cohort, case.row)
    notify("success", N_("A new link is on its way; the one before opens nothing any more."))
    return _back(nomination_id)


@room.post(f"{NOMINATION}/withdraw", policy=signed_in)
def withdraw_nomination(visit: Visit[None], nomination_id: str) -> Answer:
    case = policy.load_nomination_for(visit.actor, nomination_id, visit.now)
    nominating.withdraw_nomination(visit.actor, visit.now, case.cohort, case.row)
    notify("success", N_("The nomination is withdrawn. You can undo this until the deadline."))
    return _back(nomination_id)


@room.post(f"{NOMINATION}/restore", policy=signed_in)
def restore_nomination(visit: Visit[None], nomination_id: str) -> Answer:
    case = policy.load_open_nomination_for(visit.actor, nomination_id, visit.now)
    nominating.restore_nomination(visit.actor, visit.now, case.cohort, case.row)
    notify("success", N_("The withdrawal is undone."))
    return _back(nomination_id)


@room.post(f"{NOMINATION}/move", policy=signed_in, form=MoveForm)
def move_nomination(visit: Visit[MoveForm], nomination_id: str) -> Answer:
    case = policy.load_open_nomination_for(visit.actor, nomination_id, visit.now)
    rows = [file.row for file in list_files(case.cohort)]
    seen = {row.id for row in rows if delegations.acts_for(visit.actor, row.organisation_path)}
    steps = -1 if visit.form.direction.data == "up" else 1
    nominating.move_nomination(case.cohort, case.row, seen, steps)
    return redirect_to(
        "programmes.list_own_nominations", cohort_id=case.cohort.id, _anchor=f"n-{nomination_id}"
    )


@room.post(f"{NOMINATION}/endorse", policy=signed_in)
def endorse_application(visit: Visit[None], nomination_id: str) -> Answer:
    case = policy.load_open_nomination_for(visit.actor, nomination_id, visit.now)
    nomination_parts.endorse(visit.actor, visit.now, case.cohort, case.row)
    notify("success", N_("The application is endorsed. Fill in the organisation's part below."))
    return _back(nomination_id)


@room.post(f"{NOMINATION}/not-endorsed", policy=signed_in, form=WordsForm)
def decline_application(visit: Visit[WordsForm], nomination_id: str) -> Answer:
    case = policy.load_open_nomination_for(visit.actor, nomination_id, visit.now)
    if visit.problems:
        return _page(visit, case, _fill(case), words_form=visit.form), 422
    nomination_parts.decline_endorsement(
        visit.actor, visit.now, case.cohort, case.row, str(visit.form.words.data)
    )
    notify("success", N_("The application is declined, and the officer is told why."))
    return _back(nomination_id)


def keep_sent(form: DocumentForm) -> HandedIn | FileRefused:
    """Keep the file that was sent before the transaction, for a nomination that may take it."""
    nomination_id = dict(request.view_args or {})["nomination_id"]
    with reading():
        policy.load_open_nomination_for(current_actor(), nomination_id, clock.now())
    return NoFile() if form.sent is None else nomination_documents.keep_document(*form.sent)


@room.post(
    f"{NOMINATION}/documents",
    policy=signed_in,
    form=DocumentForm,
    prepare=keep_sent,
    largest_body=LARGEST_BODY,
)
def add_document(visit: Visit[DocumentForm], nomination_id: str) -> Answer:
    case = policy.load_open_nomination_for(visit.actor, nomination_id, visit.now)
    form, file = visit.form, visit.prepared
    if isinstance(file, FileRefused):
        complain_at(form.file, file.text)
        return _page(visit, case, _fill(case), document_form=form), file.status
    asked = {one.id for one in read_form(case.cohort.form).organisation if one.kind == "file"}
    question_id = str(form.question.data) if form.question.data in asked else ""
    kind = "other" if question_id else str(form.kind.data or "other")
    nomination_documents.add_document(visit.actor, visit.now, case.row, file, kind, question_id)
    notify("success", N_("The document is added."))
    return _back(nomination_id)


@room.post(f"{NOMINATION}/documents/<id:document_id>/remove", policy=signed_in)
def remove_document(visit: Visit[None], nomination_id: str, document_id: str) -> Answer:
    case = policy.load_open_nomination_for(visit.actor, nomination_id, visit.now)
    document = get_document(nomination_id, document_id)
    policy.check_own_document(visit.actor, document)
    questions = read_form(case.cohort.form).organisation
    if case.row.submitted_at is not None and needs_file(questions, document.question_id):
        raise DocumentStillNeeded
    nomination_documents.remove_document(visit.actor, visit.now, case.row, document_id)
    notify("success", N_("The document is removed."))
    return _back(nomination_id)


@room.get("/nominations/<id:nomination_id>/documents/<id:document_id>", policy=signed_in)
def download_document(visit: Visit[None], nomination_id: str, document_id: str) -> Answer:
    document = policy.load_document_for(visit.actor, nomination_id, document_id)
    return hand_over(storage.get(document.blob_hash), document.name)
