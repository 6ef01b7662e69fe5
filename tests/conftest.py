"""The fixtures all tests share: an application on each database, with the cast in it.

Each worker process makes its databases once, with the cast, and puts them back for each test.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from flask import Flask, has_app_context
from flask.ctx import AppContext
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import create_engine, event, text
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from lms.certificates.services.keys import ensure_key as make_key
from lms.kit import storage
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import Model, db
from lms.kit.settings import Settings
from lms.web.forgery import mask
from tests import cast
from tests.postgres import Cluster, PostgresMissing
from tests.pristine import Pristine
from tests.scheduling import BROWSER, OneBrowser

SERVER = "LMS_TEST_POSTGRES"
MISSING = "LMS_TEST_POSTGRES_MISSING"
DATABASES = ("sqlite", "postgresql")
# Rows that were taken away leave gaps in the files, so that after so many tests it is made anew.
RESETS_OF_ONE = 50
CSRF = "0123456789abcdef0123456789abcdef01234567"
os.environ["LMS_CHEAP_PASSWORDS"] = "yes"
# No test fails on a time: how busy a machine is says nothing of the program.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
_cluster: Cluster | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Start the server once, before any worker process; the workers inherit its address."""
    global _cluster
    if hasattr(config, "workerinput") or config.option.collectonly or SERVER in os.environ:
        return
    try:
        _cluster = Cluster()
        os.environ[SERVER] = _cluster.start()
    except PostgresMissing as error:
        os.environ[MISSING] = str(error)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that this process started."""
    if _cluster is not None and not hasattr(config, "workerinput"):
        _cluster.stop()
        os.environ.pop(SERVER, None)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> OneBrowser:
    """Return what gives the tests out to the worker processes."""
    return OneBrowser(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the browser's tests come first: they take longest."""
    items.sort(key=lambda item: not item.nodeid.startswith(BROWSER))


def skip_or_fail(reason: str) -> None:
    """Skip loudly; where `CI` is set nothing may be skipped."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI=true allows no skipping: {reason}")
    pytest.skip(reason)


def _settings(folder: Path, url: str) -> Settings:
    return Settings(
        data_dir=folder, database_url=url, secret_key="x" * 40, base_url="http://localhost"
    )


def _make_app(settings: Settings) -> Flask:
    from lms.app import create_app

    app = create_app(settings)
    app.config["TESTING"] = False
    with app.app_context():
        Model.metadata.create_all(db.engine)
        cast.build()
        make_key(OPERATOR, cast.NOW)
        db.session.commit()
        db.session.remove()
    return app


def _do_not_wait(connection: sqlite3.Connection, _record: object = None) -> None:
    """Let a connection not wait for the disk: that what is committed outlasts a loss of power is
    tested in `durability`, on installations of their own."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def _sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, object]]:
    folder = tmp_path_factory.mktemp("sqlite")
    path, template = folder / "test.sqlite3", folder / "template.sqlite3"
    app = _make_app(_settings(folder, f"sqlite:///{path}"))
    with app.app_context():
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
        event.listen(db.engine, "connect", _do_not_wait)
    shutil.copy(path, template)

    def reset() -> None:
        # Page by page into the same file: whoever still has it open sees the new content.
        source, target = sqlite3.connect(template), sqlite3.connect(path)
        _do_not_wait(target)
        source.backup(target)
        source.close()
        target.close()
        storage.use(folder / "files")

    yield app, reset


