"""Recognition of prior learning, and grades."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('grade',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('participation_id', sa.String(length=26), nullable=False),
    sa.Column('part_id', sa.String(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('graded_by', sa.String(length=26), nullable=True),
    sa.Column('graded_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('points BETWEEN 0 AND 100', name=op.f('ck_grade_points')),
    sa.ForeignKeyConstraint(['graded_by'], ['person.id'], name=op.f('fk_grade_graded_by')),
    sa.ForeignKeyConstraint(['participation_id'], ['participation.id'], name=op.f('fk_grade_participation_id')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_grade'))
    )
    with op.batch_alter_table('grade', schema=None) as batch_op:
        batch_op.create_index('ix_grade_participation', ['participation_id', 'part_id'], unique=False)

    op.create_table('recognition',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('participation_id', sa.String(length=26), nullable=False),
    sa.Column('part_id', sa.String(), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('award_id', sa.String(length=26), nullable=True),
    sa.Column('documents', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('status', sa.String(), server_default='waiting', nullable=False),
    sa.CheckConstraint("status IN ('waiting', 'granted', 'declined', 'withdrawn')", name=op.f('ck_recognition_status')),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_recognition_award_id')),
    sa.ForeignKeyConstraint(['participation_id'], ['participation.id'], name=op.f('fk_recognition_participation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recognition'))
    )
    with op.batch_alter_table('recognition', schema=None) as batch_op:
        batch_op.create_index('ix_recognition_participation', ['participation_id', 'asked_at'], unique=False)
        batch_op.create_index('uq_recognition_alive', ['participation_id', 'part_id'], unique=True, sqlite_where=sa.text("status IN ('waiting', 'granted')"), postgresql_where=sa.text("status IN ('waiting', 'granted')"))

    op.create_table('recognition_decision',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recognition_id', sa.String(length=26), nullable=False),
    sa.Column('is_granted', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.String(length=26), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_recognition_decision_decided_by')),
    sa.ForeignKeyConstraint(['recognition_id'], ['recognition.id'], name=op.f('fk_recognition_decision_recognition_id')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_recognition_decision'))
    )
    with op.batch_alter_table('recognition_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recognition_decision_recognition_id'), ['recognition_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('recognition_decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recognition_decision_recognition_id'))

    op.drop_table('recognition_decision')
    with op.batch_alter_table('recognition', schema=None) as batch_op:
        batch_op.drop_index('uq_recognition_alive', sqlite_where=sa.text("status IN ('waiting', 'granted')"), postgresql_where=sa.text("status IN ('waiting', 'granted')"))
        batch_op.drop_index('ix_recognition_participation')

    op.drop_table('recognition')
    with op.batch_alter_table('grade', schema=None) as batch_op:
        batch_op.drop_index('ix_grade_participation')

    op.drop_table('grade')
