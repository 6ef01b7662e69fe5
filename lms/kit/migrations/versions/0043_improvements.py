"""Improvement actions, a survey's own questions, tested gains, a reminder to supervisors."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('cohort_gain',
    sa.Column('cohort_id', sa.String(length=26), nullable=False),
    sa.Column('part_id', sa.String(), nullable=False),
    sa.Column('figures', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('measured_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_gain_cohort_id')),
    sa.PrimaryKeyConstraint('cohort_id', 'part_id', name=op.f('pk_cohort_gain'))
    )
    op.create_table('improvement_action',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('cohort_id', sa.String(length=26), nullable=False),
    sa.Column('finding', sa.Text(), nullable=False),
    sa.Column('measure', sa.Text(), nullable=False),
    sa.Column('owner_id', sa.String(length=26), nullable=True),
    sa.Column('owner_name', sa.String(), server_default='', nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('status', sa.String(), server_default='open', nullable=False),
    sa.Column('note', sa.Text(), server_default='', nullable=False),
    sa.Column('created_by', sa.String(length=26), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revision', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("(owner_id IS NULL) = (owner_name <> '')", name=op.f('ck_improvement_action_owner')),
    sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name=op.f('ck_improvement_action_closed')),
    sa.CheckConstraint("status <> 'dropped' OR note <> ''", name=op.f('ck_improvement_action_reason')),
    sa.CheckConstraint("status IN ('open', 'done', 'dropped')", name=op.f('ck_improvement_action_status')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_improvement_action_cohort_id')),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_improvement_action_created_by')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_improvement_action_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_improvement_action'))
    )
    with op.batch_alter_table('improvement_action', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_improvement_action_cohort_id'), ['cohort_id'], unique=False)
        batch_op.create_index('ix_improvement_action_due', ['due_on'], unique=False, sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))
        batch_op.create_index(batch_op.f('ix_improvement_action_owner_id'), ['owner_id'], unique=False)

    op.create_table('survey_plan',
    sa.Column('cohort_id', sa.String(length=26), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('questions', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.CheckConstraint("kind IN ('reaction', 'application_3', 'application_6')", name=op.f('ck_survey_plan_kind')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_survey_plan_cohort_id')),
    sa.PrimaryKeyConstraint('cohort_id', 'kind', name=op.f('pk_survey_plan'))
    )
    op.create_table('improvement_step',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('action_id', sa.String(length=26), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('note', sa.Text(), server_default='', nullable=False),
    sa.Column('before', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('made_by', sa.String(length=26), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('added', 'changed', 'done', 'dropped', 'reopened')", name=op.f('ck_improvement_step_kind')),
    sa.ForeignKeyConstraint(['action_id'], ['improvement_action.id'], name=op.f('fk_improvement_step_action_id')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_improvement_step_made_by')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_improvement_step'))
    )
    with op.batch_alter_table('improvement_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_improvement_step_action_id'), ['action_id'], unique=False)

    with op.batch_alter_table('supervisor_invitation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reminder_digest', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_supervisor_invitation_reminder_digest'), ['reminder_digest'])

    # Whoever was asked before is reminded as if asked when the survey opened.
    op.execute(
        "UPDATE supervisor_invitation SET asked_at = "
        "(SELECT opened_at FROM survey WHERE survey.id = supervisor_invitation.survey_id)"
    )
    with op.batch_alter_table('supervisor_invitation', schema=None) as batch_op:
        batch_op.alter_column('asked_at', existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table('supervisor_invitation', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_supervisor_invitation_reminder_digest'), type_='unique')
        batch_op.drop_column('asked_at')
        batch_op.drop_column('reminder_digest')

    with op.batch_alter_table('improvement_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_improvement_step_action_id'))

    op.drop_table('improvement_step')
    op.drop_table('survey_plan')
    with op.batch_alter_table('improvement_action', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_improvement_action_owner_id'))
        batch_op.drop_index('ix_improvement_action_due', sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))
        batch_op.drop_index(batch_op.f('ix_improvement_action_cohort_id'))

    op.drop_table('improvement_action')
    op.drop_table('cohort_gain')
