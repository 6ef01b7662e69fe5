"""The rules of issuing: who gets which kind, until when it holds; broken rules.

Codes, facts, names and status have files of their own; nothing here reads a table or a request.
"""

from calendar import monthrange
from datetime import date

from lms.certificates.rules.facts import Kind
from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_
from lms.learning.rules import CompletionRow

# The job that makes a file that somebody asked for.
RENDER = "certificates.render"
SWEEP = "certificates.sweep_files"

MONTHS_IN_YEAR = 12
LONGEST_NAME = 120
TRIES_PER_HOUR = 5

KINDS: dict[Kind, str] = {
    "achievement": N_("Certificate of achievement"),
    "participation": N_("Certificate of participation"),
}


class CourseNotCompleted(DomainError):
    """A certificate is for those who completed the course."""

    message = N_("A certificate is given when the course is completed. This one is not yet.")


class AlreadyRevoked(DomainError):
    """Revoking is for ever, and is done once."""

    message = N_("This certificate has been revoked already.")


class OverrideWithoutReason(Invalid):
    """Who goes around the rule says why; it is written into the audit log."""

    message = N_("Say why a certificate is to be given to somebody who has not completed.")


class LanguageUnknown(Invalid):
    """A certificate is written in one of the six languages."""

    message = N_("There is no certificate in this language. Choose one of the six.")


class NothingToIssue(DomainError):
    """A run over nobody would only confuse."""

    message = N_("There is nobody to issue a certificate to.")


class TooManyNames(DomainError):
    """A name cannot be found out by trying."""

    status = 429
    message = N_(
        "Only five names an hour can be compared with the same certificate. Please try again later."
    )


def kind_of(completion: CompletionRow) -> Kind:
    """Return the better of the kinds that a completion has reached."""
    return "achievement" if completion.is_achievement else "participation"


def valid_until(completed_on: date, months: int | None) -> date | None:
    """Return the last day on which it holds; `None` where the course sets no limit.

    Counted from the completion: issuing late does not make knowledge younger. The day is the same
    of the month, or the month's last.
    """
    if months is None:
        return None
    year, month = divmod(completed_on.month - 1 + months, MONTHS_IN_YEAR)
    year, month = completed_on.year + year, month + 1
    return date(year, month, min(completed_on.day, monthrange(year, month)[1]))
