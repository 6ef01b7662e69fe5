"""Notices, digests, quiet hours and addresses that do not work."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mail_address',
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('soft_bounces', sa.Integer(), nullable=False),
    sa.Column('undeliverable_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('email', name=op.f('pk_mail_address'))
    )
    op.create_table('mail_preference',
    sa.Column('person_id', sa.String(length=26), nullable=False),
    sa.Column('duty', sa.String(), nullable=False),
    sa.Column('news', sa.String(), nullable=False),
    sa.Column('news_before', sa.String(), nullable=True),
    sa.Column('quiet_from', sa.Time(), nullable=True),
    sa.Column('quiet_to', sa.Time(), nullable=True),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_mail_preference'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('parts', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), server_default=sa.text("'[]'"), nullable=False))
        batch_op.add_column(sa.Column('due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('tries', sa.Integer(), server_default=sa.text('0'), nullable=False))
        batch_op.add_column(sa.Column('error', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('digest_id', sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column('read_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_message_created_at', ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_digest_id'), ['digest_id'], unique=False)
        batch_op.create_index('ix_message_held', ['due_at'], unique=False, sqlite_where=sa.text("status = 'held'"), postgresql_where=sa.text("status = 'held'"))
        batch_op.create_index('ix_message_unread', ['person_id'], unique=False, sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))
    # What was told before there were notices is not news now.
    op.execute('UPDATE message SET read_at = created_at')


def downgrade() -> None:
    # What the release before knows nothing of waits for the operator: nobody is mailed by mistake.
    op.execute("UPDATE message SET status = 'waiting' WHERE status NOT IN ('due', 'sending', 'sent')")
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index('ix_message_unread', sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))
        batch_op.drop_index('ix_message_held', sqlite_where=sa.text("status = 'held'"), postgresql_where=sa.text("status = 'held'"))
        batch_op.drop_index(batch_op.f('ix_message_digest_id'))
        batch_op.drop_index('ix_message_created_at')
        batch_op.drop_column('read_at')
        batch_op.drop_column('digest_id')
        batch_op.drop_column('error')
        batch_op.drop_column('tries')
        batch_op.drop_column('due_at')
        batch_op.drop_column('parts')

    op.drop_table('mail_preference')
    op.drop_table('mail_address')
