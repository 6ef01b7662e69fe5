"""Appeals against results."""

import sqlalchemy as sa
from alembic import op


revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('appeal',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('attempt_id', sa.String(length=26), nullable=False),
    sa.Column('is_whole', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.String(length=26), nullable=True),
    sa.Column('answer', sa.Text(), server_default='', nullable=False),
    sa.Column('points_before', sa.Integer(), nullable=True),
    sa.Column('points_after', sa.Integer(), nullable=True),
    sa.CheckConstraint("(status = 'open') = (ended_at IS NULL)", name=op.f('ck_appeal_ended')),
    sa.CheckConstraint("(status IN ('dismissed', 'upheld')) = (decided_by IS NOT NULL)", name=op.f('ck_appeal_decided')),
    sa.CheckConstraint("status IN ('open', 'withdrawn', 'dismissed', 'upheld')", name=op.f('ck_appeal_status')),
    sa.CheckConstraint('points_before IS NULL OR points_before <= points_after', name=op.f('ck_appeal_lower')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_appeal_attempt_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_appeal_decided_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal'))
    )
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appeal_attempt_id'), ['attempt_id'], unique=False)
        batch_op.create_index('uq_appeal_attempt', ['attempt_id'], unique=True, sqlite_where=sa.text("status <> 'withdrawn'"), postgresql_where=sa.text("status <> 'withdrawn'"))

    op.create_table('appeal_item',
    sa.Column('appeal_id', sa.String(length=26), nullable=False),
    sa.Column('item_id', sa.String(), nullable=False),
    sa.Column('attempt_id', sa.String(), nullable=False),
    sa.Column('answer', sa.Text(), server_default='', nullable=False),
    sa.Column('mark_seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['appeal_id'], ['appeal.id'], name=op.f('fk_appeal_item_appeal_id')),
    sa.ForeignKeyConstraint(['attempt_id', 'item_id'], ['paper_item.attempt_id', 'paper_item.item_id'], name=op.f('fk_appeal_item_attempt_id_item_id')),
    sa.ForeignKeyConstraint(['mark_seq'], ['mark.seq'], name=op.f('fk_appeal_item_mark_seq')),
    sa.PrimaryKeyConstraint('appeal_id', 'item_id', name=op.f('pk_appeal_item'))
    )
    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.create_index('uq_mark_appeal', ['attempt_id', 'item_id'], unique=True, sqlite_where=sa.text("kind = 'appeal'"), postgresql_where=sa.text("kind = 'appeal'"))

    with op.batch_alter_table('marking_plan', schema=None) as batch_op:
        batch_op.add_column(sa.Column('appeal_days', sa.Integer(), server_default='14', nullable=False))
        batch_op.create_check_constraint(op.f('ck_marking_plan_appeal_days'), "appeal_days BETWEEN 0 AND 365")

    with op.batch_alter_table('marking_duty', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_marking_duty_role'), type_='check')
        batch_op.create_check_constraint(op.f('ck_marking_duty_role'), "role IN ('marker', 'second', 'moderator', 'appeal')")


def downgrade() -> None:
    op.execute("DELETE FROM marking_duty WHERE role = 'appeal'")
    with op.batch_alter_table('marking_duty', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_marking_duty_role'), type_='check')
        batch_op.create_check_constraint(op.f('ck_marking_duty_role'), "role IN ('marker', 'second', 'moderator')")

    with op.batch_alter_table('marking_plan', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_marking_plan_appeal_days'), type_='check')
        batch_op.drop_column('appeal_days')

    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.drop_index('uq_mark_appeal', sqlite_where=sa.text("kind = 'appeal'"), postgresql_where=sa.text("kind = 'appeal'"))

    op.drop_table('appeal_item')
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.drop_index('uq_appeal_attempt', sqlite_where=sa.text("status <> 'withdrawn'"), postgresql_where=sa.text("status <> 'withdrawn'"))
        batch_op.drop_index(batch_op.f('ix_appeal_attempt_id'))

    op.drop_table('appeal')
