"""Take a job, run it, take the next; between jobs, look at the clock.

The rows are asked several times a second: an index makes that cheaper than any bell
(`docs/decisions/0002-jobs.md`).
"""

import logging
import os
import signal
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import FrameType

from flask import Flask

from lms.kit import jobs
from lms.kit.clock import clock
from lms.kit.db import writing
from lms.kit.memory import give_back, settle

PAUSE_SECONDS = 0.25
log = logging.getLogger(__name__)


def run_worker(
    app: Flask, handlers: Mapping[str, jobs.Handler], periodic: Mapping[str, timedelta]
) -> None:
    """Work until a signal says stop; the job in hand is finished first."""
    # People who wait for a page come first.
    os.nice(5)
    settle()
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with app.app_context():
        while not stopping.is_set():
            try:
                ask_for_periodic(periodic, clock.now())
                while not stopping.is_set() and jobs.run_next(handlers):
                    give_back()
            except Exception:
                log.exception("the worker could not reach the database")
            stopping.wait(PAUSE_SECONDS)


_asked: dict[str, datetime] = {}


def ask_for_periodic(periodic: Mapping[str, timedelta], now: datetime) -> None:
    """Write a due row for each periodic job whose time has come."""
    due = [kind for kind, span in periodic.items() if now - _asked.get(kind, now - span) >= span]
    if not due:
        return
    with writing():
        for kind in due:
            jobs.enqueue(kind, "periodic", {}, now)
    _asked.update(dict.fromkeys(due, now))
