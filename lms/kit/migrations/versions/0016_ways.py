"""The way through a paper: how far, flags, and the statement of honour."""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reached', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('promised_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('paper_item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_flagged', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('paper_item', schema=None) as batch_op:
        batch_op.drop_column('is_flagged')

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_column('promised_at')
        batch_op.drop_column('reached')
