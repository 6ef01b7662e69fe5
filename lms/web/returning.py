"""The page of ours to which somebody comes back who changes the language on the page at hand.

Where a form leads after it was taken is each view's own business.
"""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed


def way_back() -> str:
    """Return the path, with its query, of the page at hand, else of the one whose form was sent.

    An address that only takes forms is no page: then it is the page that the browser names, else
    the nearest one above.
    """
    is_asked_for = request.method in {"GET", "HEAD"}
    if is_asked_for and not isinstance(request.routing_exception, MethodNotAllowed):
        return request.full_path.rstrip("?")
    if _is_page(request.path):
        return request.path
    before = urlsplit(request.referrer or "")
    if before.netloc == request.host and _is_page(before.path):
        return f"{before.path}?{before.query}" if before.query else before.path
    above = request.path
    while above and not _is_page(above):
        above = above.rpartition("/")[0]
    return above or "/"


def _is_page(path: str) -> bool:
    """Say whether an address can be asked for; whether something is there is seen then."""
    routes = current_app.create_url_adapter(request)
    if routes is None:
        return False
    try:
        routes.match(path, method="GET")
    except HTTPException:
        return False
    return True
