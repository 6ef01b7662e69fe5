"""People under way may move to a newer version, and a version is closed to new enrolment."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('enrolment_move',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enrolment_id', sa.String(length=26), nullable=False),
    sa.Column('from_version_id', sa.String(length=26), nullable=False),
    sa.Column('to_version_id', sa.String(length=26), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('moved_by', sa.String(length=26), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('progress', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('carried', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.CheckConstraint("kind IN ('chosen', 'by_trainer', 'undone')", name=op.f('ck_enrolment_move_kind')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_enrolment_move_enrolment_id')),
    sa.ForeignKeyConstraint(['from_version_id'], ['version.id'], name=op.f('fk_enrolment_move_from_version_id')),
    sa.ForeignKeyConstraint(['moved_by'], ['person.id'], name=op.f('fk_enrolment_move_moved_by')),
    sa.ForeignKeyConstraint(['to_version_id'], ['version.id'], name=op.f('fk_enrolment_move_to_version_id')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_enrolment_move'))
    )
    with op.batch_alter_table('enrolment_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enrolment_move_enrolment_id'), ['enrolment_id'], unique=False)

    op.create_table('enrolment_offer',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('enrolment_id', sa.String(length=26), nullable=False),
    sa.Column('from_version_id', sa.String(length=26), nullable=False),
    sa.Column('to_version_id', sa.String(length=26), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('offered_by', sa.String(length=26), nullable=True),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision', sa.String(), nullable=True),
    sa.CheckConstraint("decision IN ('moved', 'stayed', 'withdrawn')", name=op.f('ck_enrolment_offer_decision')),
    sa.CheckConstraint('(decision IS NULL) = (decided_at IS NULL)', name=op.f('ck_enrolment_offer_decided')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_enrolment_offer_enrolment_id')),
    sa.ForeignKeyConstraint(['from_version_id'], ['version.id'], name=op.f('fk_enrolment_offer_from_version_id')),
    sa.ForeignKeyConstraint(['offered_by'], ['person.id'], name=op.f('fk_enrolment_offer_offered_by')),
    sa.ForeignKeyConstraint(['to_version_id'], ['version.id'], name=op.f('fk_enrolment_offer_to_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment_offer')),
    sa.UniqueConstraint('enrolment_id', 'to_version_id', name=op.f('uq_enrolment_offer_enrolment_id_to_version_id'))
    )
    with op.batch_alter_table('version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('version', schema=None) as batch_op:
        batch_op.drop_column('closed_at')

    op.drop_table('enrolment_offer')
    with op.batch_alter_table('enrolment_move', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enrolment_move_enrolment_id'))

    op.drop_table('enrolment_move')
