"""Tables of assessment: attempts, their papers, and the wells of responses and marks.

What is open, late, answered or passed is reckoned in `rules`; nothing here decides anything.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model, Seq
from lms.learning.models import PercentType


class Attempt(Model):
    """One person's sitting of one quiz; version, edition, language and deadline are frozen.

    An answer made by the `deadline` is taken until `closes_at`: the grace for a broken line.
    `reached` is the one question that is open, where there is no way back; `promised_at` is when
    the candidate confirmed the statement of honour. Of a pause that was granted `pause_seconds` are
    left, and the clock stands still since `paused_at`. `session` is the one that may answer, where
    the sitting wants one alone.
    `finished_by` is set once, when it is finished; `points`, in percent, and `is_passed` when its
    result is released, and again by a regrade or an appeal.
    """

    __tablename__ = "attempt"

    id: Mapped[Id]
    enrolment_id: Mapped[str] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    activity_id: Mapped[str]
    quiz_id: Mapped[str]
    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"), index=True)
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"))
    language: Mapped[str]
    number: Mapped[int]
    started_at: Mapped[datetime]
    deadline: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    finished_by: Mapped[str | None]
    reached: Mapped[int | None]
    promised_at: Mapped[datetime | None]
    sitting_id: Mapped[str | None] = mapped_column(ForeignKey("sitting.id"), index=True)
    paused_at: Mapped[datetime | None]
    pause_seconds: Mapped[int] = mapped_column(server_default="0")
    session: Mapped[str | None]
    session_since: Mapped[datetime | None]
    points: Mapped[Decimal | None] = mapped_column(PercentType)
    is_passed: Mapped[bool | None]
    released_at: Mapped[datetime | None]

    __table_args__ = (
        # A double click on Start makes one attempt: the second insert fails, its request is tried
        # again, and finds the first.
        Index("uq_attempt_open", "enrolment_id", "activity_id", unique=True,
              sqlite_where=text("finished_at IS NULL"),
              postgresql_where=text("finished_at IS NULL")),
        # Two requests cannot both take the last attempt that is left. Also the look-up of all
        # attempts at one quiz.
        UniqueConstraint("enrolment_id", "activity_id", "number"),
        # The sweep asks every half minute whose time has run out.
        Index("ix_attempt_closes_at", "closes_at",
              sqlite_where=text("finished_at IS NULL"),
              postgresql_where=text("finished_at IS NULL")),
        CheckConstraint("finished_by IN ('candidate', 'deadline')", name="finished_by"),
        CheckConstraint("(finished_at IS NULL) = (finished_by IS NULL)", name="finished"),
        # What has to be marked by people is finished before it has a result.
        CheckConstraint("released_at IS NULL OR finished_at IS NOT NULL", name="released"),
        CheckConstraint("points IS NULL OR released_at IS NOT NULL", name="points"),
        # Those that await marks: the markers' queue begins here.
        Index("ix_attempt_awaiting", "version_id", "quiz_id",
              sqlite_where=text("finished_at IS NOT NULL AND released_at IS NULL"),
              postgresql_where=text("finished_at IS NOT NULL AND released_at IS NULL")),
    )  # fmt: skip


class PaperItem(Model):
    """One question of a frozen paper: ids in the order, and values, that were made for it.

    `is_flagged`: the candidate wants to look at it again.
    """

    __tablename__ = "paper_item"

    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str]
    choices: Mapped[Json]
    made: Mapped[Json] = mapped_column(server_default="{}")
    is_flagged: Mapped[bool] = mapped_column(server_default=false())

    # No question twice on a paper; and what responses and marks refer to.
    __table_args__ = (UniqueConstraint("attempt_id", "item_id"),)


class Response(Model):
    """One answer as it came in; of those that were in time the one made last counts.

    `made_at` is when it was chosen or typed, by the page's script, within what the server can know;
    `at` is when it arrived. Without script nothing is known of the former.
    """

    __tablename__ = "response"

    seq: Mapped[Seq]
    attempt_id: Mapped[str]
    item_id: Mapped[str]
    client_id: Mapped[str]
    revision: Mapped[int]
    value: Mapped[Json]
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"))
    made_at: Mapped[datetime | None]
    at: Mapped[datetime]
    is_late: Mapped[bool]

    __table_args__ = (
        # What is not on the paper cannot be answered, whatever a service overlooks.
        ForeignKeyConstraint(["attempt_id", "item_id"],
                             ["paper_item.attempt_id", "paper_item.item_id"]),
        # A send that is repeated, by a nervous finger or a weak line, is stored once.
        UniqueConstraint("attempt_id", "client_id"),
        # Revisions count up without a gap; also the look-up of the newest one.
        UniqueConstraint("attempt_id", "item_id", "revision"),
    )  # fmt: skip


class Mark(Model):
    """The points of one answer, 0 to 1, as an exact fraction; `rules.marks` says which counts.

    `response_seq` is the response that was marked, or nothing where there was none. `details` are
    the rubric's levels chosen, a comment for the candidate, and remarks on passages of the text.
    """

    __tablename__ = "mark"

    seq: Mapped[Seq]
    attempt_id: Mapped[str]
    item_id: Mapped[str]
    kind: Mapped[str]
    numerator: Mapped[int]
    denominator: Mapped[int]
    response_seq: Mapped[int | None] = mapped_column(ForeignKey("response.seq"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    is_left_out: Mapped[bool] = mapped_column(server_default=false())
    details: Mapped[Json] = mapped_column(server_default="{}")
    reason: Mapped[str | None]
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["attempt_id", "item_id"],
                             ["paper_item.attempt_id", "paper_item.item_id"]),
        # Two that finish an attempt at once, candidate and sweep, must not mark it twice. Also
        # the look-up of a paper's marks.
        Index("uq_mark_automatic", "attempt_id", "item_id", unique=True,
              sqlite_where=text("kind = 'automatic'"),
              postgresql_where=text("kind = 'automatic'")),
        # The look-up of a paper's other marks.
        Index("ix_mark_people", "attempt_id", "item_id",
              sqlite_where=text("kind <> 'automatic'"),
              postgresql_where=text("kind <> 'automatic'")),
        CheckConstraint(
            "kind IN ('automatic', 'second', 'human', 'moderated', 'regraded', 'appeal')",
            name="kind",
        ),
        # Who and why: an automatic mark has neither, a marker's has a name, a change has a reason.
        CheckConstraint("(kind = 'automatic') = (person_id IS NULL) OR kind = 'regraded'",
                        name="person"),
        CheckConstraint("kind NOT IN ('moderated', 'regraded', 'appeal') OR reason IS NOT NULL",
                        name="reason"),
        CheckConstraint("0 <= numerator AND numerator <= denominator AND denominator > 0",
                        name="share"),
    )  # fmt: skip


class ItemAnalysis(Model):
    """What an analysis of some attempts at one quiz found; made once by its job, whose id it has.

    `version_id` is the newest of the versions that it is of; `is_whole`: of everybody's first
    attempt in that one. `workbook_hash` is the same as a workbook.
    """

    __tablename__ = "item_analysis"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"))
    activity_id: Mapped[str]
    wish: Mapped[Json]
    is_whole: Mapped[bool]
    attempts: Mapped[int]
    found: Mapped[Json]
    workbook_hash: Mapped[str]
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    __table_args__ = (
        # A course's analyses, the newest first.
        Index("ix_item_analysis_course", "course_id", "made_at"),
        # Reliability beside every list of a version's questions.
        Index("ix_item_analysis_version", "version_id", "made_at"),
    )


class Regrade(Model):
    """A decision about one question of a version, and why: another key, full marks, or left out."""

    __tablename__ = "regrade"

    id: Mapped[Id]
    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"), index=True)
    item_id: Mapped[str]
    way: Mapped[str]
    job_id: Mapped[str]
    key: Mapped[Json]
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (CheckConstraint("way IN ('key', 'everybody', 'out')", name="way"),)


class MarkingPlan(Model):
    """How the answers to a quiz are marked by people, whatever the version; without one: defaults.

    `second_percent` is the share of answers that a second person marks without knowing the first
    mark, `threshold_percent` the difference, in percent of the question's points, from which on a
    moderator decides. `standard` is the record of how the pass mark was set.
    """

    __tablename__ = "marking_plan"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    quiz_id: Mapped[str] = mapped_column(primary_key=True)
    second_percent: Mapped[int]
    threshold_percent: Mapped[int]
    may_authors_decide: Mapped[bool]
    standard: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("second_percent BETWEEN 0 AND 100", name="second"),
        CheckConstraint("threshold_percent BETWEEN 0 AND 100", name="threshold"),
    )


class MarkingDuty(Model):
    """Who marks the answers to a quiz, and as what; who did so before is kept."""

    __tablename__ = "marking_duty"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    quiz_id: Mapped[str]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    assigned_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        # Nobody has the same duty twice at a time, however often the button is pressed.
        Index("uq_marking_duty_held", "course_id", "quiz_id", "person_id", "role", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
        CheckConstraint("role IN ('marker', 'second', 'moderator')", name="role"),
    )  # fmt: skip


class MarkingDraft(Model):
    """A half-done mark of one person, kept until it is given."""

    __tablename__ = "marking_draft"

    attempt_id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    details: Mapped[Json]
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["attempt_id", "item_id"],
                             ["paper_item.attempt_id", "paper_item.item_id"]),
    )  # fmt: skip


class MarkingPhrase(Model):
    """A comment that those who mark a question keep at hand."""

    __tablename__ = "marking_phrase"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    item_id: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    kept_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    kept_at: Mapped[datetime]

    # The bank of one question.
    __table_args__ = (Index("ix_marking_phrase_item", "course_id", "item_id", "kept_at"),)


class Sitting(Model):
    """One occasion of a quiz: a list of people who may start it within a window of time.

    A quiz with any sitting is taken in sittings alone. `minutes` and `attempts` stand in the place
    of the quiz's own; so limits change without another version.
    """

    __tablename__ = "sitting"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    activity_id: Mapped[str]
    title: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    code_hash: Mapped[str] = mapped_column(server_default="")
    minutes: Mapped[int | None]
    attempts: Mapped[int | None]
    is_exclusive: Mapped[bool] = mapped_column(server_default=false())
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    __table_args__ = (
        # Asked at each start: is the quiz taken in sittings?
        Index("ix_sitting_course", "course_id", "activity_id"),
        CheckConstraint("opens_at < closes_at", name="window"),
    )


class SittingCandidate(Model):
    """Somebody on the list of a sitting."""

    __tablename__ = "sitting_candidate"

    sitting_id: Mapped[str] = mapped_column(ForeignKey("sitting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class Incident(Model):
    """What happened in a sitting, by an invigilator or by itself; never changed."""

    __tablename__ = "incident"

    seq: Mapped[Seq]
    sitting_id: Mapped[str] = mapped_column(ForeignKey("sitting.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    note: Mapped[str]
    reported_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("kind IN ('note', 'line', 'language', 'pause', 'session')", name="kind"),
        # By itself, or by somebody: a note has its author.
        CheckConstraint("(kind = 'note') = (reported_by IS NOT NULL)", name="author"),
    )


class Adjustment(Model):
    """What somebody was granted for a sitting; the reason is a class, and nothing more is kept."""

    __tablename__ = "adjustment"

    id: Mapped[Id]
    sitting_id: Mapped[str] = mapped_column(ForeignKey("sitting.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    extra_percent: Mapped[int]
    extra_minutes: Mapped[int]
    pause_minutes: Mapped[int]
    language: Mapped[str | None]
    reason: Mapped[str]
    approved_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        # One grant is in force for a person and a sitting; the former ones stay on record.
        Index("uq_adjustment_active", "sitting_id", "person_id", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
        CheckConstraint("reason IN ('health', 'language', 'equipment', 'other')", name="reason"),
        CheckConstraint("extra_percent >= 0 AND extra_minutes >= 0 AND pause_minutes >= 0",
                        name="more"),
    )  # fmt: skip
