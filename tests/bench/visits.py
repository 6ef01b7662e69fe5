"""What a first visit of the course page costs a connection, and a second: requests and bytes.

Counted by Chromium itself: the bytes of every answer, headers included, as they came over the wire.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.bench.pages import COURSE
from tests.bench.table import Row
from tests.browser.conftest import ARGUMENTS

LANGUAGES = ("en", "ar", "zh")
MOST_REQUESTS = 6
FIRST_KB = 60
SECOND_KB = 12


@dataclass(slots=True)
class Traffic:
    """What has come over the wire so far."""

    requests: int = 0
    bytes: int = 0


def measure(base_url: str) -> list[Row]:
    """Return the rows of each language, or none where there is no Chromium."""
    if shutil.which("chromium") is None:
        print("No Chromium here: the visits are not measured.")
        return []
    with _chromium() as browser:
        return [row for language in LANGUAGES for row in _visit(browser, base_url, language)]


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        yield browser
        browser.close()


def _visit(browser: Browser, base_url: str, language: str) -> list[Row]:
    context = browser.new_context(base_url=base_url, locale=language)
    page = context.new_page()
    traffic = _count(context.new_cdp_session(page))
    _open(page)
    first = Traffic(traffic.requests, traffic.bytes)
    _open(page)
    context.close()
    return [
        Row(f"First visit, {language}: requests", first.requests, "", MOST_REQUESTS),
        Row(f"First visit, {language}: bytes", first.bytes / 1000, "kB", FIRST_KB),
        Row(f"Second visit, {language}: bytes", (traffic.bytes - first.bytes) / 1000, "kB",
            SECOND_KB),
    ]  # fmt: skip


def _count(session: CDPSession) -> Traffic:
    """Count every answer that comes over the wire; what the browser's cache gives is none."""
    traffic, cached = Traffic(), set()

    def note_cached(event: dict) -> None:
        cached.add(event["requestId"])

    def note_finished(event: dict) -> None:
        if event["requestId"] not in cached:
            traffic.requests += 1
            traffic.bytes += int(event["encodedDataLength"])

    session.on("Network.requestServedFromCache", note_cached)
    session.on("Network.loadingFinished", note_finished)
    session.send("Network.enable")
    return traffic


def _open(page: Page) -> None:
    page.goto(COURSE)
    page.wait_for_load_state("networkidle")
