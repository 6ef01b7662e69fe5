"""The allocation of a large call: one command on a file, with the reasons for everybody."""

import json
import random
import subprocess
import time
from pathlib import Path

from lms.kit.paths import project_root
from tests.bench.table import Row
from tests.browser.server import LMS

NOMINATIONS, PLACES, STATES, REGIONS, AGENCIES = 5_000, 300, 60, 5, 6
SECONDS = 10


def measure(folder: Path) -> list[Row]:
    """Return the time from the start of the command to its result: the whole of what one waits."""
    file = folder / "places.json"
    quotas = make_quotas()
    asked = {"places": PLACES, "quotas": quotas, "nominations": make_nominations()}
    file.write_text(json.dumps(asked), "utf-8")
    before = time.perf_counter()
    done = subprocess.run(
        [LMS, "programmes", "allocate", file, "--json"],
        cwd=project_root(), capture_output=True, check=True,
    )  # fmt: skip
    seconds = time.perf_counter() - before
    found = json.loads(done.stdout)
    if len(found["in"]) != PLACES or len(found["why"]) != NOMINATIONS:
        raise RuntimeError(f"lms programmes allocate: {len(found['in'])} of {PLACES} are in")
    note = f"{NOMINATIONS:,} nominations, {PLACES} places, {len(quotas)} quotas, all reasons"
    return [Row("Allocation, wall", seconds, "s", SECONDS, note)]


def make_quotas() -> list[dict[str, object]]:
    """Return forty that overlap: half of the States, regions, women, small and poor, agencies."""
    states = [
        {"name": f"State {state}", "where": {"state": state}, "min": 1, "max": 8}
        for state in range(26)
    ]
    regions = [
        {"name": f"Region {region}", "where": {"region": region}, "min": 40, "max": 75}
        for region in range(REGIONS)
    ]
    shares = [
        {"name": "Women", "where": {"sex": "female"}, "min": 150},
        {"name": "Least developed", "where": {"ldc": True}, "min": 110},
        {"name": "Small islands", "where": {"sids": True}, "min": 60},
    ]
    agencies = [
        {"name": f"Agency {agency}", "where": {"agency": agency}, "min": 20, "max": 60}
        for agency in range(AGENCIES)
    ]
    return states + regions + shares + agencies


def make_nominations() -> list[dict[str, object]]:
    """Return nominations whose scores are close, as panels give them, two of three by men."""
    draw = random.Random(60)
    made = []
    for number in range(NOMINATIONS):
        state = draw.randrange(STATES)
        made.append(
            {
                "id": f"n{number:04}",
                "score": draw.randrange(3000, 10_000) / 100,
                "rank": 1 + number // STATES,
                "state": state,
                "region": state % REGIONS,
                "ldc": state % 3 == 0,
                "sids": state % 7 == 0,
                "sex": draw.choice(("male", "male", "female")),
                "agency": draw.randrange(AGENCIES),
            }
        )
    return made
