"""Arabic letters that are written for one another, and the digits of three sets, are searched as one: what is stored folded is folded anew.

The database does it by itself, line by line, but for what has to stand once: of two that are the same now, the second stays as it is.
"""

from functools import reduce

import sqlalchemy as sa
from alembic import op


revision = '0061'
down_revision = '0060'
branch_labels = None
depends_on = None

LETTERS = {'ى': 'ي', 'ی': 'ي', 'ة': 'ه', 'ک': 'ك', 'ٱ': 'ا', '\u0640': ''}
DIGITS = dict(zip('٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789', strict=True))
ALIKE = LETTERS | DIGITS
FOLDED = (('person_name', 'folded'), ('nomination', 'folded'), ('certificate', 'folded_name'), ('library_text', 'words'))
# Each with what it has to be one of together with its text.
ONCE = (('term', 'folded', ('course_id', 'language')), ('certificate', 'import_key', ('issuer_id',)))


def _replace(text: sa.ColumnElement[str], pair: tuple[str, str]) -> sa.ColumnElement[str]:
    return sa.func.replace(text, *pair)


def upgrade() -> None:
    for table, column in FOLDED:
        there = sa.table(table, sa.column(column, sa.String))
        anew = _fold(there.c[column])
        op.get_bind().execute(there.update().where(there.c[column] != anew).values({column: anew}))
    for table, column, beside in ONCE:
        _fold_once(table, column, beside)


def _fold(value: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    return reduce(_replace, ALIKE.items(), value)


def _fold_once(table: str, column: str, beside: tuple[str, ...]) -> None:
    there = sa.table(table, *(sa.column(name, sa.String) for name in ('id', column, *beside)))
    value, group = there.c[column], [there.c[name] for name in beside]
    connection = op.get_bind()
    changed = sa.select(there.c.id, _fold(value), *group).where(value != _fold(value)).order_by(there.c.id)
    for row_id, anew, *own in connection.execute(changed).all():
        same = [one.is_(None) if said is None else one == said for one, said in zip(group, own, strict=True)]
        if connection.execute(sa.select(there.c.id).where(value == anew, *same)).first() is None:
            connection.execute(there.update().where(there.c.id == row_id).values({column: anew}))


def downgrade() -> None:
    # What was folded away is known no more, and need not be: both are found by letters of either kind.
    pass
