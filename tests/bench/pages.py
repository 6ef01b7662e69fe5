"""The pages that are measured, and the people who look at them."""

import re
import time
from collections.abc import Callable
from functools import partial

from lms.admin.demo import GRADUATE, GRADUATE_COURSE, PASSWORD
from lms.kit.i18n import LANGUAGES
from lms.kit.ids import new_id
from tests.bench.client import Client
from tests.bench.processes import wait_for
from tests.bench.requests import Case

COURSE = f"/courses/{GRADUATE_COURSE}"
RESULTS = f"/admin{COURSE}/results?per_page=500"
ENROLMENT = re.compile(r'href="(/learn/[a-z2-7]{26})"')
SERVED = re.compile(r'name="served" value="([^"]+)"')
PRESSED = {"X-Requested-With": "fetch", "Accept": "application/json"}


def sign_in(port: int, name: str) -> Client:
    """Return a client signed in as one of the demo's people."""
    client = Client(port)
    client.sign_in(f"{name}@demo.example", PASSWORD)
    return client


def take_certificate(port: int) -> str:
    """Let the graduate take certificates in six languages; return the verify page's address."""
    graduate = sign_in(port, GRADUATE)
    enrolment = first_enrolment(graduate)
    page = graduate.get(f"{enrolment}/certificate")
    name = re.search(r'name="name"[^>]* value="([^"]+)"', page).group(1)
    form = {"csrf_token": graduate.token(page), "name": name, "typed": "", "language": "en"}
    graduate.post(f"{enrolment}/certificate", form)
    certificate = graduate.location.partition("?")[0]
    token = graduate.token(graduate.get(certificate))
    for language in LANGUAGES:
        graduate.post(f"{certificate}/files", {"csrf_token": token, "language": language})
    for language in LANGUAGES:
        wait_for(partial(_is_there, graduate, f"{certificate}/files/{language}"), seconds=60)
    return re.search(r"/verify/[0-9A-Z-]+", graduate.get(certificate)).group(0)


def _is_there(client: Client, url: str) -> bool:
    client.get(url)
    return client.status == 200


def first_enrolment(client: Client) -> str:
    return ENROLMENT.search(client.get("/learn")).group(1)


def list_cases(port: int, verify: str) -> list[Case]:
    """Return what is measured: a stranger's pages, a trainee's, a trainer's."""
    stranger, administrator = Client(port), sign_in(port, "admin")
    trainee = sign_in(port, "trainee")
    page, quiz, attempt = _study(trainee)
    enrolment = first_enrolment(trainee)
    packed = trainee.packed()
    return [
        Case("Catalogue", _look(stranger, "/"), None),
        Case("Course page, stranger", _look(stranger, COURSE), 11),
        Case("Course page, enrolled", _look(trainee, COURSE), 11),
        Case("Verify page", _look(stranger, verify), 5),
        Case("Dashboard (my learning)", _look(trainee, "/learn"), 11),
        Case("Enrolment (outline and progress)", _look(trainee, enrolment), 11),
        Case("Text page", _look(trainee, page), 8),
        Case("Text page, compressed", _look(packed, page), None),
        Case("Course page, compressed", _look(packed, COURSE), None),
        Case("Quiz, before the start", _look(trainee, quiz), 11),
        Case("Quiz, one question", _look(trainee, f"{attempt}/questions/2"), 11),
        Case("Save one answer", _Answering(trainee, attempt), 7),
        Case("Results of 500 people", _look(administrator, RESULTS), 45, unit="ms", batch=4),
    ]


def _look(client: Client, url: str) -> Callable[[], None]:
    def look() -> None:
        client.get(url)
        if client.status != 200:
            raise RuntimeError(f"{url} answered {client.status}")

    return look


def _study(trainee: Client) -> tuple[str, str, str]:
    """Enrol, read some pages, open the exam; return a page, a quiz, and an attempt."""
    token = trainee.token(trainee.get(COURSE))
    trainee.post(f"{COURSE}/enrol", {"csrf_token": token, "language": "en"})
    enrolment = trainee.location
    for page in ("origins", "map", "wording", "qualifiers"):
        trainee.post(f"{enrolment}/pages/{page}", {"csrf_token": token})
    quiz = f"{enrolment}/quizzes/pretest"
    trainee.post(quiz, {"csrf_token": token})
    attempt = trainee.location.partition("/questions/")[0]
    return f"{enrolment}/pages/terms", quiz, attempt


class _Answering:
    """Saves one answer after the other, as the script of the page does."""

    def __init__(self, client: Client, attempt: str) -> None:
        self._client, self._attempt = client, attempt
        self._count = 0
        self._pages = [self._read(position) for position in range(1, 9)]

    def _read(self, position: int) -> tuple[str, str, str, list[str]]:
        url = f"{self._attempt}/questions/{position}"
        page = self._client.get(url)
        choices = re.findall(r'name="answer" value="(\d+)"', page)
        return url, self._client.token(page), SERVED.search(page)[1], choices

    def __call__(self) -> None:
        url, token, served, choices = self._pages[self._count % len(self._pages)]
        answer = choices[self._count % len(choices)] if choices else str(self._count)
        made = str(round(time.time() * 1000))
        form = {
            "csrf_token": token,
            "client_id": new_id(),
            "made": made,
            "served": served,
            "answer": answer,
        }
        said = self._client.post(url, form, **PRESSED)
        if self._client.status != 200:
            raise RuntimeError(f"the answer was not saved: {self._client.status} {said}")
        self._count += 1
