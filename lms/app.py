"""The two doors of the program: the web application and the command line.

What they open onto is listed in `lms.wiring` and `lms.admin`.
"""

import sys
from typing import TYPE_CHECKING

from lms.kit.program import Program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from flask import Flask

    from lms.kit.jobs import Handler
    from lms.kit.settings import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Return the whole application, from `settings` or from the environment.

    Raises `SettingsRefused` where a setting is wrong.
    """
    # Imported here: a command on files alone starts in a third of the time without the web.
    from lms.kit import storage  # noqa: PLC0415
    from lms.kit.db import db, prepare_engine  # noqa: PLC0415
    from lms.kit.settings import load_settings  # noqa: PLC0415
    from lms.web.setup import make_application  # noqa: PLC0415
    from lms.wiring import wire  # noqa: PLC0415

    settings = settings or load_settings()
    app = make_application(settings)
    storage.use(settings.data_dir / "files")
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    wire(app)
    return app


def _jobs() -> "tuple[Mapping[str, Handler], Mapping[str, timedelta]]":
    from lms.wiring import JOBS, PERIODIC  # noqa: PLC0415

    return JOBS, PERIODIC


def _run_worker(app: "Flask") -> None:
    from lms.worker.loop import run_worker  # noqa: PLC0415 - of the worker alone

    run_worker(app, *_jobs())


PROGRAM = Program(create_app, _jobs, _run_worker)


def main() -> None:
    """Run a command; a failure is one clear line on standard error and a non-zero exit."""
    from lms.admin.commands import lms  # noqa: PLC0415

    try:
        lms(obj=PROGRAM)
    except Exception as error:
        from lms.kit.settings import SettingsRefused  # noqa: PLC0415

        if not isinstance(error, SettingsRefused):
            raise
        print(error, file=sys.stderr)
        sys.exit(2)
