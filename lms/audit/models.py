"""Two tables: the event, which is never changed, and its details, which may be erased.

The digest in the event still proves what the details were.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Connection, ForeignKey, Integer, String, Table, event
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Json, Model

Sequence = BigInteger().with_variant(Integer(), "sqlite")


class AuditEvent(Model):
    """One thing done; ids only, so that nobody's data stay here for ever."""

    __tablename__ = "audit_event"

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_kind: Mapped[str]
    actor_id: Mapped[str | None] = mapped_column(String(26), index=True)
    action: Mapped[str] = mapped_column(index=True)
    subject_type: Mapped[str]
    subject_id: Mapped[str] = mapped_column(index=True)
    details_digest: Mapped[str] = mapped_column(String(64))


class AuditDetail(Model):
    """What an event says beyond ids; the salt keeps an erased detail from being guessed."""

    __tablename__ = "audit_detail"

    event_seq: Mapped[int] = mapped_column(ForeignKey("audit_event.seq"), primary_key=True)
    salt: Mapped[str]
    details: Mapped[Json]


REFUSAL = "audit_event is append-only"
APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER audit_event_no_{act} BEFORE {act} ON audit_event "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        f"""CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger AS
        'BEGIN RAISE EXCEPTION ''{REFUSAL}''; END' LANGUAGE plpgsql""",
        """CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
        FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()""",
    ],
}


def _guard(_table: Table, connection: Connection, **_: object) -> None:
    for statement in APPEND_ONLY[connection.dialect.name]:
        connection.exec_driver_sql(statement)


guarded = AuditEvent.__table__
if isinstance(guarded, Table):
    event.listen(guarded, "after_create", _guard)
