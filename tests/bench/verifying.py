"""Checking a thousand files without the register, and one that is handed in, genuine or not.

What each forgery comes to is printed by `python -m tests.bench.tampering`.
"""

import subprocess
import time
from pathlib import Path
from statistics import median

from lms.certificates.checking.contents import read_attached
from lms.certificates.checking.inspection import inspect
from lms.certificates.credentials.addresses import Addresses
from lms.certificates.credentials.status_lists import make_list
from lms.certificates.credentials.tokens import sign_token
from lms.certificates.rules.status_bits import PURPOSES
from lms.certificates.signing.sealing import to_pem
from tests import cast
from tests.bench.table import Row
from tests.browser.server import LMS
from tests.certificates.forgeries import BASE_URL, CERTIFICATES, OURS, genuine

FILES = 1_000
TARGET_SECONDS = 60
TIMES = 15


def measure(folder: Path) -> list[Row]:
    """Return the wall time of a thousand files by command, and of one file in this process."""
    return [
        Row(f"Verifying {FILES} files offline, wall", _thousand(folder), "s", TARGET_SECONDS),
        Row("Looking into a genuine file", _one(genuine()), "ms"),
        Row("Looking into a changed file, wall", _one(genuine() + b"\n%%EOF"), "ms",
            note="in a process of its own"),
    ]  # fmt: skip


def _thousand(folder: Path) -> float:
    files = folder / "thousand"
    files.mkdir()
    for number in range(FILES):
        (files / f"{number:04}.pdf").write_bytes(genuine())
    (folder / "keys.pem").write_text(to_pem(OURS.certificate), "ascii")
    lists: list[str | Path] = []
    for purpose in PURPOSES:
        document = make_list(0, purpose, [], Addresses(BASE_URL), cast.NOW)
        published = folder / f"{purpose}.jwt"
        published.write_bytes(sign_token(document, OURS, "ours", "vc+jwt"))
        lists += ["--status-list", published]
    before = time.perf_counter()
    done = subprocess.run(
        [LMS, "certificates", "verify", files, "--keys", folder / "keys.pem", *lists],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.endswith(f"valid: {FILES}\n")
    return time.perf_counter() - before


def _one(pdf: bytes) -> float:
    spent = []
    for _ in range(TIMES):
        before = time.perf_counter()
        inspect(pdf, CERTIFICATES, read_attached)
        spent.append((time.perf_counter() - before) * 1000)
    return median(spent)
