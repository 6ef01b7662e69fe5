"""Delivery of a version's media, to those who study or teach it.

Pages are delivered where people are enrolled, in `lms.learning`.
"""

import mimetypes

from flask import make_response, request

from lms.content.policy import load_media_for
from lms.kit import storage
from lms.web.headers import MEDIA_POLICY
from lms.web.policies import signed_in
from lms.web.room import Answer, Room, Visit

room = Room("content")


@room.get("/media/<id:version_id>/<path:path>", policy=signed_in)
def show_media(visit: Visit[None], version_id: str, path: str) -> Answer:
    content_hash = load_media_for(visit.actor, version_id, path)
    response = make_response(storage.get(content_hash))
    response.content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response.headers["Content-Security-Policy"] = MEDIA_POLICY
    # What a version's address gives never changes; a shared computer's proxy may not keep it.
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.set_etag(content_hash)
    return response.make_conditional(request)
