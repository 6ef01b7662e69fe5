"""Self-made authorities, and which of them vouches for a signing key."""

import sqlalchemy as sa
from alembic import op


revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('signing_authority',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('certificate', sa.String(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_after', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_authority')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_signing_authority_fingerprint'))
    )
    with op.batch_alter_table('signing_key', schema=None) as batch_op:
        batch_op.add_column(sa.Column('authority_id', sa.String(length=26), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_signing_key_authority_id'), 'signing_authority', ['authority_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('signing_key', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_signing_key_authority_id'), type_='foreignkey')
        batch_op.drop_column('authority_id')
    op.drop_table('signing_authority')
