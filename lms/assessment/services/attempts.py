"""Verbs of an attempt: start it, save an answer, finish.

Nothing here commits; who may do it was decided by `policy` before, except for what a job does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import insert, update

from lms.assessment import queries, rules
from lms.assessment.models import Attempt, Mark, PaperItem, Response
from lms.assessment.queries import Seat
from lms.assessment.rules import AttemptRow
from lms.assessment.rules.clocks import came_by_broken_line
from lms.assessment.services.regrading import regraded_mark
from lms.assessment.services.results import give_result
from lms.assessment.services.sittings import hold_session, log_incident
from lms.audit import services as audit
from lms.content import queries as content
from lms.kit.actor import Actor
from lms.kit.db import write
from lms.kit.errors import DomainError
from lms.kit.ids import new_id, new_token
from lms.learning import services as learning
from lms.learning.rules import EnrolmentRow
from lms.questions.rules import Question, Raw
from lms.questions.rules import Response as Value

# Built once: saving an answer is what a server does most on the day of an exam.
_append_response = insert(Response)
_append_attempt = insert(Attempt)
_append_items = insert(PaperItem)
_append_mark = insert(Mark)


@dataclass(frozen=True, slots=True)
class SavedResponse:
    """What became of an answer: when it was stored, or the broken rule why it does not count.

    With `ResponseTooLate` it is stored all the same; what does not fit its question is not.
    """

    at: datetime
    problem: DomainError | None = None

    @property
    def is_stored(self) -> bool:
        """Say whether the answer is on the server, be it that it counts or not."""
        return self.problem is None or isinstance(self.problem, rules.ResponseTooLate)


def start_attempt(
    actor: Actor,
    now: datetime,
    enrolment: EnrolmentRow,
    activity_id: str,
    *,
    has_promised: bool = False,
    code: str = "",
    session: str = "",
) -> str:
    """Draw and freeze a paper, and return the id of the new attempt; or of the one that is open.

    Where the quiz is taken in sittings, the person has to be in one that is open, and to know its
    `code`. Raises `NotInSitting`, `SittingNotOpen`, `CodeWrong`, `NoAttemptLeft`, `MustWait` or
    `PromiseMissing`, and what `check_open` and `hold` of `lms.learning.services` raise.
    """
    learning.check_open(enrolment, activity_id)
    outline = content.get_outline(enrolment.version_id, enrolment.language)
    place = queries.get_quiz_place(outline, activity_id)
    attempts = queries.list_attempts(enrolment.id, activity_id)
    unfinished = rules.find_unfinished(attempts)
    if unfinished is not None and rules.status(unfinished, now) == "open":
        return unfinished.id
    counted = queries.list_counted(attempts, enrolment.version_id)
    entry = queries.get_entry(enrolment.course_id, activity_id, enrolment.person_id, now)
    terms = entry.terms
    rules.check_sitting(terms.sitting, now, is_needed=entry.is_by_sitting, code=code)
    rules.check_may_start(rules.count_tries(counted, place.quiz, terms), now)
    rules.check_promise(place.quiz, has_promised=has_promised)
    if unfinished is not None:
        # The sweep has not come by yet, and of one quiz there is one unfinished attempt at most.
        finish_attempt(actor, now, unfinished.id)
    learning.hold(enrolment)
    if terms.adjustment is not None and terms.adjustment.language:
        place = _in_language(place, terms.adjustment.language)
    attempt_id = _begin(actor, now, enrolment, place, terms, number=len(attempts) + 1)
    if terms.sitting is not None and terms.sitting.is_exclusive:
        hold_session(now, attempt_id, session)
    return attempt_id


def _in_language(place: queries.QuizPlace, language: str) -> queries.QuizPlace:
    outline = content.get_outline(place.outline.version_id, language)
    return queries.get_quiz_place(outline, place.activity_id)


def _begin(
    actor: Actor,
    now: datetime,
    enrolment: EnrolmentRow,
    place: queries.QuizPlace,
    terms: rules.Terms,
    *,
    number: int,
) -> str:
    library = queries.get_library(enrolment.version_id)
    candidate = rules.Candidate(enrolment.id, queries.get_papers(enrolment.id), number)
    paper = rules.draw_paper(library, place.quiz.id, candidate, new_token())
    deadline = rules.deadline(now, terms.minutes(place.quiz))
    attempt_id = new_id()
    values = {
        "id": attempt_id,
        "enrolment_id": enrolment.id,
        "person_id": enrolment.person_id,
        "activity_id": place.activity_id,
        "quiz_id": place.quiz.id,
        "version_id": place.outline.version_id,
        "edition_id": place.outline.edition_id,
        "language": place.outline.language,
        "number": number,
        "form": rules.choose_form(library, place.quiz.id, candidate),
        "started_at": now,
        "deadline": deadline,
        "closes_at": rules.closes_at(deadline, place.quiz.grace_minutes),
        "reached": 1 if place.quiz.navigation == "forward" else None,
        "sitting_id": terms.sitting.id if terms.sitting else None,
        "pause_seconds": terms.pause_seconds,
        "promised_at": now if place.quiz.honour_statement else None,
    }
    write(_append_attempt, values)
    _append_paper(attempt_id, paper)
    details = {"enrolment": enrolment.id, "activity": place.activity_id, "number": number}
    _record(actor, now, "attempt.started", attempt_id, details)
    return attempt_id


def _append_paper(attempt_id: str, paper: Sequence[rules.PaperRow]) -> None:
    rows = [
        {
            "attempt_id": attempt_id,
            "position": row.position,
            "item_id": row.item_id,
            "choices": list(row.presented.choices),
            "made": dict(row.presented.values),
        }
        for row in paper
    ]
    write(_append_items, rows)


def save_response(
    now: datetime,
    seat: Seat,
    client_id: str,
    raw: Raw,
    made_at: datetime | None = None,
    session: str = "",
) -> SavedResponse:
    """Append an answer to a question, and return what became of it.

    `made_at` is when it was chosen or typed, where that is known. What comes again under the same
    client-made id is stored once and answered alike. A late answer is kept and does not count:
    that is returned, for an error raised here would undo it.

    Raises `NotOnPaper`, `AttemptClosed`, `QuestionPassed` or `AnswerAlreadySent`.
    """
    attempt, row = seat.attempt, seat.row
    if row is None:
        raise rules.NotOnPaper
    question = content.get_items(attempt.version_id, [row.item_id])[row.item_id]
    value = rules.read_answer(row, question, raw, _before(seat, question))
    if isinstance(value, DomainError):
        return SavedResponse(now, value)
    if seat.stored is not None:
        rules.check_repeat(seat.stored, row.item_id, value)
        return as_outcome(seat.stored.at, is_late=seat.stored.is_late)
    is_late = admit(now, attempt, row.position, made_at, session)
    return append(now, seat, client_id, value, made_at, session=session, is_late=is_late)


def append(
    now: datetime,
    seat: Seat,
    client_id: str,
    value: Value,
    made_at: datetime | None,
    *,
    session: str,
    is_late: bool,
) -> SavedResponse:
    """Append an answer that was admitted, at a seat that is locked and whose row is there."""
    attempt, row = seat.attempt, seat.row
    if row is None:
        raise rules.NotOnPaper
    response = {
        "attempt_id": attempt.id,
        "item_id": row.item_id,
        "client_id": client_id,
        "revision": seat.revisions + 1,
        "value": value,
        "edition_id": attempt.edition_id,
        "made_at": made_at,
        "at": now,
        "is_late": is_late,
        "session": session or None,
    }
    write(_append_response, response)
    return as_outcome(now, is_late=is_late)


def admit(
    now: datetime, attempt: rules.AttemptRow, position: int, made_at: datetime | None, session: str
) -> bool:
    """See that the attempt takes an answer at a place of its paper, and say whether it is late.

    That it waited long on the device is noted.
    """
    is_late = rules.is_late(attempt, now, made_at)
    rules.check_reached(attempt, position)
    rules.check_running(attempt, made_at)
    rules.check_session(attempt, session, made_at)
    _note_broken_line(now, attempt, made_at)
    return is_late


def _before(seat: Seat, question: Question) -> rules.ResponseRow | None:
    """Return the answer that counts so far, where a new one has to go on from it.

    What comes again goes on from itself.
    """
    if not rules.builds_on_before(question):
        return None
    if seat.stored is not None:
        return rules.ResponseRow(0, seat.stored.item_id, seat.stored.value, seat.stored.at)
    return queries.get_responses(seat.attempt.id).get(question.id)


def _note_broken_line(now: datetime, attempt: rules.AttemptRow, made_at: datetime | None) -> None:
    if attempt.sitting_id and came_by_broken_line(made_at, now):
        log_incident(now, attempt.sitting_id, "line", person_id=attempt.person_id)


def as_outcome(at: datetime, *, is_late: bool) -> SavedResponse:
    """Return what became of an answer that is stored."""
    return SavedResponse(at, rules.ResponseTooLate() if is_late else None)


def finish_attempt(actor: Actor, now: datetime, attempt_id: str) -> None:
    """Mark what rules can mark; where that is all, the result is there and is passed on.

    Finishing twice is finishing once. After the deadline it counts as finished by the deadline,
    whoever asks for it. What people have to mark awaits `release_result`.
    """
    attempt = queries.get_attempt_locked(attempt_id)
    if attempt.finished_at is not None:
        return
    paper = queries.get_paper(attempt.id)
    questions = content.get_items(attempt.version_id, [row.item_id for row in paper])
    responses = queries.get_responses(attempt.id)
    marks = rules.mark_paper(paper, questions, responses, attempt.language)
    _append_marks(now, attempt.id, marks)
    shares = {mark.item_id: mark.points for mark in marks}
    _amend(now, attempt, paper, questions, responses, shares)
    ended: dict[str, Any] = {
        "finished_at": rules.ended_at(attempt, now),
        "finished_by": rules.finished_by(attempt, now),
    }
    details = {"by": ended["finished_by"]}
    if rules.is_for_people(paper, questions, responses):
        write(update(Attempt).where(Attempt.id == attempt.id).values(ended))
    else:
        details["points"] = str(give_result(actor, now, attempt, shares, **ended))
    _record(actor, now, "attempt.finished", attempt.id, details)


def _amend(
    now: datetime,
    attempt: AttemptRow,
    paper: Sequence[rules.PaperRow],
    questions: Mapping[str, Question],
    responses: rules.Responses,
    shares: dict[str, Fraction],
) -> None:
    """Append what was put right since the version was published, and bring `shares` there."""
    regrades = queries.list_regrades(attempt.version_id)
    amended = rules.amend(paper, questions, responses, attempt.language, regrades)
    for regrade, share in amended:
        response = responses.get(regrade.item_id)
        seq = response.seq if response else None
        write(_append_mark, regraded_mark(now, regrade, attempt.id, share, seq))
        shares.pop(regrade.item_id, None)
        if share is not None:
            shares[regrade.item_id] = share


def _append_marks(now: datetime, attempt_id: str, marks: Sequence[rules.Marked]) -> None:
    rows = [
        {
            "attempt_id": attempt_id,
            "item_id": mark.item_id,
            "kind": "automatic",
            "numerator": mark.points.numerator,
            "denominator": mark.points.denominator,
            "response_seq": mark.response_seq,
            "at": now,
        }
        for mark in marks
    ]
    if rows:
        write(_append_mark, rows)


def _record(
    actor: Actor, now: datetime, action: str, attempt_id: str, details: Mapping[str, Any]
) -> None:
    audit.record(actor, now, action, subject_type="attempt", subject_id=attempt_id, details=details)
