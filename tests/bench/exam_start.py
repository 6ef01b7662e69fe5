"""The start of an exam: hundreds begin within a minute, then each answers every ten seconds.

An open load: whether the server keeps up or not, the next request is due when it is due, and its
time counts from then. Load and server share the machine. `python -m tests.bench.exam_start` is the
long form, on both databases; `make bench` runs a short one.
"""

import heapq
import os
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, select, text

from lms.accounts import services as accounts
from lms.accounts.models import Person
from lms.admin.demo import GRADUATE_COURSE, PASSWORD
from lms.app import create_app
from lms.kit.clock import clock
from lms.kit.db import db, writing
from lms.kit.ids import new_id
from lms.learning.models import Enrolment
from tests.bench.client import Client
from tests.bench.crowd import add_crowd
from tests.bench.pages import PRESSED, SERVED
from tests.bench.table import Row, print_table
from tests.browser.server import Installation
from tests.postgres import Cluster

# The exam is open to those alone who have read; the pre-test asks as many as it wants at once.
QUIZ = "pretest"
QUESTIONS = 10
SECRET = "a-secret-of-the-bench"
EVERY = 10.0
HANDS = 32
P95 = {"sqlite": 500.0, "postgresql": 300.0}
FIELD = re.compile(r'name="(answer[^"]*)"(?: value="(\d+)")?')


@dataclass(frozen=True, slots=True)
class Load:
    """How many begin within how many seconds, and for how long they answer after that."""

    people: int
    start_seconds: float
    answer_seconds: float


FULL = Load(500, 60, 300)
SHORT = Load(500, 60, 55)


@dataclass
class Sitter:
    """One candidate: signed in, and at some question of the paper."""

    client: Client
    quiz: str
    attempt: str = ""
    position: int = 0

    def begin(self, measured: "Measured", due: float) -> None:
        """Open the quiz, start, and see the first question."""
        page = self._timed(measured, "open", due, lambda: self.client.get(self.quiz))
        form = {"csrf_token": self.client.token(page), "promise": "yes"}
        self._timed(measured, "start", None, lambda: self.client.post(self.quiz, form), 303)
        self.attempt = self.client.location.partition("/questions/")[0]

    def answer(self, measured: "Measured", due: float) -> None:
        """Open the next question and send an answer, as the script of its page does."""
        self.position = self.position % QUESTIONS + 1
        url = f"{self.attempt}/questions/{self.position}"
        page = self._timed(measured, "question", due, lambda: self.client.get(url))
        name, value = FIELD.search(page).groups()
        form = {
            "csrf_token": self.client.token(page),
            "client_id": new_id(),
            "made": str(round(time.time() * 1000)),
            "served": SERVED.search(page)[1],
            name: value or "six",
        }
        self._timed(measured, "answer", None, lambda: self.client.post(url, form, **PRESSED))

    def _timed(self, measured: "Measured", kind: str, due: float | None, send, status=200) -> str:
        began = time.monotonic() if due is None else due
        page = send()
        measured.note(kind, time.monotonic() - began, is_right=self.client.status == status)
        return page


@dataclass
class Measured:
    """The time of each request in seconds, by what it was; and how many went wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, *, is_right: bool) -> None:
        with self._lock:
            self.times[kind].append(seconds)
            self.errors += not is_right

    def fail(self) -> None:
        with self._lock:
            self.errors += 1

    def rows(self, name: str) -> list[Row]:
        """Return the 95th percentile of all requests and of answers, and the errors."""
        every = [seconds for times in self.times.values() for seconds in times]
        counts = ", ".join(f"{len(times)} × {kind}" for kind, times in self.times.items())
        return [
            Row(f"Exam start, p95, {name}", _p95(every), "ms", P95[name], counts),
            Row(f"Exam start, p95 of answers, {name}", _p95(self.times["answer"]), "ms"),
            Row(f"Exam start, errors, {name}", self.errors, "", 0),
        ]


def _p95(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=20)[-1] * 1000 if len(seconds) > 1 else float("nan")


def run(sitters: Sequence[Sitter], load: Load) -> Measured:
    """Let the sitters loose and return what was measured."""
    measured, began = Measured(), time.monotonic() + 1
    queue = [
        (began + load.start_seconds * number / len(sitters), number, sitter)
        for number, sitter in enumerate(sitters)
    ]
    heapq.heapify(queue)
    end, lock = began + load.start_seconds + load.answer_seconds, threading.Lock()

    def work() -> None:
        while True:
            with lock:
                if not queue:
                    return
                due, number, sitter = heapq.heappop(queue)
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                (sitter.answer if sitter.attempt else sitter.begin)(measured, due)
            except (OSError, AttributeError, RuntimeError):
                measured.fail()
            if due + EVERY < end:
                with lock:
                    heapq.heappush(queue, (due + EVERY, number, sitter))

    hands = [threading.Thread(target=work) for _ in range(HANDS)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return measured


def seat(installation: Installation, people: int) -> list[Sitter]:
    """Fill the installation with a crowd and sign so many of them in."""
    names = {k: v for k, v in installation.environment.items() if k.startswith("LMS_")}
    os.environ.update(names)
    app = create_app()
    with app.app_context(), writing():
        add_crowd(GRADUATE_COURSE, clock.now(), PASSWORD)
        rows = db.session.execute(
            select(Person.id, Enrolment.id)
            .join(Enrolment, Enrolment.person_id == Person.id)
            .where(Person.email.like("person%@crowd.example"))
            .limit(people)
        ).all()
        tokens = [
            accounts.begin_web_session(person_id, datetime.now(UTC), user_agent="bench")
            for person_id, _enrolment_id in rows
        ]
    signer = app.session_interface.get_signing_serializer(app)
    sitters = []
    for token, (_person_id, enrolment_id) in zip(tokens, rows, strict=True):
        client = Client(installation.port)
        client.take_cookie("article60", signer.dumps({"csrf_token": SECRET, "_user_id": token}))
        sitters.append(Sitter(client, f"/learn/{enrolment_id}/quizzes/{QUIZ}"))
    return sitters


def measure_on(name: str, load: Load, database_url: str | None = None) -> list[Row]:
    """Measure on one database: a new installation, served as an operator serves it."""
    with TemporaryDirectory(prefix="article60-exam-") as folder:
        installation = Installation(Path(folder))
        if database_url:
            installation.environment["LMS_DATABASE_URL"] = database_url
        installation.lms("init")
        installation.lms("demo")
        sitters = seat(installation, load.people)
        installation.start(workers=2)
        try:
            return run(sitters, load).rows(name)
        finally:
            installation.stop()


@contextmanager
def postgres_database() -> Iterator[str]:
    """A PostgreSQL server that waits for the disk as one in use does, and a database on it."""
    cluster = Cluster()
    address = cluster.start(waits_for_disk=True)
    try:
        engine = create_engine(address.format(database="postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE exam"))
        engine.dispose()
        yield address.format(database="exam")
    finally:
        cluster.stop()


def measure_short() -> list[Row]:
    """The form of two minutes, on SQLite."""
    return measure_on("sqlite", SHORT)


def main() -> None:
    """The long form, on both databases."""
    rows = measure_on("sqlite", FULL)
    with postgres_database() as url:
        rows += measure_on("postgresql", FULL, url)
    print_table(rows)


if __name__ == "__main__":
    main()
