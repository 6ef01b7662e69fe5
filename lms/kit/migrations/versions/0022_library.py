"""Questions of all courses, and where they were copied from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('library_course',
    sa.Column('course_id', sa.String(length=26), nullable=False),
    sa.Column('mark', sa.String(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_library_course_course_id')),
    sa.PrimaryKeyConstraint('course_id', name=op.f('pk_library_course'))
    )
    op.create_table('library_question',
    sa.Column('course_id', sa.String(length=26), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('is_shadowed', sa.Boolean(), nullable=False),
    sa.Column('is_deciding', sa.Boolean(), nullable=False),
    sa.Column('is_exam', sa.Boolean(), nullable=False),
    sa.Column('bank', sa.String(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('type', sa.String(), nullable=False),
    sa.Column('level', sa.String(), nullable=True),
    sa.Column('article', sa.String(), nullable=True),
    sa.Column('languages', sa.String(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.Column('facility', sa.Integer(), nullable=True),
    sa.Column('exposure', sa.Integer(), nullable=True),
    sa.Column('answers', sa.Integer(), nullable=False),
    sa.Column('papers', sa.Integer(), nullable=False),
    sa.Column('objective', sa.String(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.CheckConstraint("state IN ('published', 'draft')", name=op.f('ck_library_question_state')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_library_question_course_id')),
    sa.PrimaryKeyConstraint('course_id', 'question_id', 'state', name=op.f('pk_library_question'))
    )
    with op.batch_alter_table('library_question', schema=None) as batch_op:
        batch_op.create_index('ix_library_question_place', ['course_id', 'bank', 'place'], unique=False)

    op.create_table('question_lineage',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('course_id', sa.String(length=26), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('origin_course_id', sa.String(length=26), nullable=False),
    sa.Column('origin_question_id', sa.String(), nullable=False),
    sa.Column('origin_state', sa.String(), nullable=False),
    sa.Column('origin_version', sa.Integer(), nullable=True),
    sa.Column('origin_hash', sa.String(), nullable=False),
    sa.Column('copy_hash', sa.String(), nullable=False),
    sa.Column('taken', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('revision_number', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("origin_state IN ('published', 'draft')", name=op.f('ck_question_lineage_state')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_question_lineage_course_id')),
    sa.ForeignKeyConstraint(['origin_course_id'], ['course.id'], name=op.f('fk_question_lineage_origin_course_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_question_lineage_person_id')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_question_lineage'))
    )
    with op.batch_alter_table('question_lineage', schema=None) as batch_op:
        batch_op.create_index('ix_question_lineage_copy', ['course_id', 'question_id'], unique=False)
        batch_op.create_index('ix_question_lineage_origin', ['origin_course_id', 'origin_question_id'], unique=False)

    op.create_table('question_use',
    sa.Column('version_id', sa.String(length=26), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('activity_id', sa.String(), nullable=False),
    sa.Column('course_id', sa.String(length=26), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.Column('papers', sa.Integer(), nullable=False),
    sa.Column('of_papers', sa.Integer(), nullable=False),
    sa.Column('answers', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('facility', sa.Integer(), nullable=True),
    sa.Column('omitted', sa.Integer(), nullable=True),
    sa.Column('discrimination', sa.Double(), nullable=True),
    sa.Column('alpha', sa.Double(), nullable=True),
    sa.Column('analysis_id', sa.String(), nullable=True),
    sa.Column('is_sat', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_question_use_course_id')),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_question_use_version_id')),
    sa.PrimaryKeyConstraint('version_id', 'question_id', 'activity_id', name=op.f('pk_question_use'))
    )
    with op.batch_alter_table('question_use', schema=None) as batch_op:
        batch_op.create_index('ix_question_use_course', ['course_id', 'question_id'], unique=False)

    op.create_table('version_count',
    sa.Column('version_id', sa.String(length=26), nullable=False),
    sa.Column('mark', sa.String(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_version_count_version_id')),
    sa.PrimaryKeyConstraint('version_id', name=op.f('pk_version_count'))
    )


def downgrade() -> None:
    op.drop_table('version_count')
    with op.batch_alter_table('question_use', schema=None) as batch_op:
        batch_op.drop_index('ix_question_use_course')

    op.drop_table('question_use')
    with op.batch_alter_table('question_lineage', schema=None) as batch_op:
        batch_op.drop_index('ix_question_lineage_origin')
        batch_op.drop_index('ix_question_lineage_copy')

    op.drop_table('question_lineage')
    with op.batch_alter_table('library_question', schema=None) as batch_op:
        batch_op.drop_index('ix_library_question_place')

    op.drop_table('library_question')
    op.drop_table('library_course')
