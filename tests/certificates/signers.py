"""A key for tests that need no database, and the set under which it is published."""

from functools import cache

from lms.certificates.signing.authority import make_authority, make_key
from lms.certificates.signing.publishing import numbers_of
from lms.certificates.signing.signer import SoftwareSigner, algorithm_of
from tests import cast


@cache
def signer(key_id: str = "k" * 26) -> SoftwareSigner:
    """Return a signer of its own for each id."""
    pair = make_key(make_authority("Commission", cast.NOW), "Commission", cast.NOW)
    return SoftwareSigner(key_id, algorithm_of(pair.key), pair.certificate, pair.chain, pair.key)


def published(*signers: SoftwareSigner) -> dict[str, list[dict[str, str]]]:
    """Return the keys of these signers as a set."""
    return {
        "keys": [
            {**numbers_of(one.certificate.public_key()), "kid": one.key_id, "alg": one.algorithm}
            for one in signers
        ]
    }
