"""A file from anywhere: its signature first, then what it claims, and nothing of it is kept.

What the findings come to is decided in `rules.findings`.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import BinaryIO

from cryptography import x509

from lms.certificates.checking.confined import read_confined
from lms.certificates.checking.signature import read_signature
from lms.certificates.rules.inspection import LARGEST_FILE, Contents, Inspection


def inspect(
    pdf: bytes,
    keys: Sequence[x509.Certificate],
    read_trusted: Callable[[bytes], Contents] = read_confined,
) -> Inspection:
    """Return what a file's bytes tell; `keys` are the certificates of our keys, retired ones too.

    `read_trusted` reads a file that one of these keys has signed: we made it, so that it may be
    read without a process of its own. Raises `InspectionBusy`.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    if len(pdf) > LARGEST_FILE:
        return Inspection(sha256, contents=Contents("too_large"))
    signature = read_signature(pdf, keys)
    read = read_trusted if signature.is_intact else read_confined
    return Inspection(sha256, signature, read(pdf))


def read_limited(stream: BinaryIO) -> bytes:
    """Return the content of a file, of one that is too large only so much that this can be told."""
    return stream.read(LARGEST_FILE + 1)
