"""Bits of a status list: packed as the standard says, read by another hand, always the same."""

import base64
import gzip
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.credentials.addresses import Addresses
from lms.certificates.credentials.status_lists import (
    StatusListUnreadable,
    decode_bits,
    encode_bits,
    is_set,
    make_list,
)
from lms.certificates.rules.status import STRONGEST_FIRST
from lms.certificates.rules.status_bits import LIST_LENGTH, PURPOSES, purpose_of
from tests import cast

SOME = st.sets(st.integers(0, LIST_LENGTH - 1), max_size=60)


def read_otherwise(encoded: str) -> set[int]:
    """Return the places that are set, read as one large number: the leftmost digit is place 0."""
    assert encoded[0] == "u"
    packed = base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
    digits = f"{int.from_bytes(gzip.decompress(packed), 'big'):0{LIST_LENGTH}b}"
    assert len(digits) == LIST_LENGTH
    return {place for place, digit in enumerate(digits) if digit == "1"}


@given(SOME)
def test_what_is_set_is_found_by_another_reader_and_nothing_else(places):
    assert read_otherwise(encode_bits(places)) == places


@given(SOME, st.integers(0, LIST_LENGTH - 1))
def test_a_list_is_read_back(places, other):
    bits = decode_bits(encode_bits(places))
    assert len(bits) * 8 == LIST_LENGTH
    assert all(is_set(bits, place) for place in places)
    assert is_set(bits, other) == (other in places)


@given(SOME)
def test_a_list_is_the_same_whenever_it_is_made_and_tells_no_time(places):
    encoded = encode_bits(places)
    assert encoded == encode_bits(sorted(places, reverse=True))
    assert "=" not in encoded
    packed = base64.urlsafe_b64decode(encoded[1:] + "==")
    assert packed[4:8] == bytes(4)


def test_the_first_place_is_the_leftmost_bit():
    bits = decode_bits(encode_bits([0, 9, LIST_LENGTH - 1]))
    assert (bits[0], bits[1], bits[-1]) == (0b1000_0000, 0b0100_0000, 0b0000_0001)


def test_the_example_of_the_standard_is_a_list_without_a_bit():
    # W3C, Bitstring Status List v1.0, example 3.
    example = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    assert decode_bits(example) == bytes(LIST_LENGTH // 8)


def packed(content: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(content, mtime=0)).decode().rstrip("=")


WRONG = {
    "nothing": "",
    "no content": "u",
    "another base": "zH4sI",
    "no base64": "u####",
    "not packed": "uAAAA",
    "too short": packed(bytes(100)),
    "cut off": packed(bytes(LIST_LENGTH // 8))[:-9],
    "a bomb": packed(bytes(64 * 1024 * 1024)),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_no_list_or_too_short_or_a_bomb_is_refused(wrong):
    with pytest.raises(StatusListUnreadable):
        decode_bits(wrong)


@pytest.mark.parametrize("place", [-1, LIST_LENGTH])
def test_a_place_beyond_the_list_is_refused(place):
    with pytest.raises(StatusListUnreadable):
        is_set(bytes(LIST_LENGTH // 8), place)


def test_what_a_bit_says():
    found = {status: purpose_of(status) for status in (*STRONGEST_FIRST, "expired", "valid")}
    assert found == {
        "revoked": "revocation", "superseded": "revocation", "suspended": "suspension",
        "expired": None, "valid": None,
    }  # fmt: skip


@pytest.mark.parametrize("purpose", PURPOSES)
def test_the_credential_of_a_list_is_what_the_standard_asks(purpose):
    made = make_list(3, purpose, [5], Addresses("https://learn.example.org"), cast.NOW)
    subject = made["credentialSubject"]
    assert made["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert {"VerifiableCredential", "BitstringStatusListCredential"} <= set(made["type"])
    assert made["issuer"] == "https://learn.example.org/certificates/issuer"
    assert datetime.fromisoformat(made["validFrom"]) <= cast.NOW
    assert subject["type"] == "BitstringStatusList"
    assert subject["statusPurpose"] == purpose
    assert read_otherwise(subject["encodedList"]) == {5}
    assert subject["ttl"] == 300_000
    # An entry's id must not be the list's own address, nor the list's that of its credential.
    assert subject["id"] != made["id"]
