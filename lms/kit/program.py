"""What a command is handed to work with: ways to the application and to its jobs.

`lms.app` makes one; commands stand below it and may not reach up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lms.kit.jobs import Handler


@dataclass(frozen=True, slots=True)
class Program:
    """Functions, so that a command pays only for what it uses.

    `create_app()` is a Flask application; `jobs()` gives the handlers and the periodic kinds;
    `run_worker(app)` runs jobs in this process until a signal says stop.
    """

    create_app: Callable[[], Any]
    jobs: Callable[[], "tuple[Mapping[str, Handler], Mapping[str, timedelta]]"]
    run_worker: Callable[[Any], None]
