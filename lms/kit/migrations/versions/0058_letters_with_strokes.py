"""Letters with strokes, such as ł and ø, are searched as what is typed for them: what is stored folded is folded anew.

The database does it by itself, line by line: nothing of a long table is in memory.
"""

from functools import reduce

import sqlalchemy as sa
from alembic import op


revision = '0058'
down_revision = '0057'
branch_labels = None
depends_on = None

STROKES = {
    'ł': 'l', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ı': 'i', 'æ': 'ae', 'œ': 'oe', 'ħ': 'h', 'ŧ': 't',
    'ɓ': 'b', 'ɖ': 'd', 'ɗ': 'd', 'ɛ': 'e', 'ɨ': 'i', 'ƙ': 'k', 'ŋ': 'n', 'ɔ': 'o', 'ʉ': 'u', 'ƴ': 'y',
}
FOLDED = (('person_name', 'folded'), ('nomination', 'folded'), ('certificate', 'folded_name'), ('library_text', 'words'))


def _replace(text: sa.ColumnElement[str], pair: tuple[str, str]) -> sa.ColumnElement[str]:
    return sa.func.replace(text, *pair)


def upgrade() -> None:
    for table, column in FOLDED:
        there = sa.table(table, sa.column(column, sa.String))
        value: sa.ColumnElement[str] = there.c[column]
        anew = reduce(_replace, STROKES.items(), value)
        op.get_bind().execute(there.update().where(value != anew).values({column: anew}))
    _fold_terms()


def _fold_terms() -> None:
    """Fold the terms anew, one by one: of two that are the same now, the second stays as it is, for a term stands once."""
    term = sa.table('term', *(sa.column(name, sa.String) for name in ('id', 'course_id', 'language', 'folded')))
    connection = op.get_bind()
    rows = connection.execute(sa.select(term).order_by(term.c.id)).all()
    taken = {(row.course_id, row.language, row.folded) for row in rows}
    for row in rows:
        anew = row.folded.translate(str.maketrans(STROKES))
        wanted = (row.course_id, row.language, anew)
        if wanted not in taken:
            connection.execute(term.update().where(term.c.id == row.id).values(folded=anew))
            taken.add(wanted)


def downgrade() -> None:
    # What was folded away is known no more, and need not be: both are found by words without strokes.
    pass
