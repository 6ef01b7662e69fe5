"""Who sees a course and how one enrols: decided at once, for every version."""

from datetime import datetime

from sqlalchemy import update

from lms.audit.services import record
from lms.content.models import Course
from lms.content.queries import CourseRow
from lms.content.rules import AccessUnknown, check_trainer
from lms.kit.actor import Actor
from lms.kit.db import db

VISIBILITIES = frozenset({"public", "members"})
ENROLMENTS = frozenset({"open", "approval", "cohort"})


def set_access(
    actor: Actor, now: datetime, course: CourseRow, visibility: str, enrolment: str
) -> None:
    """Say who sees a course and how one enrols in it; whoever is under way goes on.

    Raises `NotTheCoursesTrainer`, `AccessUnknown`.
    """
    check_trainer(actor, course.owner_path)
    if visibility not in VISIBILITIES or enrolment not in ENROLMENTS:
        raise AccessUnknown
    if (visibility, enrolment) == (course.visibility, course.enrolment):
        return
    changes = {"visibility": visibility, "enrolment": enrolment}
    db.session.execute(update(Course).where(Course.id == course.id).values(**changes))
    record(
        actor, now, "course.access_changed", subject_type="course", subject_id=course.id,
        details=changes,
    )  # fmt: skip
