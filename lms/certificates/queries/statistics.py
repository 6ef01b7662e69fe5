"""Counts of the register of the organisations that somebody administers, by five divisions.

What of them may be told is decided in `rules.statistics`.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import ColumnElement, case, extract, func, literal, select

from lms.certificates.models import Certificate
from lms.certificates.queries.register import has_status, in_register, join_issuers
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.register import Wish
from lms.certificates.rules.status import Status
from lms.kit.actor import Actor
from lms.kit.db import read

NO_LANGUAGE = "none"


def count_register(actor: Actor, now: datetime, wish: Wish) -> dict[str, dict[str, int]]:
    """Return, for each division, how many of what meets the wish are in which group."""
    conditions = in_register(actor, wish, now)
    year, month = (extract(part, Certificate.issued_on) for part in ("year", "month"))
    by_month = _count((year, month), conditions)
    statuses = case(
        *((has_status(status, now), literal(status)) for status in get_args(Status)),
        else_=literal("valid"),
    )
    return {
        "month": {f"{int(a):04d}-{int(b):02d}": count for (a, b), count in by_month.items()},
        "subject": _count_subjects(conditions),
        "kind": _count_texts(Certificate.kind, conditions),
        "language": _count_texts(func.coalesce(Certificate.language, NO_LANGUAGE), conditions),
        "status": _count_texts(statuses, conditions),
    }


def _count_texts(
    group: ColumnElement[Any] | Any,  # noqa: ANN401 - a column or what is computed of one
    conditions: list[ColumnElement[bool]],
) -> dict[str, int]:
    return {str(name): count for (name,), count in _count((group,), conditions).items()}


def _count_subjects(conditions: list[ColumnElement[bool]]) -> dict[str, int]:
    groups = (Certificate.course_id, Certificate.programme_id)
    counted: Counter[str] = Counter()
    for (course_id, programme_id), count in _count(groups, conditions).items():
        counted[course_id or programme_id or "paper"] += count
    return dict(counted)


def _count(
    groups: tuple[Any, ...], conditions: list[ColumnElement[bool]]
) -> dict[tuple[Any, ...], int]:
    # Computed anew below: a parameter in GROUP BY is another one to PostgreSQL.
    inner = join_issuers(
        select(*(group.label(f"group_{place}") for place, group in enumerate(groups))), conditions
    ).subquery()
    columns = list(inner.c)
    query = select(*columns, func.count()).group_by(*columns)
    return {tuple(row[:-1]): int(row[-1]) for row in read(query)}


def get_newest_facts(subject_ids: Sequence[str]) -> dict[str, Facts]:
    """Return what the newest certificate says of each course or programme, by its id."""
    newest = (
        select(func.max(Certificate.number))
        .where(Certificate.course_id.in_(subject_ids) | Certificate.programme_id.in_(subject_ids))
        .group_by(Certificate.course_id, Certificate.programme_id)
    )
    query = select(Certificate.course_id, Certificate.programme_id, Certificate.facts)
    return {
        row.course_id or row.programme_id: Facts.from_json(row.facts)
        for row in read(query.where(Certificate.number.in_(newest)))
    }
