"""How panels select: conflicts, scores, allocations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "allocation_run",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("cohort_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "given", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column(
            "result", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("asked_by", sa.String(length=26), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=26), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_allocation_run_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_allocation_run_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_allocation_run_confirmed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_run")),
        sa.UniqueConstraint("cohort_id", "digest", name=op.f("uq_allocation_run_cohort_id_digest")),
        sa.UniqueConstraint("cohort_id", "number", name=op.f("uq_allocation_run_cohort_id_number")),
    )
    op.create_index(
        "uq_allocation_run_confirmed",
        "allocation_run",
        ["cohort_id"],
        unique=True,
        sqlite_where=sa.text("confirmed_at IS NOT NULL"),
        postgresql_where=sa.text("confirmed_at IS NOT NULL"),
    )

    op.create_table(
        "panel_declaration",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("cohort_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_panel_declaration_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_panel_declaration_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_declaration")),
        sa.UniqueConstraint(
            "cohort_id", "person_id", name=op.f("uq_panel_declaration_cohort_id_person_id")
        ),
    )
    op.create_index(
        "ix_panel_declaration_person_id", "panel_declaration", ["person_id"], unique=False
    )

    op.create_table(
        "selection_plan",
        sa.Column("cohort_id", sa.String(length=26), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("shows_place", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("spread", sa.Integer(), nullable=False),
        sa.Column("scores_each", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "scores_each BETWEEN 1 AND 20", name=op.f("ck_selection_plan_scores_each")
        ),
        sa.CheckConstraint("spread BETWEEN 1 AND 100", name=op.f("ck_selection_plan_spread")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_selection_plan_cohort_id")
        ),
        sa.PrimaryKeyConstraint("cohort_id", name=op.f("pk_selection_plan")),
    )
    op.create_table(
        "panel_conflict",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("nomination_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(length=26), nullable=True),
        sa.CheckConstraint(
            "reason IN ('family', 'superior', 'colleague', 'business', 'other')",
            name=op.f("ck_panel_conflict_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["person.id"], name=op.f("fk_panel_conflict_lifted_by")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_panel_conflict_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_panel_conflict_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_conflict")),
    )
    op.create_index("ix_panel_conflict_person_id", "panel_conflict", ["person_id"], unique=False)
    op.create_index(
        "uq_panel_conflict_held",
        "panel_conflict",
        ["nomination_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )

    op.create_table(
        "panel_score",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nomination_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column(
            "points", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("is_agreed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_panel_score_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_panel_score_person_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_panel_score")),
    )
    op.create_index("ix_panel_score_nomination_id", "panel_score", ["nomination_id"], unique=False)
    op.create_index("ix_panel_score_person_id", "panel_score", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("panel_score")
    op.drop_table("panel_conflict")
    op.drop_table("selection_plan")
    op.drop_table("panel_declaration")
    op.drop_table("allocation_run")
