"""What certificates of the same achievement have in common."""

import base64
import hashlib
import json

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0054'
down_revision = '0053'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('achievement_key', sa.String(), nullable=True))
    _fill()
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.alter_column('achievement_key', existing_type=sa.String(), nullable=False)
        batch_op.create_index(batch_op.f('ix_certificate_achievement_key'), ['achievement_key'], unique=False)


def _fill() -> None:
    """Give what is issued the key that its frozen facts give: as it is drawn from those of new ones."""
    certificate = sa.table('certificate', sa.column('id', sa.String), sa.column('achievement_key', sa.String), sa.column('facts', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')))
    connection = op.get_bind()
    for row in connection.execute(sa.select(certificate.c.id, certificate.c.facts)).all():
        connection.execute(certificate.update().where(certificate.c.id == row.id).values(achievement_key=_key(row.facts)))


def _key(facts: dict[str, Any]) -> str:
    result = 'PerformanceLevel' if facts.get('score_band') else 'Percent' if facts['points'] is not None else None
    parts = [
        facts['subject'], facts['subject_code'], facts['kind'], facts['version'], facts['content_hash'],
        facts['study_language'], sorted(facts['titles'].items()), list(facts['articles']), sorted(facts['issuer_names'].items()), result,
    ]
    written = json.dumps(parts, ensure_ascii=True, separators=(',', ':')).encode('ascii')
    return base64.b32encode(hashlib.sha256(written).digest()[:16]).decode('ascii').rstrip('=').lower()


def downgrade() -> None:
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_achievement_key'))
        batch_op.drop_column('achievement_key')
