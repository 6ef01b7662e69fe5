"""Run by Alembic: one connection, one transaction for the whole upgrade."""

import sqlite3
from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON, Connection, Engine, TypeDecorator, create_engine, event

from lms.kit.db import Model, connect_writing, prepare_engine


def render_type(kind: str, item: Any, _context: object) -> str | Literal[False]:  # noqa: ANN401
    """Write our column types as what they are in the database: a migration imports no model."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    if kind == "type" and isinstance(item, JSON):
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def let_tables_be_made_anew(engine: Engine) -> None:
    """Let a table of SQLite be made anew to which rows of others refer.

    Much of a table SQLite changes only so, and it refuses to drop the former one while its foreign
    keys are watched. Whether they are can be said only outside a transaction.
    """
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def unwatch(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA foreign_keys=OFF")


def check_references(connection: Connection) -> None:
    """See, before anything is kept, that no row refers to one that is not there."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"rows would refer to others that are not there: {broken[:5]}")


engine = create_engine(context.config.attributes["database_url"])
prepare_engine(engine)
let_tables_be_made_anew(engine)
with connect_writing(engine) as connection:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=False,
        render_item=render_type,
    )
    with context.begin_transaction():
        context.run_migrations()
    check_references(connection)
    connection.commit()
engine.dispose()
