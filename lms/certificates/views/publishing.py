"""What programs fetch: status lists, the issuer and its keys, achievements; a holder's credential.

None of the public documents names a person. What they say is made in `publishing`.
"""

from typing import Any

from flask import current_app, make_response, request
from werkzeug.wrappers import Response

from lms.certificates import policy, publishing
from lms.certificates.credentials.status_lists import KEPT_SECONDS
from lms.certificates.credentials.tokens import MEDIA_TYPE, to_bytes
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.status_bits import PURPOSES, Purpose
from lms.certificates.views.door import room
from lms.kit.errors import NotVisible
from lms.web.policies import public, signed_in
from lms.web.room import Answer, Visit

_JSON_LD = "application/ld+json"
_READABLE = (MEDIA_TYPE, "application/json", _JSON_LD, "application/vc")
_DAY = 24 * 60 * 60
# What nobody could tell a list's number from: longer ones would be read as a number for nothing.
_MOST_DIGITS = 6


@room.get("/certificates/status/<number>", policy=public)
def show_revocations(visit: Visit[None], number: str) -> Answer:
    return _status_list(visit, number, "revocation")


@room.get("/certificates/status/<number>/<slug:purpose>", policy=public)
def show_status_list(visit: Visit[None], number: str, purpose: str) -> Answer:
    # The list of revocations has one address, the one that credentials name.
    known = next((one for one in PURPOSES if one == purpose and one != "revocation"), None)
    if known is None:
        raise NotVisible
    return _status_list(visit, number, known)


def _status_list(visit: Visit[None], number: str, purpose: Purpose) -> Response:
    if not (number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS):
        raise NotVisible
    found = publishing.get_status_list(int(number), purpose, _base_url(), visit.now)
    accepted = request.accept_mimetypes.best_match(_READABLE, default=MEDIA_TYPE)
    if accepted == MEDIA_TYPE:
        if found.token is None:
            raise NotVisible
        answer = _published(found.token, MEDIA_TYPE, KEPT_SECONDS)
    else:
        answer = _published(found.document, "application/json", KEPT_SECONDS)
    answer.set_etag(f"{found.tag[:32]}-{'jwt' if accepted == MEDIA_TYPE else 'json'}", weak=True)
    return answer.make_conditional(request)


@room.get("/certificates/issuer", policy=public)
def show_issuer(_visit: Visit[None]) -> Answer:
    return _document(publishing.get_issuer(_base_url()), _JSON_LD, KEPT_SECONDS)


@room.get("/certificates/issuer/keys/<id:key_id>", policy=public)
def show_key(_visit: Visit[None], key_id: str) -> Answer:
    return _document(publishing.get_key(key_id, _base_url()), "application/jwk+json", _DAY)


@room.get("/certificates/achievements/<id:achievement_key>/<slug:language>", policy=public)
def show_achievement(_visit: Visit[None], achievement_key: str, language: str) -> Answer:
    document = publishing.get_achievement(achievement_key, language, _base_url())
    return _document(document, _JSON_LD, _DAY)


@room.get("/certificates/<id:certificate_id>/credential.<any(jwt, json):form>", policy=signed_in)
def download_credential(visit: Visit[None], certificate_id: str, form: str) -> Answer:
    certificate = policy.load_certificate_for(visit.actor, certificate_id, visit.now)
    if form == "jwt":
        answer = make_response(publishing.get_credential(certificate, _base_url()))
        # Open Badges 3.0, 7.2: a signed credential is given out as plain text.
        answer.content_type = "text/plain; charset=us-ascii"
    else:
        document = publishing.get_readable_credential(certificate, _base_url())
        answer = make_response(to_bytes(document))
        answer.content_type = "application/json"
    name = f"credential-{grouped(certificate.code)}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _document(document: dict[str, Any], media_type: str, seconds: int) -> Response:
    answer = _published(to_bytes(document), media_type, seconds)
    answer.add_etag(weak=True)
    return answer.make_conditional(request)


def _published(content: bytes, media_type: str, seconds: int) -> Response:
    """Answer with what every program may have, one in another site's page too, and keep a while."""
    answer = make_response(content)
    answer.content_type = media_type
    answer.headers["Cache-Control"] = f"public, max-age={seconds}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _base_url() -> str:
    return str(current_app.extensions["settings"].base_url)
