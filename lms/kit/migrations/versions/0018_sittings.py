"""Sittings, who is in them, what is granted, what happens."""

import sqlalchemy as sa
from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sitting',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('course_id', sa.String(length=26), nullable=False),
    sa.Column('activity_id', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('code_hash', sa.String(), server_default='', nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=True),
    sa.Column('made_by', sa.String(length=26), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('opens_at < closes_at', name=op.f('ck_sitting_window')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_sitting_course_id')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_sitting_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sitting'))
    )
    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.create_index('ix_sitting_course', ['course_id', 'activity_id'], unique=False)

    op.create_table('adjustment',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('sitting_id', sa.String(length=26), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=False),
    sa.Column('extra_percent', sa.Integer(), nullable=False),
    sa.Column('extra_minutes', sa.Integer(), nullable=False),
    sa.Column('pause_minutes', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('approved_by', sa.String(length=26), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("reason IN ('health', 'language', 'equipment', 'other')", name=op.f('ck_adjustment_reason')),
    sa.CheckConstraint('extra_percent >= 0 AND extra_minutes >= 0 AND pause_minutes >= 0', name=op.f('ck_adjustment_more')),
    sa.ForeignKeyConstraint(['approved_by'], ['person.id'], name=op.f('fk_adjustment_approved_by')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_adjustment_person_id')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_adjustment_sitting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adjustment'))
    )
    with op.batch_alter_table('adjustment', schema=None) as batch_op:
        batch_op.create_index('uq_adjustment_active', ['sitting_id', 'person_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('incident',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sitting_id', sa.String(length=26), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('reported_by', sa.String(length=26), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(kind = 'note') = (reported_by IS NOT NULL)", name=op.f('ck_incident_author')),
    sa.CheckConstraint("kind IN ('note', 'line', 'language', 'pause')", name=op.f('ck_incident_kind')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_incident_person_id')),
    sa.ForeignKeyConstraint(['reported_by'], ['person.id'], name=op.f('fk_incident_reported_by')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_incident_sitting_id')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_incident'))
    )
    with op.batch_alter_table('incident', schema=None) as batch_op:
        batch_op.create_index('ix_incident_sitting_id', ['sitting_id'], unique=False)

    op.create_table('sitting_candidate',
    sa.Column('sitting_id', sa.String(length=26), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sitting_candidate_person_id')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_sitting_candidate_sitting_id')),
    sa.PrimaryKeyConstraint('sitting_id', 'person_id', name=op.f('pk_sitting_candidate'))
    )
    with op.batch_alter_table('sitting_candidate', schema=None) as batch_op:
        batch_op.create_index('ix_sitting_candidate_person_id', ['person_id'], unique=False)

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sitting_id', sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('pause_seconds', sa.Integer(), server_default='0', nullable=False))
        batch_op.create_index('ix_attempt_sitting_id', ['sitting_id'], unique=False)
        batch_op.create_foreign_key(op.f('fk_attempt_sitting_id'), 'sitting', ['sitting_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_attempt_sitting_id'), type_='foreignkey')
        batch_op.drop_index('ix_attempt_sitting_id')
        batch_op.drop_column('pause_seconds')
        batch_op.drop_column('paused_at')
        batch_op.drop_column('sitting_id')

    with op.batch_alter_table('sitting_candidate', schema=None) as batch_op:
        batch_op.drop_index('ix_sitting_candidate_person_id')

    op.drop_table('sitting_candidate')
    with op.batch_alter_table('incident', schema=None) as batch_op:
        batch_op.drop_index('ix_incident_sitting_id')

    op.drop_table('incident')
    with op.batch_alter_table('adjustment', schema=None) as batch_op:
        batch_op.drop_index('uq_adjustment_active', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.drop_table('adjustment')
    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.drop_index('ix_sitting_course')

    op.drop_table('sitting')
