"""What every answer says to browsers and caches beside its content.

Compression and static files are set up in `lms.web.setup`.
"""

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
# A drawing may style itself, and do nothing else, even when it is opened on its own.
MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


def with_style_nonce(nonce: str) -> str:
    """Return the policy of a page one of whose scripts brings styles of its own, under `nonce`."""
    return POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")


# A page follows the person, the interface's language and, where it is also data, what is asked for.
# Said once for all: every answer reads the session.
VARY = "Accept, Accept-Encoding, Accept-Language, Cookie"
# What a view has not said otherwise.
FIXED = (
    ("Cache-Control", "private, no-cache"),
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)
_LASTING = ("Strict-Transport-Security", "max-age=31536000")


def add_vary(response: Response) -> Response:
    """Say by what an answer varies, before compression would say a part of it."""
    response.headers["Vary"] = VARY
    return response


def with_headers(app: WSGIApplication) -> WSGIApplication:
    """Return `app` with the policy headers on each answer, and its pages kept out of shared caches.

    Done to the finished list: as the response's own, each would be checked and copied twice more.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_secure = environ["wsgi.url_scheme"] == "https"

        def start(
            status: str,
            headers: list[tuple[str, str]],
            error: Any = None,  # noqa: ANN401 - WSGI's
        ) -> Callable[[bytes], object]:
            given = {name for name, _ in headers}
            headers += [pair for pair in FIXED if pair[0] not in given]
            if is_secure:
                headers.append(_LASTING)
            return start_response(status, headers, error)

        return app(environ, start)

    return answer
