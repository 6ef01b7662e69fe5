"""Reads of messages between participants and those who teach: threads, what was sent to many.

Who may read them is decided in `message_policy`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.kit.db import read
from lms.programmes.models import TutorMailing, TutorMessage
from lms.programmes.rules.messages import MailingRow, MessageRow

_message: Any = select(
    TutorMessage.id,
    TutorMessage.participation_id,
    TutorMessage.mailing_id,
    TutorMessage.is_of_participant,
    TutorMessage.template,
    TutorMessage.words,
    TutorMessage.written_by,
    TutorMessage.written_at,
    TutorMessage.read_at,
)
_is_theirs = TutorMessage.is_of_participant.is_(True)


@dataclass(frozen=True, slots=True)
class ThreadFigures:
    """How a thread stands: when something was written last, by either side, and what is unread."""

    last: datetime
    last_of_participant: datetime | None
    last_to_participant: datetime | None
    unread: int

    @property
    def waits(self) -> bool:
        """Say whether the participant wrote last."""
        return self.last_of_participant == self.last


def list_thread(participation_id: str) -> list[MessageRow]:
    """Return the messages of a participation, the oldest first."""
    query = _message.where(TutorMessage.participation_id == participation_id)
    rows = read(query.order_by(TutorMessage.written_at, TutorMessage.id))
    return [MessageRow(*row) for row in rows]


def list_figures(participation_ids: Sequence[str]) -> dict[str, ThreadFigures]:
    """Return how the threads of these participations stand, by participation; empty ones are not.

    Unread is what participants wrote.
    """
    query = (
        select(
            TutorMessage.participation_id,
            func.max(TutorMessage.written_at),
            func.max(TutorMessage.written_at).filter(_is_theirs),
            func.max(TutorMessage.written_at).filter(
                ~_is_theirs, TutorMessage.mailing_id.is_(None)
            ),
            func.count().filter(_is_theirs, TutorMessage.read_at.is_(None)),
        )
        .where(TutorMessage.participation_id.in_(participation_ids))
        .group_by(TutorMessage.participation_id)
    )
    return {row[0]: ThreadFigures(*row[1:]) for row in read(query)}


def count_unread(participation_id: str) -> int:
    """Return how many messages to a participant they have not read."""
    query = select(func.count()).where(
        TutorMessage.participation_id == participation_id,
        TutorMessage.read_at.is_(None),
        ~_is_theirs,
    )
    return int(read(query).scalar_one())


def list_mailings(cohort_id: str, written_by: str | None = None) -> list[MailingRow]:
    """Return what was written to many of a cohort at once, the newest first.

    By anybody, or by one person alone.
    """
    query: Any = (
        select(
            TutorMailing.id,
            TutorMailing.group_name,
            TutorMailing.words,
            TutorMailing.written_by,
            TutorMailing.written_at,
            func.count(TutorMessage.id),
            func.count(TutorMessage.read_at),
        )
        .join(TutorMessage, TutorMessage.mailing_id == TutorMailing.id)
        .where(TutorMailing.cohort_id == cohort_id)
        .group_by(TutorMailing.id)
        .order_by(TutorMailing.written_at.desc(), TutorMailing.id)
    )
    if written_by is not None:
        query = query.where(TutorMailing.written_by == written_by)
    return [MailingRow(*row) for row in read(query)]


def list_unread_ids(participation_id: str, *, is_of_participant: bool) -> list[str]:
    """Return the messages of one side of a thread that the other has not read."""
    query = select(TutorMessage.id).where(
        TutorMessage.participation_id == participation_id,
        TutorMessage.read_at.is_(None),
        TutorMessage.is_of_participant.is_(is_of_participant),
    )
    return list(read(query).scalars())
