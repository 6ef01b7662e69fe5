"""When participants last did something for a programme: in its courses, or by handing work in.

Signing in, and courses outside the programme, are nobody's business here.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from lms.content.models import Course
from lms.kit.db import read
from lms.learning.models import ActivityProgress, Enrolment
from lms.programmes.models import Submission
from lms.programmes.rules.definition import CoursePart, Definition, ExamPart
from lms.programmes.rules.rows import ParticipationRow


def list_last(definition: Definition, rows: Sequence[ParticipationRow]) -> dict[str, datetime]:
    """Return when each of these participants last did something, by participation.

    Whoever has done nothing is not in it. Two queries, however many they are.
    """
    in_courses = _list_in_courses(definition, [row.person_id for row in rows if row.person_id])
    handed_in = _list_handed_in([row.id for row in rows])
    found = {}
    for row in rows:
        times = (in_courses.get(row.person_id or ""), handed_in.get(row.id))
        done = [time for time in times if time is not None]
        if done:
            found[row.id] = max(done)
    return found


def _list_in_courses(definition: Definition, people: Sequence[str]) -> dict[str, datetime]:
    wanted = {
        part.course for _, part in definition.parts() if isinstance(part, CoursePart | ExamPart)
    }
    query = (
        select(Enrolment.person_id, func.max(ActivityProgress.at))
        .join(ActivityProgress, ActivityProgress.enrolment_id == Enrolment.id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.person_id.in_(people), Course.slug.in_(wanted))
        .group_by(Enrolment.person_id)
    )
    return {row[0]: row[1] for row in read(query)}


def _list_handed_in(participation_ids: Sequence[str]) -> dict[str, datetime]:
    query = (
        select(Submission.participation_id, func.max(Submission.handed_in_at))
        .where(Submission.participation_id.in_(participation_ids))
        .group_by(Submission.participation_id)
    )
    return {row[0]: row[1] for row in read(query)}
