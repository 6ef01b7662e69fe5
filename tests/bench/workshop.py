"""The pages of those who write and translate a large course, in processor time a request."""

import re
import subprocess
from itertools import count

from lms.admin.demo import PASSWORD
from tests.bench import large_course
from tests.bench.client import Client
from tests.bench.installation import Served
from tests.bench.requests import Case
from tests.bench.requests import measure as measure_requests
from tests.bench.table import Row
from tests.browser.server import LMS

TRAINER = "trainer@demo.example"
COURSE = f"/teach/{large_course.SLUG}"
PAGE = f"{COURSE}/pages/p7"
OUTLINE_MS, SAVE_MS, WORKBENCH_MS = 60, 40, 60
TIMES = 10
SENT = {"X-Requested-With": "fetch", "Accept": "application/json"}
SEEN = re.compile(r'name="seen" value="([^"]*)"')
PERSON = re.compile(r'name="person" value="([^"]*)"')
TEXT = re.compile(r'<textarea id="page-text"[^>]*>\n(.*?)</textarea>', re.DOTALL)
UNIT = re.compile(rf'href="({COURSE}/translate/ar/units/[a-z2-7]+)')


def add_trainer(served: Served) -> None:
    """Make the account of a trainer of the whole installation."""
    subprocess.run(
        [LMS, "user", "create", TRAINER, "--name", "A Trainer", "--role", "trainer",
         "--password-stdin"],
        input=PASSWORD, text=True, env=served.environment, check=True, capture_output=True,
    )  # fmt: skip


def measure(served: Served) -> list[Row]:
    """Measure on a server that has the large course."""
    trainer = Client(served.port)
    trainer.sign_in(TRAINER, PASSWORD)
    unit = UNIT.search(_get(trainer, f"{COURSE}/translate/ar")).group(1)
    cases = [
        _case("outline to edit", lambda: _get(trainer, f"{COURSE}/outline"), OUTLINE_MS),
        _case("front in the workshop", lambda: _get(trainer, COURSE), OUTLINE_MS),
        _case("save a page", _Writing(trainer), SAVE_MS),
        _case("texts to translate", lambda: _get(trainer, f"{COURSE}/translate/ar"), WORKBENCH_MS),
        _case("one text to translate", lambda: _get(trainer, unit), WORKBENCH_MS),
    ]
    stranger = Client(served.port)
    _empty, *rows = measure_requests(served, lambda: stranger.get("/empty/"), cases)
    return rows


def _case(what: str, send, target: float) -> Case:
    return Case(f"Large course: {what}", send, target, unit="ms", batch=TIMES)


def _get(client: Client, url: str) -> str:
    page = client.get(url)
    if client.status != 200:
        raise RuntimeError(f"{url} answered {client.status}")
    return page


class _Writing:
    """Keeps one page again and again, each time another text, as the editor's script does."""

    def __init__(self, client: Client) -> None:
        page = _get(client, PAGE)
        self._client, self._counter = client, count()
        self._token, self._text = client.token(page), TEXT.search(page).group(1)
        self._person, self._seen = PERSON.search(page).group(1), SEEN.search(page).group(1)

    def __call__(self) -> None:
        text = f"{self._text}\n\nAnother sentence, number {next(self._counter)}.\n"
        form = {"csrf_token": self._token, "text": text, "seen": self._seen, "person": self._person}
        said = self._client.post(PAGE, form, **SENT)
        if self._client.status != 200:
            raise RuntimeError(f"the page was not kept: {self._client.status} {said}")
        self._seen = re.search(r'"seen":\s*"([^"]+)"', said).group(1)
