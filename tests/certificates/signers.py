"""Signers for tests that need no database, and the set under which their keys are published."""

from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec

from lms.certificates.signing.publishing import numbers_of
from lms.certificates.signing.signer import SoftwareSigner
from tests.certificates.keys_at_hand import certify, curve_key, make_pair, rsa_key, signer_of


@cache
def signer(key_id: str = "k" * 26) -> SoftwareSigner:
    """Return a signer of its own for each id."""
    return signer_of(make_pair(), key_id)


@cache
def brought_along() -> tuple[SoftwareSigner, ...]:
    """Return signers of the other kinds, as an organisation may bring them: P-384 and RSA."""
    keys = {"p" * 26: curve_key(ec.SECP384R1()), "r" * 26: rsa_key(3072)}
    return tuple(signer_of(certify(key), key_id) for key_id, key in keys.items())


def published(*signers: SoftwareSigner) -> dict[str, list[dict[str, str]]]:
    """Return the keys of these signers as a set."""
    return {
        "keys": [
            {**numbers_of(one.certificate.public_key()), "kid": one.key_id, "alg": one.algorithm}
            for one in signers
        ]
    }
