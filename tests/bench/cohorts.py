"""The pages of a cohort of three hundred: processor time of one request, in a process of its own.

`python -m tests.bench.cohorts` does it in the installation that LMS_… names, and prints it.
"""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time

from lms.kit.paths import project_root
from tests.bench.table import Row
from tests.browser.server import LMS

PEOPLE = 300
SESSIONS = 14
MILLISECONDS = 60
ROUNDS = 15


def measure(folder: Path) -> list[Row]:
    """Return the processor time of the pages, on a database of their own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    data = folder / "cohorts"
    data.mkdir()
    environment = {**inherited, "LMS_DATA_DIR": str(data)}
    subprocess.run([LMS, "init"], env=environment, cwd=project_root(), check=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.cohorts"], cwd=project_root(), check=True,
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    spent = json.loads(done.stdout.splitlines()[-1])
    return [
        Row(f"{what}, {PEOPLE} people", milliseconds, "ms", MILLISECONDS)
        for what, milliseconds in spent.items()
    ]


def main() -> None:
    """Fill a cohort, ask for its pages again and again, and print the median of each."""
    from lms.app import create_app
    from lms.kit.clock import clock
    from tests import cast
    from tests.conftest import Browser

    app, spent = create_app(), {}
    clock.set(cast.NOW)
    with app.app_context():
        cast.build()
        cohort_id = _fill()
        ines = Browser(app, "ines")
        for what, url in {
            "Participants of a cohort": f"/admin/cohorts/{cohort_id}/participants",
            "Desk of a cohort": f"/admin/cohorts/{cohort_id}",
        }.items():
            times = []
            for _round in range(ROUNDS):
                begun = process_time()
                answer = ines.get(url)
                times.append((process_time() - begun) * 1000)
                assert answer.status_code == 200
            spent[what] = median(times)
    print(json.dumps(spent))


def _fill() -> str:
    """Add a cohort of fourteen sessions in which everybody was graded; return its id."""
    import copy

    from sqlalchemy import insert

    from lms.accounts.models import Person, PersonName
    from lms.kit.db import db
    from lms.kit.ids import new_id
    from lms.programmes.models import Attendance, Grade, Nomination, Participation
    from lms.programmes.rules.sessions import SessionPlan
    from lms.programmes.services import sessions
    from tests import cast
    from tests.learning import courses
    from tests.programmes import factories

    courses.publish()
    definition = copy.deepcopy(factories.DEFINITION)
    definition["requirements"].append(
        {"id": "course", "type": "course", "course": courses.SLUG, "kind": "achievement"}
    )
    cohort = factories.add_cohort(
        factories.add_programme(factories.add_hub(), definition=definition)
    )
    place, now = factories.place_of("dalia"), cast.NOW
    start = datetime(2027, 2, 2, 9, 0)  # noqa: DTZ001 - the clock on the wall
    plan = SessionPlan("Weekly session", "online", start, start + timedelta(hours=2),
                       "Africa/Dakar", link="https://example.org/room")  # fmt: skip
    weekly = sessions.plan_sessions(cast.actor_of("ines"), now, cohort, plan, SESSIONS)
    rows: dict[type, list[dict]] = {
        one: [] for one in (Person, PersonName, Nomination, Participation, Grade, Attendance)
    }
    for number in range(PEOPLE):
        person_id, nomination_id, own_id = new_id(), new_id(), new_id()
        name, email = f"Officer {number:03}", f"officer-{number:03}@example.org"
        rows[Person].append({
            "id": person_id, "email": email, "password_hash": "", "language": "en",
            "time_zone": "UTC", "is_protected": False, "is_demo": True, "is_active": True,
            "organisation_id": place.id, "created_at": now,
        })  # fmt: skip
        rows[PersonName].append({
            "id": new_id(), "person_id": person_id, "script": "Latn", "full_name": name,
            "folded": name.lower(),
        })  # fmt: skip
        rows[Nomination].append({
            "id": nomination_id, "cohort_id": cohort.id, "way": "nominated", "person_id": person_id,
            "organisation_id": place.id, "email": email, "full_name": name, "script": "Latn",
            "folded": name.lower(), "language": "en", "organisation_part": {}, "nominee_part": {},
            "created_at": now, "submitted_at": now,
        })  # fmt: skip
        rows[Participation].append({
            "id": own_id, "cohort_id": cohort.id, "person_id": person_id, "status": "accepted",
            "nomination_id": nomination_id, "offered_at": now, "answer_by": now, "answered_at": now,
            "language": ("en", "fr", "ar")[number % 3],
        })  # fmt: skip
        rows[Grade].append({
            "participation_id": own_id, "part_id": "plan", "points": number % 101, "note": "",
            "graded_at": now,
        })  # fmt: skip
        rows[Attendance] += [{
            "session_id": session_id, "participation_id": own_id, "number": 1,
            "status": ("present", "absent")[(number + turn) % 4 == 0], "source": "list",
            "reason": "", "noted_at": now,
        } for turn, session_id in enumerate(weekly)]  # fmt: skip
    for model, values in rows.items():
        db.session.execute(insert(model), values)
    db.session.commit()
    return cohort.id


if __name__ == "__main__":
    main()
