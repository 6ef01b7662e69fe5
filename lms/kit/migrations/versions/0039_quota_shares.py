"""The least of a quota as a share of the places."""

import sqlalchemy as sa
from alembic import op


revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('quota', schema=None) as batch_op:
        batch_op.add_column(sa.Column('share', sa.Integer(), nullable=True))
        batch_op.drop_constraint(op.f('ck_quota_any'), type_='check')
        batch_op.create_check_constraint(op.f('ck_quota_any'), "minimum IS NOT NULL OR share IS NOT NULL OR maximum IS NOT NULL")
        batch_op.create_check_constraint(op.f('ck_quota_share'), "share IS NULL OR (minimum IS NULL AND share BETWEEN 1 AND 100)")


def downgrade() -> None:
    # What the share comes to with the places of now, rounded up as rules.quotas does.
    op.execute(
        "UPDATE quota SET minimum = ((SELECT places FROM cohort WHERE cohort.id = quota.cohort_id) * share + 99) / 100 "
        "WHERE share IS NOT NULL"
    )
    with op.batch_alter_table('quota', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_quota_share'), type_='check')
        batch_op.drop_constraint(op.f('ck_quota_any'), type_='check')
        batch_op.create_check_constraint(op.f('ck_quota_any'), "minimum IS NOT NULL OR maximum IS NOT NULL")
        batch_op.drop_column('share')
