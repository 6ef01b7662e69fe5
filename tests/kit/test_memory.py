"""What a process is done with goes back to the system, also from between what is in use."""

import ctypes
import subprocess
import sys
from pathlib import Path

from lms.kit.memory import give_back
from lms.kit.paths import project_root

CHUNK, CHUNKS, PAGE = 64 * 1024, 800, 4096


def resident_mib() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20


def free_all_but_the_last() -> tuple[float, float]:
    """Return the memory in use before and after it is given back, with one piece left on top."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    libc.free.argtypes = [ctypes.c_void_p]
    pieces = [libc.malloc(CHUNK) for _ in range(CHUNKS)]
    for piece in pieces:
        ctypes.memset(piece, 1, CHUNK)
    for piece in pieces[:-1]:
        libc.free(piece)
    before = resident_mib()
    give_back()
    return before, resident_mib()


def test_what_was_freed_is_given_back():
    program = "from tests.kit.test_memory import *; print(*free_all_but_the_last())"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=True, timeout=60, cwd=project_root(),
    )  # fmt: skip
    before, after = map(float, done.stdout.split())
    assert before - after > CHUNK * CHUNKS / 2**20 / 2


def test_what_is_loaded_is_left_alone_by_the_collector():
    program = "import gc; from lms.kit.memory import settle; settle(); print(gc.get_freeze_count())"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=True, timeout=60, cwd=project_root(),
    )  # fmt: skip
    assert int(done.stdout) > 1000
