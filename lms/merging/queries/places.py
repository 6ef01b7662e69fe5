"""Where a row belongs: the course, cohort or organisation to which its foreign keys lead.

What a page calls it depends on the reader's language.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Column, Table, select

from lms.content import queries as content
from lms.kit.db import read
from lms.merging.queries.hanging import LONGEST_WAY, Way, on, ways_up
from lms.merging.queries.rows import among, in_parts, key_columns, table_of
from lms.merging.rules import Key, Where
from lms.organisations import queries as organisations
from lms.programmes.queries import cohorts
from lms.programmes.rules.cohorts import choose_text

# What a row is said to belong to; of two that are equally near the first.
_KINDS = ("cohort", "course", "organisation")


@cache
def _way_home(table: Table) -> Way | None:
    """Return the shortest way from a table to what its rows belong to."""
    ways = list(ways_up(table, LONGEST_WAY + 1))
    for length in range(1, LONGEST_WAY + 2):
        for kind in _KINDS:
            for way in ways:
                if len(way) == length and way[-1].referred_table.name == kind:
                    return way
    return None


def find_homes(table: str, column: str, keys: Collection[Key]) -> dict[Key, tuple[str, str]]:
    """Return kind and id of what the rows with these keys belong to; nothing for a row without."""
    rows = table_of(table)
    way = _way_home(rows)
    if way is None or not keys:
        return {}
    home = way[-1].referred_table
    columns: list[Column[Any]] = key_columns(rows, column)
    found: dict[Key, tuple[str, str]] = {}
    for some in in_parts(keys):
        query = select(*columns, home.c.id).where(on(way), among(columns, some))
        for row in read(query):
            found[tuple(row[:-1])] = (home.name, row[-1])
    return found


def name_homes(homes: Collection[tuple[str, str]], language: str) -> dict[tuple[str, str], Where]:
    """Return what is shown of courses, cohorts and organisations, by kind and id."""
    ids: Mapping[str, list[str]] = {
        kind: [one for other, one in homes if other == kind] for kind in _KINDS
    }
    return (
        _name_cohorts(ids["cohort"], language)
        | _name_courses(ids["course"], language)
        | _name_organisations(ids["organisation"], language)
    )


def _name_cohorts(ids: Collection[str], language: str) -> dict[tuple[str, str], Where]:
    rows = cohorts.get_cohorts(list(ids)) if ids else {}
    return {
        ("cohort", row.id): Where(
            "cohort", row.id, choose_text(row.title, language)[0], row.organisation_path
        )
        for row in rows.values()
    }


def _name_courses(ids: Collection[str], language: str) -> dict[tuple[str, str], Where]:
    rows = [row for row in content.list_courses() if row.id in set(ids)] if ids else []
    published = [row for row in rows if row.newest_version_id]
    outlines = content.get_outlines([(str(row.newest_version_id), language) for row in published])
    titles = {row.id: one.title for row, one in zip(published, outlines, strict=True)}
    return {
        ("course", row.id): Where(
            "course", row.id, titles.get(row.id, row.slug), row.owner_path, row.slug
        )
        for row in rows
    }


def _name_organisations(ids: Collection[str], language: str) -> dict[tuple[str, str], Where]:
    rows = organisations.list_organisations() if ids else []
    return {
        ("organisation", row.id): Where("organisation", row.id, row.label(language), row.path)
        for row in rows
        if row.id in set(ids)
    }
