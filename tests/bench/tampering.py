"""`python -m tests.bench.tampering`: what is done to a genuine file, and what it comes to."""

import io
import time

from lms.certificates.checking.inspection import inspect, read_limited
from lms.certificates.rules.findings import GOOD, WORDS, weigh
from lms.certificates.rules.status import Standing
from tests import cast
from tests.certificates.forgeries import CERTIFICATES, FORGERIES, genuine

STANDINGS = {
    "nothing": Standing("valid"),
    "nothing; expired since": Standing("expired"),
    "nothing; revoked since": Standing("revoked", "fraud", cast.NOW),
    "nothing; suspended since": Standing("suspended", "other", cast.NOW),
    "nothing; replaced since": Standing("superseded", "error", cast.NOW),
    "nothing; not in the register": None,
}


def main() -> None:
    """Print a line for each, with the time that it took."""
    print("| What was done | status | reason | signature | ms | what the reader is told |")
    print("|---|---|---|---|---|---|")
    for name, standing in STANDINGS.items():
        _tell(name, genuine(), standing)
    for forgery in FORGERIES:
        _tell(forgery.name, forgery.make(genuine()), Standing("valid"))


def _tell(name: str, pdf: bytes, standing: Standing | None) -> None:
    before = time.perf_counter()
    inspection = inspect(read_limited(io.BytesIO(pdf)), CERTIFICATES)
    spent = (time.perf_counter() - before) * 1000
    verdict = weigh(inspection, standing)
    words = GOOD if verdict.is_genuine else WORDS[str(verdict.reason)]
    state = verdict.signature.state
    cells = (name, verdict.status, verdict.reason or "", state, f"{spent:.0f}", words)
    print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
