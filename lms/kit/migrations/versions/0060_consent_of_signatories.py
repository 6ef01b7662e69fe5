"""A signatory's consent holds for picture, name and office together: one that may have been given to other words ends."""

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0060'
down_revision = '0059'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('signatory', schema=None) as batch_op:
        batch_op.add_column(sa.Column('consented_seal', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('overtaken_at', sa.DateTime(timezone=True), nullable=True))
    _fill()
    with op.batch_alter_table('signatory', schema=None) as batch_op:
        batch_op.drop_column('consented_hash')


def _fill() -> None:
    """Keep a consent where nothing was changed since; what was changed is not known, so any change ends it."""
    moment = sa.DateTime(timezone=True)
    signatory = sa.table(
        'signatory', sa.column('id', sa.String), sa.column('name', sa.String), sa.column('picture_hash', sa.String), sa.column('consented_hash', sa.String),
        sa.column('offices', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')), sa.column('consented_seal', sa.String), sa.column('consented_at', moment), sa.column('overtaken_at', moment),
    )
    event = sa.table('audit_event', sa.column('at', moment), sa.column('action', sa.String), sa.column('subject_id', sa.String))
    changed = (
        sa.select(sa.func.max(event.c.at))
        .where(event.c.action == 'certificates.signatory_changed', event.c.subject_id == signatory.c.id, event.c.at > signatory.c.consented_at)
        .scalar_subquery()
    )
    connection = op.get_bind()
    agreed = sa.select(signatory, changed.label('changed_at')).where(signatory.c.consented_hash.is_not(None), signatory.c.consented_hash == signatory.c.picture_hash)
    for row in connection.execute(agreed).all():
        values = {'overtaken_at': row.changed_at} if row.changed_at else {'consented_seal': _seal(row.name, row.offices, row.picture_hash)}
        connection.execute(signatory.update().where(signatory.c.id == row.id).values(values))


def _seal(name: str, offices: dict[str, str], picture_hash: str) -> str:
    shown = [name, sorted((key, text) for key, text in offices.items() if text), picture_hash]
    return sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()


def downgrade() -> None:
    with op.batch_alter_table('signatory', schema=None) as batch_op:
        batch_op.add_column(sa.Column('consented_hash', sa.String(), nullable=True))
    signatory = sa.table('signatory', *(sa.column(name, sa.String) for name in ('picture_hash', 'consented_hash', 'consented_seal')))
    agreed = signatory.update().where(signatory.c.consented_seal.is_not(None))
    op.get_bind().execute(agreed.values(consented_hash=signatory.c.picture_hash))
    with op.batch_alter_table('signatory', schema=None) as batch_op:
        batch_op.drop_column('overtaken_at')
        batch_op.drop_column('consented_seal')
