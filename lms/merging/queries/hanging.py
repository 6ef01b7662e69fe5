"""Which rows of people hang on others of theirs: an attempt on an enrolment, an award on a place.

Read from the foreign keys of the metadata, over tables without a person too.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Table, and_, select

from lms.kit.db import Model, read
from lms.merging.queries.rows import among, in_parts, key_columns, table_of
from lms.merging.rules import Key
from lms.merging.treatments import list_columns

# Certificate, completion, enrolment: no way is longer.
LONGEST_WAY = 3
Way = tuple[ForeignKeyConstraint, ...]


def ways_up(table: Table, longest: int) -> Iterator[Way]:
    """Yield the ways from a table along its foreign keys, the shortest first; never to people."""
    ways: list[Way] = [()]
    for _ in range(longest):
        further: list[Way] = []
        for way in ways:
            here = way[-1].referred_table if way else table
            passed = {table, *(one.referred_table for one in way)}
            further.extend(
                (*way, link)
                for link in sorted(here.foreign_key_constraints, key=_name)
                if link.referred_table.name != "person" and link.referred_table not in passed
            )
        yield from further
        ways = further


def _name(link: ForeignKeyConstraint) -> str:
    return ",".join(link.column_keys)


def on(way: Sequence[ForeignKeyConstraint]) -> ColumnElement[bool]:
    """Return the condition by which the tables of a way are joined."""
    return and_(*(part.parent == part.column for link in way for part in link.elements))


@cache
def list_links() -> tuple[tuple[str, str, str, str, Way], ...]:
    """Return (table, column, table above, column above, way) of all that hangs together.

    Only what moves: whoever judged, or was told, hangs on nothing of their own.
    """
    moving = dict(list_columns("moves"))
    found = []
    for table, column in moving.items():
        if table == "person":
            continue
        for way in ways_up(Model.metadata.tables[table], LONGEST_WAY):
            above = way[-1].referred_table.name
            is_first = not any(one.referred_table.name in moving for one in way[:-1])
            if above in moving and is_first:
                found.append((table, column, above, moving[above], way))
    return tuple(found)


def list_hanging(
    moved: Mapping[tuple[str, str], Sequence[Key]], kept_id: str
) -> list[tuple[str, Key, str, Key]]:
    """Return (table, key, table above, key above) of what hangs together, where a part was moved.

    Only where both are the kept person's now.
    """
    links: list[tuple[str, Key, str, Key]] = []
    for table, column, above, above_column, way in list_links():
        low, high = table_of(table), table_of(above)
        low_keys, high_keys = key_columns(low, column), key_columns(high, above_column)
        both = (low.c[column] == kept_id, high.c[above_column] == kept_id, on(way))
        for keys, named in ((high_keys, (above, above_column)), (low_keys, (table, column))):
            for some in in_parts(moved.get(named, ())):
                query = select(*low_keys, *high_keys).where(*both, among(keys, some))
                links += [_link(row, len(low_keys), table, above) for row in read(query)]
    return links


def _link(row: Any, width: int, table: str, above: str) -> tuple[str, Key, str, Key]:  # noqa: ANN401 - a row of unknown columns
    return table, tuple(row[:width]), above, tuple(row[width:])
