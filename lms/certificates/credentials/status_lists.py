"""Bitstring status lists: one bit a certificate, compressed, and the credential that carries it.

Which bits are set is read in `queries.status_bits`. Source: W3C, Bitstring Status List v1.0.
"""

import base64
import gzip
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lms.certificates.credentials.addresses import Addresses
from lms.certificates.rules.status_bits import LIST_LENGTH, Purpose

# How long a reader may keep a list before it asks again.
KEPT_SECONDS = 300
_MULTIBASE_BASE64URL = "u"
_FASTEST_WORTH_IT = 6
_BITS = 8
# A list unpacks to 16 KiB; many times that is no list, but a bomb.
_LARGEST = 8 * 1024 * 1024


class StatusListUnreadable(Exception):
    """What was given for a status list is none, or is too short for the certificate's place."""


def encode_bits(places: Iterable[int]) -> str:
    """Return a list in which the bits at `places` are set (sections 3.3 and 2.2 of the standard).

    The first place is the leftmost bit; base64url of gzip, which tells no time.
    """
    bits = bytearray(LIST_LENGTH // _BITS)
    for place in places:
        bits[place // _BITS] |= 0x80 >> (place % _BITS)
    packed = gzip.compress(bytes(bits), compresslevel=_FASTEST_WORTH_IT, mtime=0)
    return _MULTIBASE_BASE64URL + base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode_bits(encoded: str) -> bytes:
    """Return the bits of a list, the first place leftmost; raise `StatusListUnreadable`."""
    if not encoded.startswith(_MULTIBASE_BASE64URL):
        raise StatusListUnreadable
    body = encoded[1:]
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        packed = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        bits = unpacker.decompress(packed, _LARGEST)
    except (ValueError, zlib.error) as error:
        raise StatusListUnreadable from error
    if not unpacker.eof or len(bits) * _BITS < LIST_LENGTH:
        raise StatusListUnreadable
    return bits


def is_set(bits: bytes, place: int) -> bool:
    """Say whether the bit at `place` is set; raise `StatusListUnreadable` beyond the list's end."""
    if not 0 <= place < len(bits) * _BITS:
        raise StatusListUnreadable
    return bool(bits[place // _BITS] & (0x80 >> (place % _BITS)))


def make_list(
    number: int, purpose: Purpose, places: Iterable[int], addresses: Addresses, as_of: datetime
) -> dict[str, Any]:
    """Return the credential that carries a list, as it was at `as_of`; no person is in it."""
    address = addresses.status_list(number, purpose)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": addresses.issuer,
        "validFrom": as_of.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode_bits(places),
            "ttl": KEPT_SECONDS * 1000,
        },
    }
