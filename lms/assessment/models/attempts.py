"""Tables of attempts: their papers, and the wells of responses and marks.

What is open, late, answered or passed is reckoned in `rules`; nothing here decides anything.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
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
    the sitting wants one alone. `form` is the parallel form, from 1, of a quiz that has forms.
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
    form: Mapped[int | None]
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
    `at` is when it arrived. Without script nothing is known of the former. `session` is a mark of
    the session that sent it: who looks after a sitting sees that there were several.
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
    session: Mapped[str | None]

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
        # What two people decide on one appeal at once cannot both count.
        Index("uq_mark_appeal", "attempt_id", "item_id", unique=True,
              sqlite_where=text("kind = 'appeal'"), postgresql_where=text("kind = 'appeal'")),
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
