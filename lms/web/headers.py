"""What every answer says to browsers and caches beside its content.

Compression and static files are set up in `lms.web.setup`.
"""

from flask import Response, request

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


# What a view has not said otherwise.
FIXED = {
    # A page follows the person, the interface's language and, where it is also data, what is asked
    # for. Said once for all: every answer reads the session.
    "Vary": "Accept, Accept-Encoding, Accept-Language, Cookie",
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def add_headers(response: Response) -> Response:
    """Add the policy headers, and keep pages out of shared caches."""
    headers = response.headers
    given = {name for name, _ in headers}
    headers.extend([(name, value) for name, value in FIXED.items() if name not in given])
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