@pytest.fixture(scope="session")
def _postgresql(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[tuple[Flask, object]]:
    if MISSING in os.environ:
        skip_or_fail(os.environ[MISSING])
    url = os.environ[SERVER]
    folder = tmp_path_factory.mktemp("postgresql")
    name = f"test_{worker_id}"
    server = create_engine(url.format(database="postgres"), isolation_level="AUTOCOMMIT")

    def run(*statements: str) -> None:
        with server.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    app = _make_app(_settings(folder, url.format(database=name)))
    with app.app_context():
        db.engine.dispose()
    keeper = create_engine(url.format(database=name))
    pristine = Pristine(keeper)
    keeper.dispose()
    run(
        f"DROP DATABASE IF EXISTS {name}_template",
        f"CREATE DATABASE {name}_template TEMPLATE {name}",
    )
    resets = count(1)

    def reset() -> None:
        with app.app_context():
            db.engine.dispose()
        if next(resets) % RESETS_OF_ONE == 0:
            keeper.dispose()
            run(
                f"DROP DATABASE {name} WITH (FORCE)",
                f"CREATE DATABASE {name} TEMPLATE {name}_template",
            )
        else:
            pristine.restore()
        storage.use(folder / "files")

    yield app, reset
    keeper.dispose()
    server.dispose()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this worker process; `main` where there is one alone."""
    workerinput = getattr(request.config, "workerinput", None)
    return workerinput["workerid"] if workerinput else "main"


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application with the cast, on a fresh database; each test runs on both."""
    application, reset = request.getfixturevalue(f"_{request.param}")
    reset()
    clock.set(cast.NOW)
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
    clock.set(None)


@pytest.fixture
def sqlite_app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on SQLite alone, for what does not touch the database's manners."""
    application, reset = request.getfixturevalue("_sqlite")
    reset()
    clock.set(cast.NOW)
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
    clock.set(None)


def csrf_token(app: Flask) -> str:
    """Return the token that a form sends in a session which holds `CSRF`."""
    return mask(CSRF)


class Browser:
    """A client that signs in as one of the cast and sends forms with their token."""

    def __init__(self, app: Flask, name: str | None = None, language: str = "en") -> None:
        self._app = app
        self.client: FlaskClient = app.test_client()
        self._headers = {"Accept-Language": language}
        with self.client.session_transaction() as session:
            session["csrf_token"] = CSRF
            if name is not None:
                session["_user_id"] = cast.begin_session(name)
        self._token = csrf_token(app)

    def get(self, url: str, **more: object) -> TestResponse:
        """Ask for a page, in a context of its own."""
        headers = {**self._headers, **more.pop("headers", {})}
        with self._fresh_context():
            return self.client.get(url, headers=headers, **more)

    def post(self, url: str, data: dict | None = None, **more: object) -> TestResponse:
        """Send a form with its token, in a context of its own."""
        values = {"csrf_token": self._token, **(data or {})}
        headers = {**self._headers, **more.pop("headers", {})}
        with self._fresh_context():
            return self.client.post(url, data=values, headers=headers, **more)

    def upload(self, url: str, data: dict, **more: object) -> TestResponse:
        """Send a form with files, each (content, name), in one body: a stream would stay open."""
        values = {
            name: FileStorage(*value) if isinstance(value, tuple) else value
            for name, value in data.items()
        }
        boundary, body = encode_multipart({"csrf_token": self._token, **values})
        kind = f"multipart/form-data; boundary={boundary}"
        headers = {**self._headers, **more.pop("headers", {})}
        with self._fresh_context():
            return self.client.post(url, data=body, content_type=kind, headers=headers, **more)

    def _fresh_context(self) -> AppContext:
        # Flask lends a request the test's own context, and with it who asked last.
        if has_app_context():
            db.session.remove()
        return self._app.app_context()


@pytest.fixture
def browse(app: Flask):
    """Return `browse("amina")`: a client signed in as her; `browse()`: a stranger's."""
    return lambda name=None, language="en": Browser(app, name, language)


@pytest.fixture
def run_jobs(app: Flask):
    """Return a function that runs all jobs that are due and says how many there were."""
    from lms.kit import jobs
    from lms.wiring import JOBS

    def run() -> int:
        db.session.remove()
        return jobs.run_due(JOBS)

    return run


class QueryCount:
    """Counts the statements sent to the database within a block."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, *_: object) -> None:
        self.count += 1


@pytest.fixture
def count_queries(app: Flask):
    """Return a context manager that yields a counter of statements."""
    from contextlib import contextmanager

    @contextmanager
    def counting():
        counter = QueryCount()
        # What is remembered for a second is asked for in every block, however quick the machine.
        app.extensions["article60"].site.forget()
        event.listen(db.engine, "before_cursor_execute", counter)
        try:
            yield counter
        finally:
            event.remove(db.engine, "before_cursor_execute", counter)

    return counting
