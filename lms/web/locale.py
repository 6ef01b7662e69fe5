"""The interface's language: chosen in this browser, else by the person, else the browser's own.

The language of a course's content is another thing, and none of this module's.
"""

from functools import lru_cache

from flask import g, request, session
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

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
            else _language_of(request.headers.get("Accept-Language", ""))
        )
        g.language = language
    return language


# A browser says the same at every request, and all browsers together say few things.
@lru_cache(maxsize=512)
def _language_of(accepted: str) -> str:
    return best_language([tag for tag, _ in parse_accept_header(accepted, LanguageAccept)])


def choose_language(language: str) -> None:
    """Remember a choice in this browser, and answer in it."""
    session[_COOKIE_KEY] = language
    g.language = language


def prefer_language(language: str) -> None:
    """Answer in it for once, where neither this browser nor who is signed in has chosen one."""
    chosen = session.get(_COOKIE_KEY) or current_actor().language
    if chosen not in LANGUAGES and language in LANGUAGES:
        g.language = language
