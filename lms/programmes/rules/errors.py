"""The broken rules of programmes, each named as a sentence.

What checks them stands beside.
"""

from collections.abc import Sequence

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_
from lms.questions.advice import Problem


class SlugTaken(DomainError):
    """An address leads to one programme."""

    message = N_("There is a programme with this short name already. Please choose another.")


class SlugNotValid(Invalid):
    """A short name stands in an address."""

    message = N_(
        "This cannot be a short name. Use small letters a–z, digits and single hyphens, such as "
        "“asset-recovery-basics”, and at most 64 characters."
    )


class SomebodySaved(DomainError):
    """Somebody else saved since the page was opened; nothing of theirs is overwritten."""

    message = N_(
        "Somebody else has saved this meanwhile. Please open it again in another window, compare, "
        "and save once more."
    )


class DefinitionNotReady(Invalid):
    """The draft of a curriculum cannot be published; `problems` say where and what to do."""

    message = N_("The programme cannot be published yet. Please mend what is named below.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class NothingToPublish(DomainError):
    """The draft says what the newest version says."""

    message = N_("There is nothing to publish: the newest version says the same.")


class ProgrammeNotPublished(DomainError):
    """A cohort runs under a version."""

    message = N_("This programme has no version yet. Publish it first, then plan a cohort.")


class ProgrammeArchived(DomainError):
    """What is put away is neither changed nor run any more."""

    message = N_("This programme is archived. Nothing of it can be changed or begun any more.")


class DatesNotValid(Invalid):
    """A cohort ends after it starts."""

    message = N_("The last day is before the first. Please correct one of them.")


class WindowNotValid(Invalid):
    """Nominations close after they open."""

    message = N_("Nominations close before they open. Please correct one of the two times.")


class NominationsCloseLate(Invalid):
    """Places are given before the first day."""

    message = N_(
        "Nominations close after the cohort has started. Please let them close before its first "
        "day, or let it start later."
    )


class TimeZoneUnknown(Invalid):
    """The days of a cohort begin and end by the clock of one place."""

    message = N_("There is no time zone %(name)s. Choose one of the list, such as Africa/Dakar.")


class CohortTextMissing(Invalid):
    """A cohort has a title in at least one of its languages."""

    message = N_("Please give the cohort a title, in at least one language.")


class CohortLanguageMissing(Invalid):
    """A cohort is held in some language."""

    message = N_("Please choose at least one language in which the cohort is held.")


class PlacesNotValid(Invalid):
    """A cohort has places."""

    message = N_("Please write how many places there are, at least 1.")


class OfferDaysNotValid(Invalid):
    """An offer is open for some days."""

    message = N_("Please write for how many days an offer stays open, from 1 to 365.")


class CohortClosed(DomainError):
    """What is over, put away or called off is not changed any more."""

    message = N_("This cohort is finished, archived or cancelled. It cannot be changed any more.")


class CohortNotFinished(DomainError):
    """A cohort is put away when it is over."""

    message = N_("Only a cohort that is finished or cancelled can be archived.")


class AlreadyPublished(DomainError):
    """What everybody has read is not published again."""

    message = N_("This cohort is published already.")
