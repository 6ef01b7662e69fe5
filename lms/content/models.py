"""Tables of content: courses, their revisions and translations, versions and editions.

Files themselves are in the storage, by hash. What may be published is decided in `rules`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, JsonType, Model, Seq


class Course(Model):
    """A course under its slug; what it says is in its revisions and versions."""

    __tablename__ = "course"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    visibility: Mapped[str] = mapped_column(default="public")
    enrolment: Mapped[str] = mapped_column(default="open")
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("visibility IN ('public', 'members')", name="visibility"),
        CheckConstraint("enrolment IN ('open', 'approval', 'cohort')", name="enrolment"),
    )


class Blob(Model):
    """A file that some tree refers to, by the SHA-256 under which the storage has it."""

    __tablename__ = "blob"

    hash: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]


class PictureForms(Model):
    """The smaller forms of a picture, by the hash of its content; drawn once for all courses."""

    __tablename__ = "picture_forms"

    hash: Mapped[str] = mapped_column(primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    forms: Mapped[Json]


class Tree(Model):
    """The files of a course at one time: `entries` maps each path to the hash of its content.

    `hash` is the package hash: the same tree is stored once.
    """

    __tablename__ = "tree"

    hash: Mapped[str] = mapped_column(primary_key=True)
    entries: Mapped[Json]


class Revision(Model):
    """A saved state of the draft; `parents` are the ids of those that it was made from."""

    __tablename__ = "revision"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    tree_hash: Mapped[str] = mapped_column(ForeignKey("tree.hash"))
    parents: Mapped[Json]
    author_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    message: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (
        # Two who save at once get two numbers: the second sees the first and tries again.
        UniqueConstraint("course_id", "number"),
    )


class UnitTranslation(Model):
    """One unit's text in one language, as somebody wrote it; the newest row of a unit counts."""

    __tablename__ = "unit_translation"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    language: Mapped[str]
    context: Mapped[str]
    source: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    status: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    __table_args__ = (
        # Publishing and export read a language of a course from the first row to the last.
        Index("ix_unit_translation_course", "course_id", "language", "seq"),
        # Whoever saves a unit asks for what it said before.
        Index("ix_unit_translation_unit", "course_id", "language", "context"),
        CheckConstraint("status IN ('missing', 'draft', 'translated', 'reviewed')", name="status"),
    )


class Rewording(Model):
    """A source text changed with its meaning declared unchanged, and who declared it."""

    __tablename__ = "rewording"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    old_context: Mapped[str]
    old_text: Mapped[str] = mapped_column(Text)
    new_context: Mapped[str]
    new_text: Mapped[str] = mapped_column(Text)
    declared_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class Version(Model):
    """A published state of a course: structure, questions, keys, scoring; never changed.

    `forms` are the questions of each form of a quiz that has forms, by the quiz's id: put together
    once, when it was published. `closed_at` is no part of a version: since then nobody begins it,
    and who is under way goes on.
    """

    __tablename__ = "version"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    tree_hash: Mapped[str] = mapped_column(ForeignKey("tree.hash"))
    structure_hash: Mapped[str]
    facts: Mapped[Json]
    quizzes: Mapped[Json]
    forms: Mapped[Json] = mapped_column(server_default="{}")
    published_at: Mapped[datetime]
    published_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        # Two who publish at once make one version; the newest is looked up by this.
        UniqueConstraint("course_id", "number"),
    )


class Edition(Model):
    """The texts of a version in one language; never changed, the highest number is read.

    `tree_hash` is the draft as it was published, where the edition was made for the newest
    version; an older version that got the same texts has none of its own. `missing` texts are
    shown in the source language; `media` are the hashes of the captions and notes that belong to
    it. Editions made before either was kept have neither.
    """

    __tablename__ = "edition"

    id: Mapped[Id]
    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"))
    language: Mapped[str]
    number: Mapped[int]
    text_hash: Mapped[str]
    tree_hash: Mapped[str | None] = mapped_column(ForeignKey("tree.hash"))
    is_unreviewed: Mapped[bool]
    missing: Mapped[int | None]
    media: Mapped[dict[str, str] | None] = mapped_column(JsonType)
    outline: Mapped[Json]
    published_at: Mapped[datetime]

    __table_args__ = (
        # A number is given once, and the newest edition of a language is one row of this index.
        UniqueConstraint("version_id", "language", "number"),
    )


class Release(Model):
    """One publication: the version it made, or the version whose texts it renewed; append-only.

    `notes` say in the source language what is new, for those who read the course and its history.
    """

    __tablename__ = "course_release"

    seq: Mapped[Seq]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"))
    made: Mapped[str]
    notes: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
    published_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (CheckConstraint("made IN ('version', 'edition')", name="made"),)


class Item(Model):
    """A question of a version, with its key."""

    __tablename__ = "item"

    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    bank: Mapped[str]
    position: Mapped[int]
    type: Mapped[str]
    data: Mapped[Json]


class RenderedPage(Model):
    """A page of an edition as finished HTML: what a reader's request reads."""

    __tablename__ = "rendered_page"

    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    activity_id: Mapped[str] = mapped_column(primary_key=True)
    html: Mapped[str] = mapped_column(Text)
    html_hash: Mapped[str]
    is_older: Mapped[bool]


class RenderedItem(Model):
    """The texts of a question of an edition as finished HTML, by the path of each field."""

    __tablename__ = "rendered_item"

    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    texts: Mapped[Json]
