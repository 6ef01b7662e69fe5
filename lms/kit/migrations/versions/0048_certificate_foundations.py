"""Certificates of awards and of paper, corrections, bits of the status list; signing keys."""

import random

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0048'
down_revision = '0047'
branch_labels = None
depends_on = None


FIRST = 'supersedes_id IS NULL'
FOR_A_REASON = (
    'completion_id IS NULL AND award_id IS NULL AND import_key IS NULL AND supersedes_id IS NULL'
)
# The least that a status list may have.
BITS = 131_072


def upgrade() -> None:
    op.create_table('signing_key',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('algorithm', sa.String(), nullable=False),
    sa.Column('chain', sa.String(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_after', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_key')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_signing_key_fingerprint'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('award_id', sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column('programme_id', sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column('issuer_id', sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column('status_list', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('status_index', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('import_key', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('supersedes_id', sa.String(length=26), nullable=True))
    _fill()
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.alter_column('issuer_id', existing_type=sa.String(length=26), nullable=False)
        batch_op.alter_column('status_list', existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column('status_index', existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column('person_id', existing_type=sa.String(length=26), nullable=True)
        batch_op.alter_column('course_id', existing_type=sa.String(length=26), nullable=True)
        batch_op.drop_constraint(batch_op.f('uq_certificate_completion_id_kind'), type_='unique')
        batch_op.drop_constraint(batch_op.f('ck_certificate_basis'), type_='check')
        batch_op.drop_index('uq_certificate_override')
        batch_op.create_check_constraint(batch_op.f('ck_certificate_basis'), 'completion_id IS NOT NULL OR award_id IS NOT NULL OR override_reason IS NOT NULL OR import_key IS NOT NULL')
        batch_op.create_check_constraint(batch_op.f('ck_certificate_holder'), 'person_id IS NOT NULL OR import_key IS NOT NULL')
        batch_op.create_index(batch_op.f('ix_certificate_issuer_id'), ['issuer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index('uq_certificate_award', ['award_id', 'kind'], unique=True, sqlite_where=sa.text(FIRST), postgresql_where=sa.text(FIRST))
        batch_op.create_index('uq_certificate_completion', ['completion_id', 'kind'], unique=True, sqlite_where=sa.text(FIRST), postgresql_where=sa.text(FIRST))
        batch_op.create_index('uq_certificate_override', ['person_id', 'course_id', 'kind'], unique=True, sqlite_where=sa.text(FOR_A_REASON), postgresql_where=sa.text(FOR_A_REASON))
        batch_op.create_index('uq_certificate_import', ['issuer_id', 'import_key'], unique=True)
        batch_op.create_index('uq_certificate_supersedes', ['supersedes_id'], unique=True)
        batch_op.create_unique_constraint(batch_op.f('uq_certificate_status_list_status_index'), ['status_list', 'status_index'])
        batch_op.create_foreign_key(batch_op.f('fk_certificate_supersedes_id'), 'certificate', ['supersedes_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_certificate_issuer_id'), 'organisation', ['issuer_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_certificate_award_id'), 'award', ['award_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_certificate_programme_id'), 'programme', ['programme_id'], ['id'])

    with op.batch_alter_table('certificate_file', schema=None) as batch_op:
        batch_op.add_column(sa.Column('beside', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('key_id', sa.String(length=26), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_certificate_file_key_id'), 'signing_key', ['key_id'], ['id'])
    with op.batch_alter_table('certificate_file', schema=None) as batch_op:
        batch_op.alter_column('beside', existing_type=sa.String(), server_default=None)
        batch_op.drop_constraint(batch_op.f('pk_certificate_file'), type_='primary')
        batch_op.create_primary_key(batch_op.f('pk_certificate_file'), ['certificate_id', 'language', 'beside'])


def _fill() -> None:
    """Give what is issued its issuer and its bit, and the frozen facts their words for any subject."""
    certificate = sa.table('certificate', sa.column('id', sa.String), sa.column('course_id', sa.String), sa.column('issuer_id', sa.String), sa.column('status_list', sa.Integer), sa.column('status_index', sa.Integer), sa.column('facts', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')))
    course = sa.table('course', sa.column('id', sa.String), sa.column('organisation_id', sa.String))
    connection = op.get_bind()
    rows = connection.execute(sa.select(certificate.c.id, certificate.c.facts, course.c.organisation_id).join(course, course.c.id == certificate.c.course_id)).all()
    for place, row in enumerate(rows):
        status_list, within = divmod(place, BITS * 3 // 4)
        if within == 0:
            free = random.SystemRandom().sample(range(BITS), BITS * 3 // 4)
        facts = dict(row.facts)
        facts |= {'subject': 'course', 'subject_code': facts.pop('course_slug'), 'titles': facts.pop('course_titles')}
        connection.execute(certificate.update().where(certificate.c.id == row.id).values(issuer_id=row.organisation_id, status_list=status_list, status_index=free[within], facts=facts))


def downgrade() -> None:
    with op.batch_alter_table('certificate_file', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('pk_certificate_file'), type_='primary')
        batch_op.create_primary_key(batch_op.f('pk_certificate_file'), ['certificate_id', 'language'])
        batch_op.drop_constraint(batch_op.f('fk_certificate_file_key_id'), type_='foreignkey')
        batch_op.drop_column('key_id')
        batch_op.drop_column('beside')

    with op.batch_alter_table('certificate', schema=None) as batch_op:
        for column in ('programme_id', 'award_id', 'issuer_id', 'supersedes_id'):
            batch_op.drop_constraint(batch_op.f(f'fk_certificate_{column}'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_certificate_status_list_status_index'), type_='unique')
        for index in ('uq_certificate_supersedes', 'uq_certificate_import', 'uq_certificate_override', 'uq_certificate_completion', 'uq_certificate_award', 'ix_certificate_programme_id', 'ix_certificate_issuer_id'):
            batch_op.drop_index(index)
        batch_op.drop_constraint(batch_op.f('ck_certificate_holder'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_certificate_basis'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_certificate_basis'), 'completion_id IS NOT NULL OR override_reason IS NOT NULL')
        batch_op.create_index('uq_certificate_override', ['person_id', 'course_id', 'kind'], unique=True, sqlite_where=sa.text('completion_id IS NULL'), postgresql_where=sa.text('completion_id IS NULL'))
        batch_op.create_unique_constraint(batch_op.f('uq_certificate_completion_id_kind'), ['completion_id', 'kind'])
        batch_op.alter_column('course_id', existing_type=sa.String(length=26), nullable=False)
        batch_op.alter_column('person_id', existing_type=sa.String(length=26), nullable=False)
        for column in ('supersedes_id', 'import_key', 'status_index', 'status_list', 'issuer_id', 'programme_id', 'award_id'):
            batch_op.drop_column(column)

    op.drop_table('signing_key')
