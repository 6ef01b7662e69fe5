"""The broken rules of learning, each named as a sentence.

What checks them stands beside.
"""

from lms.kit.errors import DomainError, Invalid, NotAllowed
from lms.kit.i18n import N_


class EnrolmentNotOpen(DomainError):
    """The course takes no enrolments of one's own accord."""

    message = N_("You cannot enrol yourself in this course. Please ask your focal point.")


class NoVersionOpen(DomainError):
    """All versions of the course are closed to new enrolment."""

    message = N_("Nobody can enrol in this course at present. Whoever has begun it can go on.")


class EnrolmentEnded(DomainError):
    """She has withdrawn; the course's parts are closed to her until she enrols again."""

    message = N_("You have withdrawn from this course. Enrol again to go on where you stopped.")


class AlreadyCompleted(DomainError):
    """What is completed cannot be withdrawn from."""

    message = N_("You have completed this course, so there is nothing to withdraw from.")


class ActivityLocked(DomainError):
    """A module opens when those it requires are done."""

    status = 403
    message = N_("This part opens once you have completed: %(modules)s.")


class LanguageNotOffered(Invalid):
    """The course is not offered in this language."""

    message = N_("The course is not offered in this language. Please choose one of the list.")


class ResultsNotYours(NotAllowed):
    """Results are for administrators, and for trainers of the organisation that owns the course."""

    message = N_("Your account may not see the results of this course.")
