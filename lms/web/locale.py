"""The interface's language: chosen in this browser, else by the person, else the browser's own.

The language of a course's content is another thing, and none of this module's.
"""

from flask import g, request, session

from lms.kit.i18n import LANGUAGES, best_language
from lms.web.actor import current_actor

_COOKIE_KEY = "language"


def current_language() -> str:
    """Return one of the six languages for the page at hand."""
    language: str | None = g.get("language")
    if language is None:
        chosen = session.get(_COOKIE_KEY) or current_actor().language
        language = (
            chosen
            if chosen in LANGUAGES
            else best_language([tag for tag, _ in request.accept_languages])
        )
        g.language = language
    return language


def choose_language(language: str) -> None:
    """Remember a choice in this browser, and answer in it."""
    session[_COOKIE_KEY] = language
    g.language = language
