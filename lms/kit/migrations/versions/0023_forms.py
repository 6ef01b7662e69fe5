"""Parallel forms of a quiz, and the one that an attempt was given."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('form', sa.Integer(), nullable=True))

    with op.batch_alter_table('version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('forms', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), server_default='{}', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('version', schema=None) as batch_op:
        batch_op.drop_column('forms')

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_column('form')

