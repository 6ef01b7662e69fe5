"""Delivery of a version's media, to those who study or teach it.

Pages are delivered where people are enrolled, in `lms.learning`.
"""

from flask import request

from lms.content.policy import load_captions_for, load_form_for, load_media_for
from lms.kit import storage
from lms.web.files import give_file
from lms.web.policies import signed_in
from lms.web.room import Answer, Room, Visit

room = Room("content")


@room.get("/media/<id:version_id>/<path:path>", policy=signed_in)
def show_media(visit: Visit[None], version_id: str, path: str) -> Answer:
    form, words = request.args.get("as"), request.args.get("words")
    if form:
        content_hash = load_form_for(visit.actor, version_id, path, form)
    elif words:
        content_hash = load_captions_for(visit.actor, version_id, path, words)
    else:
        content_hash = load_media_for(visit.actor, version_id, path)
    response = give_file(storage.get(content_hash), form or path, content_hash)
    # What such an address gives never changes; a shared computer's proxy may not keep it.
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
