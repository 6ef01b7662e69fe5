"""Verbs on the way through a paper: go on, flag a question, change the language, pause.

Answers are saved, and attempts finished, in `attempts`.
"""

from datetime import datetime

from sqlalchemy import update

from lms.assessment import queries, rules
from lms.assessment.models import Attempt, PaperItem
from lms.assessment.rules import AttemptRow
from lms.assessment.services.sittings import hold_session, log_incident
from lms.audit import services as audit
from lms.content import queries as content
from lms.kit.actor import Actor
from lms.kit.db import db


def go_on(now: datetime, attempt_id: str, position: int) -> int:
    """Leave a question for the next one, and return that one's place; twice is once.

    In a quiz that goes forward only there is no way back; the last question stays open until the
    finish. Raises `AttemptClosed`, `NotOnPaper`.
    """
    attempt = _get_open(now, attempt_id)
    if attempt.reached is None:
        return position + 1
    if attempt.reached == position + 1:
        return attempt.reached
    rules.check_reached(attempt, position)
    if position == len(queries.get_paper(attempt.id)):
        return position
    _change(attempt, reached=position + 1)
    return position + 1


def flag_question(now: datetime, attempt_id: str, position: int, *, is_flagged: bool) -> None:
    """Note that the candidate wants to look at a question again, or no more.

    Raises `AttemptClosed`.
    """
    attempt = _get_open(now, attempt_id)
    place = (PaperItem.attempt_id == attempt.id, PaperItem.position == position)
    db.session.execute(update(PaperItem).where(*place).values(is_flagged=is_flagged))


def change_language(actor: Actor, now: datetime, attempt_id: str, language: str) -> None:
    """Show the rest of a paper in another language; each answer keeps the edition it was given in.

    Raises `AttemptClosed`, `LanguageFixed`, and what `get_outline` of `lms.content` raises.
    """
    attempt = _get_open(now, attempt_id)
    if not content.get_quiz(attempt.version_id, attempt.quiz_id).language_switch:
        raise rules.LanguageFixed
    outline = content.get_outline(attempt.version_id, language)
    if outline.language == attempt.language:
        return
    _change(attempt, edition_id=outline.edition_id, language=outline.language)
    _log(now, attempt, "language", f"{attempt.language} → {outline.language}")
    audit.record(
        actor,
        now,
        "attempt.language_changed",
        subject_type="attempt",
        subject_id=attempt.id,
        details={"from": attempt.language, "to": outline.language},
    )


def take_over(now: datetime, attempt_id: str, session: str) -> None:
    """Answer an attempt from this session from now on; raise `AttemptClosed`."""
    attempt = _get_open(now, attempt_id)
    if rules.is_elsewhere(attempt, session):
        hold_session(now, attempt.id, session)
        _log(now, attempt, "session")


def pause(now: datetime, attempt_id: str) -> None:
    """Let the clock of an attempt stand still; twice is once.

    Raises `AttemptClosed`, `NoPauseLeft`.
    """
    attempt = _get_open(now, attempt_id)
    if attempt.paused_at is None:
        _change(attempt, **rules.pause(attempt, now))
        _log(now, attempt, "pause")


def resume(now: datetime, attempt_id: str) -> None:
    """Let the clock go on; what is left of the pause stays. Raises `AttemptClosed`."""
    attempt = _get_open(now, attempt_id)
    if attempt.paused_at is not None:
        _change(attempt, **rules.resume(attempt, now))


def _log(now: datetime, attempt: AttemptRow, kind: rules.IncidentKind, note: str = "") -> None:
    if attempt.sitting_id is not None:
        log_incident(now, attempt.sitting_id, kind, person_id=attempt.person_id, note=note)


def _get_open(now: datetime, attempt_id: str) -> AttemptRow:
    attempt = queries.get_attempt_locked(attempt_id)
    if rules.status(attempt, now) != "open":
        raise rules.AttemptClosed
    return attempt


def _change(attempt: AttemptRow, **values: object) -> None:
    db.session.execute(update(Attempt).where(Attempt.id == attempt.id).values(values))
