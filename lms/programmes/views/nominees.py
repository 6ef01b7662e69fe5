"""What an officer sees of the own nomination: by a mailed link, or signed in as who they are.

Both lead to the same page; who came by a link is nobody's account.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from lms.kit.actor import STRANGER, Actor
from lms.kit.clock import clock
from lms.kit.db import reading
from lms.kit.i18n import N_, Text, native_name
from lms.organisations import queries as organisations
from lms.programmes import policy
from lms.programmes.forms.nominating import DocumentForm, NomineePartForm, OptionalWordsForm
from lms.programmes.policy import NominationCase
from lms.programmes.queries import curricula
from lms.programmes.queries.nomination_files import get_document
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.form_questions import Answer as Answered
from lms.programmes.rules.form_questions import find_missing, needs_file, read_answers, read_form
from lms.programmes.rules.nomination_errors import DocumentStillNeeded
from lms.programmes.rules.nominations import BADGES, DOCUMENT_NAMES, STATUS_NAMES, last_words
from lms.programmes.services import nomination_documents, nomination_parts
from lms.programmes.views.door import room
from lms.programmes.views.nominations import LARGEST_BODY
from lms.questions.handed_in import HandedIn
from lms.questions.inspection import FileRefused, NoFile
from lms.web.actor import current_actor
from lms.web.forms import choices, complain_at
from lms.web.locale import current_language, prefer_language
from lms.web.policies import public, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

LINK = "/nominee/<token>"
OWN = "/nominations/<id:nomination_id>"
# Answers may be saved before they are complete; then nothing is missing yet.
NEEDED = N_("Please answer this before you confirm.")
STILL_NEEDED = N_("You have confirmed the nomination, so this must stay answered.")
CONSENT = N_("Without your agreement the nomination cannot be confirmed.")


@dataclass(frozen=True, slots=True)
class Door:
    """The way by which an officer came: the nomination, who acts, and the addresses of the acts."""

    case: NominationCase
    actor: Actor
    endpoint: str
    values: dict[str, str]

    def address(self, act: str) -> tuple[str, dict[str, str]]:
        """Return the endpoint of an act and its values."""
        return f"programmes.{act}_{self.endpoint}", self.values


def _by_link(token: str, visit: Visit[object]) -> Door:
    case = policy.load_nominee_link(token, visit.now)
    # The mail was in this language; whoever has chosen another here reads that.
    prefer_language(case.row.language)
    return Door(case, STRANGER, "nominee", {"token": token})


def _as_own(nomination_id: str, visit: Visit[object]) -> Door:
    case = policy.load_own_nomination_for(visit.actor, nomination_id, visit.now)
    return Door(case, visit.actor, "own_nomination", {"nomination_id": nomination_id})


def _page(
    door: Door,
    form: NomineePartForm | None = None,
    errors: dict[str, Text] | None = None,
    answers: dict[str, object] | None = None,
    document_form: DocumentForm | None = None,
) -> str:
    case, language = door.case, current_language()
    row, cohort = case.row, case.cohort
    if door.actor is STRANGER and not case.may_change:
        return _closed_page(case, language)
    form = form or NomineePartForm(language=row.language, group_language=row.group_language)
    groups = [(code, native_name(code)) for code in cohort.languages]
    form.group_language.choices = choices([("", N_("No preference")), *groups])
    definition = curricula.get_version(cohort.programme_version_id).definition
    return render(
        "programmes/fill_in_nomination.html",
        door=door,
        case=case,
        row=row,
        cohort=cohort,
        title=choose_text(cohort.title, language),
        programme=choose_text(definition.title, language, definition.source_language),
        place=organisations.get_organisation(row.organisation_id).label(language),
        questions=read_form(cohort.form).nominee,
        answers=row.nominee_part if answers is None else answers,
        errors=errors or {},
        form=form,
        document_form=document_form or DocumentForm(),
        words_form=OptionalWordsForm(),
        document_names=DOCUMENT_NAMES,
        status_names=STATUS_NAMES,
        badges=BADGES,
        declined=last_words(case.file.steps, "not_endorsed"),
        text_of=lambda texts: choose_text(texts, language),
    )


def _closed_page(case: NominationCase, language: str) -> str:
    """Say that a mailed link is over: what was written is read by whoever signs in."""
    return render(
        "programmes/closed_nomination.html",
        row=case.row,
        cohort=case.cohort,
        title=choose_text(case.cohort.title, language),
    )


def _save(door: Door, visit: Visit[NomineePartForm]) -> Answer:
    door.case.check_open()
    form, case = visit.form, door.case
    read = read_answers(read_form(case.cohort.form).nominee, form.answer.data, current_language())
    wants = bool(form.confirm.data)
    errors = {**_find_gaps(case, read.values, wants=wants), **read.errors}
    if wants and not form.consent.data:
        complain_at(form.consent, CONSENT)
    if visit.problems or errors or form.consent.errors:
        return _page(door, form, errors, dict(read.values)), 422
    group = str(form.group_language.data or "")
    group = group if group in case.cohort.languages else ""
    nomination_parts.save_nominee_part(
        door.actor, visit.now, case.row, read.values, (str(form.language.data), group)
    )
    _go_on(door, visit, wants=wants, is_changed=dict(read.values) != dict(case.row.nominee_part))
    return _back(door)


def _find_gaps(
    case: NominationCase, values: Mapping[str, Answered], *, wants: bool
) -> dict[str, Text]:
    """Return what must be answered and is not, by question: to confirm, or once confirmed."""
    is_done = case.row.nominee_done_at is not None
    if not wants and not is_done:
        return {}
    files = {one.question_id for one in case.file.documents}
    missing = find_missing(read_form(case.cohort.form).nominee, values, files)
    return {one.id: Text(STILL_NEEDED if is_done else NEEDED) for one in missing}


def _go_on(door: Door, visit: Visit[NomineePartForm], *, wants: bool, is_changed: bool) -> None:
    """Confirm what is saved, where that is wanted; tell of a change of what was confirmed."""
    case, now = door.case, visit.now
    if wants:
        nomination_parts.confirm_nominee(door.actor, now, case.cohort, case.row.id)
        notify("success", N_("Thank you. Your part is complete and confirmed."))
    elif case.row.nominee_done_at is None:
        notify("success", N_("Saved. Come back by the same link, and confirm when all is there."))
    elif is_changed:
        nomination_parts.tell_change(door.actor, now, case.cohort, case.row.id)
        notify("success", N_("Saved. Your focal point is told that you changed your part."))
    else:
        notify("success", N_("Saved."))


def _back(door: Door) -> Answer:
    endpoint, values = door.address("show")
    return redirect_to(endpoint, **values)


def _decline(door: Door, visit: Visit[OptionalWordsForm]) -> Answer:
    door.case.check_open()
    words = "" if visit.problems else str(visit.form.words.data or "")
    nomination_parts.decline_nominee(door.actor, visit.now, door.case.cohort, door.case.row, words)
    notify(
        "success",
        N_(
            "You have declined, and the focal point is told. Until the deadline you can still "
            "confirm."
        ),
    )
    return _back(door)


def _add(door: Door, visit: Visit[DocumentForm]) -> Answer:
    door.case.check_open()
    form, file = visit.form, visit.prepared
    if isinstance(file, FileRefused):
        complain_at(form.file, file.text)
        return _page(door, document_form=form), file.status
    asked = {one.id for one in read_form(door.case.cohort.form).nominee if one.kind == "file"}
    question_id = str(form.question.data) if form.question.data in asked else ""
    kind = "other" if question_id else str(form.kind.data or "other")
    nomination_documents.add_document(door.actor, visit.now, door.case.row, file, kind, question_id)
    notify("success", N_("The document is added."))
    return _back(door)


def _remove(door: Door, visit: Visit[None], document_id: str) -> Answer:
    door.case.check_open()
    document = get_document(door.case.row.id, document_id)
    policy.check_own_document(door.actor, document)
    questions = read_form(door.case.cohort.form).nominee
    if door.case.row.nominee_done_at is not None and needs_file(questions, document.question_id):
        raise DocumentStillNeeded
    nomination_documents.remove_document(door.actor, visit.now, door.case.row, document_id)
    notify("success", N_("The document is removed."))
    return _back(door)


def keep_linked(form: DocumentForm) -> HandedIn | FileRefused:
    """Keep the file that was sent, before the transaction, by a link that is valid."""
    token = dict(request.view_args or {})["token"]
    with reading():
        policy.load_nominee_link(token, clock.now()).check_open()
    return NoFile() if form.sent is None else nomination_documents.keep_document(*form.sent)


def keep_own(form: DocumentForm) -> HandedIn | FileRefused:
    """Keep the file that was sent, before the transaction, by the officer who is signed in."""
    nomination_id = dict(request.view_args or {})["nomination_id"]
    with reading():
        case = policy.load_own_nomination_for(current_actor(), nomination_id, clock.now())
        case.check_open()
    return NoFile() if form.sent is None else nomination_documents.keep_document(*form.sent)


@room.get(LINK, policy=public)
def show_nominee(visit: Visit[None], token: str) -> Answer:
    return _page(_by_link(token, visit))


@room.post(LINK, policy=public, form=NomineePartForm)
def save_nominee(visit: Visit[NomineePartForm], token: str) -> Answer:
    return _save(_by_link(token, visit), visit)


@room.post(f"{LINK}/decline", policy=public, form=OptionalWordsForm)
def decline_nominee(visit: Visit[OptionalWordsForm], token: str) -> Answer:
    return _decline(_by_link(token, visit), visit)


@room.post(
    f"{LINK}/documents",
    policy=public,
    form=DocumentForm,
    prepare=keep_linked,
    largest_body=LARGEST_BODY,
)
def add_nominee(visit: Visit[DocumentForm], token: str) -> Answer:
    return _add(_by_link(token, visit), visit)


@room.post(f"{LINK}/documents/<id:document_id>/remove", policy=public)
def remove_nominee(visit: Visit[None], token: str, document_id: str) -> Answer:
    return _remove(_by_link(token, visit), visit, document_id)


@room.get(OWN, policy=signed_in)
def show_own_nomination(visit: Visit[None], nomination_id: str) -> Answer:
    return _page(_as_own(nomination_id, visit))


@room.post(OWN, policy=signed_in, form=NomineePartForm)
def save_own_nomination(visit: Visit[NomineePartForm], nomination_id: str) -> Answer:
    return _save(_as_own(nomination_id, visit), visit)


@room.post(f"{OWN}/decline", policy=signed_in, form=OptionalWordsForm)
def decline_own_nomination(visit: Visit[OptionalWordsForm], nomination_id: str) -> Answer:
    return _decline(_as_own(nomination_id, visit), visit)


@room.post(
    f"{OWN}/documents",
    policy=signed_in,
    form=DocumentForm,
    prepare=keep_own,
    largest_body=LARGEST_BODY,
)
def add_own_nomination(visit: Visit[DocumentForm], nomination_id: str) -> Answer:
    return _add(_as_own(nomination_id, visit), visit)


@room.post(f"{OWN}/documents/<id:document_id>/remove", policy=signed_in)
def remove_own_nomination(visit: Visit[None], nomination_id: str, document_id: str) -> Answer:
    return _remove(_as_own(nomination_id, visit), visit, document_id)
