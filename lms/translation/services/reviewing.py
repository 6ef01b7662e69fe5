"""Review: accept a translation or send it back, one by one or many at once; comment on it.

The reviewer is never the translator. Nothing here commits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, update

from lms.content import queries as content
from lms.content.services.drafts import append_translations
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.translation import queries
from lms.translation.models import UnitComment
from lms.translation.queries import Place, Written
from lms.translation.rules import ChangedMeanwhile, NotToReview, OwnTranslation, ReasonMissing
from lms.translation.services.telling import ask_to_tell
from lms.units.po import Status
from lms.units.unit import Key


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of units that were to be accepted at once."""

    done: int
    own: int
    changed: int


def accept(actor: Actor, now: datetime, place: Place, seq: int) -> None:
    """Make a unit reviewed; raise `OwnTranslation`, `NotToReview` or `ChangedMeanwhile`."""
    newest = _get_newest(place, seq)
    if newest.said.status != "translated":
        raise NotToReview
    if _is_own(actor, newest):
        raise OwnTranslation
    _append(actor, now, place, newest.said.text, "reviewed")


def accept_all(
    actor: Actor, now: datetime, place_of: Mapping[Key, int], course_id: str, language: str
) -> Accepted:
    """Make units reviewed whose newest row is still the one that was shown; count the others."""
    content.lock_course(course_id)
    newest = queries.list_newest(course_id, language, place_of)
    current = {
        key: one
        for key, one in newest.items()
        if one.seq == place_of[key] and one.said.status == "translated"
    }
    fit = {key: one for key, one in current.items() if not _is_own(actor, one)}
    rows: dict[Key, tuple[str, Status]] = {
        key: (one.said.text, "reviewed") for key, one in fit.items()
    }
    append_translations(actor, now, course_id, language, rows)
    return Accepted(len(fit), len(current) - len(fit), len(place_of) - len(current))


def send_back(actor: Actor, now: datetime, place: Place, seq: int, reason: str) -> None:
    """Make a unit a draft again and say why; raises as `accept` does, and `ReasonMissing`."""
    if not reason:
        raise ReasonMissing
    newest = _get_newest(place, seq)
    if newest.said.status not in {"translated", "reviewed"}:
        raise NotToReview
    _append(actor, now, place, newest.said.text, "draft")
    add_comment(actor, now, place, reason)
    if newest.author_id is not None and newest.author_id != actor.person_id:
        ask_to_tell(now, place, newest.author_id)


def add_comment(actor: Actor, now: datetime, place: Place, text: str) -> None:
    """Keep what somebody says about a unit's translation; raise `ReasonMissing` for nothing."""
    if not text:
        raise ReasonMissing
    db.session.add(
        UnitComment(
            course_id=place.course.id,
            language=place.language,
            context=place.key.context,
            source=place.key.text,
            text=text,
            person_id=actor.person_id,
            created_at=now,
        )
    )


def resolve_comment(actor: Actor, now: datetime, comment_id: str) -> None:
    """Say that what a comment asks for is done; the first to say so stands beside it."""
    _set_resolved(comment_id, UnitComment.resolved_at.is_(None), now, actor.person_id)


def reopen_comment(comment_id: str) -> None:
    """Say that what a comment asks for is not done after all."""
    _set_resolved(comment_id, UnitComment.resolved_at.is_not(None), None, None)


def _set_resolved(
    comment_id: str, expected: ColumnElement[bool], at: datetime | None, person_id: str | None
) -> None:
    # Two who press at once: the row is compared where it is written.
    db.session.execute(
        update(UnitComment)
        .where(UnitComment.id == comment_id, expected)
        .values(resolved_at=at, resolved_by=person_id)
    )


def _get_newest(place: Place, seq: int) -> Written:
    # A save that is under way is waited for: what is accepted is what was seen.
    content.lock_course(place.course.id)
    newest = queries.find_newest(place.course.id, place.language, place.key)
    if newest is None or not newest.said.text or not place.is_present:
        raise NotToReview
    if newest.seq != seq:
        raise ChangedMeanwhile
    return newest


def _is_own(actor: Actor, newest: Written) -> bool:
    return actor.person_id is not None and actor.person_id in {newest.author_id, newest.marked_by}


def _append(actor: Actor, now: datetime, place: Place, text: str, status: Status) -> None:
    changed = {place.key: (text, status)}
    append_translations(actor, now, place.course.id, place.language, changed)
