"""Work that is handed in, sent back and graded."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('submission',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('participation_id', sa.String(length=26), nullable=False),
    sa.Column('part_id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('files', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('handed_in_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['participation_id'], ['participation.id'], name=op.f('fk_submission_participation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission')),
    sa.UniqueConstraint('participation_id', 'part_id', 'number', name=op.f('uq_submission_participation_id_part_id_number'))
    )
    op.create_table('work_return',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('submission_id', sa.String(length=26), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('returned_by', sa.String(length=26), nullable=True),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['returned_by'], ['person.id'], name=op.f('fk_work_return_returned_by')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_work_return_submission_id')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_work_return'))
    )
    with op.batch_alter_table('work_return', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_work_return_submission_id'), ['submission_id'], unique=False)

    with op.batch_alter_table('grade', schema=None) as batch_op:
        batch_op.add_column(sa.Column('submission_id', sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column('held_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('scores', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), server_default='{}', nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_grade_submission_id'), 'submission', ['submission_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('grade', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_grade_submission_id'), type_='foreignkey')
        batch_op.drop_column('scores')
        batch_op.drop_column('held_on')
        batch_op.drop_column('submission_id')

    with op.batch_alter_table('work_return', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_work_return_submission_id'))

    op.drop_table('work_return')
    op.drop_table('submission')
