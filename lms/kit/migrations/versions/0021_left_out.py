"""Languages that a new version leaves out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('publication_request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('left_out', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), server_default='[]', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('publication_request', schema=None) as batch_op:
        batch_op.drop_column('left_out')
