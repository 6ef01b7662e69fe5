"""The broken rules of choosing courses of a programme, each named as a sentence.

What checks them stands in `services.enrolments`.
"""

from lms.kit.errors import DomainError
from lms.kit.i18n import N_


class CourseIsRequired(DomainError):
    """Everybody in the programme takes the course."""

    message = N_("This course is required. Only courses to choose from can be left again.")


class CourseIsBegun(DomainError):
    """What was begun is not undone; the course itself can be withdrawn from."""

    message = N_(
        "You have begun this course, or took it before. You can withdraw from it on the course's "
        "own page."
    )
