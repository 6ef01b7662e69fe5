"""Whether any row of the database names something: the last question before it is removed for good.

It reads every table whole, so it is asked of a few things at night; no page asks it.
"""

from typing import Any

from sqlalchemy import JSON, Column, String, Table, cast, or_, select

from lms.kit.db import Model, read


def is_named(text: str) -> bool:
    """Say whether a text stands in any column of any table, alone or within another text or JSON.

    No table can be forgotten: those that come later are asked by themselves.
    """
    return any(_names(table, text) for table in Model.metadata.sorted_tables)


def list_searched(table: Table) -> list[Column[Any]]:
    """Return the columns of a table that may hold a text."""
    return [column for column in table.columns if isinstance(column.type, String | JSON)]


def _names(table: Table, text: str) -> bool:
    columns = list_searched(table)
    if not columns:
        return False
    holds = [cast(column, String).contains(text, autoescape=True) for column in columns]
    return read(select(columns[0]).where(or_(*holds)).limit(1)).first() is not None
