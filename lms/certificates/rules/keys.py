"""Keys of certificates: how long they live, which kinds will do, when to warn; broken rules.

How they are made and opened stands in `signing`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from typing import Literal

from lms.kit.errors import DomainError, Invalid, NotVisible
from lms.kit.i18n import N_

# How a key signs, by the names that JWS has (RFC 7518, 3.1): P-256, P-384, RSA.
Algorithm = Literal["ES256", "ES384", "RS256"]
ALGORITHMS: dict[Algorithm, str] = {"ES256": "ECDSA P-256", "ES384": "ECDSA P-384", "RS256": "RSA"}
# The kind of the job that tells of keys that end.
REMIND_KEYS = "certificates.remind_keys"
AUTHORITY_LIFE = timedelta(days=365 * 20 + 5)
KEY_LIFE = timedelta(days=365 * 5 + 1)
# NIST SP 800-57 part 1, table 2: 128 bits of security.
SHORTEST_RSA = 3072
# Days before the end on which administrators are told, once each.
WARN_DAYS = (90, 30, 7)

KeyStatus = Literal["in_use", "retired", "expired"]
KEY_STATUSES: dict[KeyStatus, str] = {
    "in_use": N_("In use"),
    "retired": N_("Retired"),
    "expired": N_("Expired"),
}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A signing key as it is published: its certificate and those above it, as PEM, and its days.

    `is_own` says that an authority of this installation vouches for it.
    """

    id: str
    label: str
    algorithm: Algorithm
    chain: str
    fingerprint: str
    created_at: datetime
    not_after: datetime
    retired_at: datetime | None
    is_own: bool

    def status(self, now: datetime) -> KeyStatus:
        """Say how the key stands: one that is retired stays good for what it has signed."""
        if self.retired_at is not None:
            return "retired"
        return "expired" if self.not_after <= now else "in_use"


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """A self-made authority as it is published: its certificate as PEM, and its days."""

    id: str
    label: str
    certificate: str
    fingerprint: str
    created_at: datetime
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that signing needs and that ends soon, or has ended: the key or the authority."""

    what: Literal["key", "authority"]
    id: str
    label: str
    not_after: datetime
    days: int

    @property
    def has_ended(self) -> bool:
        """Say whether it is over."""
        return self.days < 0


def ending_of(
    key: KeyRow | None, authority: AuthorityRow | None, now: datetime
) -> tuple[Ending, ...]:
    """Return what ends within the first of the days to warn, the key in use before its authority.

    An authority concerns only a key that it vouches for.
    """
    found = []
    if key is not None:
        found.append(Ending("key", key.id, key.label, key.not_after, _days(key.not_after, now)))
        if key.is_own and authority is not None:
            days = _days(authority.not_after, now)
            found.append(
                Ending("authority", authority.id, authority.label, authority.not_after, days)
            )
    return tuple(one for one in found if one.days <= WARN_DAYS[0])


def label_once(label: str, taken: Collection[str]) -> str:
    """Return a label that none of the `taken` is: the second of one day gets a number, and so on.

    Certificates of keys may bear the same name; whoever reads of them has to tell them apart.
    """
    numbered = (f"{label} ({number})" for number in count(2))
    return next(one for one in chain([label], numbered) if one not in taken)


def warning_due(ending: Ending) -> int | None:
    """Return which of the days to warn has come last, or nothing where none has."""
    return min((days for days in WARN_DAYS if ending.days <= days), default=None)


def _days(end: datetime, now: datetime) -> int:
    """Return the whole days until `end`; less than 0 where it is over."""
    return (end - now).days


class KeySealed(DomainError):
    """A key's file opens with its passphrase alone."""

    message = N_("The file of the key does not open with this passphrase.")


class KeyDoesNotOpen(DomainError):
    """The key of the database belongs to another secret than the installation has now."""

    message = N_(
        "The signing key does not open: LMS_KEY_PASSPHRASE, or else the secret of the installation,"
        " is not the one under which it was sealed. Set it back, or make a new key."
    )


class KeyExpired(DomainError):
    """What is signed after the end of a key counts for nothing."""

    message = N_("The signing key has expired. Make a new one: lms certificates keys rotate.")


class KeyMissingHere(DomainError):
    """Of some keys only the public half is known: they were never here."""

    message = N_("Only the public half of this key is here. It signs nothing.")


class NoKey(DomainError):
    """Without a key nothing can be signed."""

    message = N_("There is no signing key yet. Make one: lms certificates keys init.")


class FileUnreadable(Invalid):
    """A key is taken from a PKCS#12 file."""

    message = N_("This is not a PKCS#12 file that can be read. Export the key as .p12 or .pfx.")


class KeyMissing(Invalid):
    """A certificate alone signs nothing."""

    message = N_("The file holds no private key. Export it again together with the private key.")


class CertificateMissing(Invalid):
    """A key without a certificate is nobody's."""

    message = N_("The file holds a private key, but no certificate of it.")


class KeyNotOfCertificate(Invalid):
    """The certificate must be of the key beside it."""

    message = N_("The certificate in the file is not of the private key in it.")


class KeyKindRefused(Invalid):
    """Only what readers of PDF and of credentials can check."""

    message = N_(
        "A key of this kind (%(kind)s) cannot be used. Use ECDSA P-256 or P-384, or RSA of at least"
        " 3072 bits."
    )


class ImportedExpired(Invalid):
    """A key that has ended cannot begin to sign."""

    message = N_("The certificate of this key has expired, on %(day)s.")


class ImportedTooEarly(Invalid):
    """A key of tomorrow signs nothing today."""

    message = N_("The certificate of this key is not valid before %(day)s.")


class ImportedForOtherUse(Invalid):
    """The certificate says what its key may be used for."""

    message = N_(
        "The certificate does not allow its key to sign documents: its key usage has neither"
        " digitalSignature nor nonRepudiation."
    )


class ImportedAuthority(Invalid):
    """An authority signs certificates of keys, not documents."""

    message = N_("This is the certificate of an authority. Import the key that signs documents.")


class KeyKnown(DomainError):
    """A key is taken in once."""

    message = N_("This key is there already, and in use.")


class KeyKnownRetired(KeyKnown):
    """A key that was retired is put back, not taken in anew."""

    message = N_(
        "This key is there already; it was retired. To sign with it again: lms certificates keys"
        " use %(key)s"
    )


class KeyUnknown(NotVisible):
    """A key is named by its id or by the first digits of its fingerprint."""

    message = N_(
        "There is no single key of this id or fingerprint. All keys: lms certificates keys list"
    )


class KeyInUse(DomainError):
    """What is in use need not be put back."""

    message = N_("This key is in use already.")


class KeyEnded(DomainError):
    """What is signed after the end of a key counts for nothing, so it is not put back."""

    message = N_("This key has ended, on %(day)s. Nothing can be signed with it any more.")


class TimestampFailed(DomainError):
    """Where a time-stamp service is configured, nothing goes out without its stamp."""

    message = N_("The time-stamp service %(address)s gave no stamp: %(reason)s")
