"""Reading a PDF from anywhere in a process of its own: little time, little memory, no files.

A file that is made to be heavy ends that process, and not the one that serves pages. It gets no
environment but the search path of modules, so that no secret is in it.
"""

import json
import logging
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from threading import BoundedSemaphore

from lms.certificates.rules.inspection import Contents, InspectionBusy, find_plain_trouble

log = logging.getLogger(__name__)

SECONDS = 5
# The processor's time is what ends a heavy file; this is for a machine that has much else to do.
_PATIENCE_SECONDS = 30
MEMORY = 768 * 1024 * 1024
# How many may be at work for one process at once, and each other waits for its turn.
_PLACES = BoundedSemaphore(2)
_LARGEST_ANSWER = 1024 * 1024


def read_confined(pdf: bytes) -> Contents:
    """Return what a file claims, as `contents.read_contents` does; `too_heavy` where it takes long.

    Raises `InspectionBusy` where too many are at work.
    """
    trouble = find_plain_trouble(pdf)
    if trouble is not None:
        return Contents(trouble)
    if not _PLACES.acquire(timeout=_PATIENCE_SECONDS):
        raise InspectionBusy
    try:
        return _read(pdf)
    finally:
        _PLACES.release()


def _read(pdf: bytes) -> Contents:
    environment = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no word from outside
            [sys.executable, "-m", __name__],
            input=pdf, capture_output=True, timeout=_PATIENCE_SECONDS, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Contents("too_heavy")
    if done.returncode != 0 or len(done.stdout) > _LARGEST_ANSWER:
        # What it wrote may have words of the file; only how it ended is noted.
        log.warning("reading a file that was handed in ended with %s", done.returncode)
        return Contents("too_heavy")
    values = json.loads(done.stdout)
    return Contents(**values | {"codes": tuple(values["codes"])})


def _main() -> None:
    """Read a file from the standard input; write what it claims to the standard output."""
    # Read before the limits are set: a module that is loaded needs more than a file may.
    from lms.certificates.checking.contents import read_contents  # noqa: PLC0415 - in the child only

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    contents = read_contents(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(asdict(contents)))


if __name__ == "__main__":
    _main()
