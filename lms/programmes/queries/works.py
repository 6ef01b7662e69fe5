"""Reads of graded work: versions, returns and grades, for one person or for a whole cohort.

Where a piece of work stands is reckoned in `rules.works`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import select

from lms.kit.db import read
from lms.programmes.models import Grade, Submission, WorkReturn
from lms.programmes.rules.recognition import KeptFile
from lms.programmes.rules.works import NOTHING, GradeRow, ReturnRow, SubmissionRow, WorkRecord

# By participation and requirement.
Place: TypeAlias = tuple[str, str]

_submission: Any = select(
    Submission.id,
    Submission.participation_id,
    Submission.part_id,
    Submission.number,
    Submission.words,
    Submission.files,
    Submission.handed_in_at,
).order_by(Submission.number)
_return: Any = (
    select(
        Submission.participation_id,
        Submission.part_id,
        WorkReturn.submission_id,
        WorkReturn.note,
        WorkReturn.returned_by,
        WorkReturn.returned_at,
    )
    .join(Submission, Submission.id == WorkReturn.submission_id)
    .order_by(WorkReturn.seq)
)
_grade: Any = select(
    Grade.participation_id,
    Grade.part_id,
    Grade.points,
    Grade.note,
    Grade.graded_by,
    Grade.graded_at,
    Grade.submission_id,
    Grade.held_on,
    Grade.scores,
).order_by(Grade.seq)


def list_records(participation_ids: Sequence[str]) -> Mapping[Place, WorkRecord]:
    """Return all that there is of these participants' work, in three queries."""
    submissions: dict[Place, list[SubmissionRow]] = defaultdict(list)
    for row in read(_submission.where(Submission.participation_id.in_(participation_ids))):
        one = _to_submission(row)
        submissions[one.participation_id, one.part_id].append(one)
    returns: dict[Place, list[ReturnRow]] = defaultdict(list)
    for participation_id, part_id, *rest in read(
        _return.where(Submission.participation_id.in_(participation_ids))
    ):
        returns[participation_id, part_id].append(ReturnRow(*rest))
    grades: dict[Place, list[GradeRow]] = defaultdict(list)
    for row in read(_grade.where(Grade.participation_id.in_(participation_ids))):
        grades[row.participation_id, row.part_id].append(GradeRow(*row))
    return {
        place: WorkRecord(
            tuple(submissions.get(place, ())),
            tuple(returns.get(place, ())),
            tuple(grades.get(place, ())),
        )
        for place in submissions.keys() | grades.keys()
    }


def get_record(participation_id: str, part_id: str) -> WorkRecord:
    """Return all that there is of one piece of work; it may be nothing."""
    return list_records([participation_id]).get((participation_id, part_id), NOTHING)


def find_submission(submission_id: str) -> SubmissionRow | None:
    """Return one version that was handed in, whoever's it is, or nothing."""
    row = read(_submission.where(Submission.id == submission_id)).one_or_none()
    return _to_submission(row) if row else None


def _to_submission(row: Any) -> SubmissionRow:  # noqa: ANN401 - a row of the statement above
    files = tuple(KeptFile(**one) for one in row.files)
    return SubmissionRow(
        row.id, row.participation_id, row.part_id, row.number, row.words, files, row.handed_in_at
    )
