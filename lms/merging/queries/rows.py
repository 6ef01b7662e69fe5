"""Rows of any table by the person that they name: their keys, those that clash, what hangs on them.

Which tables there are, and what may stand twice in them, is read from the metadata alone, so that a
table that is added tomorrow is not forgotten.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    and_,
    func,
    select,
    true,
    tuple_,
)

from lms.kit.db import Model, current_connection, read
from lms.merging.rules import Key

# So many keys go into one statement; SQLite takes 32,766 values.
AT_ONCE = 5_000


def table_of(name: str) -> Table:
    """Return a table of the metadata."""
    return Model.metadata.tables[name]


def key_columns(table: Table, column: str) -> list[Column[Any]]:
    """Return the columns of the primary key, without the one that names the person."""
    return [one for one in table.primary_key.columns if one.name != column]


def among(columns: Sequence[Column[Any]], keys: Collection[Key]) -> ColumnElement[bool]:
    """Return the condition that a row has one of `keys`."""
    if not columns:
        return true()
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return tuple_(*columns).in_(list(keys))


def in_parts(keys: Collection[Key]) -> Iterator[tuple[Key, ...]]:
    """Yield keys in parts that fit into one statement each."""
    every = list(keys)
    for start in range(0, len(every), AT_ONCE):
        yield tuple(every[start : start + AT_ONCE])


def list_keys(table: str, column: str, person_id: str) -> list[Key]:
    """Return the keys of the rows that name a person in a column, in a fixed order."""
    rows = table_of(table)
    keys = key_columns(rows, column)
    # A key of nothing but the person is the empty one.
    query = select(*(keys or [rows.c[column]])).where(rows.c[column] == person_id).order_by(*keys)
    return [tuple(row) if keys else () for row in read(query)]


def list_there(table: str, column: str, person_id: str, keys: Collection[Key]) -> list[Key]:
    """Return those of `keys` whose row names the person in a column now."""
    rows = table_of(table)
    columns = key_columns(rows, column)
    found: list[Key] = []
    for some in in_parts(keys):
        query = select(*(columns or [rows.c[column]])).where(
            rows.c[column] == person_id, among(columns, some)
        )
        found += [tuple(row) if columns else () for row in read(query)]
    return found


def count_rows(table: str, column: str, person_ids: Sequence[str]) -> dict[str, int]:
    """Return how many rows name each person in a column."""
    rows = table_of(table)
    who = rows.c[column]
    query = select(who, func.count()).where(who.in_(person_ids)).group_by(who)
    return {row[0]: row[1] for row in read(query)}


def unique_keys(table: Table, column: str) -> Iterator[tuple[list[Column[Any]], Any]]:
    """Yield the other columns, and the condition, of what may not stand twice and has this one.

    Primary keys, unique constraints and unique indexes, partial ones too.
    """
    keys: list[PrimaryKeyConstraint | UniqueConstraint | Index] = [
        one for one in table.constraints if isinstance(one, PrimaryKeyConstraint | UniqueConstraint)
    ]
    keys += [one for one in table.indexes if one.unique]
    for key in keys:
        others = [one for one in key.columns if one.name != column]
        if len(others) < len(key.columns):
            # The condition is the same on both databases.
            is_partial = isinstance(key, Index)
            yield others, key.dialect_options["sqlite"].get("where") if is_partial else None


def list_clashing(table: str, column: str, from_id: str, to_id: str) -> list[Key]:
    """Return the keys of the one person's rows that the other has too: they cannot move."""
    rows = table_of(table)
    found: dict[Key, None] = {}
    for others, condition in unique_keys(rows, column):
        keys = key_columns(rows, column)
        wanted = list(dict.fromkeys([*keys, *others])) or [rows.c[column]]
        where = true() if condition is None else condition
        theirs = select(*wanted).where(rows.c[column] == from_id, where).subquery()
        ours = select(*wanted).where(rows.c[column] == to_id, where).subquery()
        same = and_(true(), *(theirs.c[one.name] == ours.c[one.name] for one in others))
        named = [theirs.c[one.name] for one in keys or [rows.c[column]]]
        query = select(*named).select_from(theirs.join(ours, same))
        found |= dict.fromkeys(tuple(row) if keys else () for row in read(query.distinct()))
    return list(found)


def move(table: str, column: str, from_id: str, to_id: str, keys: Collection[Key]) -> int:
    """Let rows name another person in a column; return how many did."""
    rows = table_of(table)
    columns = key_columns(rows, column)
    moved = 0
    for some in in_parts(keys):
        statement = (
            rows.update()
            .where(rows.c[column] == from_id, among(columns, some))
            .values({column: to_id})
        )
        moved += current_connection().execute(statement).rowcount
    return moved
