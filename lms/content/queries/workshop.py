"""What the workshop works on: drafts, translations as rows, versions and their editions.

What learners are given is in `delivery`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import bindparam, func, select

from lms.content.models import Course, Edition, Revision, Tree, UnitTranslation, Version
from lms.content.models import Rewording as RewordingModel
from lms.content.reader import Files
from lms.content.wording import Rewording
from lms.kit import storage
from lms.kit.db import db
from lms.units.po import Status
from lms.units.unit import Key


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A saved state of a draft."""

    id: str
    number: int
    tree_hash: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version."""

    id: str
    number: int
    tree_hash: str
    structure_hash: str


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition of a version."""

    id: str
    language: str
    number: int
    text_hash: str


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """The newest translation of a unit."""

    text: str
    status: Status
    person_id: str | None


def find_revision(course_id: str) -> RevisionRow | None:
    """Return the newest revision of a course's draft."""
    query = (
        select(Revision.id, Revision.number, Revision.tree_hash, Revision.created_at)
        .where(Revision.course_id == course_id)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return RevisionRow(*row) if row else None


def get_files(tree_hash: str) -> Files:
    """Return the files of a tree, read from the storage."""
    query = select(Tree.entries).where(Tree.hash == tree_hash)
    entries: Mapping[str, str] = db.session.execute(query).scalar_one()
    return {path: storage.get(entries[path]) for path in sorted(entries)}


def list_versions(course_id: str) -> list[VersionRow]:
    """Return a course's versions, the newest first."""
    query = (
        select(Version.id, Version.number, Version.tree_hash, Version.structure_hash)
        .where(Version.course_id == course_id)
        .order_by(Version.number.desc())
    )
    return [VersionRow(*row) for row in db.session.execute(query)]


# Built once, for each page of a course asks it.
_editions = (
    select(Edition.id, Edition.language, Edition.number, Edition.text_hash)
    .where(Edition.version_id == bindparam("version_id"))
    .order_by(Edition.number)
)


def find_newest_editions(version_id: str) -> dict[str, EditionRow]:
    """Return the newest edition of each language of a version."""
    rows = db.session.execute(_editions, {"version_id": version_id})
    return {row.language: EditionRow(*row) for row in rows}


def find_edition_tree(version_id: str) -> str | None:
    """Return the tree of the draft from which a version's newest edition was published."""
    query = (
        select(Edition.tree_hash)
        .where(Edition.version_id == version_id, Edition.tree_hash.is_not(None))
        .order_by(Edition.published_at.desc(), Edition.number.desc())
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def list_translations(course_id: str) -> dict[str, dict[Key, TranslationRow]]:
    """Return the newest translation of each unit, by language."""
    query = (
        select(
            UnitTranslation.language, UnitTranslation.context, UnitTranslation.source,
            UnitTranslation.text, UnitTranslation.status, UnitTranslation.person_id,
        )
        .where(UnitTranslation.course_id == course_id)
        .order_by(UnitTranslation.seq)
    )  # fmt: skip
    found: dict[str, dict[Key, TranslationRow]] = {}
    for row in db.session.execute(query):
        translation = TranslationRow(row.text, cast("Status", row.status), row.person_id)
        found.setdefault(row.language, {})[Key(row.context, row.source)] = translation
    return found


def list_rewordings(course_id: str) -> list[Rewording]:
    """Return the source texts reworded with their meaning unchanged, in the order declared."""
    query = (
        select(
            RewordingModel.old_context, RewordingModel.old_text,
            RewordingModel.new_context, RewordingModel.new_text,
        )
        .where(RewordingModel.course_id == course_id)
        .order_by(RewordingModel.seq)
    )  # fmt: skip
    return [
        Rewording(Key(old_context, old_text), Key(new_context, new_text))
        for old_context, old_text, new_context, new_text in db.session.execute(query)
    ]


def count_translation_rows(course_id: str) -> int:
    """Return how many translations were ever written for a course."""
    query = select(func.count()).where(UnitTranslation.course_id == course_id)
    return db.session.execute(query).scalar_one()


def lock_course(course_id: str) -> None:
    """Hold a course until the transaction ends, so that two who publish do it one by one."""
    db.session.execute(select(Course.id).where(Course.id == course_id).with_for_update())
