"""How an author's file is given out: as what its name says, able to do nothing, in parts if asked.

Who may have it is decided by the room that knows what it is.
"""

import mimetypes
from urllib.parse import quote

from flask import make_response, request
from werkzeug.http import quote_header_value
from werkzeug.wrappers import Response

from lms.web.headers import MEDIA_POLICY

# What a browser may show by itself; all else is handed over to be kept.
_SHOWN = ("image/", "audio/", "video/", "text/vtt")
_KINDS = {".avif": "image/avif", ".webp": "image/webp", ".vtt": "text/vtt"}


def hand_over(content: bytes, name: str) -> Response:
    """Answer with a file that somebody handed in: to be kept, under a name in any script.

    No browser shows it, nor guesses what it is, nor lets it do anything. Source of the name's form:
    RFC 6266 and RFC 5987.
    """
    response = make_response(content)
    response.content_type = "application/octet-stream"
    plain = name if name.isascii() else f"file.{name.rpartition('.')[2]}"
    response.headers["Content-Disposition"] = (
        f"attachment; filename={quote_header_value(plain)}; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = MEDIA_POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


def give_file(content: bytes, name: str, content_hash: str) -> Response:
    """Answer with a file of this content; `name` ends in what it is."""
    ending = name[name.rfind(".") :].lower()
    kind = _KINDS.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = make_response(content)
    response.content_type = kind
    response.headers["Content-Security-Policy"] = MEDIA_POLICY
    if not kind.startswith(_SHOWN):
        response.headers["Content-Disposition"] = "attachment"
    response.set_etag(content_hash)
    # A film is asked for in parts.
    return response.make_conditional(request, accept_ranges=True, complete_length=len(content))
