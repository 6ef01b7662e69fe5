"""The workshop"s working copies."""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "working_copy",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("course_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("base_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["revision.id"], name=op.f("fk_working_copy_base_id")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_working_copy_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_working_copy_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_copy")),
        sa.UniqueConstraint(
            "course_id", "person_id", name=op.f("uq_working_copy_course_id_person_id")
        ),
    )
    with op.batch_alter_table("working_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_working_copy_person_id"), ["person_id"], unique=False)

    op.create_table(
        "working_file",
        sa.Column("copy_id", sa.String(length=26), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("blob_hash", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "text IS NULL OR blob_hash IS NULL", name=op.f("ck_working_file_one_content")
        ),
        sa.ForeignKeyConstraint(
            ["copy_id"],
            ["working_copy.id"],
            name=op.f("fk_working_file_copy_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("copy_id", "path", name=op.f("pk_working_file")),
    )


def downgrade() -> None:
    op.drop_table("working_file")
    with op.batch_alter_table("working_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_working_copy_person_id"))

    op.drop_table("working_copy")
