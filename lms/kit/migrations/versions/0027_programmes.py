"""Programmes, cohorts, nominations and places; hubs and their members."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


FORMER = "kind IN ('installation', 'state', 'agency')"
KINDS = "kind IN ('installation', 'state', 'agency', 'hub', 'platform')"


def change_kinds(former: str, kinds: str) -> None:
    """Check the kind of an organisation against other words.

    SQLite changes a check only by making the table anew; but people, grants and courses refer to its
    rows, and a table that is referred to cannot be dropped within a transaction. So the words are
    changed in the schema itself, as https://www.sqlite.org/lang_altertable.html tells for checks.
    """
    connection = op.get_bind()
    if connection.dialect.name != 'sqlite':
        op.drop_constraint(op.f('ck_organisation_kind'), 'organisation', type_='check')
        op.create_check_constraint(op.f('ck_organisation_kind'), 'organisation', kinds)
        return
    version = connection.exec_driver_sql('PRAGMA schema_version').scalar_one()
    connection.exec_driver_sql('PRAGMA writable_schema=ON')
    changed = connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) "
        "WHERE type = 'table' AND name = 'organisation' AND instr(sql, ?) > 0", (former, kinds, former)
    )
    if changed.rowcount != 1:
        raise RuntimeError('the table of organisations has no such check of its kinds')
    # So that every connection reads the schema again.
    connection.exec_driver_sql(f'PRAGMA schema_version={version + 1}')
    connection.exec_driver_sql('PRAGMA writable_schema=OFF')


def upgrade() -> None:
    change_kinds(FORMER, KINDS)
    op.create_table('membership',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('organisation_id', sa.String(length=26), nullable=False),
    sa.Column('member_id', sa.String(length=26), nullable=False),
    sa.Column('joined_on', sa.Date(), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.CheckConstraint('left_on IS NULL OR joined_on <= left_on', name=op.f('ck_membership_span')),
    sa.CheckConstraint('organisation_id <> member_id', name=op.f('ck_membership_other')),
    sa.ForeignKeyConstraint(['member_id'], ['organisation.id'], name=op.f('fk_membership_member_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_membership_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_member_id'), ['member_id'], unique=False)
        batch_op.create_index('uq_membership_held', ['organisation_id', 'member_id'], unique=True, sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))

    op.create_table('programme',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('organisation_id', sa.String(length=26), nullable=False),
    sa.Column('draft', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('draft_revision', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('created_by', sa.String(length=26), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_programme_created_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_programme_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
    sa.UniqueConstraint('slug', name=op.f('uq_programme_slug'))
    )
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_programme_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('programme_version',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('programme_id', sa.String(length=26), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('definition', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('content_hash', sa.String(), nullable=False),
    sa.Column('published_by', sa.String(length=26), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_programme_version_programme_id')),
    sa.ForeignKeyConstraint(['published_by'], ['person.id'], name=op.f('fk_programme_version_published_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_version')),
    sa.UniqueConstraint('programme_id', 'number', name=op.f('uq_programme_version_programme_id_number'))
    )
    op.create_table('cohort',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('programme_version_id', sa.String(length=26), nullable=False),
    sa.Column('organisation_id', sa.String(length=26), nullable=False),
    sa.Column('title', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('announcement', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('announcement_html', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('time_zone', sa.String(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('offer_days', sa.Integer(), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('languages', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('form', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('criteria', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('created_by', sa.String(length=26), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revision', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint('offer_days BETWEEN 1 AND 365', name=op.f('ck_cohort_offer_days')),
    sa.CheckConstraint('opens_at < closes_at', name=op.f('ck_cohort_window')),
    sa.CheckConstraint('places >= 1', name=op.f('ck_cohort_places')),
    sa.CheckConstraint('published_at IS NOT NULL OR (archived_at IS NULL AND cancelled_at IS NULL)', name=op.f('ck_cohort_published')),
    sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_cohort_dates')),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_cohort_created_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_cohort_organisation_id')),
    sa.ForeignKeyConstraint(['programme_version_id'], ['programme_version.id'], name=op.f('fk_cohort_programme_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort'))
    )
    with op.batch_alter_table('cohort', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cohort_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cohort_programme_version_id'), ['programme_version_id'], unique=False)

    op.create_table('cohort_assignment',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('cohort_id', sa.String(length=26), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=False),
    sa.Column('task', sa.String(), nullable=False),
    sa.Column('assigned_by', sa.String(length=26), nullable=True),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("task IN ('coordinator', 'tutor', 'panel', 'complaints')", name=op.f('ck_cohort_assignment_task')),
    sa.CheckConstraint('until IS NULL OR since <= until', name=op.f('ck_cohort_assignment_span')),
    sa.ForeignKeyConstraint(['assigned_by'], ['person.id'], name=op.f('fk_cohort_assignment_assigned_by')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_assignment_cohort_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_cohort_assignment_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_assignment'))
    )
    with op.batch_alter_table('cohort_assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cohort_assignment_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_cohort_assignment_held', ['cohort_id', 'person_id', 'task'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))

    op.create_table('cohort_group',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('cohort_id', sa.String(length=26), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('tutor_id', sa.String(length=26), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_group_cohort_id')),
    sa.ForeignKeyConstraint(['tutor_id'], ['person.id'], name=op.f('fk_cohort_group_tutor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_group')),
    sa.UniqueConstraint('cohort_id', 'name', name=op.f('uq_cohort_group_cohort_id_name'))
    )
    with op.batch_alter_table('cohort_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cohort_group_tutor_id'), ['tutor_id'], unique=False)

    op.create_table('nomination',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('cohort_id', sa.String(length=26), nullable=False),
    sa.Column('way', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=True),
    sa.Column('organisation_id', sa.String(length=26), nullable=False),
    sa.Column('state_id', sa.String(length=26), nullable=True),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('full_name', sa.String(), nullable=False),
    sa.Column('script', sa.String(), nullable=False),
    sa.Column('folded', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('sex', sa.String(), server_default='', nullable=False),
    sa.Column('is_protected', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('organisation_part', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('nominee_part', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('nominated_by', sa.String(length=26), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('nominee_token_digest', sa.String(), nullable=True),
    sa.Column('nominee_done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('head_name', sa.String(), server_default='', nullable=False),
    sa.Column('head_email', sa.String(), server_default='', nullable=False),
    sa.Column('head_token_digest', sa.String(), nullable=True),
    sa.Column('head_confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('endorsed_by', sa.String(length=26), nullable=True),
    sa.Column('endorsed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.String(length=26), nullable=True),
    sa.Column('substitutes_id', sa.String(length=26), nullable=True),
    sa.Column('revision', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("sex IN ('', 'female', 'male', 'other')", name=op.f('ck_nomination_sex')),
    sa.CheckConstraint("way IN ('nominated', 'applied')", name=op.f('ck_nomination_way')),
    sa.CheckConstraint('email = lower(email)', name=op.f('ck_nomination_email_is_lower')),
    sa.CheckConstraint('endorsed_at IS NULL OR endorsed_by IS NOT NULL', name=op.f('ck_nomination_endorsed')),
    sa.CheckConstraint('rank IS NULL OR rank >= 1', name=op.f('ck_nomination_rank')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_nomination_cohort_id')),
    sa.ForeignKeyConstraint(['endorsed_by'], ['person.id'], name=op.f('fk_nomination_endorsed_by')),
    sa.ForeignKeyConstraint(['nominated_by'], ['person.id'], name=op.f('fk_nomination_nominated_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_nomination_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_nomination_person_id')),
    sa.ForeignKeyConstraint(['state_id'], ['organisation.id'], name=op.f('fk_nomination_state_id')),
    sa.ForeignKeyConstraint(['substitutes_id'], ['nomination.id'], name=op.f('fk_nomination_substitutes_id')),
    sa.ForeignKeyConstraint(['withdrawn_by'], ['person.id'], name=op.f('fk_nomination_withdrawn_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nomination')),
    sa.UniqueConstraint('head_token_digest', name=op.f('uq_nomination_head_token_digest')),
    sa.UniqueConstraint('nominee_token_digest', name=op.f('uq_nomination_nominee_token_digest'))
    )
    with op.batch_alter_table('nomination', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_nomination_cohort_id'), ['cohort_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_nomination_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_nomination_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_nomination_open', ['cohort_id', 'email'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.create_index('uq_nomination_person', ['cohort_id', 'person_id'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.create_index('uq_nomination_substitute', ['substitutes_id'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('quota',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('cohort_id', sa.String(length=26), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('fields', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('minimum', sa.Integer(), nullable=True),
    sa.Column('maximum', sa.Integer(), nullable=True),
    sa.CheckConstraint('maximum IS NULL OR maximum >= 0', name=op.f('ck_quota_maximum')),
    sa.CheckConstraint('minimum IS NOT NULL OR maximum IS NOT NULL', name=op.f('ck_quota_any')),
    sa.CheckConstraint('minimum IS NULL OR maximum IS NULL OR minimum <= maximum', name=op.f('ck_quota_span')),
    sa.CheckConstraint('minimum IS NULL OR minimum >= 1', name=op.f('ck_quota_minimum')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_quota_cohort_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quota')),
    sa.UniqueConstraint('cohort_id', 'name', name=op.f('uq_quota_cohort_id_name'))
    )
    op.create_table('nomination_document',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('nomination_id', sa.String(length=26), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('blob_hash', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('added_by', sa.String(length=26), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('cv', 'clearance', 'letter', 'other')", name=op.f('ck_nomination_document_kind')),
    sa.ForeignKeyConstraint(['added_by'], ['person.id'], name=op.f('fk_nomination_document_added_by')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_nomination_document_nomination_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nomination_document'))
    )
    with op.batch_alter_table('nomination_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_nomination_document_nomination_id'), ['nomination_id'], unique=False)

    op.create_table('participation',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('cohort_id', sa.String(length=26), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=True),
    sa.Column('nomination_id', sa.String(length=26), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('group_id', sa.String(length=26), nullable=True),
    sa.Column('language', sa.String(), nullable=False),
    sa.CheckConstraint("(status IN ('offered', 'accepted')) = (ended_at IS NULL)", name=op.f('ck_participation_ended')),
    sa.CheckConstraint("status IN ('offered', 'accepted', 'declined', 'expired', 'withdrawn', 'removed', 'completed')", name=op.f('ck_participation_status')),
    sa.CheckConstraint("status NOT IN ('accepted', 'completed') OR person_id IS NOT NULL", name=op.f('ck_participation_person')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_participation_cohort_id')),
    sa.ForeignKeyConstraint(['group_id'], ['cohort_group.id'], name=op.f('fk_participation_group_id')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_participation_nomination_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_participation_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participation')),
    sa.UniqueConstraint('nomination_id', name=op.f('uq_participation_nomination_id'))
    )
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.create_index('ix_participation_cohort', ['cohort_id', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_participation_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_participation_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_participation_unanswered', ['answer_by'], unique=False, sqlite_where=sa.text("status = 'offered'"), postgresql_where=sa.text("status = 'offered'"))
        batch_op.create_index('uq_participation_there', ['cohort_id', 'person_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('award',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=False),
    sa.Column('programme_version_id', sa.String(length=26), nullable=False),
    sa.Column('participation_id', sa.String(length=26), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('figures', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('hours', sa.Double(), nullable=False),
    sa.Column('awarded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('renews_id', sa.String(length=26), nullable=True),
    sa.CheckConstraint("kind IN ('participation', 'achievement')", name=op.f('ck_award_kind')),
    sa.ForeignKeyConstraint(['participation_id'], ['participation.id'], name=op.f('fk_award_participation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_award_person_id')),
    sa.ForeignKeyConstraint(['programme_version_id'], ['programme_version.id'], name=op.f('fk_award_programme_version_id')),
    sa.ForeignKeyConstraint(['renews_id'], ['award.id'], name=op.f('fk_award_renews_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award')),
    sa.UniqueConstraint('participation_id', 'kind', name=op.f('uq_award_participation_id_kind'))
    )
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_programme_version_id'), ['programme_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_valid_until'), ['valid_until'], unique=False)



def downgrade() -> None:
    # People and courses stay where they are.
    op.execute("UPDATE organisation SET kind = 'agency' WHERE kind IN ('hub', 'platform')")
    change_kinds(KINDS, FORMER)
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_valid_until'))
        batch_op.drop_index(batch_op.f('ix_award_programme_version_id'))
        batch_op.drop_index(batch_op.f('ix_award_person_id'))

    op.drop_table('award')
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.drop_index('uq_participation_there', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index('ix_participation_unanswered', sqlite_where=sa.text("status = 'offered'"), postgresql_where=sa.text("status = 'offered'"))
        batch_op.drop_index(batch_op.f('ix_participation_person_id'))
        batch_op.drop_index(batch_op.f('ix_participation_group_id'))
        batch_op.drop_index('ix_participation_cohort')

    op.drop_table('participation')
    with op.batch_alter_table('nomination_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_nomination_document_nomination_id'))

    op.drop_table('nomination_document')
    op.drop_table('quota')
    with op.batch_alter_table('nomination', schema=None) as batch_op:
        batch_op.drop_index('uq_nomination_substitute', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.drop_index('uq_nomination_person', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.drop_index('uq_nomination_open', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_nomination_person_id'))
        batch_op.drop_index(batch_op.f('ix_nomination_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_nomination_cohort_id'))

    op.drop_table('nomination')
    with op.batch_alter_table('cohort_group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cohort_group_tutor_id'))

    op.drop_table('cohort_group')
    with op.batch_alter_table('cohort_assignment', schema=None) as batch_op:
        batch_op.drop_index('uq_cohort_assignment_held', sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
        batch_op.drop_index(batch_op.f('ix_cohort_assignment_person_id'))

    op.drop_table('cohort_assignment')
    with op.batch_alter_table('cohort', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cohort_programme_version_id'))
        batch_op.drop_index(batch_op.f('ix_cohort_organisation_id'))

    op.drop_table('cohort')
    op.drop_table('programme_version')
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_programme_organisation_id'))

    op.drop_table('programme')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index('uq_membership_held', sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))
        batch_op.drop_index(batch_op.f('ix_membership_member_id'))

    op.drop_table('membership')
