"""Processor time and memory of the processes measured, from the kernel's own books."""

import subprocess
import time
from pathlib import Path

import psutil


def family(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the ids of a process and all its children."""
    parent = psutil.Process(process.pid)
    return [parent.pid, *(child.pid for child in parent.children(recursive=True))]


def cpu_ms(pids: list[int]) -> float:
    """Return the processor time of all threads so far, user and system, in milliseconds."""
    total = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
    return total / 1e6


def pss_mib(pid: int) -> float:
    """Return a process's proportional share of memory in MiB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no Pss in smaps_rollup")


def wait_for(check, seconds: float = 30) -> None:
    """Ask `check()` until it is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if check():
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not come up")
