"""What hangs on rows of people in tables of no person, as marks by which the undo sees what is new.

What hangs together among the rows of people themselves stands in `hanging`.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Table, and_, or_, select, true

from lms.kit.db import Model, read
from lms.merging.queries.hanging import LONGEST_WAY, Way, on, ways_up
from lms.merging.queries.rows import among, in_parts, key_columns, table_of
from lms.merging.rules import Key
from lms.merging.treatments import TREATMENTS, list_columns

# Rows of these come by themselves, or with others that are seen, and are nobody's work.
_NO_WORK = {
    "award_review",
    "certificate_file",
    "mark",
    "renewal",
    "supervisor_invitation",
    "survey_invitation",
}
# What people do that changes nothing but the row itself.
_OWN_WORK = {
    "nomination": ("nominee_part",),
    "participation": ("answered_at",),
    "working_copy": ("updated_at",),
}


@cache
def list_below() -> Mapping[str, tuple[tuple[str, Way], ...]]:
    """Return, by table whose rows move, (table below, way up); with none that moves itself."""
    moving = {table for table, _ in list_columns("moves")}
    found: dict[str, list[tuple[str, Way]]] = {}
    for table in sorted(Model.metadata.tables.values(), key=lambda one: one.name):
        if table.name in moving | _NO_WORK:
            continue
        for way in ways_up(table, LONGEST_WAY):
            passed = [link.referred_table.name for link in way]
            if passed[-1] in moving and moving.isdisjoint(passed[:-1]):
                found.setdefault(passed[-1], []).append((table.name, way))
    return {name: tuple(ways) for name, ways in found.items()}


def trace(
    table: str, column: str, keys: Collection[Key], person_ids: Collection[str]
) -> dict[Key, frozenset[str]]:
    """Return, by key, a mark of each state of each row that hangs on these rows of people.

    Left out is what somebody else than these people is said to have done.
    """
    marks: dict[Key, set[str]] = {key: set() for key in keys}
    for key, mark in _list_marks(table, column, keys, person_ids):
        marks[key].add(mark)
    return {key: frozenset(some) for key, some in marks.items()}


def _list_marks(
    table: str, column: str, keys: Collection[Key], person_ids: Collection[str]
) -> Iterator[tuple[Key, str]]:
    high = table_of(table)
    high_keys = key_columns(high, column)
    asked = [
        (low, _said(low), and_(on(way), _by(low, person_ids)))
        for name, way in list_below().get(table, ())
        for low in [table_of(name)]
    ]
    if table in _OWN_WORK:
        asked.append((high, [high.c[name] for name in _OWN_WORK[table]], and_(true())))
    for low, columns, condition in asked:
        # Two columns of one name are kept apart by their labels.
        wanted = [*high_keys, *(one.label(f"low_{one.name}") for one in columns)]
        for some in in_parts(keys):
            for row in read(select(*wanted).where(condition, among(high_keys, some))):
                key, values = tuple(row[: len(high_keys)]), row[len(high_keys) :]
                yield key, _mark(low, columns, values)


def _by(table: Table, person_ids: Collection[str]) -> Any:  # noqa: ANN401 - a condition, or none
    """Return the condition that a row is of these people, or says of somebody that is not known."""
    doers = _doers(table)
    return or_(
        *(one.in_(person_ids) | one.is_(None) for one in doers), *([] if doers else [true()])
    )


def _doers(table: Table) -> list[Column[Any]]:
    return [one for one in table.columns if f"{table.name}.{one.name}" in TREATMENTS]


def _said(table: Table) -> list[Column[Any]]:
    # Whom a row names changes by the merge itself.
    return [one for one in table.columns if f"{table.name}.{one.name}" not in TREATMENTS]


def _mark(table: Table, columns: Collection[Column[Any]], values: Any) -> str:  # noqa: ANN401 - a row of unknown columns
    # What is empty is left out: a column that an update of the program adds changes no mark.
    said = {
        one.name: value for one, value in zip(columns, values, strict=True) if value is not None
    }
    text = json.dumps([table.name, said], sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:16]
