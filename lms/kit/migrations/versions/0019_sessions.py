"""One session at a time in a sitting."""

import sqlalchemy as sa
from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('session', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('session_since', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_exclusive', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('incident', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_incident_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_incident_kind'), "kind IN ('note', 'line', 'language', 'pause', 'session')")


def downgrade() -> None:
    with op.batch_alter_table('incident', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_incident_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_incident_kind'), "kind IN ('note', 'line', 'language', 'pause')")

    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.drop_column('is_exclusive')

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_column('session_since')
        batch_op.drop_column('session')
