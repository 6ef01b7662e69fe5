"""What may be decided on a certificate that is out, by whom, and what a correction changes.

How a certificate stands because of decisions is derived in `status`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple

from lms.certificates.rules import AlreadyRevoked
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.status import Standing
from lms.kit.actor import Actor
from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_

# A request for a revocation that nobody decides on lapses: what was right then may not be now.
REQUEST_DAYS = 30
REQUEST_WAITS = timedelta(days=REQUEST_DAYS)
Act = Literal["suspend", "reinstate", "revoke", "correct"]
OUTCOMES_OF_REQUESTS = {
    "waiting": N_("Waits for a second person"),
    "confirmed": N_("Confirmed"),
    "refused": N_("Refused"),
    "withdrawn": N_("Taken back"),
    "lapsed": N_("Lapsed"),
}


class OwnCertificate(DomainError):
    """Nobody is judge in their own cause."""

    status = 403
    message = N_("This certificate is your own. Another administrator has to decide on it.")


class AlreadySuspended(DomainError):
    """A suspension is one until it is ended."""

    message = N_("This certificate is suspended already.")


class NotSuspended(DomainError):
    """Only a suspension can be ended."""

    message = N_("This certificate is not suspended.")


class AlreadyReplaced(DomainError):
    """What was replaced is history; the one that replaces it is what counts."""

    message = N_("This certificate has been replaced by another. Decide on that one.")


class SuspendedStill(DomainError):
    """A correction would bring back into force what is suspended."""

    message = N_("This certificate is suspended. Reinstate it before you correct it.")


class NothingCorrected(Invalid):
    """A number of the register is not used up for nothing."""

    message = N_("Nothing would be different. Change what is wrong first.")


class RevocationAsked(DomainError):
    """A certificate waits for one decision at a time."""

    message = N_("Somebody has asked for this revocation already. It waits for a second person.")


class RevocationWaits(DomainError):
    """Once it is replaced, the revocation would be of what nobody relies on any more."""

    message = N_("Somebody has asked for this certificate to be revoked. Decide on that first.")


class RequestOver(DomainError):
    """A request is decided on once, while it waits."""

    message = N_("This request has been decided already, or has lapsed.")


class SecondPersonIsTheFirst(DomainError):
    """Two people are two."""

    status = 403
    message = N_("You asked for this revocation yourself. Another administrator has to confirm it.")


class ReviewInThePast(Invalid):
    """A day to look at something again is still to come."""

    message = N_("The day of the review has to be after today.")


class EndsTooEarly(Invalid):
    """Ending what is in force is a revocation; and nothing ends before it begins."""

    message = N_("The last day may not be before today, nor before the day of issue.")


class Naming(NamedTuple):
    """How a holder is named: the name, the one in Latin letters beside it, what stands before."""

    holder_name: str
    latin_name: str | None = None
    honorific: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What the certificate that replaces another says instead.

    The names are as the holder has confirmed them by now; `issued_on` is today, or the day on the
    paper.
    """

    holder_name: str
    titles: Mapping[str, str]
    hours: float | None
    issued_on: date
    valid_until: date | None
    latin_name: str | None = None
    honorific: str | None = None


def check_not_own(actor: Actor, certificate: CertificateRow) -> None:
    """Raise `OwnCertificate` where the certificate is the actor's."""
    if actor.person_id is not None and actor.person_id == certificate.person_id:
        raise OwnCertificate


def check_suspendable(standing: Standing) -> None:
    """Raise `AlreadyRevoked`, `AlreadyReplaced`, `AlreadySuspended`."""
    _check_in_force(standing)
    if standing.status == "suspended":
        raise AlreadySuspended


def check_correctable(standing: Standing) -> None:
    """Raise `AlreadyRevoked`, `AlreadyReplaced`, `SuspendedStill`.

    What was revoked as an error stays revoked, and may be issued anew: else who got a wrong one, or
    whose right one was revoked by mistake, could never get another.
    """
    if is_to_be_reissued(standing):
        return
    _check_in_force(standing)
    if standing.status == "suspended":
        raise SuspendedStill


def is_to_be_reissued(standing: Standing) -> bool:
    """Say whether another certificate may take the place of one that is revoked."""
    return standing.is_revoked and standing.reason == "error"


def check_revocable(standing: Standing) -> None:
    """Raise `AlreadyRevoked`; what was replaced may be revoked too, where it was a fraud."""
    if standing.is_revoked:
        raise AlreadyRevoked


def check_suspended(standing: Standing) -> None:
    """Raise `NotSuspended`, and for what is no more in force what stands above a suspension."""
    _check_in_force(standing)
    if standing.status != "suspended":
        raise NotSuspended


def _check_in_force(standing: Standing) -> None:
    check_revocable(standing)
    if standing.status == "superseded":
        raise AlreadyReplaced


_CHECKS: Mapping[Act, Callable[[Standing], None]] = {
    "suspend": check_suspendable,
    "reinstate": check_suspended,
    "revoke": check_revocable,
    "correct": check_correctable,
}


def find_obstacle(
    actor: Actor,
    certificate: CertificateRow,
    act: Act,
    *,
    is_asked: bool = False,
    is_replaced: bool = False,
) -> DomainError | None:
    """Return why the actor cannot do this to a certificate as it stands, or nothing.

    `is_asked`: somebody has asked for its revocation, which waits for a second person;
    `is_replaced`: another has taken its place, whatever was decided on it since.
    """
    try:
        check_not_own(actor, certificate)
        _CHECKS[act](certificate.standing)
    except DomainError as error:
        return error
    if act == "correct" and is_replaced:
        return AlreadyReplaced()
    if not is_asked:
        return None
    return RevocationWaits() if act == "correct" else RevocationAsked()


def check_end(facts: Facts, correction: Correction, today: date) -> None:
    """Raise `EndsTooEarly` where a correction would end what is in force, or precede its issue.

    What ended on paper already may go on saying so.
    """
    until = correction.valid_until
    has_ended = facts.valid_until is not None and facts.valid_until < today
    may_be_over = facts.subject == "paper" and has_ended
    earliest = correction.issued_on if may_be_over else max(correction.issued_on, today)
    if until is not None and until < earliest:
        raise EndsTooEarly


def correct_facts(
    facts: Facts, correction: Correction, code: str, *, is_reissue: bool = False
) -> Facts:
    """Return the facts of the certificate that replaces one; raise `NothingCorrected`.

    The day of issue alone is no correction but of one that was issued on paper. What is issued anew
    may say the same.
    """
    changed = replace(
        facts,
        holder_name=correction.holder_name,
        titles={**facts.titles, **correction.titles},
        hours=correction.hours,
        valid_until=correction.valid_until,
        latin_name=correction.latin_name,
        honorific=correction.honorific,
    )
    if facts.subject == "paper":
        changed = replace(changed, issued_on=correction.issued_on)
    if changed == facts and not is_reissue:
        raise NothingCorrected
    return replace(changed, code=code, issued_on=correction.issued_on)
