"""Sessions of cohorts, their calendars, and who was there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_feed',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('person_id', name=op.f('uq_calendar_feed_person_id'))
    )
    op.create_table('cohort_session',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('cohort_id', sa.String(length=26), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('mode', sa.String(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('time_zone', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('link', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('interpreters', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('sequence', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('created_by', sa.String(length=26), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("mode IN ('in_person', 'online', 'hybrid')", name=op.f('ck_cohort_session_mode')),
    sa.CheckConstraint('capacity IS NULL OR capacity >= 1', name=op.f('ck_cohort_session_capacity')),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_cohort_session_span')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_session_cohort_id')),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_cohort_session_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_session'))
    )
    with op.batch_alter_table('cohort_session', schema=None) as batch_op:
        batch_op.create_index('ix_cohort_session_cohort', ['cohort_id', 'starts_at'], unique=False)
        batch_op.create_index('ix_cohort_session_time', ['starts_at', 'ends_at'], unique=False)

    op.create_table('attendance_import',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('session_id', sa.String(length=26), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('lines', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('created_by', sa.String(length=26), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('undone_at IS NULL OR taken_at IS NOT NULL', name=op.f('ck_attendance_import_undone')),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_attendance_import_created_by')),
    sa.ForeignKeyConstraint(['session_id'], ['cohort_session.id'], name=op.f('fk_attendance_import_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_import'))
    )
    with op.batch_alter_table('attendance_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_import_session_id'), ['session_id'], unique=False)

    op.create_table('session_group',
    sa.Column('session_id', sa.String(length=26), nullable=False),
    sa.Column('group_id', sa.String(length=26), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['cohort_group.id'], name=op.f('fk_session_group_group_id')),
    sa.ForeignKeyConstraint(['session_id'], ['cohort_session.id'], name=op.f('fk_session_group_session_id')),
    sa.PrimaryKeyConstraint('session_id', 'group_id', name=op.f('pk_session_group'))
    )
    with op.batch_alter_table('session_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_group_group_id'), ['group_id'], unique=False)

    op.create_table('session_invitation',
    sa.Column('session_id', sa.String(length=26), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('is_called_off', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_session_invitation_person_id')),
    sa.ForeignKeyConstraint(['session_id'], ['cohort_session.id'], name=op.f('fk_session_invitation_session_id')),
    sa.PrimaryKeyConstraint('session_id', 'person_id', name=op.f('pk_session_invitation'))
    )
    with op.batch_alter_table('session_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_invitation_person_id'), ['person_id'], unique=False)

    op.create_table('session_tutor',
    sa.Column('session_id', sa.String(length=26), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_session_tutor_person_id')),
    sa.ForeignKeyConstraint(['session_id'], ['cohort_session.id'], name=op.f('fk_session_tutor_session_id')),
    sa.PrimaryKeyConstraint('session_id', 'person_id', name=op.f('pk_session_tutor'))
    )
    with op.batch_alter_table('session_tutor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_tutor_person_id'), ['person_id'], unique=False)

    op.create_table('sign_in_sheet',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('session_id', sa.String(length=26), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('blob_hash', sa.String(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_sheet_person_id')),
    sa.ForeignKeyConstraint(['session_id'], ['cohort_session.id'], name=op.f('fk_sign_in_sheet_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_sheet'))
    )
    with op.batch_alter_table('sign_in_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_sheet_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_sheet_session_id'), ['session_id'], unique=False)

    op.create_table('attendance',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('session_id', sa.String(length=26), nullable=False),
    sa.Column('participation_id', sa.String(length=26), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('import_id', sa.String(length=26), nullable=True),
    sa.Column('noted_by', sa.String(length=26), nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("source IN ('list', 'code', 'import', 'undo', 'correction')", name=op.f('ck_attendance_source')),
    sa.CheckConstraint("status IN ('none', 'present', 'late', 'excused', 'absent')", name=op.f('ck_attendance_status')),
    sa.ForeignKeyConstraint(['import_id'], ['attendance_import.id'], name=op.f('fk_attendance_import_id')),
    sa.ForeignKeyConstraint(['noted_by'], ['person.id'], name=op.f('fk_attendance_noted_by')),
    sa.ForeignKeyConstraint(['participation_id'], ['participation.id'], name=op.f('fk_attendance_participation_id')),
    sa.ForeignKeyConstraint(['session_id'], ['cohort_session.id'], name=op.f('fk_attendance_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('session_id', 'participation_id', 'number', name=op.f('uq_attendance_session_id_participation_id_number'))
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_import_id'), ['import_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_participation_id'), ['participation_id'], unique=False)

    op.create_table('attendance_request',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('session_id', sa.String(length=26), nullable=False),
    sa.Column('participation_id', sa.String(length=26), nullable=False),
    sa.Column('wanted', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_granted', sa.Boolean(), nullable=True),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('decided_by', sa.String(length=26), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("wanted IN ('present', 'late', 'excused', 'absent')", name=op.f('ck_attendance_request_wanted')),
    sa.CheckConstraint('(is_granted IS NULL) = (decided_at IS NULL)', name=op.f('ck_attendance_request_decided')),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_attendance_request_decided_by')),
    sa.ForeignKeyConstraint(['participation_id'], ['participation.id'], name=op.f('fk_attendance_request_participation_id')),
    sa.ForeignKeyConstraint(['session_id'], ['cohort_session.id'], name=op.f('fk_attendance_request_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_request'))
    )
    with op.batch_alter_table('attendance_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_request_participation_id'), ['participation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_request_session_id'), ['session_id'], unique=False)
        batch_op.create_index('uq_attendance_request_open', ['session_id', 'participation_id'], unique=True, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))



def downgrade() -> None:
    with op.batch_alter_table('attendance_request', schema=None) as batch_op:
        batch_op.drop_index('uq_attendance_request_open', sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_attendance_request_session_id'))
        batch_op.drop_index(batch_op.f('ix_attendance_request_participation_id'))

    op.drop_table('attendance_request')
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_participation_id'))
        batch_op.drop_index(batch_op.f('ix_attendance_import_id'))

    op.drop_table('attendance')
    with op.batch_alter_table('sign_in_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_sheet_session_id'))
        batch_op.drop_index(batch_op.f('ix_sign_in_sheet_person_id'))

    op.drop_table('sign_in_sheet')
    with op.batch_alter_table('session_tutor', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_tutor_person_id'))

    op.drop_table('session_tutor')
    with op.batch_alter_table('session_invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_invitation_person_id'))

    op.drop_table('session_invitation')
    with op.batch_alter_table('session_group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_group_group_id'))

    op.drop_table('session_group')
    with op.batch_alter_table('attendance_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_import_session_id'))

    op.drop_table('attendance_import')
    with op.batch_alter_table('cohort_session', schema=None) as batch_op:
        batch_op.drop_index('ix_cohort_session_time')
        batch_op.drop_index('ix_cohort_session_cohort')

    op.drop_table('cohort_session')
    op.drop_table('calendar_feed')
