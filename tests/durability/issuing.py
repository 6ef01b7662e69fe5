"""Many people of a course who get certificates in a run, while its worker is killed.

What must be true afterwards is said in the tests; `make bench` measures the same run.
"""

import os
import signal
import subprocess
import time
from collections import Counter
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, insert, select

from lms.accounts.models import Person, PersonName
from lms.certificates.models import Certificate, CertificateFile, IssueItem
from lms.certificates.queries import runs as reading
from lms.certificates.queries import scopes
from lms.certificates.rules.runs import Counts
from lms.certificates.services import runs
from lms.content import queries as content
from lms.kit import jobs, storage
from lms.kit.clock import clock
from lms.kit.db import db, read, writing
from lms.kit.db import reading as as_reader
from lms.kit.folding import fold
from lms.kit.ids import new_id
from lms.kit.paths import project_root
from lms.learning.models import Completion, Enrolment
from tests import cast
from tests.browser.server import LMS
from tests.learning import courses

LANGUAGES = ("en", "fr", "ar")
LONGEST_SECONDS = 600


@dataclass(frozen=True)
class Outcome:
    """What is in the database after a run, counted beside what the run says of itself."""

    counts: Counts
    people: Counter[str]
    numbers: list[int]
    files: int


def furnish(count: int) -> str:
    """Let so many people complete the small course with a confirmed name; return the run's id."""
    courses.publish()
    db.session.commit()
    course = content.get_course(courses.SLUG)
    outline = content.get_outline(str(course.newest_version_id), "en")
    owner_id = course.owner_id
    db.session.remove()
    people, names, enrolments, completions = [], [], [], []
    for number in range(count):
        person_id, enrolment_id = new_id(), new_id()
        name = f"Officer {number:05}"
        language = LANGUAGES[number % len(LANGUAGES)]
        people.append(
            {"id": person_id, "email": f"officer-{number}@example.org", "language": language,
             "time_zone": "UTC", "is_protected": False, "is_active": True, "is_demo": False,
             "organisation_id": owner_id, "created_at": cast.NOW}
        )  # fmt: skip
        names.append(
            {"id": new_id(), "person_id": person_id, "script": "Latn", "full_name": name,
             "folded": fold(name), "confirmed_at": cast.NOW}
        )  # fmt: skip
        enrolments.append(
            {"id": enrolment_id, "person_id": person_id, "course_id": course.id,
             "version_id": outline.version_id, "language": language, "status": "active",
             "started_at": cast.NOW}
        )  # fmt: skip
        completions.append(
            {"id": new_id(), "enrolment_id": enrolment_id, "version_id": outline.version_id,
             "edition_id": outline.edition_id, "is_participation": True, "is_achievement": False,
             "visited_percent": 100, "hours": outline.hours, "completed_at": cast.NOW}
        )  # fmt: skip
    with writing():
        for table, rows in (
            (Person, people), (PersonName, names), (Enrolment, enrolments),
            (Completion, completions),
        ):  # fmt: skip
            db.session.execute(insert(table), rows)
    with writing():
        scope = scopes.list_of_courses([content.get_course(courses.SLUG)], "en")[0]
        run_id = runs.start_run(cast.actor_of("emre"), clock.now(), scope)
    db.session.remove()
    return run_id


class Workers:
    """Real worker processes on the test's database, to be killed and started again."""

    def __init__(self, app: Flask, count: int) -> None:
        settings = app.extensions["settings"]
        self._environment = {
            **os.environ,
            "LMS_DATA_DIR": str(settings.data_dir),
            "LMS_DATABASE_URL": settings.database_url,
            "LMS_SECRET_KEY": settings.secret,
        }
        self._count = count
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start them."""
        self._processes = [
            subprocess.Popen([LMS, "worker"], env=self._environment, cwd=project_root())
            for _ in range(self._count)
        ]

    @property
    def ids(self) -> list[int]:
        """Return the ids of their processes."""
        return [process.pid for process in self._processes]

    def kill(self) -> None:
        """Kill them at once, whatever they have in hand."""
        for process in self._processes:
            process.send_signal(signal.SIGKILL)
        for process in self._processes:
            process.wait(timeout=20)


def wait_until(run_id: str, done: int) -> Counts:
    """Wait until so many files of a run are made; return how far it is then."""
    give_up = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < give_up:
        with as_reader():
            counts = reading.count_items([run_id])[run_id]
        if counts.files >= done:
            return counts
        time.sleep(0.05)
    raise AssertionError(f"the run did not come so far: {counts}")


def give_back() -> None:
    """Let the leases of killed workers run out, as they do after a minute."""
    with writing():
        past = clock.now() - jobs.LEASE
        query = jobs.Job.__table__.update().where(jobs.Job.status == "taken")
        db.session.execute(query.values(lease_until=past))


def look(run_id: str) -> Outcome:
    """Return what is in the database after a run; each file that is on record must be there."""
    with as_reader():
        counts = reading.count_items([run_id])[run_id]
        people = Counter(read(select(Certificate.person_id)).scalars())
        numbers = sorted(read(select(Certificate.number)).scalars())
        hashes = list(read(select(CertificateFile.content_hash)).scalars())
        chosen = read(select(func.count()).select_from(IssueItem)).scalar_one()
    assert chosen == counts.total
    assert all(storage.path_of(one).stat().st_size for one in hashes)
    return Outcome(counts, people, numbers, len(hashes))
