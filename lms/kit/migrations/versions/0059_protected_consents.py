"""Which decisions on a name ended because the holder's identity was protected."""

import sqlalchemy as sa
from alembic import op


revision = '0059'
down_revision = '0058'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('certificate_consent', schema=None) as batch_op:
        batch_op.add_column(sa.Column('by_protection', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('certificate_consent', schema=None) as batch_op:
        batch_op.drop_column('by_protection')
