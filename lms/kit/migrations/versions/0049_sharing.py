"""What a holder shows of a certificate: consent and share links."""

import sqlalchemy as sa
from alembic import op


revision = '0049'
down_revision = '0048'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('certificate_consent',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('certificate_id', sa.String(length=26), nullable=False),
    sa.Column('shows_name', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_certificate_consent_certificate_id')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_certificate_consent'))
    )
    with op.batch_alter_table('certificate_consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_consent_certificate_id'), ['certificate_id'], unique=False)

    op.create_table('share_link',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('certificate_id', sa.String(length=26), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('shows_name', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_share_link_certificate_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_share_link'))
    )
    with op.batch_alter_table('share_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_share_link_certificate_id'), ['certificate_id'], unique=False)




def downgrade() -> None:
    with op.batch_alter_table('share_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_share_link_certificate_id'))

    op.drop_table('share_link')
    with op.batch_alter_table('certificate_consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_consent_certificate_id'))

    op.drop_table('certificate_consent')
