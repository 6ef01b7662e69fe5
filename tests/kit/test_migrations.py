"""The migrated database is the one the models describe; every step can be undone."""

import os

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

import lms.wiring  # noqa: F401 - names every table
from lms.kit.db import Model
from lms.kit.migrations.configuration import configuration
from tests.conftest import DATABASES, MISSING, SERVER, skip_or_fail


@pytest.fixture(params=DATABASES)
def url(request, tmp_path, worker_id):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
        return
    if MISSING in os.environ:
        skip_or_fail(os.environ[MISSING])
    name = f"migrated_{worker_id}"
    server = create_engine(
        os.environ[SERVER].format(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    yield os.environ[SERVER].format(database=name)


def test_up_is_what_the_models_say_and_down_leaves_nothing(url):
    config = configuration(url)
    command.upgrade(config, "head")
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []
    command.downgrade(config, "base")
    assert inspect(engine).get_table_names() in (["alembic_version"], [])
    command.upgrade(config, "head")
    with engine.connect() as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(
            text(
                "INSERT INTO audit_event (at, actor_kind, action, subject_type, subject_id, "
                "details_digest) VALUES ('2026-11-24', 'operator', 'a', 's', 'i', 'd')"
            )
        )
        connection.execute(text("DELETE FROM audit_event"))
    engine.dispose()
