"""What an edition lacks, and its captions and notes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of the editions made so far neither is known.
    op.add_column('edition', sa.Column('missing', sa.Integer(), nullable=True))
    op.add_column('edition', sa.Column('media', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True))


def downgrade() -> None:
    op.drop_column('edition', 'media')
    op.drop_column('edition', 'missing')
