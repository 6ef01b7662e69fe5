"""Reads of what goes on beside a finished attempt, for which its review has to wait.

Whether it has to is decided in `rules.withholding`.
"""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from lms.assessment.models import Attempt, PaperItem, Sitting
from lms.assessment.rules import AttemptRow
from lms.assessment.rules.withholding import Around
from lms.content.models import Version
from lms.kit.db import read

_other = aliased(PaperItem)
_open = (
    select(Attempt.id)
    .join(Version, Version.id == Attempt.version_id)
    .join(_other, _other.attempt_id == Attempt.id)
    .join(
        PaperItem,
        (PaperItem.item_id == _other.item_id) & (PaperItem.attempt_id == bindparam("id")),
    )
    .where(
        Attempt.person_id == bindparam("person_id"),
        Attempt.id != bindparam("id"),
        Attempt.finished_at.is_(None),
        # The id of a question is its own in a course, whatever the version.
        Version.course_id
        == select(Version.course_id).where(Version.id == bindparam("version_id")).scalar_subquery(),
    )
    .limit(1)
)
_closes_at = select(Sitting.closes_at).where(Sitting.id == bindparam("id"))
# Who has no time limit may never finish; for those nobody waits.
_sitting_on = (
    select(Attempt.id)
    .where(
        Attempt.sitting_id == bindparam("id"),
        Attempt.finished_at.is_(None),
        Attempt.deadline.is_not(None),
    )
    .limit(1)
)


def get_around(attempt: AttemptRow) -> Around:
    """Return what goes on beside a finished attempt."""
    values = {
        "id": attempt.id,
        "person_id": attempt.person_id,
        "version_id": attempt.version_id,
    }
    open_id = read(_open, values).scalar()
    if attempt.sitting_id is None:
        return Around(open_id)
    sitting = {"id": attempt.sitting_id}
    is_on = read(_sitting_on, sitting).first() is not None
    return Around(open_id, read(_closes_at, sitting).scalar_one(), is_on)
