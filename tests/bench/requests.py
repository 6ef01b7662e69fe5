"""Processor time of each page, as a multiple of an empty view's in the same run.

A machine is never as quick as it was a minute ago: each batch of a page is compared with a batch
of the empty view just before it, and the median of these ratios counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.installation import Served
from tests.bench.table import Row

ROUNDS = 11
EMPTY_BATCH = 60
WARM_UP = 8


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of request; `target` is in multiples of the empty view, or in milliseconds."""

    what: str
    send: Callable[[], object]
    target: float | None
    unit: str = "×"
    batch: int = 20


def measure(served: Served, empty: Callable[[], object], cases: Sequence[Case]) -> list[Row]:
    """Return a row for each case, and first one for the empty view."""
    for case in cases:
        _batch(served, case.send, WARM_UP)
    _batch(served, empty, EMPTY_BATCH)
    baselines: list[float] = []
    times: dict[str, list[float]] = {case.what: [] for case in cases}
    ratios: dict[str, list[float]] = {case.what: [] for case in cases}
    for _ in range(ROUNDS):
        for case in cases:
            baseline = _batch(served, empty, EMPTY_BATCH)
            spent = _batch(served, case.send, case.batch)
            baselines.append(baseline)
            times[case.what].append(spent)
            ratios[case.what].append(spent / baseline)
    rows = [Row("Empty view", median(baselines), "ms")]
    return rows + [
        _row(case, median(ratios[case.what]), median(times[case.what])) for case in cases
    ]


def _row(case: Case, ratio: float, spent: float) -> Row:
    if case.unit == "ms":
        return Row(case.what, spent, "ms", case.target, f"{ratio:.1f} ×")
    return Row(case.what, ratio, case.unit, case.target, f"{spent:.2f} ms")


def _batch(served: Served, send: Callable[[], object], count: int) -> float:
    """Return the processor time of one request, in milliseconds."""
    before = served.web_cpu_ms()
    for _ in range(count):
        send()
    return (served.web_cpu_ms() - before) / count
