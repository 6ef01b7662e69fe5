"""How many attempts of an enrolment are used up, quiz by quiz.

Which of them count in a version is decided as in `attempts`: those at what asks the same there.
"""

from collections import Counter

from sqlalchemy import bindparam, func, select

from lms.assessment.models import Attempt
from lms.content import queries as content
from lms.kit.db import read

_attempts = (
    select(Attempt.activity_id, Attempt.version_id, func.count())
    .where(Attempt.enrolment_id == bindparam("enrolment_id"))
    .group_by(Attempt.activity_id, Attempt.version_id)
)


def count_used(enrolment_id: str, version_id: str) -> dict[str, int]:
    """Return how many attempts of an enrolment count in a version, by the activity of the quiz."""
    used: Counter[str] = Counter()
    for activity_id, begun_in, count in read(_attempts, {"enrolment_id": enrolment_id}):
        if content.is_same_activity(begun_in, version_id, activity_id):
            used[activity_id] += count
    return dict(used)
