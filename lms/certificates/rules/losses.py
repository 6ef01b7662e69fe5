"""What a correction would take from a holder: where two people revoke, one alone does not do that.

Whether two are wanted is the issuer's setting.
"""

from difflib import SequenceMatcher
from itertools import product

from lms.accounts.importing.likeness import name_key
from lms.certificates.rules.deciding import Correction
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.naming import is_same_name
from lms.kit.errors import DomainError, Invalid
from lms.kit.folding import fold
from lms.kit.i18n import N_

# Of two names that differ by so much less, the one is the other with slips of the pen.
_ALIKE = 0.8


class EndsEarlier(Invalid):
    """What ends tomorrow is revoked tomorrow."""

    message = N_(
        "An earlier end needs two people, as a revocation does. Have the certificate revoked as an"
        " error, then issue it anew."
    )


class FewerHours(Invalid):
    """A certificate of no hours is worth nothing."""

    message = N_(
        "Fewer hours need two people, as a revocation does. Have the certificate revoked as an"
        " error, then issue it anew."
    )


class AnotherName(Invalid):
    """A certificate that names somebody else is taken from its holder."""

    message = N_(
        "The name of somebody else needs two people, as a revocation does. Have the certificate"
        " revoked as an error, then issue it anew."
    )


def find_losses(
    facts: Facts, correction: Correction, *, is_name_typed: bool
) -> dict[str, DomainError]:
    """Return what a correction would take away, by the field that says so.

    `is_name_typed`: the holder has no account, so that whoever corrects writes the name.
    """
    losses: dict[str, DomainError] = {}
    until = correction.valid_until
    if until is not None and (facts.valid_until is None or until < facts.valid_until):
        losses["valid_until"] = EndsEarlier()
    if facts.hours and (correction.hours or 0) < facts.hours:
        losses["hours"] = FewerHours()
    if is_name_typed and not _names_the_same(facts, correction):
        losses["holder_name"] = AnotherName()
    return losses


def _names_the_same(facts: Facts, correction: Correction) -> bool:
    before = (facts.holder_name, facts.latin_name)
    after = (correction.holder_name, correction.latin_name)
    return any(
        one and other and is_spelling_of(one, other) for one, other in product(before, after)
    )


def is_spelling_of(one: str, other: str) -> bool:
    """Say whether a name may be another one that was mended.

    In another script, order or spelling, with a word more or less, or a few other letters.
    """
    first, second = set(name_key(one).split()), set(name_key(other).split())
    has_same_words = bool(first and second) and (first <= second or second <= first)
    is_slip = SequenceMatcher(None, fold(one), fold(other)).ratio() >= _ALIKE
    return has_same_words or is_slip or is_same_name(one, other)
