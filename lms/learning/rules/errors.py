"""The broken rules of learning, each named as a sentence.

What checks them stands beside.
"""

from lms.kit.errors import DomainError, Invalid, NotAllowed
from lms.kit.i18n import N_


class EnrolmentNotOpen(DomainError):
    """The course takes no enrolments of one's own accord."""

    message = N_("You cannot enrol yourself in this course. Please ask your focal point.")


class EnrolmentNeedsApproval(DomainError):
    """The course takes in whom its trainers approve."""

    message = N_(
        "The trainers of this course decide who takes part. Please ask them on the course's page."
    )


class ApprovalNotAsked(DomainError):
    """Nobody's approval is needed, or none can be had."""

    message = N_("This course takes no requests. Please see on its page how to enrol.")


class AlreadyUnderWay(DomainError):
    """Who is in the course need not ask to be taken in."""

    message = N_("You are enrolled in this course already.")


class RequestDecided(DomainError):
    """Another trainer was quicker, or the person has taken the request back."""

    message = N_("This request has been decided or withdrawn already.")


class NobodyChosen(Invalid):
    """Several may be decided at once, but not none."""

    message = N_("Please choose at least one request that still waits.")


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


class AttemptStillOpen(DomainError):
    """An attempt is under way, and would lose its place by a move to another version."""

    message = N_("You are in the middle of a quiz. Please finish your attempt first.")


class NotUnderWay(DomainError):
    """Who has completed or withdrawn stays on the version that it was."""

    message = N_("Only a course that is under way can be moved to another version.")


class OfferOver(DomainError):
    """The offer holds no longer: a newer one took its place, or its version was closed."""

    message = N_("This version is not offered any more. Please see what is offered now.")


class NoWayBack(DomainError):
    """Something was done in the new version, and would be lost by going back."""

    message = N_("You have gone on in the new version, so you can no longer go back.")


class NothingToOffer(DomainError):
    """Nobody is under way in an older version whom the newest open one was not offered to."""

    message = N_("There is nobody to whom the newer version has not been offered yet.")


class NobodyToMove(DomainError):
    """Everybody on an older version has begun, and decides alone."""

    message = N_("There is nobody on an older version who has not begun yet.")


class MovedMeanwhile(DomainError):
    """The enrolment was moved to another version while something was begun in the old one."""

    message = N_("You have moved to another version of the course meanwhile. Please try again.")


class NotPublishedYet(DomainError):
    """Nobody studies a course of which there is no version."""

    status = 404
    message = N_("The course is not published yet, so nobody studies it.")
