"""How long it takes to tell ten thousand people something, each of them by a mail of their own.

The mails are written to the outbox with their jobs, in one transaction, on SQLite.
"""

import time
from pathlib import Path

from lms.admin.demo import PASSWORD
from lms.app import create_app
from lms.kit.clock import clock
from lms.kit.db import Model, db, writing
from lms.kit.settings import Settings
from lms.notifications.models import Message
from lms.notifications.rules import Recipient
from lms.notifications.services import send_many
from tests.bench.table import Row

MANY = 10_000
QUEUED_SECONDS = 20


def measure(folder: Path) -> list[Row]:
    """Write 10,000 messages on an installation of its own; return how long it took."""
    data_dir = folder / "mails"
    data_dir.mkdir()
    settings = Settings(data_dir=data_dir, database_url=f"sqlite:///{data_dir / 'mails.sqlite3'}",
                        secret_key=PASSWORD * 4)  # fmt: skip
    people = [
        Recipient(f"event:{count}", f"person{count}@example.org", "en",
                  {"course": "Integrity", "version": "2", "enrolment": "x"}, f"{count:026}")
        for count in range(MANY)
    ]  # fmt: skip
    with create_app(settings).app_context():
        Model.metadata.create_all(db.engine)
        before = time.perf_counter()
        with writing():
            count = send_many(clock.now(), kind="learning.moved",
                              template="mail/learning_moved.txt", people=people)  # fmt: skip
        seconds = time.perf_counter() - before
        if count != MANY or db.session.query(Message).count() != MANY:
            raise AssertionError("not everybody was told")
        db.session.remove()
        db.engine.dispose()
    return [Row("10,000 mails queued, wall", seconds, "s", QUEUED_SECONDS)]
