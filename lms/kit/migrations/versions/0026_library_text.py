"""The words of the library, by language."""

import sqlalchemy as sa
from alembic import op


revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What is not there is read anew from the courses' files.
    op.execute('DELETE FROM library_course')
    op.execute('DELETE FROM library_question')
    op.create_table('library_text',
    sa.Column('course_id', sa.String(length=26), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_library_text_course_id')),
    sa.PrimaryKeyConstraint('course_id', 'question_id', 'state', 'language', name=op.f('pk_library_text'))
    )
    with op.batch_alter_table('library_question', schema=None) as batch_op:
        batch_op.drop_column('words')


def downgrade() -> None:
    op.execute('DELETE FROM library_course')
    op.execute('DELETE FROM library_question')
    with op.batch_alter_table('library_question', schema=None) as batch_op:
        batch_op.add_column(sa.Column('words', sa.TEXT(), nullable=False))

    op.drop_table('library_text')
