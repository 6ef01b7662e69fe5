"""Comments on translations are resolved, and opened again."""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("unit_comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("resolved_by", sa.String(length=26), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_unit_comment_resolved_by"), "person", ["resolved_by"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_unit_comment_resolved"),
            "(resolved_by IS NULL) OR (resolved_at IS NOT NULL)",
        )
        batch_op.create_index(
            "ix_unit_comment_open",
            ["course_id"],
            unique=False,
            sqlite_where=sa.text("resolved_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("unit_comment", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_unit_comment_open",
            sqlite_where=sa.text("resolved_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL"),
        )
        batch_op.drop_constraint(batch_op.f("ck_unit_comment_resolved"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_unit_comment_resolved_by"), type_="foreignkey")
        batch_op.drop_column("resolved_by")
        batch_op.drop_column("resolved_at")
