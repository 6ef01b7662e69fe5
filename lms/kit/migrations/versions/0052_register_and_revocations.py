"""Register, revocations by two, certificates of paper."""

from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0052'
down_revision = '0051'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('paper_import',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('issuer_id', sa.String(length=26), nullable=False),
    sa.Column('person_id', sa.String(length=26), nullable=True),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('content_hash', sa.String(), nullable=False),
    sa.Column('line_count', sa.Integer(), nullable=False),
    sa.Column('reading', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('job_id', sa.String(), nullable=True),
    sa.Column('undo_job_id', sa.String(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['issuer_id'], ['organisation.id'], name=op.f('fk_paper_import_issuer_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_paper_import_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_import'))
    )
    with op.batch_alter_table('paper_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_import_issuer_id'), ['issuer_id'], unique=False)

    op.create_table('revocation_request',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('certificate_id', sa.String(length=26), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=True),
    sa.Column('asked_by', sa.String(length=26), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('answer', sa.String(), nullable=True),
    sa.Column('decided_by', sa.String(length=26), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome IN ('confirmed', 'refused', 'withdrawn', 'lapsed')", name=op.f('ck_revocation_request_outcome')),
    sa.CheckConstraint("outcome NOT IN ('confirmed', 'refused') OR decided_by IS NULL OR decided_by <> asked_by", name=op.f('ck_revocation_request_second_person')),
    sa.CheckConstraint("reason IN ('error', 'fraud', 'misconduct', 'withdrawn', 'other')", name=op.f('ck_revocation_request_reason')),
    sa.ForeignKeyConstraint(['asked_by'], ['person.id'], name=op.f('fk_revocation_request_asked_by')),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_revocation_request_certificate_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_revocation_request_decided_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revocation_request'))
    )
    with op.batch_alter_table('revocation_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_revocation_request_certificate_id'), ['certificate_id'], unique=False)
        batch_op.create_index('uq_revocation_request_open', ['certificate_id'], unique=True, sqlite_where=sa.text('outcome IS NULL'), postgresql_where=sa.text('outcome IS NULL'))

    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('issued_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('language', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('folded_name', sa.String(), nullable=True))
    _fill()
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.alter_column('issued_on', existing_type=sa.Date(), nullable=False)

    with op.batch_alter_table('certificate_status', schema=None) as batch_op:
        batch_op.add_column(sa.Column('review_on', sa.Date(), nullable=True))

    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('needs_two_to_revoke', sa.Boolean(), server_default=sa.false(), nullable=False))


def _fill() -> None:
    """Give what is issued its day and its language of study, as the frozen facts have them."""
    certificate = sa.table('certificate', sa.column('id', sa.String), sa.column('issued_on', sa.Date), sa.column('language', sa.String), sa.column('facts', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')))
    connection = op.get_bind()
    for row in connection.execute(sa.select(certificate.c.id, certificate.c.facts)).all():
        connection.execute(certificate.update().where(certificate.c.id == row.id).values(issued_on=date.fromisoformat(row.facts['issued_on']), language=row.facts['study_language']))


def downgrade() -> None:
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_column('needs_two_to_revoke')

    with op.batch_alter_table('certificate_status', schema=None) as batch_op:
        batch_op.drop_column('review_on')

    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_column('folded_name')
        batch_op.drop_column('language')
        batch_op.drop_column('issued_on')

    with op.batch_alter_table('revocation_request', schema=None) as batch_op:
        batch_op.drop_index('uq_revocation_request_open', sqlite_where=sa.text('outcome IS NULL'), postgresql_where=sa.text('outcome IS NULL'))
        batch_op.drop_index(batch_op.f('ix_revocation_request_certificate_id'))

    op.drop_table('revocation_request')
    with op.batch_alter_table('paper_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_import_issuer_id'))

    op.drop_table('paper_import')
