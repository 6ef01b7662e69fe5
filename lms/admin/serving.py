"""The processes of `lms run`: a web server, its web processes, and a worker.

The program is loaded once and all are forked from it: they start at once, are replaced at once,
and share the memory of what they have in common. What the command says is in `server_commands`.
"""

import multiprocessing
import signal
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess

from flask import Flask

from lms.kit.memory import settle
from lms.kit.paths import project_root
from lms.kit.program import Program
from lms.kit.settings import Settings

# granian counts what a browser keeps open for its next request too: with few, an exam in which
# everybody reads the first question lets nobody else in. One that waits costs next to nothing.
MOST_CONNECTIONS = 4096
PATIENCE_SECONDS = 20
WORKER_PAUSE_SECONDS = 2
LOOK_SECONDS = 0.2
_fork = multiprocessing.get_context("fork")


def supervise(program: Program, settings: Settings, web_processes: int) -> bool:
    """Serve until told to stop; a worker that dies is started anew.

    Returns whether it was told to: without its web server an installation ends by itself.
    """
    app = program.create_app()
    settle()
    web = _start(lambda: _serve_web(app, settings, web_processes))
    worker = _start(lambda: program.run_worker(app))
    told = _Told()
    while not told.to_stop and web.is_alive():
        if not worker.is_alive():
            time.sleep(WORKER_PAUSE_SECONDS)
            worker = _start(lambda: program.run_worker(app))
        time.sleep(LOOK_SECONDS)
    _end(web, worker)
    return told.to_stop


class _Told:
    """Remembers that a signal asked us to stop."""

    def __init__(self) -> None:
        self.to_stop = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def _stop(self, _signal: int, _frame: object) -> None:
        self.to_stop = True


def _start(run: Callable[[], None]) -> BaseProcess:
    def begin() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        run()

    process = _fork.Process(target=begin)
    process.start()
    return process


def _serve_web(app: Flask, settings: Settings, processes: int) -> None:
    from granian.constants import Interfaces  # noqa: PLC0415 - only this process needs it
    from granian.log import LogLevels  # noqa: PLC0415 - as above
    from granian.server import Server  # noqa: PLC0415 - as above

    server = Server(
        "wsgi:app", address=settings.host, port=settings.port, interface=Interfaces.WSGI,
        workers=processes, blocking_threads=2, backpressure=MOST_CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=10, workers_max_rss=400, log_level=LogLevels.error,
        working_dir=project_root(),
    )  # fmt: skip
    server.serve(target_loader=lambda: app, wrap_loader=False)


def _end(*processes: BaseProcess) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(PATIENCE_SECONDS)
        if process.is_alive():
            process.kill()
