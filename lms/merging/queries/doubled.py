"""Courses in which two accounts are enrolled at once, so that one enrolment has to end first.

Ending it is in `lms.merging.services.ending`.
"""

from lms.content import queries as content
from lms.learning.queries import list_enrolments
from lms.learning.rules import EnrolmentRow


def list_doubled(one_id: str, other_id: str, slug: str) -> list[EnrolmentRow]:
    """Return the enrolments under way of two people in one course, in this order.

    Nothing where only one of them, or neither, is under way in it.
    """
    course = content.find_course(slug)
    if course is None:
        return []
    found = [
        enrolment
        for person_id in (one_id, other_id)
        for enrolment in list_enrolments(person_id, course.id)
        if enrolment.status == "active"
    ]
    return found if len(found) == len((one_id, other_id)) else []
