"""A PostgreSQL database that is put back as it was: only what a test has changed, table by table.

A new database from a template costs more than most tests do; how the server is started is in
`postgres`.
"""

from sqlalchemy import Connection, Engine, text

# Each statement that writes notes its table, whoever writes, and for whatever reason. Nothing is
# unique there: two who write at once do not wait for each other because of it.
_NOTE = (
    "CREATE SCHEMA pristine",
    "CREATE UNLOGGED TABLE pristine.touched (name text NOT NULL)",
    """CREATE FUNCTION pristine.note() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO pristine.touched VALUES (TG_TABLE_NAME); RETURN NULL; END $$""",
)
_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = '{}'::regnamespace"
# Whoever is still there, a thread that a test has not waited for, holds no lock any more.
_ALONE = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


class Pristine:
    """How a database stands when this is made; `restore` puts it back to that."""

    def __init__(self, engine: Engine) -> None:
        """Keep a copy of all rows in the database of `engine`, which knows no other schema."""
        self._engine = engine
        with engine.begin() as connection:
            tables = _list(connection, _TABLES.format("public"))
            for statement in _NOTE:
                connection.execute(text(statement))
            self._copied = {one for one in tables if _has_rows(connection, one)}
            for one in self._copied:
                connection.execute(text(f'CREATE TABLE pristine."{one}" AS TABLE public."{one}"'))
            for one in tables:
                connection.execute(text(
                    f'CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE '
                    f'ON public."{one}" FOR EACH STATEMENT EXECUTE FUNCTION pristine.note()'
                ))  # fmt: skip
            self._numbers = _read_sequences(connection)

    def restore(self) -> None:
        """Put every row that there was back, and take every other away; numbers begin as then."""
        with self._engine.begin() as connection:
            connection.execute(text(_ALONE))
            touched = _list(connection, "SELECT DISTINCT name FROM pristine.touched")
            # Neither foreign keys nor the notes fire: each table is put back by itself.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            statements = [f'DELETE FROM public."{one}"' for one in touched]
            statements += [
                f'INSERT INTO public."{one}" SELECT * FROM pristine."{one}"'
                for one in touched
                if one in self._copied
            ]
            for statement in [*statements, "TRUNCATE pristine.touched", self._numbers]:
                connection.execute(text(statement))


def _list(connection: Connection, query: str) -> list[str]:
    return list(connection.execute(text(query)).scalars())


def _has_rows(connection: Connection, table: str) -> bool:
    return bool(connection.execute(text(f'SELECT EXISTS (TABLE public."{table}")')).scalar_one())


def _read_sequences(connection: Connection) -> str:
    """Return the statement that sets each sequence back to where it stands now."""
    rows = connection.execute(text(
        "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL "
        "FROM pg_sequences WHERE schemaname = 'public'"
    ))  # fmt: skip
    calls = (f"setval('public.\"{name}\"', {value}, {is_used})" for name, value, is_used in rows)
    return f"SELECT {', '.join(calls)}"
