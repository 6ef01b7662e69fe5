"""The public page of keys, and the files by which programs check a signature.

Which keys there are is decided by whoever has the command line: `services.keys`.
"""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from flask import current_app, make_response
from werkzeug.wrappers import Response

from lms.certificates.credentials.addresses import Addresses
from lms.certificates.credentials.tokens import to_bytes
from lms.certificates.queries import keys as queries
from lms.certificates.rules.inspection import in_groups
from lms.certificates.rules.keys import ALGORITHMS, KEY_STATUSES
from lms.certificates.signing.publishing import name_voucher, to_anchors, to_jwks
from lms.certificates.views.door import room
from lms.kit.errors import NotVisible
from lms.web.policies import public
from lms.web.render import render
from lms.web.room import Answer, Visit

# A rotation shall be seen soon, and is rare.
_KEPT_SECONDS = 600
_PEM = "application/x-pem-file"


@room.get("/certificates/keys", policy=public)
def list_keys(_visit: Visit[None]) -> Answer:
    keys, authorities = queries.list_keys(), queries.list_authorities()
    current = next((key for key in keys if key.retired_at is None), None)
    return render(
        "certificates/pages/list_keys.html",
        keys=keys,
        vouched_by={key.id: name_voucher(key, authorities) for key in keys},
        is_own_in_use=current is None or current.is_own,
        authorities=authorities,
        algorithms=ALGORITHMS,
        statuses=KEY_STATUSES,
        in_groups=in_groups,
        base_url=_base_url(),
    )


@room.get("/certificates/keys.json", policy=public)
def show_key_set(_visit: Visit[None]) -> Answer:
    document = to_jwks(queries.list_keys(), Addresses(_base_url()).key)
    return _file(to_bytes(document), "application/jwk-set+json")


@room.get("/certificates/keys/trust.pem", policy=public)
def download_anchors(_visit: Visit[None]) -> Answer:
    pem = to_anchors(queries.list_keys(), queries.list_authorities())
    return _file(pem.encode(), _PEM, "trust.pem")


@room.get("/certificates/keys/<id:key_id>.pem", policy=public)
def download_key(_visit: Visit[None], key_id: str) -> Answer:
    key = queries.find_key(key_id)
    if key is None:
        raise NotVisible
    return _file(key.chain.encode(), _PEM, f"key-{key.fingerprint[:8]}.pem")


@room.get("/certificates/authorities/<id:authority_id>.cer", policy=public)
def download_authority(_visit: Visit[None], authority_id: str) -> Answer:
    found = [one for one in queries.list_authorities() if one.id == authority_id]
    if not found:
        raise NotVisible
    certificate = x509.load_pem_x509_certificate(found[0].certificate.encode())
    name = f"authority-{found[0].fingerprint[:8]}.cer"
    return _file(certificate.public_bytes(Encoding.DER), "application/pkix-cert", name)


def _base_url() -> str:
    return str(current_app.extensions["settings"].base_url)


def _file(content: bytes, media_type: str, name: str = "") -> Response:
    answer = make_response(content)
    answer.content_type = media_type
    answer.headers["Cache-Control"] = f"public, max-age={_KEPT_SECONDS}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if name:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
