"""What became of links to other sites."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('course_links',
    sa.Column('course_id', sa.String(length=26), nullable=False),
    sa.Column('answers', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_links_course_id')),
    sa.PrimaryKeyConstraint('course_id', name=op.f('pk_course_links'))
    )


def downgrade() -> None:
    op.drop_table('course_links')
