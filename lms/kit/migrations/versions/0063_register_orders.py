"""The register is looked through by number, day of issue, last day and holder, without reading a row that is not shown."""

from alembic import op


revision = '0063'
down_revision = '0062'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index('ix_certificate_number', ['number', 'issuer_id', 'id'], unique=False)
        batch_op.create_index('ix_certificate_issued', ['issued_on', 'number', 'issuer_id', 'id'], unique=False)
        batch_op.create_index('ix_certificate_until', ['valid_until', 'number', 'issuer_id', 'id'], unique=False)
        batch_op.create_index('ix_certificate_holder', ['folded_name', 'number', 'issuer_id', 'person_id', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index('ix_certificate_holder')
        batch_op.drop_index('ix_certificate_until')
        batch_op.drop_index('ix_certificate_issued')
        batch_op.drop_index('ix_certificate_number')
