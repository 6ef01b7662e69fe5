"""Translations of one language as they are, or were, for a file that goes out or comes back."""

from typing import cast

from sqlalchemy import func, select

from lms.content.exchange import Saved
from lms.content.models import Revision, UnitTranslation
from lms.kit.db import db
from lms.units.po import Status
from lms.units.unit import Key


def list_saved(course_id: str, language: str, until: int | None = None) -> dict[Key, Saved]:
    """Return the newest translation of each unit; with `until`, the newest of those up to it."""
    query = (
        select(
            UnitTranslation.context, UnitTranslation.source, UnitTranslation.text,
            UnitTranslation.status, UnitTranslation.person_id, UnitTranslation.seq,
        )
        .where(UnitTranslation.course_id == course_id, UnitTranslation.language == language)
        .order_by(UnitTranslation.seq)
    )  # fmt: skip
    if until is not None:
        query = query.where(UnitTranslation.seq <= until)
    return {
        Key(context, source): Saved(text, cast("Status", status), person_id, seq)
        for context, source, text, status, person_id, seq in db.session.execute(query)
    }


def find_newest_seq(course_id: str, language: str) -> int:
    """Return how far the translations into a language are; 0 where there is none."""
    query = select(func.max(UnitTranslation.seq)).where(
        UnitTranslation.course_id == course_id, UnitTranslation.language == language
    )
    return db.session.execute(query).scalar_one() or 0


def has_revision(course_id: str, revision_id: str) -> bool:
    """Say whether a course has, or had, this revision."""
    query = select(Revision.id).where(Revision.course_id == course_id, Revision.id == revision_id)
    return db.session.execute(query).first() is not None
