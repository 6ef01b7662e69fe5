"""Item analyses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql')
    op.create_table('item_analysis',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('course_id', sa.String(length=26), nullable=False),
    sa.Column('version_id', sa.String(length=26), nullable=False),
    sa.Column('activity_id', sa.String(), nullable=False),
    sa.Column('wish', json, nullable=False),
    sa.Column('is_whole', sa.Boolean(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('found', json, nullable=False),
    sa.Column('workbook_hash', sa.String(), nullable=False),
    sa.Column('asked_by', sa.String(length=26), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['asked_by'], ['person.id'], name=op.f('fk_item_analysis_asked_by')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_item_analysis_course_id')),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_item_analysis_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item_analysis'))
    )
    with op.batch_alter_table('item_analysis', schema=None) as batch_op:
        batch_op.create_index('ix_item_analysis_course', ['course_id', 'made_at'], unique=False)
        batch_op.create_index('ix_item_analysis_version', ['version_id', 'made_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('item_analysis', schema=None) as batch_op:
        batch_op.drop_index('ix_item_analysis_version')
        batch_op.drop_index('ix_item_analysis_course')

    op.drop_table('item_analysis')
