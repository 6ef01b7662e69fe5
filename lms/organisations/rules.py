"""What holds in the tree: who stands below whom, what a name and an emblem may be; broken rules.

Nothing here reads a table or a request.
"""

from typing import Literal, get_args

from email_validator import EmailNotValidError, validate_email

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_

DEFAULT_NAME = "Article 60"
# What joins States and runs programmes for them; both stand directly below the installation.
Joining = Literal["hub", "platform"]
JOINING = frozenset(get_args(Joining))
# What is named by a text, in no language of its own.
NAMED = frozenset({"agency"}) | JOINING
LONGEST_NAME = 120
LARGEST_EMBLEM = 2 * 1024 * 1024
EMBLEM_PIXELS = 512
MOST_PIXELS = 40_000_000


class StateThere(DomainError):
    """A State is added once."""

    message = N_("This State has already been added.")


class NameTaken(DomainError):
    """Two agencies of one State need two names."""

    message = N_("There is an organisation of this name in the same place already.")


class CountryUnknown(Invalid):
    """States are those of ISO 3166."""

    message = N_("There is no State with the code %(code)s. Use the two letters of ISO 3166.")


class WrongPlace(DomainError):
    """Agencies stand below States, and States below the installation."""

    message = N_("An agency can only be added to a State.")


class NamedByCode(DomainError):
    """A State is named by its code, in each reader's language."""

    message = N_("A State's name comes from the international list and cannot be changed here.")


class MembersAreStates(DomainError):
    """States join hubs and platforms."""

    message = N_("Only States can be members of a hub or platform.")


class AlreadyMember(DomainError):
    """A State is in a hub once."""

    message = N_("This State is a member already.")


class NotInstalled(DomainError):
    """Nothing can be added before there is a root."""

    message = N_("The installation has not been set up yet. Run: lms init")


class EmblemUnreadable(Invalid):
    """An emblem is a picture of a kind that every browser shows."""

    message = N_("This is not a picture that we can read. Send a PNG, JPEG or WebP file.")


class EmblemTooLarge(Invalid):
    """A page is not held up by its emblem."""

    message = N_("The picture is too large. Send one of at most 2 MB and 40 million pixels.")


class MailSenderNotValid(Invalid):
    """A sender is an address that can be answered."""

    message = N_("This is not an e-mail address. Write it like training@example.org.")


def check_sender(text: str) -> str:
    """Return an address as mails will bear it; raise `MailSenderNotValid`."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise MailSenderNotValid from error
