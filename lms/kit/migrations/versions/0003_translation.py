"""The translators' workbench."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

def upgrade() -> None:

    op.create_table('term',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('course_id', sa.String(length=26), nullable=True),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('folded', sa.String(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('texts', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('forbidden', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('changed_by', sa.String(length=26), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['changed_by'], ['person.id'], name=op.f('fk_term_changed_by')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_term_course_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_term')),
    sa.UniqueConstraint('course_id', 'language', 'folded', name=op.f('uq_term_course_id_language_folded'))
    )
    with op.batch_alter_table('term', schema=None) as batch_op:
        batch_op.create_index('uq_term_shared', ['language', 'folded'], unique=True, sqlite_where=sa.text('course_id IS NULL'), postgresql_where=sa.text('course_id IS NULL'))

    op.create_table('unit_comment',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('course_id', sa.String(length=26), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('context', sa.String(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_unit_comment_course_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_unit_comment_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_comment'))
    )
    with op.batch_alter_table('unit_comment', schema=None) as batch_op:
        batch_op.create_index('ix_unit_comment_unit', ['course_id', 'language', 'context'], unique=False)

    with op.batch_alter_table('unit_translation', schema=None) as batch_op:
        batch_op.create_index('ix_unit_translation_unit', ['course_id', 'language', 'context'], unique=False)

def downgrade() -> None:

    with op.batch_alter_table('unit_translation', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_translation_unit')

    with op.batch_alter_table('unit_comment', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_comment_unit')

    op.drop_table('unit_comment')
    with op.batch_alter_table('term', schema=None) as batch_op:
        batch_op.drop_index('uq_term_shared', sqlite_where=sa.text('course_id IS NULL'), postgresql_where=sa.text('course_id IS NULL'))

    op.drop_table('term')

