"""The broken rules of nominations, each named as a sentence.

Those of programmes and cohorts are in `errors`.
"""

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_


class DelegationOver(DomainError):
    """A focal point acts as long as the delegation runs."""

    status = 403
    message = N_(
        "Your delegation as focal point has ended. Open “Nominations” to see who can renew it."
    )


class NominationsNotOpen(DomainError):
    """Nominations are made and changed until the deadline."""

    message = N_(
        "Nominations for this cohort are not open now, so nothing can be changed. Please turn to "
        "whoever runs the cohort."
    )


class NominationIsWithdrawn(DomainError):
    """What is withdrawn is not worked on."""

    message = N_("This nomination is withdrawn. Undo the withdrawal first.")


class NominationNotReady(DomainError):
    """What is submitted has all that the focal point can give."""

    message = N_("This cannot be submitted yet. What is missing is named on the page.")


class OfficerNominated(DomainError):
    """Nobody is nominated twice for one cohort."""

    message = N_("This officer is nominated for this cohort already, by another nomination.")


class PlaceTaken(DomainError):
    """Who takes over a place does it alone."""

    message = N_("Somebody else has been named as the substitute already.")


class PlaceWasOffered(DomainError):
    """A place that was offered is given back by the officer or those who run the cohort."""

    message = N_(
        "This officer was offered a place. The officer gives it back, or those who run the cohort "
        "take it back; then the waiting list advances."
    )


class LinkIsOver(DomainError):
    """A mailed link holds until it is replaced, or its nomination withdrawn."""

    status = 404
    message = N_(
        "This link is not valid any more: it was replaced by a newer one, or the nomination was "
        "withdrawn. Ask the focal point who nominated you for a new link."
    )


class TooManyDocuments(Invalid):
    """So many files are read, and no more."""

    message = N_("There are %(most)s documents already. Remove one of them first.")


class DocumentStillNeeded(DomainError):
    """What is confirmed or submitted stays complete: a file is replaced, not removed."""

    message = N_(
        "This file answers a question that must stay answered. Add another file for the question: "
        "it takes the place of this one."
    )


class NotTheirOwn(DomainError):
    """An officer applies who is of a State for which the cohort is."""

    message = N_(
        "This cohort is for officers of the States that take part in it, and your account belongs "
        "to none of them."
    )


class AlreadyAnswered(DomainError):
    """What was decided is not decided again."""

    message = N_("This was answered already.")
