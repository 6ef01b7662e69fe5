"""The only place where a broken rule or a fault becomes a page, in the reader's language.

The rules themselves are each room's; none of them knows HTTP.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, current_app, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from lms.kit.db import reading
from lms.kit.errors import DomainError, NotSignedIn
from lms.kit.i18n import N_, Text
from lms.web.forgery import TokenWrong
from lms.web.forms import Form
from lms.web.locale import current_language
from lms.web.render import render, say
from lms.web.returning import way_back

# What is refused as it is, and may be sent again in another way or at another time.
_FOR_NOW = {400, 409, 413, 422, 429, 503}
_NOTHING_MORE: Mapping[str, str] = {}
log = logging.getLogger(__name__)

TITLES = {
    400: N_("The request could not be read"),
    403: N_("Not allowed"),
    404: N_("Not found"),
    405: N_("Not possible here"),
    409: N_("Not possible now"),
    413: N_("Too large"),
    422: N_("Please check what you entered"),
    429: N_("Too many tries"),
    500: N_("Something went wrong"),
    503: N_("Busy at the moment"),
}
MESSAGES = {
    400: N_("Please go back, reload the page and try again."),
    403: DomainError.message,
    404: N_("There is nothing at this address. It may have moved, or your account may not see it."),
    405: N_("This address cannot be used in this way. Please start again from the catalogue."),
    413: N_("What you sent is too large. Please send a smaller file."),
    429: N_("Please wait a little, then try again."),
    500: N_("The fault is ours and has been noted. Nothing you had saved is lost."),
    503: N_("Many people are using the site just now. Please try again in a minute."),
}
TOKEN_MISSING = N_(
    "This page had been open too long or was opened in another session. "
    "Please go back, reload the page and send it again."
)


# What a broken rule is answered with: a page, or words for a script, and the status.
Refusal = tuple[str | dict[str, str], int]


def register_errors(app: Flask) -> None:
    """Answer every error of the application with a proper page."""
    app.register_error_handler(NotSignedIn, _ask_to_sign_in)
    app.register_error_handler(DomainError, show_broken_rule)
    app.register_error_handler(TokenWrong, _show_missing_token)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(OperationalError, _show_busy)
    app.register_error_handler(Exception, _show_fault)


def wants_json() -> bool:
    """Say whether the caller is a script of ours, or a program, and not a person's browser."""
    return (
        request.headers.get("X-Requested-With") == "fetch"
        or request.accept_mimetypes.best == "application/json"
    )


def said_errors(form: Form) -> dict[str, list[str]]:
    """Return what is wrong with each field of a form, in the reader's language, for a program."""
    language = current_language()
    return {name: [say(language, one) for one in said] for name, said in form.errors.items()}


def _ask_to_sign_in(error: NotSignedIn) -> tuple[dict[str, str], int] | Response:
    if wants_json():
        return {"message": error.text.in_language(current_language())}, 401
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.show_sign_in", next=target), 303)


def show_broken_rule(error: DomainError) -> Refusal:
    """Say which rule was broken."""
    return _answer(error.status, error.text, error.details)


def _show_missing_token(_error: TokenWrong) -> Refusal:
    return _answer(400, Text(TOKEN_MISSING))


def _show_http_error(error: HTTPException) -> Refusal | Response:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - a redirect of the URL map, not an error
        return error.get_response()
    address = _without_slash() if status == 404 else None  # noqa: PLR2004 - nothing is there
    if address is not None:
        return redirect(address, 308)
    return _answer(status, Text(MESSAGES.get(status, MESSAGES[400])))


def _without_slash() -> str | None:
    """Return the address that was meant by one with a slash too many at its end, if there is one.

    Two slashes at the beginning would be another host's address.
    """
    path = request.path.removesuffix("/")
    is_asked_for = request.method in {"GET", "HEAD"} and request.url_rule is None
    if not is_asked_for or path == request.path or not path or "//" in path:
        return None
    routes = current_app.create_url_adapter(request)
    try:
        if routes is None:
            return None
        routes.match(path, method="GET")
    except HTTPException:
        return None
    query = request.query_string.decode("ascii", "replace")
    return f"{quote(path)}?{query}" if query else quote(path)


def _show_busy(error: OperationalError) -> Refusal:
    log.error("the database refused: %s", error)
    return _answer(503, Text(MESSAGES[503]))


def _show_fault(_error: Exception) -> Refusal:
    log.exception("unforeseen fault at %s %s", request.method, request.path)
    return _answer(500, Text(MESSAGES[500]))


def _answer(status: int, text: Text, details: Mapping[str, str] = _NOTHING_MORE) -> Refusal:
    with reading():
        if wants_json():
            return {**details, "message": text.in_language(current_language())}, status
        title = TITLES.get(status, TITLES[400])
        page = render(
            "errors/error.html", status=status, title=title, text=text, back=_find_back(status)
        )
        return page, status


def _find_back(status: int) -> str | None:
    """Return the page whose form was refused, or nothing where there may be none to go back to.

    Whoever asks for a form's address itself (405) is led to the page above it.
    """
    is_form = request.method == "POST" and status in _FOR_NOW
    return way_back() if is_form or status == HTTPStatus.METHOD_NOT_ALLOWED else None
