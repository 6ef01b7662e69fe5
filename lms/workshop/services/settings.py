"""What a trainer does with a course's settings: what its file says, who sees it, how one enrols.

The file is changed in the person's working copy; visibility and enrolment hold at once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lms.content.format import COURSE_FILE
from lms.content.queries import CourseRow
from lms.content.services import set_access
from lms.kit.actor import Actor
from lms.workshop.editing.settings import name_objectives, settings_edits
from lms.workshop.queries.outline import get_head
from lms.workshop.services.outline import change_yaml, hold


def change_settings(
    actor: Actor,
    now: datetime,
    course: CourseRow,
    new: Mapping[str, Any],
    objectives: Sequence[tuple[str, str]],
    completion: Mapping[str, Any],
) -> None:
    """Give `course.yaml` what its form says; raise `FileUnreadable`."""
    old = get_head(hold(actor, course))
    edits = settings_edits(old, new, name_objectives(objectives), completion)
    change_yaml(actor, now, course, COURSE_FILE, edits)


def change_access(
    actor: Actor, now: datetime, course: CourseRow, visibility: str, enrolment: str
) -> None:
    """Say who sees a course and how one enrols; it holds at once, for every version."""
    set_access(actor, now, course, visibility, enrolment)
