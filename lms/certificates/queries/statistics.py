"""Counts of the register of the organisations that somebody administers, by five divisions.

What of them may be told is decided in `rules.statistics`.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, extract, func, select

from lms.certificates.models import Certificate, CertificateStatus
from lms.certificates.queries.register import in_register, join_issuers
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.register import Wish
from lms.certificates.rules.statistics import BY_NAMES
from lms.kit.actor import Actor
from lms.kit.db import read

NO_LANGUAGE = "none"


def count_register(actor: Actor, now: datetime, wish: Wish) -> dict[str, dict[str, int]]:
    """Return, for each division, how many of what meets the wish are in which group.

    All divisions are counted at once: the register is read a single time.
    """
    counted: dict[str, Counter[str]] = {by: Counter() for by in BY_NAMES}
    for row in read(_groups(in_register(actor, wish, now), now)):
        groups = {
            "month": f"{int(row.year):04d}-{int(row.month):02d}",
            "subject": row.course_id or row.programme_id or "paper",
            "kind": row.kind,
            "language": row.language or NO_LANGUAGE,
            "status": row.status,
        }
        for by, group in groups.items():
            counted[by][group] += row.certificates
    return {by: dict(groups) for by, groups in counted.items()}


def _groups(conditions: list[ColumnElement[bool]], now: datetime) -> Select[*tuple[Any, ...]]:
    """Return the query for how many agree in all divisions."""
    decided = _decided()
    year, month = (extract(part, Certificate.issued_on) for part in ("year", "month"))
    status = case(
        (decided.c.is_revoked == 1, "revoked"),
        (decided.c.is_superseded == 1, "superseded"),
        (decided.c.suspended > decided.c.reinstated, "suspended"),
        (Certificate.valid_until < now.date(), "expired"),
        else_="valid",
    )
    # Computed anew above: a parameter in GROUP BY is another one to PostgreSQL.
    each = (
        join_issuers(
            select(
                year.label("year"), month.label("month"), status.label("status"),
                Certificate.course_id, Certificate.programme_id, Certificate.kind,
                Certificate.language,
            ),
            conditions,
        )
        .outerjoin(decided, decided.c.certificate_id == Certificate.id)
        .subquery()
    )  # fmt: skip
    return select(*each.c, func.count().label("certificates")).group_by(*each.c)


def _decided() -> Subquery:
    """Return what was decided on the few on which something was: the last of each, where it counts.

    As `rules.status.standing` has it: reinstating ends a suspension that was before.
    """

    def last(decision: str) -> ColumnElement[int]:
        is_it = CertificateStatus.decision == decision
        return func.max(case((is_it, CertificateStatus.seq), else_=0))

    def ever(decision: str) -> ColumnElement[int]:
        return func.max(case((CertificateStatus.decision == decision, 1), else_=0))

    return (
        select(
            CertificateStatus.certificate_id,
            ever("revoked").label("is_revoked"),
            ever("superseded").label("is_superseded"),
            last("suspended").label("suspended"),
            last("reinstated").label("reinstated"),
        )
        .group_by(CertificateStatus.certificate_id)
        .subquery()
    )


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
