"""The broken rules of selection and of places, each named as a sentence.

What checks them stands beside.
"""

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_, Text


class DeclarationMissing(DomainError):
    """Nobody scores before having said which conflicts of interest there are."""

    message = N_("Please say first with which nominees you have a conflict of interest, or none.")


class ConflictDeclared(DomainError):
    """Whoever has a conflict of interest neither reads a file nor scores it."""

    message = N_(
        "You have declared a conflict of interest here; this nomination is left to others."
    )


class NotToBeScored(DomainError):
    """Only what is complete is scored, and only until places are given out."""

    message = N_(
        "This nomination is not complete, or places are given out already. It is not scored."
    )


class PointsNotValid(Invalid):
    """Points are whole numbers within what a criterion gives; `errors` say which are not."""

    message = N_("Some points are missing or not valid. Nothing was saved.")

    def __init__(self, errors: dict[str, Text]) -> None:
        super().__init__()
        self.errors = errors


class NothingToAgree(DomainError):
    """Members who do not differ need not agree."""

    message = N_("The scores do not differ so far that the panel must agree on them.")


class ScoresGiven(DomainError):
    """What was scored by some criteria is not scored by others."""

    message = N_("The panel has begun to score. The criteria cannot be changed any more.")


class NominationsStillOpen(DomainError):
    """Places are given among all who were nominated in time."""

    message = N_("Nominations are still open. Places can be allocated once they are closed.")


class SelectionNotReady(DomainError):
    """An allocation is computed from complete nominations that all have a score."""

    message = N_(
        "Not every complete nomination has a score yet: %(count)s are missing. Ask the panel to "
        "finish, then compute again."
    )


class NobodyToSelect(DomainError):
    """An allocation needs somebody to choose from."""

    message = N_("There is no complete nomination. Nobody can be given a place.")


class PlacesGivenOut(DomainError):
    """Places are given out by one allocation."""

    message = N_("Places are given out already. From now on the waiting list goes on by itself.")


class NotComputed(DomainError):
    """What has no result yet is not confirmed and not overridden."""

    message = N_("This allocation is still being computed. Please wait a moment.")


class RunOutdated(DomainError):
    """Only the allocation is confirmed that was computed from what holds now."""

    message = N_(
        "Nominations, scores, places or quotas have changed since this allocation was computed. "
        "Please compute it again."
    )


class MinimaNotMet(DomainError):
    """Where the minima cannot be met nobody is in."""

    message = N_(
        "The minima of the quotas cannot be met, so nobody is admitted. Change them first."
    )


class ReasonMissing(Invalid):
    """Whoever decides against the computation, or takes a place away, says why."""

    message = N_("Please write why.")


class OfferOver(DomainError):
    """An offer is answered once, and in time."""

    message = N_(
        "This offer is not open any more: it was answered, withdrawn, or its time is over."
    )


class AccountNeeded(DomainError):
    """Whoever takes part has an account."""

    message = N_("Please open your account first; the link to it was mailed to you.")


class PlaceIsOver(DomainError):
    """A place that was given back is not given back again."""

    message = N_("This place was given back or taken away already.")


class SubstitutionLate(DomainError):
    """Another officer takes over a place before the cohort begins."""

    message = N_("The cohort has begun or is over. The place cannot be taken over any more.")


class SubstituteNotFit(DomainError):
    """A substitute is nominated, complete, of the same State, and has no place."""

    message = N_(
        "This officer cannot take over the place: the nomination must be complete, of the same "
        "State or agency, and without a place."
    )


class SubstituteBreaksQuota(DomainError):
    """An exchange keeps to the quotas."""

    message = N_("With this officer the quota “%(quota)s” would not be kept any more.")
