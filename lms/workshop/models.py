"""Tables of the workshop: what is not saved yet, what reviewers say, who asks to publish what.

A saved state is a revision, and stands in `lms.content`, as what is published does.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model, Seq


class WorkingCopy(Model):
    """One person's unsaved work on one course, and the revision that it began from."""

    __tablename__ = "working_copy"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    base_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        # Two browser windows of one person write into one copy.
        UniqueConstraint("course_id", "person_id"),
    )


class WorkingFile(Model):
    """A file as the person has it now: text here, media by hash; with neither it is removed."""

    __tablename__ = "working_file"

    copy_id: Mapped[str] = mapped_column(
        ForeignKey("working_copy.id", ondelete="CASCADE"), primary_key=True
    )
    path: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str | None] = mapped_column(Text)
    blob_hash: Mapped[str | None]
    # What stood there before the last change, where that can be undone.
    previous: Mapped[str | None] = mapped_column(Text)
    updated_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("text IS NULL OR blob_hash IS NULL", name="one_content"),)


class DiscardedCopy(Model):
    """What a person threw away, or another's choice replaced; kept for some days, to be undone."""

    __tablename__ = "discarded_copy"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]

    __table_args__ = (
        # The front of a course asks for the person's own.
        Index("ix_discarded_copy_course", "course_id", "person_id", "created_at"),
    )


class DiscardedFile(Model):
    """A file as it was when it was discarded; as in a working copy."""

    __tablename__ = "discarded_file"

    copy_id: Mapped[str] = mapped_column(
        ForeignKey("discarded_copy.id", ondelete="CASCADE"), primary_key=True
    )
    path: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str | None] = mapped_column(Text)
    blob_hash: Mapped[str | None]

    __table_args__ = (CheckConstraint("text IS NULL OR blob_hash IS NULL", name="one_content"),)


class CourseOrigin(Model):
    """From what a course derives, and up to which state it has taken that in; append-only.

    The newest row of a course is the base of the next merge.
    """

    __tablename__ = "course_origin"

    seq: Mapped[Seq]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    upstream_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    version_number: Mapped[int]
    tree_hash: Mapped[str] = mapped_column(ForeignKey("tree.hash"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class UpstreamMerge(Model):
    """A state of the upstream course that a working copy took in; it counts once that is saved."""

    __tablename__ = "upstream_merge"

    copy_id: Mapped[str] = mapped_column(
        ForeignKey("working_copy.id", ondelete="CASCADE"), primary_key=True
    )
    version_number: Mapped[int]
    tree_hash: Mapped[str] = mapped_column(ForeignKey("tree.hash"))


class DerivingOpen(Model):
    """A course from which trainers of other organisations may derive their own."""

    __tablename__ = "deriving_open"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class ReviewThread(Model):
    """A remark on one text of a course, with the words that it was made on; open until resolved."""

    __tablename__ = "review_thread"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    context: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        # A course's review, which shows mostly what is open.
        Index("ix_review_thread_course", "course_id", "resolved_at"),
        CheckConstraint("(resolved_by IS NULL) OR (resolved_at IS NOT NULL)", name="resolved"),
    )


class ReviewComment(Model):
    """What one person said in a thread; the first comment begins it."""

    __tablename__ = "review_comment"

    id: Mapped[Id]
    thread_id: Mapped[str] = mapped_column(ForeignKey("review_thread.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class CourseCheck(Model):
    """What the last check of a course before publishing found, and of which state of it."""

    __tablename__ = "course_check"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    report: Mapped[Json]
    made_at: Mapped[datetime]


class CourseLinks(Model):
    """What became of a course's links to other sites when somebody last had them tried.

    `answers` maps each address to its outcome, the status of HTTP and where it moved for good.
    """

    __tablename__ = "course_links"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    answers: Mapped[Json]
    made_at: Mapped[datetime]


class PublicationRequest(Model):
    """Somebody's wish to publish a state of a course, who decided on it, and what came of it.

    `made` is what it was to make, with what was declared; `result` and `failure` what the job says.
    """

    __tablename__ = "publication_request"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    state: Mapped[str] = mapped_column(Text)
    made: Mapped[str]
    is_declared_unchanged: Mapped[bool]
    offered: Mapped[Json]
    # What waited before there was this column leaves no language out.
    left_out: Mapped[Json] = mapped_column(server_default="[]")
    notes: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    status: Mapped[str]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    job_id: Mapped[str | None]
    result: Mapped[Json] = mapped_column(default=dict)
    failure: Mapped[Json] = mapped_column(default=dict)

    __table_args__ = (
        CheckConstraint(
            "status IN ('waiting', 'running', 'done', 'failed', 'refused', 'withdrawn')",
            name="status",
        ),
        CheckConstraint("made IN ('version', 'edition')", name="made"),
        # Two people confirm; one person twice is no second pair of eyes.
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by OR status = 'withdrawn'",
                        name="second_person"),
        # A course is published by one at a time.
        Index("uq_publication_request_open", "course_id", unique=True,
              sqlite_where=text("status IN ('waiting', 'running')"),
              postgresql_where=text("status IN ('waiting', 'running')")),
    )  # fmt: skip


class LibraryCourse(Model):
    """A course whose questions are in the library, and the mark of the state that they are of."""

    __tablename__ = "library_course"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    mark: Mapped[str]
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    read_at: Mapped[datetime]


class LibraryQuestion(Model):
    """A question as the list of all courses' questions finds it; made anew from the course's files.

    One row for the newest published state, one for the saved draft where that differs; the former
    is then `is_shadowed` for those who see drafts. `languages` are those in which it is complete,
    each between spaces. `is_deciding`: the quiz that completes the course draws from its bank;
    `is_exam`: that, or it is taken in sittings. `hash` is that of its content as it is asked, under
    which it was counted.
    """

    __tablename__ = "library_question"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    is_shadowed: Mapped[bool]
    is_deciding: Mapped[bool]
    is_exam: Mapped[bool]
    bank: Mapped[str]
    place: Mapped[int]
    type: Mapped[str]
    level: Mapped[str | None]
    article: Mapped[str | None]
    languages: Mapped[str]
    hash: Mapped[str]
    facility: Mapped[int | None]
    exposure: Mapped[int | None]
    answers: Mapped[int]
    papers: Mapped[int]
    objective: Mapped[str | None]
    text: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("state IN ('published', 'draft')", name="state"),
        # The list as it stands: course by course, bank by bank.
        Index("ix_library_question_place", "course_id", "bank", "place"),
    )


class LibraryText(Model):
    """The words of a question in one language, each once, as they are searched.

    Apart from the question, so that who does not search reads none of them.
    """

    __tablename__ = "library_text"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Text)


