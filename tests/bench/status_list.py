"""A full status list, made anew: processor time from the tables to the signed token.

`python -m tests.bench.status_list` does it in the installation that LMS_… names, and prints it.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import process_time

from lms.certificates.rules.status_bits import LIST_LENGTH, PURPOSES
from lms.kit.paths import project_root
from tests.bench.table import Row
from tests.browser.server import LMS

# As many as a list takes in; of them one of fifty is revoked, suspended, or was for a while.
CERTIFICATES = LIST_LENGTH * 3 // 4
DECIDED = CERTIFICATES // 50
MILLISECONDS = 50
ROUNDS = 15
_AT_ONCE = 5_000


def measure(folder: Path) -> list[Row]:
    """Return the processor time of a rebuilt list, and of one that was kept."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    data = folder / "status-list"
    data.mkdir()
    environment = {**inherited, "LMS_DATA_DIR": str(data)}
    subprocess.run([LMS, "init"], env=environment, cwd=project_root(), check=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.status_list"], cwd=project_root(), check=True,
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    spent = json.loads(done.stdout.splitlines()[-1])
    note = f"{CERTIFICATES} certificates, {DECIDED} decided upon"
    return [
        Row(f"Status list of {LIST_LENGTH} entries, {what}", spent[what], "ms", target, note)
        for what, target in (("rebuilt", MILLISECONDS), ("kept", None))
    ]


def main() -> None:
    """Fill a list, ask for it again and again, and print the medians."""
    from lms.app import create_app
    from tests import cast

    app = create_app()
    with app.app_context():
        cast.build()
        _fill()
        spent = {"rebuilt": _median(is_rebuilt=True), "kept": _median(is_rebuilt=False)}
    print(json.dumps(spent))


def _median(*, is_rebuilt: bool) -> float:
    from lms.certificates import publishing
    from tests import cast

    times = []
    for turn in range(ROUNDS):
        if is_rebuilt:
            publishing._kept.clear()
        begun = process_time()
        found = publishing.get_status_list(0, PURPOSES[turn % 2], "https://x.example", cast.NOW)
        times.append((process_time() - begun) * 1000)
        assert found.token
    return median(times)


def _fill() -> None:
    from sqlalchemy import insert

    from lms.certificates.models import Certificate, CertificateStatus
    from lms.kit.db import db
    from lms.kit.ids import new_id
    from tests import cast
    from tests.certificates.graduates import facts

    issuer, person = cast.actor_of("emre").organisation_id, cast.id_of("amina")
    sheet, now = facts().to_json(), cast.NOW
    places = random.Random(60).sample(range(LIST_LENGTH), CERTIFICATES)
    rows = [
        {
            "id": new_id(), "person_id": person, "issuer_id": issuer, "kind": "achievement",
            "code": f"{number:018}", "number": number + 1, "status_list": 0, "status_index": place,
            "facts": sheet, "issued_at": now, "issued_on": now.date(), "override_reason": "bench",
            "achievement_key": "a" * 26, "course_id": None,
        }
        for number, place in enumerate(places)
    ]  # fmt: skip
    histories = (("revoked",), ("suspended",), ("suspended", "reinstated"))
    decided = [
        {"certificate_id": row["id"], "decision": decision, "at": now}
        for number, row in enumerate(rows[:DECIDED])
        for decision in histories[number % len(histories)]
    ]
    for model, values in ((Certificate, rows), (CertificateStatus, decided)):
        for start in range(0, len(values), _AT_ONCE):
            db.session.execute(insert(model), values[start : start + _AT_ONCE])
    db.session.commit()


if __name__ == "__main__":
    main()
