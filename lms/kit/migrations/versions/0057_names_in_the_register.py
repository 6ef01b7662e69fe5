"""The register finds the names that stand on certificates, and reads an index alone."""

import unicodedata

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0057'
down_revision = '0056'
branch_labels = None
depends_on = None

AT_ONCE = 1000


def upgrade() -> None:
    _fill()
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_issuer_id'))
        batch_op.create_index('ix_certificate_register', ['issuer_id', 'number', 'id', 'person_id', 'folded_name', 'code', 'kind', 'language', 'course_id', 'programme_id', 'issued_on', 'valid_until', 'import_key'], unique=False)


def _fill() -> None:
    """Give what is issued the names that its frozen facts have, folded as those of new ones: in portions, for the facts of a long register fill the memory."""
    certificate = sa.table('certificate', sa.column('id', sa.String), sa.column('folded_name', sa.String), sa.column('facts', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')))
    connection = op.get_bind()
    fill = certificate.update().where(certificate.c.id == sa.bindparam('which')).values(folded_name=sa.bindparam('names'))
    portion = sa.select(certificate.c.id, certificate.c.facts).order_by(certificate.c.id).limit(AT_ONCE)
    last = ''
    while rows := connection.execute(portion.where(certificate.c.id > last)).all():
        connection.execute(fill, [{'which': row.id, 'names': _fold(row.facts)} for row in rows])
        last = rows[-1].id


def _fold(facts: dict[str, Any]) -> str:
    names = ' '.join(name for name in (facts['holder_name'], facts.get('latin_name')) if name)
    parts = unicodedata.normalize('NFKD', names.casefold())
    return ''.join(part for part in parts if not unicodedata.combining(part)).casefold().strip()[:500]


def downgrade() -> None:
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index('ix_certificate_register')
        batch_op.create_index(batch_op.f('ix_certificate_issuer_id'), ['issuer_id'], unique=False)

    certificate = sa.table('certificate', sa.column('person_id', sa.String), sa.column('folded_name', sa.String))
    op.get_bind().execute(certificate.update().where(certificate.c.person_id.is_not(None)).values(folded_name=None))
