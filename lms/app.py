"""The two doors of the program: the web application and the command line.

What they open onto is listed in `lms.wiring` and `lms.admin`.
"""

import sys

from flask import Flask

from lms.kit import storage
from lms.kit.db import db, prepare_engine
from lms.kit.settings import Settings, SettingsRefused, load_settings


def create_app(settings: Settings | None = None) -> Flask:
    """Return the whole application, from `settings` or from the environment.

    Raises `SettingsRefused` where a setting is wrong.
    """
    from lms.web.setup import make_application  # noqa: PLC0415 - commands on files need no web
    from lms.wiring import wire  # noqa: PLC0415

    settings = settings or load_settings()
    app = make_application(settings)
    storage.use(settings.data_dir / "files")
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    wire(app)
    return app


def main() -> None:
    """Run a command; a failure is one clear line on standard error and a non-zero exit."""
    from lms.admin.commands import lms  # noqa: PLC0415

    try:
        lms()
    except SettingsRefused as error:
        print(error, file=sys.stderr)
        sys.exit(2)
