"""Makes a Flask application of ours: converters, headers, compression, static files, errors.

Which rooms it has is decided in `lms.wiring`.
"""

import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter
from whitenoise import WhiteNoise

from lms.kit.ids import ID_PATTERN
from lms.kit.paths import STATIC, TEMPLATES
from lms.kit.settings import Settings
from lms.web.cookies import SignedCookies
from lms.web.errors import register_errors
from lms.web.headers import add_vary, with_headers
from lms.web.templates import PageEnvironment

LARGEST_BODY = 8 * 1024 * 1024
HASHED_NAME = re.compile(r"^.+[.-][0-9A-Za-z_]{8,}\.[a-z0-9.]+$")


class IdConverter(BaseConverter):
    """A random identifier in an address; anything else is not found."""

    regex = ID_PATTERN.pattern


class SlugConverter(BaseConverter):
    """A name chosen by an author, such as a course's or an activity's."""

    regex = r"[a-z0-9][a-z0-9-]{0,79}"


class HashConverter(BaseConverter):
    """The SHA-256 of a file's content, in hexadecimal."""

    regex = r"[0-9a-f]{64}"


class Application(Flask):
    """Flask, all of whose functions are plain ones: it need not ask each at every request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return `func` as it is."""
        return func


def make_application(settings: Settings) -> Flask:
    """Return an application without rooms; raise `SettingsRefused` where the secret is wrong."""
    app = Application("lms", template_folder=str(TEMPLATES), static_folder=None)
    app.jinja_environment = PageEnvironment
    app.session_interface = SignedCookies()
    app.config.update(
        SECRET_KEY=settings.secret,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # The connection used last is the warmest; and each comes back committed or rolled back by
        # `lms.kit.db`, so that the pool need not roll back once more.
        SQLALCHEMY_ENGINE_OPTIONS={"pool_use_lifo": True, "pool_reset_on_return": None},
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        SESSION_COOKIE_NAME="article60",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https:"),
        SESSION_REFRESH_EACH_REQUEST=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_LEVEL=5,
        COMPRESS_STREAMS=False,
    )
    app.extensions["settings"] = settings
    app.url_map.converters.update(id=IdConverter, slug=SlugConverter, hash=HashConverter)
    # Flask asks the last one first: compression finds that an answer varies by it already.
    Compress(app)
    app.after_request(add_vary)
    app.wsgi_app = with_headers(app.wsgi_app)  # type: ignore[method-assign, assignment]  # Flask's documented place for middleware
    register_errors(app)
    if settings.proxies:
        # Whom each proxy saw stands at the end of the list; what stands before, anybody can write.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies)  # type: ignore[method-assign]  # Flask's documented place for middleware
    _serve_static_files(app)
    return app


def _serve_static_files(app: Flask) -> None:
    def is_immutable(_path: str, url: str) -> bool:
        return HASHED_NAME.match(url) is not None

    files: Any = WhiteNoise(app.wsgi_app, immutable_file_test=is_immutable)
    if STATIC.exists():
        files.add_files(str(STATIC), prefix="static/")
    app.wsgi_app = files  # type: ignore[method-assign]  # Flask's documented place for middleware
