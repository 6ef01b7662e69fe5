"""Answers that people mark."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
AWAITING = sa.text('finished_at IS NOT NULL AND released_at IS NULL')
BY_PEOPLE = sa.text("kind <> 'automatic'")


def upgrade() -> None:
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('released_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(op.f('ck_attempt_points'), type_='check')
    # Until now every attempt had its result when it was finished.
    op.execute('UPDATE attempt SET released_at = finished_at')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_attempt_released'), 'released_at IS NULL OR finished_at IS NOT NULL')
        batch_op.create_check_constraint(op.f('ck_attempt_points'), 'points IS NULL OR released_at IS NOT NULL')
        batch_op.create_index('ix_attempt_awaiting', ['version_id', 'quiz_id'], unique=False, sqlite_where=AWAITING, postgresql_where=AWAITING)

    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.add_column(sa.Column('person_id', sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column('details', JSON, server_default='{}', nullable=False))
        batch_op.create_foreign_key(op.f('fk_mark_person_id'), 'person', ['person_id'], ['id'])
        batch_op.drop_constraint(op.f('ck_mark_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_mark_kind'), "kind IN ('automatic', 'second', 'human', 'moderated', 'regraded', 'appeal')")
        batch_op.create_check_constraint(op.f('ck_mark_person'), "(kind = 'automatic') = (person_id IS NULL) OR kind = 'regraded'")
        batch_op.create_check_constraint(op.f('ck_mark_reason'), "kind NOT IN ('moderated', 'regraded', 'appeal') OR reason IS NOT NULL")
        batch_op.create_index('ix_mark_people', ['attempt_id', 'item_id'], unique=False, sqlite_where=BY_PEOPLE, postgresql_where=BY_PEOPLE)

    op.create_table('marking_plan',
    sa.Column('course_id', sa.String(length=26), nullable=False),
    sa.Column('quiz_id', sa.String(), nullable=False),
    sa.Column('second_percent', sa.Integer(), nullable=False),
    sa.Column('threshold_percent', sa.Integer(), nullable=False),
    sa.Column('may_authors_decide', sa.Boolean(), nullable=False),
    sa.Column('standard', sa.Text(), nullable=False),
    sa.CheckConstraint('second_percent BETWEEN 0 AND 100', name=op.f('ck_marking_plan_second')),
    sa.CheckConstraint('threshold_percent BETWEEN 0 AND 100', name=op.f('ck_marking_plan_threshold')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_marking_plan_course_id')),
    sa.PrimaryKeyConstraint('course_id', 'quiz_id', name=op.f('pk_marking_plan'))
    )
    op.create_table('marking_duty',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('course_id', sa.String(length=26), nullable=False),
    sa.Column('quiz_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('assigned_by', sa.String(length=26), nullable=True),
    sa.Column('assigned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("role IN ('marker', 'second', 'moderator')", name=op.f('ck_marking_duty_role')),
    sa.ForeignKeyConstraint(['assigned_by'], ['person.id'], name=op.f('fk_marking_duty_assigned_by')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_marking_duty_course_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_marking_duty_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_marking_duty'))
    )
    with op.batch_alter_table('marking_duty', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_marking_duty_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_marking_duty_held', ['course_id', 'quiz_id', 'person_id', 'role'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('marking_draft',
    sa.Column('attempt_id', sa.String(), nullable=False),
    sa.Column('item_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=False),
    sa.Column('details', JSON, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id', 'item_id'], ['paper_item.attempt_id', 'paper_item.item_id'], name=op.f('fk_marking_draft_attempt_id_item_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_marking_draft_person_id')),
    sa.PrimaryKeyConstraint('attempt_id', 'item_id', 'person_id', name=op.f('pk_marking_draft'))
    )
    op.create_table('marking_phrase',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('course_id', sa.String(length=26), nullable=False),
    sa.Column('item_id', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('kept_by', sa.String(length=26), nullable=True),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_marking_phrase_course_id')),
    sa.ForeignKeyConstraint(['kept_by'], ['person.id'], name=op.f('fk_marking_phrase_kept_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_marking_phrase'))
    )
    with op.batch_alter_table('marking_phrase', schema=None) as batch_op:
        batch_op.create_index('ix_marking_phrase_item', ['course_id', 'item_id', 'kept_at'], unique=False)


def downgrade() -> None:
    op.drop_table('marking_phrase')
    op.drop_table('marking_draft')
    op.drop_table('marking_duty')
    op.drop_table('marking_plan')
    op.execute("DELETE FROM mark WHERE kind <> 'automatic'")
    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.drop_index('ix_mark_people', sqlite_where=BY_PEOPLE, postgresql_where=BY_PEOPLE)
        for name in ('reason', 'person', 'kind'):
            batch_op.drop_constraint(op.f(f'ck_mark_{name}'), type_='check')
        batch_op.create_check_constraint(op.f('ck_mark_kind'), "kind IN ('automatic')")
        batch_op.drop_constraint(op.f('fk_mark_person_id'), type_='foreignkey')
        batch_op.drop_column('details')
        batch_op.drop_column('person_id')

    # What awaits its marks has no place in the older form: it counts as worth nothing.
    op.execute('UPDATE attempt SET released_at = finished_at, points = 0 WHERE finished_at IS NOT NULL AND points IS NULL')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index('ix_attempt_awaiting', sqlite_where=AWAITING, postgresql_where=AWAITING)
        for name in ('points', 'released'):
            batch_op.drop_constraint(op.f(f'ck_attempt_{name}'), type_='check')
        batch_op.create_check_constraint(op.f('ck_attempt_points'), '(finished_at IS NULL) = (points IS NULL)')
        batch_op.drop_column('released_at')
