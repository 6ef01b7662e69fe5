"""Complaints about the training."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('complaint_terms',
    sa.Column('cohort_id', sa.String(length=26), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.CheckConstraint('days BETWEEN 1 AND 90', name=op.f('ck_complaint_terms_days')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_complaint_terms_cohort_id')),
    sa.PrimaryKeyConstraint('cohort_id', name=op.f('pk_complaint_terms'))
    )
    op.create_table('complaint',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('cohort_id', sa.String(length=26), nullable=False),
    sa.Column('participation_id', sa.String(length=26), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('is_named', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("about IN ('content', 'people', 'organisation', 'access', 'assessment', 'other')", name=op.f('ck_complaint_about')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_complaint_cohort_id')),
    sa.ForeignKeyConstraint(['participation_id'], ['participation.id'], name=op.f('fk_complaint_participation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint'))
    )
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_cohort_id'), ['cohort_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_participation_id'), ['participation_id'], unique=False)

    op.create_table('complaint_step',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('complaint_id', sa.String(length=26), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('said_by', sa.String(length=26), nullable=True),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('question', 'reply', 'answer')", name=op.f('ck_complaint_step_kind')),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_step_complaint_id')),
    sa.ForeignKeyConstraint(['said_by'], ['person.id'], name=op.f('fk_complaint_step_said_by')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_complaint_step'))
    )
    with op.batch_alter_table('complaint_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_step_complaint_id'), ['complaint_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('complaint_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_step_complaint_id'))

    op.drop_table('complaint_step')
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_participation_id'))
        batch_op.drop_index(batch_op.f('ix_complaint_cohort_id'))

    op.drop_table('complaint')
    op.drop_table('complaint_terms')
