"""The broken rules of planning a cohort: its places, its people, its groups, its lists.

Those of dates and of publishing stand in `errors`.
"""

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_, Text

LONGEST_GROUP_NAME = 80


class PlacesGiven(DomainError):
    """A place that somebody has is not taken away by a smaller number."""

    message = N_(
        "%(count)s places are offered or taken already. There cannot be fewer; withdraw offers "
        "first."
    )


class StillArchived(DomainError):
    """Only what is put away is taken out again."""

    message = N_("Only an archived cohort can be taken out of the archive.")


class NotCancelled(DomainError):
    """Only what was called off, and whose last day is not past, can be held after all."""

    message = N_("Only a cancelled cohort whose last day is not past can be held after all.")


class TaskUnknown(Invalid):
    """There are four things to do in a cohort."""

    message = N_("Please choose what the person is to do.")


class PersonUnknown(Invalid):
    """Who is given a task has an open account."""

    message = N_("There is no open account like this. Invite the person first.")


class ComplaintsInvolved(DomainError):
    """A complaint reaches somebody who was not involved in what it is about."""

    message = N_(
        "Who answers complaints must not be involved in the cohort otherwise. Take the other task "
        "from this person first."
    )


class GroupNotValid(Invalid):
    """A group has a name of its own and one of the cohort's languages; `field` says what is not."""

    message = N_("The group cannot be kept like this.")

    def __init__(self, field: str, text: Text) -> None:
        super().__init__()
        self.field, self.text = field, text


class GroupNotEmpty(DomainError):
    """People are moved to another group before theirs is taken away."""

    message = N_("There are people in this group. Move them to another group first.")


class QuotaNotValid(Invalid):
    """A quota says whom it counts and how many they may be; `field` says what is not right."""

    message = N_("The quota cannot be kept like this.")

    def __init__(self, field: str, text: Text) -> None:
        super().__init__()
        self.field, self.text = field, text
