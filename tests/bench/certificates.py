"""Making certificates end to end: drawn, the credential attached, signed; time and memory.

`python -m tests.bench.certificates` makes three thousand in one worker, for its memory.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import cycle, islice
from statistics import median

import psutil

from lms.certificates.credentials.badge import Place, make_credential
from lms.certificates.credentials.tokens import MEDIA_TYPE
from lms.certificates.drawing.engine import Attached
from lms.certificates.drawing.rendering import render_certificate
from lms.certificates.rules.codes import new_code
from lms.certificates.rules.facts import Facts
from lms.certificates.signing.pades import sign_pdf
from lms.certificates.signing.signer import Signer
from lms.kit.i18n import LANGUAGES
from lms.kit.paths import project_root
from tests.bench.table import Row, print_table
from tests.certificates import keys_at_hand
from tests.certificates.graduates import NAMES, facts

BASE = "https://academy.example"
TARGET_MS = {"zh": 60}
USUAL_MS = 50
SHEETS = 15
WARM_UP = 3
# Two workers are to make at least 1.7 times as many: each then takes at most so much longer.
LONGER = 2 / 1.7
# Each worker's share; the time is the wall's, of which starting is no part.
SHARE = 90
WORKER_MIB = 220
MANY = 3000


def measure() -> list[Row]:
    """Return the processor time in each language, and what a second worker gains."""
    rows = [
        Row(f"Certificate, signed, {language}", _median_ms(language), "ms",
            TARGET_MS.get(language, USUAL_MS))
        for language in LANGUAGES
    ]  # fmt: skip
    return [*rows, _measure_two()]


def _median_ms(language: str) -> float:
    for number in range(WARM_UP):
        make(language, number)
    spent = []
    for number in range(SHEETS):
        before = time.process_time()
        make(language, 100 + number)
        spent.append((time.process_time() - before) * 1000)
    return median(spent)


def make(language: str, number: int) -> bytes:
    """Make a certificate never made before: another person, code, day and result."""
    sheet, signer = _fresh(language, number), _signer()
    credential = make_credential(sheet, Place(0, number), BASE, signer)
    attached = Attached("credential.jwt", credential, MEDIA_TYPE, "Credential", sheet.issued_on)
    drawn = render_certificate(sheet, language, BASE, attachments=(attached,))
    return sign_pdf(drawn, signer, keys_at_hand.NOW)


@cache
def _signer() -> Signer:
    return keys_at_hand.signer_of(keys_at_hand.make_pair(), "k" * 26)


def _fresh(language: str, number: int) -> Facts:
    return replace(
        facts(language),
        code=new_code(),
        holder_name=f"{NAMES[language]}{NAMES[language][number % 2]}",
        points=str(70 + number % 30),
        issued_on=date(2026, 1 + number % 12, 1 + number % 28),
    )


def _measure_two() -> Row:
    alone, together = _run_workers(1), _run_workers(2)
    gain = 2 * alone / together
    return Row(
        "Two workers, time beside one's alone", together / alone, "×", LONGER,
        f"{gain:.2f} × as many",
    )  # fmt: skip


def _run_workers(count: int) -> float:
    """Return the seconds that so many workers take, each for its share, once all are warm."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.certificates", "worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=project_root(),
        )
        for _ in range(count)
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    before = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.close()
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.read()
    seconds = time.perf_counter() - before
    for worker in workers:
        worker.wait()
    return seconds


def _languages() -> Iterator[str]:
    return cycle(LANGUAGES)


def _work() -> None:
    for number, language in enumerate(islice(_languages(), len(LANGUAGES))):
        make(language, number)
    print("warm", flush=True)
    sys.stdin.read()
    for number, language in enumerate(islice(_languages(), SHARE)):
        make(language, number)


def measure_many(count: int = MANY) -> list[Row]:
    """Make so many in this process, in six languages; return its memory and their pace."""
    before, peak, process = time.process_time(), 0.0, psutil.Process()
    for number, language in enumerate(islice(_languages(), count)):
        make(language, number)
        peak = max(peak, process.memory_info().rss / 2**20)
    spent = (time.process_time() - before) * 1000 / count
    return [
        Row(f"Memory over {count} certificates", peak, "MiB", WORKER_MIB),
        Row("Processor time of each, all languages", spent, "ms", USUAL_MS),
    ]


if __name__ == "__main__":
    if sys.argv[1:] == ["worker"]:
        _work()
    else:
        print_table(measure_many(*map(int, sys.argv[1:])))
