"""What the workshop works on: drafts, translations as rows, versions and their editions.

What learners are given is in `delivery`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import bindparam, func, select

from lms.content.models import Blob, Course, Edition, Revision, Tree, UnitTranslation, Version
from lms.content.models import Rewording as RewordingModel
from lms.content.queries.rows import VersionUnknown
from lms.content.reader import Files
from lms.content.wording import Rewording
from lms.kit import storage
from lms.kit.db import db, read
from lms.units.po import Status
from lms.units.unit import Key

# A statement may carry so many values on every database.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A saved state of a draft."""

    id: str
    number: int
    tree_hash: str
    created_at: datetime
    author_id: str | None
    message: str
    parents: Sequence[str]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version; since `closed_at`, where it is set, nobody begins it any more."""

    id: str
    number: int
    tree_hash: str
    structure_hash: str
    published_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition of a version; `media`: its captions and notes by hash, where that was kept."""

    id: str
    language: str
    number: int
    text_hash: str
    media: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """The newest translation of a unit; `since`: the row where it first had any, `at`: this."""

    text: str
    status: Status
    person_id: str | None
    since: int
    at: int


_revisions = select(
    Revision.id, Revision.number, Revision.tree_hash, Revision.created_at,
    Revision.author_id, Revision.message, Revision.parents,
)  # fmt: skip
_authors = (
    select(Revision.author_id)
    .where(Revision.course_id == bindparam("course_id"), Revision.author_id.is_not(None))
    .distinct()
)
_newest_revision = (
    _revisions.where(Revision.course_id == bindparam("course_id"))
    .order_by(Revision.number.desc())
    .limit(1)
)
_entries = select(Tree.entries).where(Tree.hash == bindparam("hash"))


def find_revision(course_id: str) -> RevisionRow | None:
    """Return the newest revision of a course's draft."""
    row = read(_newest_revision, {"course_id": course_id}).one_or_none()
    return RevisionRow(*row) if row else None


def find_newest_revisions() -> dict[str, RevisionRow]:
    """Return the newest revision of every course that has a draft."""
    newest = (
        select(Revision.course_id, func.max(Revision.number).label("number"))
        .group_by(Revision.course_id)
        .subquery()
    )
    query = _revisions.add_columns(Revision.course_id).join(
        newest,
        (Revision.course_id == newest.c.course_id) & (Revision.number == newest.c.number),
    )
    return {row.course_id: RevisionRow(*row[:-1]) for row in read(query)}


def find_revision_by_number(course_id: str, number: int) -> RevisionRow | None:
    """Return one revision of a course's draft, or nothing."""
    query = _revisions.where(Revision.course_id == course_id, Revision.number == number)
    row = read(query).one_or_none()
    return RevisionRow(*row) if row else None


def get_revision_by_id(revision_id: str) -> RevisionRow:
    """Return a revision that is known to be there."""
    return RevisionRow(*read(_revisions.where(Revision.id == revision_id)).one())


def list_revisions(course_id: str, limit: int, offset: int = 0) -> list[RevisionRow]:
    """Return a course's revisions, the newest first."""
    query = (
        _revisions.where(Revision.course_id == course_id)
        .order_by(Revision.number.desc())
        .limit(limit)
        .offset(offset)
    )
    return [RevisionRow(*row) for row in read(query)]


def list_authors(course_id: str) -> frozenset[str]:
    """Return who has saved a revision of a course: the people who wrote it."""
    return frozenset(str(row.author_id) for row in read(_authors, {"course_id": course_id}))


def get_entries(tree_hash: str) -> Mapping[str, str]:
    """Return the hash of each file of a tree by its path."""
    entries: Mapping[str, str] = read(_entries, {"hash": tree_hash}).scalar_one()
    return entries


def get_files(tree_hash: str) -> Files:
    """Return the files of a tree, read from the storage."""
    entries = get_entries(tree_hash)
    return {path: storage.get(entries[path]) for path in sorted(entries)}


def list_known_blobs(hashes: Collection[str]) -> set[str]:
    """Return those of `hashes` of which some tree has a file already."""
    known: set[str] = set()
    wanted = sorted(hashes)
    for start in range(0, len(wanted), AT_ONCE):
        query = select(Blob.hash).where(Blob.hash.in_(wanted[start : start + AT_ONCE]))
        known.update(read(query).scalars())
    return known


def list_versions(course_id: str) -> list[VersionRow]:
    """Return a course's versions, the newest first."""
    query = (
        select(
            Version.id, Version.number, Version.tree_hash, Version.structure_hash,
            Version.published_at, Version.closed_at,
        )
        .where(Version.course_id == course_id)
        .order_by(Version.number.desc())
    )  # fmt: skip
    return [VersionRow(*row) for row in db.session.execute(query)]


def get_version(course_id: str, number: int) -> VersionRow:
    """Return one version of a course; raise `VersionUnknown` where there is none."""
    for version in list_versions(course_id):
        if version.number == number:
            return version
    raise VersionUnknown


# Built once, for each page of a course asks it.
_editions = (
    select(Edition.id, Edition.language, Edition.number, Edition.text_hash, Edition.media)
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


def list_translations(
    course_id: str, language: str | None = None, until: int | None = None
) -> dict[str, dict[Key, TranslationRow]]:
    """Return the newest translation of each unit, by language.

    With a `language`, of that one alone; with `until`, as it was after the row of that number.
    """
    query = (
        select(
            UnitTranslation.language, UnitTranslation.context, UnitTranslation.source,
            UnitTranslation.text, UnitTranslation.status, UnitTranslation.person_id,
            UnitTranslation.seq,
        )
        .where(UnitTranslation.course_id == course_id)
        .order_by(UnitTranslation.seq)
    )  # fmt: skip
    if language is not None:
        query = query.where(UnitTranslation.language == language)
    if until is not None:
        query = query.where(UnitTranslation.seq <= until)
    found: dict[str, dict[Key, TranslationRow]] = {}
    for row in read(query):
        name, of_language = Key(row.context, row.source), found.setdefault(row.language, {})
        before = of_language.get(name)
        since = before.since if before and before.text else row.seq
        of_language[name] = TranslationRow(
            row.text, cast("Status", row.status), row.person_id, since, row.seq
        )
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
