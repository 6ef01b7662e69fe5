"""What was done with nominations; the language group asked for; files that answer questions."""

import sqlalchemy as sa
from alembic import op


revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nomination_step",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("nomination_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nomination_step_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_nomination_step_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_step")),
        sa.UniqueConstraint(
            "nomination_id", "number", name=op.f("uq_nomination_step_nomination_id_number")
        ),
    )
    # Each with a default, so that neither database writes the table anew.
    op.add_column(
        "nomination",
        sa.Column("group_language", sa.String(), server_default=sa.text("''"), nullable=False),
    )
    op.add_column(
        "nomination_document",
        sa.Column("question_id", sa.String(), server_default=sa.text("''"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("nomination_document", "question_id")
    op.drop_column("nomination", "group_language")
    op.drop_table("nomination_step")
