"""The issuer's public profile: its name, and the keys that its certificates may be signed with.

Which keys there are is read in `queries.keys`.
"""

from collections.abc import Mapping
from typing import Any

from cryptography import x509

from lms.certificates.credentials.achievements import CONTEXTS
from lms.certificates.credentials.addresses import Addresses
from lms.certificates.signing.publishing import numbers_of

_CONTROLLED = "https://www.w3.org/ns/cid/v1"


def make_issuer(
    name: str, keys: Mapping[str, x509.Certificate], addresses: Addresses
) -> dict[str, Any]:
    """Return the installation's Profile, which is also its controlled identifier document.

    `keys` are all that ever signed, the certificate of each by its id: what a retired one signed
    stays valid. Source: Open Badges 3.0, B.1.18; W3C, Controlled Identifiers v1.0.
    """
    methods = [
        {
            "id": addresses.key(key_id),
            "type": "JsonWebKey",
            "controller": addresses.issuer,
            "publicKeyJwk": numbers_of(certificate.public_key()),
        }
        for key_id, certificate in keys.items()
    ]
    profile = {
        "@context": [*CONTEXTS, _CONTROLLED],
        "id": addresses.issuer,
        "type": ["Profile"],
        "name": name,
        "url": addresses.base_url,
    }
    if not methods:
        return profile
    names = [method["id"] for method in methods]
    return profile | {"verificationMethod": methods, "assertionMethod": names}
