"""A whole attempt at the exam of twenty questions, as a candidate's browser makes it.

Each question is opened and answered by the script of its page; then the attempt is finished and
its result read. Signing in is not counted.
"""

import re
from collections.abc import Sequence
from statistics import median

from lms.admin.demo import PASSWORD
from lms.kit.ids import new_id
from tests.bench.client import Client
from tests.bench.installation import Served
from tests.bench.pages import PRESSED, first_enrolment
from tests.bench.table import Row

QUESTIONS = 20
MILLISECONDS = 60
# The first ones warm the server up.
WARM_UP, SITTINGS = 3, 15
CHOICE = re.compile(r'name="(answer[^"]*)" value="(\d+)"')


def measure(served: Served, candidates: Sequence[str]) -> list[Row]:
    """Let some candidates sit the exam, one after the other; return the median."""
    spent = [_measure_one(served, email) for email in candidates[: WARM_UP + SITTINGS]][WARM_UP:]
    note = f"{min(spent):.0f} to {max(spent):.0f} ms in {len(spent)} attempts"
    what = f"Whole attempt of {QUESTIONS} questions"
    return [Row(what, median(spent), "ms", MILLISECONDS, note)]


def _measure_one(served: Served, email: str) -> float:
    client = Client(served.port)
    client.sign_in(email, PASSWORD)
    quiz = f"{first_enrolment(client)}/quizzes/posttest"
    before = served.web_cpu_ms()
    _sit(client, quiz)
    return served.web_cpu_ms() - before


def _sit(client: Client, quiz: str) -> None:
    token = client.token(client.get(quiz))
    client.post(quiz, {"csrf_token": token})
    attempt = client.location.partition("/questions/")[0]
    for position in range(1, QUESTIONS + 1):
        _answer(client, f"{attempt}/questions/{position}")
    client.post(f"{attempt}/finish", {"csrf_token": client.token(client.get(f"{attempt}/finish"))})
    client.get(client.location)
    _expect(client, 200, "the result")


def _answer(client: Client, url: str) -> None:
    page = client.get(url)
    _expect(client, 200, url)
    name, value = CHOICE.search(page).groups() if CHOICE.search(page) else ("answer", "six")
    form = {"csrf_token": client.token(page), "client_id": new_id(), name: value}
    client.post(url, form, **PRESSED)
    _expect(client, 200, f"the answer to {url}")


def _expect(client: Client, status: int, what: str) -> None:
    if client.status != status:
        raise RuntimeError(f"{what} came with {client.status}")
