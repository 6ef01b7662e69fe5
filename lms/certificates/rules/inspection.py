"""What looking into a file has found, as values: the signature, what the file claims, the verdict.

How it is found out stands in `checking`; what it means for a reader, in `rules.findings`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from lms.kit.errors import DomainError
from lms.kit.i18n import N_

# No certificate of ours is larger; a larger file is not read at all.
LARGEST_FILE = 10 * 1024 * 1024


class FileTooLarge(DomainError):
    """What is larger than any certificate of ours is not even read."""

    status = 413
    message = N_("The file is larger than 10 MB. No certificate from here is.")
    details = MappingProxyType({"status": "not_ours", "reason": "too_large"})


class InspectionBusy(DomainError):
    """Looking into files must not take all that serves pages."""

    status = 503
    message = N_("Many files are being checked just now. Please try again in a minute.")


SignatureState = Literal[
    "intact",  # a key of ours signed it, and not a bit is different
    "changed",  # a key of ours signed it, and what it signed is different now
    "appended",  # what a key of ours signed is there still, and something was added behind it
    "signed_again",  # the same, and what was added is another signature
    "cut_off",  # the end of what was signed is missing
    "broken",  # it names a key of ours, and is no signature of it
    "foreign",  # another key signed it
    "none",
]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp on a signature: when, and by whom as it calls itself.

    `is_intact` says that it is over this signature and was not changed; whether its service is to
    be trusted is not looked into.
    """

    at: datetime
    by: str
    is_intact: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature of a file, as far as it counts for us.

    `fingerprint` is the SHA-256 of the signing key's certificate, ours or another's; `by` is the
    name in it. `signed_at` is what the signature says of itself.
    """

    state: SignatureState
    fingerprint: str | None = None
    by: str | None = None
    signed_at: datetime | None = None
    stamp: Stamp | None = None

    @property
    def is_intact(self) -> bool:
        """Say whether the whole file is as a key of ours signed it."""
        return self.state == "intact"

    @property
    def is_ours(self) -> bool:
        """Say whether a key of ours is named in it."""
        return self.state not in {"foreign", "none"}

    @property
    def readable(self) -> str:
        """Return the fingerprint as it is compared by eye; empty where there is none."""
        return in_groups(self.fingerprint or "")


def in_groups(fingerprint: str) -> str:
    """Return a fingerprint in groups of four, as it is compared by eye."""
    digits = fingerprint.upper()
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


UNSIGNED = Signature("none")
# ISO 32000-1, annex H: readers take a header within the first, an end within the last 1,024 bytes.
_NEAR = 1_024
# JPEG, PNG, GIF, TIFF of both kinds, BMP; HEIF and AVIF name their brand (ISO/IEC 23008-12).
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_BRANDS = {b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif"}
Trouble = Literal[
    "empty",
    "too_large",
    "not_pdf",
    "picture",
    "encrypted",
    "unreadable",
    "cut_off",
    "too_heavy",
    "not_opened",
]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file says of itself, without any claim to be true.

    `codes` are the codes of certificates that its words and links name, `attached` that of its
    attached credential; `credential` is its content. `qr_fits` says whether a QR code in it is
    the one of a code that it names; none where it has no QR code that could be read.
    """

    trouble: Trouble | None = None
    codes: tuple[str, ...] = ()
    attached: str | None = None
    credential: dict[str, object] | None = None
    qr_fits: bool | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that a file's bytes have told."""

    sha256: str
    signature: Signature = UNSIGNED
    contents: Contents = field(default_factory=Contents)


def find_plain_trouble(pdf: bytes) -> Trouble | None:
    """Return why a file need not be read at all, as its first and last bytes tell, or nothing."""
    if not pdf:
        return "empty"
    if len(pdf) > LARGEST_FILE:
        return "too_large"
    if b"%PDF-" not in pdf[:_NEAR]:
        return "picture" if _is_picture(pdf) else "not_pdf"
    return None if b"%%EOF" in pdf[-_NEAR:] else "cut_off"


def _is_picture(content: bytes) -> bool:
    """Say whether a file is a picture, as its first bytes tell: of a telephone or a scanner."""
    if content.startswith(_BEGINNINGS):
        return True
    return (content[4:8] == b"ftyp" and content[8:12] in _BRANDS) or content[8:12] == b"WEBP"
