"""Translations of one language as they are, or were, for a file that goes out or comes back."""

from sqlalchemy import func, select

from lms.content.exchange import Saved
from lms.content.models import Revision, UnitTranslation
from lms.content.queries.workshop import list_translations
from lms.kit.db import db
from lms.units.unit import Key


def list_saved(course_id: str, language: str, until: int | None = None) -> dict[Key, Saved]:
    """Return the newest translation of each unit; with `until`, the newest of those up to it."""
    rows = list_translations(course_id, language, until).get(language, {})
    return {key: Saved(row.text, row.status, row.person_id, row.at) for key, row in rows.items()}


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
