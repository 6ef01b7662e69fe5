"""Review, publication by two, releases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "course_check",
        sa.Column("course_id", sa.String(length=26), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "report", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_check_course_id")
        ),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_course_check")),
    )
    op.create_table(
        "publication_request",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("course_id", sa.String(length=26), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("is_declared_unchanged", sa.Boolean(), nullable=False),
        sa.Column(
            "offered", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=26), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column(
            "result", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "failure", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> asked_by OR status = 'withdrawn'",
            name=op.f("ck_publication_request_second_person"),
        ),
        sa.CheckConstraint(
            "made IN ('version', 'edition')", name=op.f("ck_publication_request_made")
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'running', 'done', 'failed', 'refused', 'withdrawn')",
            name=op.f("ck_publication_request_status"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_publication_request_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_publication_request_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_publication_request_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_request")),
    )
    with op.batch_alter_table("publication_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_publication_request_course_id"), ["course_id"], unique=False
        )
        batch_op.create_index(
            "uq_publication_request_open",
            ["course_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('waiting', 'running')"),
            postgresql_where=sa.text("status IN ('waiting', 'running')"),
        )

    op.create_table(
        "review_thread",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("course_id", sa.String(length=26), nullable=False),
        sa.Column("context", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(length=26), nullable=True),
        sa.CheckConstraint(
            "(resolved_by IS NULL) OR (resolved_at IS NOT NULL)",
            name=op.f("ck_review_thread_resolved"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_review_thread_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by"], ["person.id"], name=op.f("fk_review_thread_resolved_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_thread")),
    )
    with op.batch_alter_table("review_thread", schema=None) as batch_op:
        batch_op.create_index("ix_review_thread_course", ["course_id", "resolved_at"], unique=False)

    op.create_table(
        "review_comment",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("thread_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_comment_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["review_thread.id"], name=op.f("fk_review_comment_thread_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comment")),
    )
    with op.batch_alter_table("review_comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_comment_thread_id"), ["thread_id"], unique=False
        )

    op.create_table(
        "course_release",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("course_id", sa.String(length=26), nullable=False),
        sa.Column("version_id", sa.String(length=26), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=26), nullable=True),
        sa.Column("confirmed_by", sa.String(length=26), nullable=True),
        sa.CheckConstraint("made IN ('version', 'edition')", name=op.f("ck_course_release_made")),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_course_release_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_release_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_course_release_published_by")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_course_release_version_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_course_release")),
    )
    with op.batch_alter_table("course_release", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_course_release_course_id"), ["course_id"], unique=False
        )

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "needs_second_person", sa.Boolean(), server_default=sa.false(), nullable=False
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("needs_second_person")

    with op.batch_alter_table("course_release", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_release_course_id"))

    op.drop_table("course_release")
    with op.batch_alter_table("review_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_comment_thread_id"))

    op.drop_table("review_comment")
    with op.batch_alter_table("review_thread", schema=None) as batch_op:
        batch_op.drop_index("ix_review_thread_course")

    op.drop_table("review_thread")
    with op.batch_alter_table("publication_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_publication_request_open",
            sqlite_where=sa.text("status IN ('waiting', 'running')"),
            postgresql_where=sa.text("status IN ('waiting', 'running')"),
        )
        batch_op.drop_index(batch_op.f("ix_publication_request_course_id"))

    op.drop_table("publication_request")
    op.drop_table("course_check")
