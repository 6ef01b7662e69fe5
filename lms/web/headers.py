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
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def add_headers(response: Response) -> Response:
    """Add the policy headers, and keep pages out of shared caches."""
    headers = response.headers
    for name, value in FIXED.items():
        if name not in headers:
            headers[name] = value
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-cache"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
