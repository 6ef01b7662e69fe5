"""The database: base class, column types, and transactions that begin as readers or as writers.

No table of a room and no query lives here.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar, Token
from datetime import UTC, datetime
from types import TracebackType
from typing import Annotated, Any, ClassVar, TypeVarTuple

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    CursorResult,
    DateTime,
    Engine,
    Executable,
    Integer,
    MetaData,
    PoolProxiedConnection,
    String,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.sql.selectable import TypedReturnsRows
from sqlalchemy.types import TypeDecorator

from lms.kit.ids import ID_LENGTH, new_id

# SQLite waits this long for another writer before it gives up.
BUSY_SECONDS = 15
Columns = TypeVarTuple("Columns")


class UtcType(TypeDecorator[datetime]):
    """An aware instant in UTC; SQLite, which knows no zones, stores it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant, and store the others in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every instant back aware, in UTC."""
        if value is None:
            return None
        if dialect.name == "postgresql":
            return value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


JsonType = JSON().with_variant(JSONB(), "postgresql")

Id = Annotated[str, mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)]
# The place of a row in an append-only table; SQLite counts by itself only in a plain INTEGER.
Seq = Annotated[
    int, mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
]
Json = Annotated[Any, mapped_column(JsonType, nullable=False)]
UtcDateTime = datetime


class Model(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcType}


# Whether a transaction that begins now is a writer's.
_begins_as_writer: ContextVar[bool] = ContextVar("begins_as_writer", default=False)


@contextmanager
def _beginning(*, is_writer: bool) -> Iterator[None]:
    token = _begins_as_writer.set(is_writer)
    try:
        yield
    finally:
        _begins_as_writer.reset(token)


def _connect(engine: Engine, *, is_writer: bool) -> Connection:
    connection = engine.connect()
    try:
        with _beginning(is_writer=is_writer):
            connection.begin()
    except BaseException:
        connection.close()
        raise
    return connection


def connect_writing(engine: Engine) -> Connection:
    """Return a connection beside the unit at hand, its transaction begun as a writer.

    Whoever asks for it commits and closes it.
    """
    return _connect(engine, is_writer=True)


class Unit:
    """One transaction at the edge, on one connection that is opened when it is first needed.

    Statements of columns go to the connection itself. An ORM session, made only where mapped
    objects are wanted, joins the same transaction; making one takes as long as two small queries.
    """

    def __init__(self, *, is_writer: bool) -> None:
        self._is_writer = is_writer
        self._connection: Connection | None = None
        self._token: Token[Unit | None] | None = None

    def __enter__(self) -> None:
        """Become the unit at hand; a writer's transaction begins now.

        Who reads first and writes later fails when another has written between.
        """
        self._token = _unit.set(self)
        if self._is_writer:
            try:
                _ = self.connection
            except BaseException:
                self._leave()
                raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Keep what a writer's block wrote if it ended well; then leave."""
        try:
            if kind is None and self._is_writer:
                self.commit()
        finally:
            self._leave()

    def _leave(self) -> None:
        try:
            self.close()
        finally:
            if self._token is not None:
                _unit.reset(self._token)
                self._token = None

    @property
    def connection(self) -> Connection:
        """Return the connection, its transaction begun."""
        if self._connection is None:
            self._connection = _connect(db.engine, is_writer=self._is_writer)
        return self._connection

    def commit(self) -> None:
        """Keep what was written, through the session or beside it."""
        if db.session.registry.has():
            db.session.flush()
        self.connection.commit()

    def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        if db.session.registry.has():
            db.session.remove()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


_unit: ContextVar[Unit | None] = ContextVar("unit", default=None)


class UnitSession(Session):
    """A session that takes part in the unit of work at hand; a job without one has its own."""

    def get_bind(self, *args: Any, **options: Any) -> Engine | Connection:  # noqa: ANN401 - SQLAlchemy's hook, passed through
        """Return the unit's connection, else the engine."""
        unit = _unit.get()
        return super().get_bind(*args, **options) if unit is None else unit.connection


db = SQLAlchemy(disable_autonaming=True, session_options={"class_": UnitSession})


def prepare_engine(engine: Engine) -> None:
    """Make a SQLite engine safe for several processes; PostgreSQL needs nothing.

    The driver must not begin by itself: a transaction that reads first and then writes fails at
    once when another has written between, so who will write begins as a writer.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.close()

    def begin(connection: PoolProxiedConnection) -> None:
        # Told to the driver itself: by way of the engine it takes three times as long.
        driver: Any = connection.driver_connection
        driver.execute("BEGIN IMMEDIATE" if _begins_as_writer.get() else "BEGIN")

    # The dialect's own hook. An event of the engine would do as well; but an engine that has any
    # calls all its hooks at each statement, which is a quarter of what a small one costs.
    engine.dialect.do_begin = begin  # type: ignore[method-assign, assignment]


def read(
    statement: TypedReturnsRows[*Columns], values: Mapping[str, Any] | None = None
) -> CursorResult[*Columns]:
    """Return the rows of columns that a statement selects, in the transaction at hand.

    `Session.execute` gives the same rows; its care for mapped objects, of which there are none
    here, takes twice as long as the rest of a small query. What waits in the session is written
    first, as there.
    """
    return current_connection().execute(statement, values)


def write(
    statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
) -> None:
    """Run a statement that writes, in the transaction at hand; as quick as `read`.

    Of several rows' `values` it runs once for each.
    """
    current_connection().execute(statement, values)


def current_connection() -> Connection:
    """Return the connection of the transaction at hand; what waits in the session is written."""
    unit = _unit.get()
    if unit is None or db.session.registry.has():
        session = db.session()
        if session.new or session.dirty or session.deleted:
            session.flush()
        return session.connection() if unit is None else unit.connection
    return unit.connection


def begin_writing() -> None:
    """Begin the session's transaction as a writer, in a job that commits for itself."""
    with _beginning(is_writer=True):
        db.session.connection()


def writing() -> AbstractContextManager[None]:
    """Run the block in one transaction that begins as a writer; commit, or roll back and raise."""
    return Unit(is_writer=True)


def reading() -> AbstractContextManager[None]:
    """Run the block in one transaction that is rolled back: a reader cannot write by accident."""
    return Unit(is_writer=False)
