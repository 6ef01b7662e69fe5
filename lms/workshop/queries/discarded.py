"""Reads of what a person has discarded and can bring back for some days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from lms.kit import storage
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.workshop.models import DiscardedCopy, DiscardedFile

# How long what was discarded can be brought back.
KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DiscardedText:
    """A file as it was when it was discarded; without content it had been removed."""

    path: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Discarded:
    """What a person discarded at once."""

    id: str
    at: datetime
    files: tuple[DiscardedText, ...]


def list_discarded(course_id: str, person_id: str | None, now: datetime) -> list[Discarded]:
    """Return what a person discarded of a course and can bring back, the newest first."""
    rows = read(
        select(
            DiscardedCopy.id, DiscardedCopy.created_at,
            DiscardedFile.path, DiscardedFile.text, DiscardedFile.blob_hash,
        )
        .join(DiscardedFile, DiscardedFile.copy_id == DiscardedCopy.id)
        .where(
            DiscardedCopy.course_id == course_id, DiscardedCopy.person_id == person_id,
            DiscardedCopy.created_at >= now - KEPT,
        )
        .order_by(DiscardedCopy.created_at.desc(), DiscardedCopy.id, DiscardedFile.path)
    )  # fmt: skip
    found: dict[tuple[str, datetime], list[DiscardedText]] = {}
    for copy_id, at, path, text, blob_hash in rows:
        content = storage.get(blob_hash) if blob_hash else None
        content = text.encode() if text is not None else content
        found.setdefault((copy_id, at), []).append(DiscardedText(path, content))
    return [Discarded(*key, tuple(files)) for key, files in found.items()]


def get_discarded(
    course_id: str, person_id: str | None, discarded_id: str, now: datetime
) -> Discarded:
    """Return what the person discarded; raise `NotVisible` for another's, or what is gone."""
    for discarded in list_discarded(course_id, person_id, now):
        if discarded.id == discarded_id:
            return discarded
    raise NotVisible
