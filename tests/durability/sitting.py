"""People in an exam who send each answer until it is saved, and the server that is killed.

What must be true afterwards is said in the tests.
"""

import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

import psutil
from flask import Flask
from sqlalchemy import select

from lms.accounts import services as accounts
from lms.assessment import queries, services
from lms.assessment.models import Response
from lms.assessment.rules import PaperRow
from lms.kit.actor import OPERATOR
from lms.kit.db import db, writing
from lms.kit.ids import new_id
from lms.kit.paths import project_root
from lms.learning.policy import load_enrolment_for
from lms.organisations import queries as organisations
from lms.questions.rules import Question
from tests import cast
from tests.assessment import courses
from tests.browser.server import LMS
from tests.conftest import CSRF, csrf_token

LONGEST_SECONDS = 240


@dataclass
class Candidate:
    """One person in the exam: sends each answer until the server has said that it is saved."""

    attempt_id: str
    cookie: str
    token: str
    port: int
    paper: list[tuple[PaperRow, Question]]
    answers: int
    saved: list[tuple[str, str, list[str]]] = field(default_factory=list)
    sends: int = 0
    fault: str = ""

    def sit(self) -> None:
        """Answer the paper's questions again and again, each time otherwise."""
        for count in range(self.answers):
            row, question = self.paper[count % len(self.paper)]
            is_text = question.type == "short_text"
            values = (
                [f"answer {count}"] if is_text else [str(1 + count % len(row.presented.choices))]
            )
            client_id = new_id()
            if not self._send_until_saved(row.position, client_id, values):
                return
            self.saved.append((client_id, row.item_id, values))

    def _send_until_saved(self, position: int, client_id: str, values: list[str]) -> bool:
        give_up = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < give_up:
            try:
                status, body = self._send(position, client_id, values)
            except (OSError, http.client.HTTPException):
                # As the page's script does: the same answer again, under the same id.
                time.sleep(0.05)
                continue
            if status == http.HTTPStatus.OK:
                return True
            if status < http.HTTPStatus.INTERNAL_SERVER_ERROR:
                self.fault = f"{status}: {body}"
                return False
        self.fault = "the server did not come back"
        return False

    def _send(self, position: int, client_id: str, values: list[str]) -> tuple[int, str]:
        self.sends += 1
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        form = {"csrf_token": self.token, "client_id": client_id, "answer": values}
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Requested-With": "fetch",
        }
        try:
            address = courses.question_address(self.attempt_id, position)
            connection.request("POST", address, urlencode(form, doseq=True), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


class Server:
    """The real server on the test's database, to be killed and started again."""

    def __init__(self, app: Flask) -> None:
        settings = app.extensions["settings"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._environment = {
            **os.environ,
            "LMS_DATA_DIR": str(settings.data_dir),
            "LMS_DATABASE_URL": settings.database_url,
            "LMS_SECRET_KEY": settings.secret,
            "LMS_PORT": str(self.port),
        }
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(
            [LMS, "run", "--workers", "2"], env=self._environment, cwd=project_root()
        )
        give_up = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < give_up:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill_worker(self) -> None:
        """Kill one of its worker processes as a fault would; it replaces it by itself."""
        for child in psutil.Process(self._process.pid).children():
            # The web server has processes of its own; the worker for jobs has none.
            for web in child.children()[:1]:
                web.kill()

    def kill(self) -> None:
        """Kill the whole server at once."""
        children = psutil.Process(self._process.pid).children(recursive=True)
        self._process.send_signal(signal.SIGKILL)
        for child in children:
            child.kill()
        self._process.wait(timeout=20)
        psutil.wait_procs(children, timeout=20)


def invite(count: int) -> list[str]:
    """Create so many people beside the cast, and return their names."""
    names = [f"candidate-{number}" for number in range(count)]
    organisation_id = organisations.list_organisations()[0].id
    db.session.remove()
    with writing():
        for name in names:
            accounts.create_person(
                OPERATOR,
                cast.NOW,
                email=cast.email_of(name),
                password_hash=None,
                full_name=name,
                language="en",
                organisation_id=organisation_id,
                has_consented=True,
            )
    return names


def seat(app: Flask, name: str, port: int, answers: int) -> Candidate:
    """Enrol one of the cast, start an attempt without a time limit, and sign in."""
    # The server's worker writes too: whoever reads first and writes later would be refused.
    db.session.remove()
    with writing():
        actor = cast.actor_of(name)
        enrolment_id = courses.enrol(name)
    with writing():
        enrolment = load_enrolment_for(actor, enrolment_id)
        attempt_id = services.start_attempt(actor, cast.NOW, enrolment, "practice")
        token = accounts.begin_web_session(actor.person_id, datetime.now(UTC), user_agent="test")
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"csrf_token": CSRF, "_user_id": token})
    cookie = f"article60={client.get_cookie('article60').value}"
    paper = list(courses.paper_of(attempt_id))
    db.session.remove()
    return Candidate(attempt_id, cookie, csrf_token(app), port, paper, answers)


def sit_under_fire(server: Server, candidates: Sequence[Candidate], between: int) -> int:
    """Let all sit at once; kill whenever `between` answers came in; return how often that was."""
    threads = [threading.Thread(target=candidate.sit) for candidate in candidates]
    for thread in threads:
        thread.start()
    kills = _kill_again_and_again(server, candidates, between)
    for thread in threads:
        thread.join()
    return kills


def _kill_again_and_again(server: Server, candidates: Sequence[Candidate], between: int) -> int:
    """Kill a worker whenever some answers came in, and each third time the whole server."""
    kills, target = 0, between
    every = sum(candidate.answers for candidate in candidates)
    give_up = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < give_up and not any(candidate.fault for candidate in candidates):
        done = sum(len(candidate.saved) for candidate in candidates)
        if done >= every - between:
            break
        if done >= target:
            kills += 1
            target += between
            if kills % 3:
                server.kill_worker()
            else:
                server.kill()
                server.start()
        time.sleep(0.01)
    return kills


def check(candidate: Candidate) -> int:
    """Compare what the database has with what was acknowledged, in this order, each once.

    Return how many answers those are.
    """
    rows = {row.item_id: row for row, _question in candidate.paper}
    query = select(Response).where(Response.attempt_id == candidate.attempt_id)
    stored = list(db.session.execute(query.order_by(Response.seq)).scalars())
    expected = [
        (client_id, item_id, as_value(rows[item_id], values))
        for client_id, item_id, values in candidate.saved
    ]
    found = [(response.client_id, response.item_id, response.value) for response in stored]
    assert found == expected
    newest = {item_id: value for _client_id, item_id, value in expected}
    counted = queries.get_responses(candidate.attempt_id)
    assert {item_id: response.value for item_id, response in counted.items()} == newest
    return len(found)


def as_value(row: PaperRow, values: list[str]) -> dict:
    """Return an answer as it is stored."""
    if not row.presented.choices:
        return {"text": values[0]}
    return {"choices": [row.presented.choices[int(value) - 1] for value in values]}
