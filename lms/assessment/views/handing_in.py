"""Files as answers: one is handed in, removed or brought back, and given out again.

What is decided on the way stands in `policy`, `services` and `rules`.
"""

from flask import request

from lms.assessment import rules
from lms.assessment.forms.handing_in import HandInForm
from lms.assessment.policy import (
    load_answer_for,
    load_appeal_for,
    load_attempt_for,
    load_record_for,
    load_seat_for,
)
from lms.assessment.queries import handing_in as reads
from lms.assessment.rules.handing_in import FileWish
from lms.assessment.services import SavedResponse
from lms.assessment.services import handing_in as services
from lms.assessment.views.appeals import APPEAL, decider
from lms.assessment.views.attempts import answer
from lms.assessment.views.door import room
from lms.assessment.views.marking import ANSWER, trainer
from lms.assessment.views.results import PLACE, reader
from lms.assessment.views.served import made_at_of
from lms.audit import services as audit
from lms.kit import storage
from lms.kit.clock import clock
from lms.kit.db import reading
from lms.kit.errors import NotVisible
from lms.questions.file_upload import MOST_MEGABYTES
from lms.questions.handed_in import MEGABYTE, HandedIn
from lms.questions.inspection import FileRefused, NoFile
from lms.web.actor import current_actor, current_session
from lms.web.files import hand_over
from lms.web.policies import signed_in
from lms.web.room import Answer, Visit

FILES = "/learn/attempts/<id:attempt_id>/questions/<slug:position>/files"
# A file, and the few words that are sent with it.
LARGEST_BODY = (MOST_MEGABYTES + 1) * MEGABYTE


def keep_sent(form: HandInForm) -> HandedIn | FileRefused | None:
    """Keep the file that was sent before the transaction, for an attempt that may still take it."""
    if form.sent is None or form.remove.data or form.restore.data:
        return None
    place = dict(request.view_args or {})
    with reading():
        attempt = load_attempt_for(current_actor(), place["attempt_id"])
        rules.is_late(attempt, clock.now())
        question = reads.get_upload_question(attempt, rules.read_position(place["position"]))
    return services.keep_file(question, *form.sent)


@room.post(FILES, policy=signed_in, form=HandInForm, prepare=keep_sent, largest_body=LARGEST_BODY)
def hand_in(visit: Visit[HandInForm], attempt_id: str, position: str) -> Answer:
    if visit.problems:
        raise rules.AnswerUnreadable
    form, place = visit.form, rules.read_position(position)
    seat = load_seat_for(visit.actor, attempt_id, place, form.client)
    wish = _wish(form, visit.prepared)
    if isinstance(wish, FileRefused):
        saved = SavedResponse(visit.now, wish)
    elif wish is None:
        saved = SavedResponse(visit.now)
    else:
        made_at = made_at_of(form, seat.attempt, visit.now)
        saved = services.hand_in(visit.now, seat, form.client, wish, made_at, current_session())
    return answer(visit, seat.attempt, place, saved)


@room.get(f"{FILES}/<hash:content_hash>", policy=signed_in)
def download_file(visit: Visit[None], attempt_id: str, position: str, content_hash: str) -> Answer:
    attempt, place = load_attempt_for(visit.actor, attempt_id), rules.read_position(position)
    is_open = rules.status(attempt, visit.now) == "open"
    if is_open and not rules.is_shown(attempt, place, current_session()):
        raise NotVisible
    file = reads.get_handed_in(attempt, place, content_hash)
    return hand_over(storage.get(file.hash), file.name)


@room.get(f"{ANSWER}/files/<hash:content_hash>", policy=trainer)
def download_marked_file(
    visit: Visit[None], slug: str, quiz_id: str, item_id: str, attempt_id: str, content_hash: str
) -> Answer:
    _desk, marked = load_answer_for(visit.actor, slug, quiz_id, item_id, attempt_id)
    code = rules.code_of(attempt_id, item_id)
    name, file = reads.get_coded_file(marked.attempt_id, item_id, content_hash, code)
    return hand_over(storage.get(file.hash), name)


@room.get(f"{APPEAL}/files/<slug:position>/<hash:content_hash>", policy=decider)
def download_appealed_file(
    visit: Visit[None], slug: str, quiz_id: str, appeal_id: str, position: str, content_hash: str
) -> Answer:
    _desk, appeal, _may_decide = load_appeal_for(visit.actor, slug, quiz_id, appeal_id)
    item_id = reads.get_item_at(appeal.attempt_id, rules.read_position(position))
    code = f"{appeal.code}-{position}"
    name, file = reads.get_coded_file(appeal.attempt_id, item_id, content_hash, code)
    return hand_over(storage.get(file.hash), name)


@room.get(
    f"{PLACE}/<slug:quiz_id>/<id:attempt_id>/files/<slug:position>/<hash:content_hash>",
    policy=reader,
)
def download_recorded_file(
    visit: Visit[None], slug: str, quiz_id: str, attempt_id: str, position: str, content_hash: str
) -> Answer:
    found = load_record_for(visit.actor, slug, quiz_id, attempt_id)
    file = reads.get_handed_in(found.attempt, rules.read_position(position), content_hash)
    audit.note(
        visit.actor, visit.now, "attempt.record_read", subject_type="attempt",
        subject_id=attempt_id, details={"file": file.hash},
    )  # fmt: skip
    return hand_over(storage.get(file.hash), f"{position}-{file.hash[:8]}.{file.ending}")


def _wish(form: HandInForm, kept: HandedIn | FileRefused | None) -> FileWish | FileRefused | None:
    """Return what is wanted of the files; nothing where somebody only goes on."""
    if form.remove.data:
        return FileWish("remove", form.remove.data)
    if form.restore.data:
        return FileWish("restore", form.restore.data)
    if isinstance(kept, HandedIn):
        return FileWish("add", kept.hash, kept)
    return kept if kept is not None or form.go else NoFile()