class QuestionUse(Model):
    """How one question did in one quiz of one version; counted anew when there is more of it."""

    __tablename__ = "question_use"

    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    activity_id: Mapped[str] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    hash: Mapped[str]
    papers: Mapped[int]
    of_papers: Mapped[int]
    answers: Mapped[int]
    people: Mapped[int]
    facility: Mapped[int | None]
    omitted: Mapped[int | None]
    discrimination: Mapped[float | None]
    alpha: Mapped[float | None]
    analysis_id: Mapped[str | None]
    is_sat: Mapped[bool]

    # A question's page asks for all its versions.
    __table_args__ = (Index("ix_question_use_course", "course_id", "question_id"),)


class VersionCount(Model):
    """A version whose questions' uses were counted, and the mark of what there was to count."""

    __tablename__ = "version_count"

    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"), primary_key=True)
    mark: Mapped[str]
    counted_at: Mapped[datetime]


class QuestionLineage(Model):
    """From which question another was copied, or took the text over again; append-only.

    The newest row of a question counts. `taken` is what the original said then, and `copy_hash` the
    hash of what the copy became by it: so both sides' later changes are seen. `origin_version` is
    the newest version of the original's course, where its published state was taken.
    """

    __tablename__ = "question_lineage"

    seq: Mapped[Seq]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    question_id: Mapped[str]
    origin_course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    origin_question_id: Mapped[str]
    origin_state: Mapped[str]
    origin_version: Mapped[int | None]
    origin_hash: Mapped[str]
    copy_hash: Mapped[str]
    taken: Mapped[Json]
    revision_number: Mapped[int]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("origin_state IN ('published', 'draft')", name="state"),
        # A question's page asks both ways.
        Index("ix_question_lineage_copy", "course_id", "question_id"),
        Index("ix_question_lineage_origin", "origin_course_id", "origin_question_id"),
    )
