"""Run by Alembic: one connection, one transaction for the whole upgrade."""

from alembic import context
from sqlalchemy import create_engine

import lms.wiring  # noqa: F401 - names every table
from lms.kit.db import Model, prepare_engine

engine = create_engine(context.config.attributes["database_url"])
prepare_engine(engine)
with engine.connect().execution_options(is_writer=True) as connection:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
