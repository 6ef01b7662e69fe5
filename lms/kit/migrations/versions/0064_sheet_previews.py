"""Sheets as they would be issued, drawn for whoever decides, and soon forgotten."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0064'
down_revision = '0063'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sheet_preview',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('seal', sa.String(), nullable=False),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('beside', sa.String(), nullable=False),
    sa.Column('picture_hash', sa.String(), nullable=True),
    sa.Column('problem', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_preview'))
    )
    with op.batch_alter_table('sheet_preview', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sheet_preview_asked_at'), ['asked_at'], unique=False)
        batch_op.create_index('uq_sheet_preview', ['key', 'seal'], unique=True)


def downgrade() -> None:
    op.drop_table('sheet_preview')
