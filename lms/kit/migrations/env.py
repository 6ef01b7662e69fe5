"""Run by Alembic: one connection, one transaction for the whole upgrade."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON, TypeDecorator, create_engine

from lms.kit.db import Model, connect_writing, prepare_engine


def render_type(kind: str, item: Any, _context: object) -> str | Literal[False]:  # noqa: ANN401
    """Write our column types as what they are in the database: a migration imports no model."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    if kind == "type" and isinstance(item, JSON):
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


engine = create_engine(context.config.attributes["database_url"])
prepare_engine(engine)
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
    connection.commit()
engine.dispose()
