"""Reads of marks: all that a paper has, and in SQL those that count.

Which mark counts is decided in `rules.marks`; `rank` says the same to the database.
"""

from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, case, func, select

from lms.assessment.models import Mark
from lms.assessment.rules import KINDS, MarkRow, counting, shares
from lms.kit.db import read

COLUMNS = (
    Mark.seq,
    Mark.attempt_id,
    Mark.item_id,
    Mark.kind,
    Mark.numerator,
    Mark.denominator,
    Mark.person_id,
    Mark.at,
    Mark.reason,
    Mark.details,
    Mark.is_left_out,
)
rank = case({kind: place for place, kind in enumerate(KINDS)}, value=Mark.kind)
_of_attempt = select(*COLUMNS).where(Mark.attempt_id == bindparam("id"))
# 1 for the mark that counts of each question of each paper.
place = func.row_number().over(
    partition_by=(Mark.attempt_id, Mark.item_id), order_by=(rank.desc(), Mark.seq.desc())
)


def mark_row(row: Any) -> MarkRow:  # noqa: ANN401 - a row of ten columns has no type
    """Return a mark as a value."""
    seq, attempt_id, item_id, kind, numerator, denominator, *rest = row
    return MarkRow(seq, attempt_id, item_id, kind, Fraction(numerator, denominator), *rest)


def list_marks(attempt_id: str) -> list[MarkRow]:
    """Return every mark of an attempt's paper, in no order."""
    return [mark_row(row) for row in read(_of_attempt, {"id": attempt_id})]


def get_marks(attempt_id: str) -> dict[str, Fraction]:
    """Return the points of each question that counts, 0 to 1, by the mark that counts."""
    return shares(counting(list_marks(attempt_id)))
