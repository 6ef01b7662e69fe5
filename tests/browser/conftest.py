"""Chromium, a whole installation with the demo, and axe.

Each worker process makes the demo once; each file of tests serves its own copy, and each person
has a browser context.
"""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.places import STRANGER
from tests.browser.server import Installation
from tests.browser.watching import Pages, Watch
from tests.conftest import skip_or_fail

PASSWORD = "article-60-demo"
# Milliseconds; only a machine with much else to do needs them.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE / 2)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# WCAG 2.2 AA, and what axe counts as good practice for landmarks and headings. What is in order
# is not described, and no sheet of styles fetched again: either takes as long as the rules do.
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}


@pytest.fixture(scope="session")
def _demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = Installation(tmp_path_factory.mktemp("demo"))
    place.lms("init")
    place.lms("demo")
    return place.folder


@pytest.fixture(scope="module")
def installation(_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demo, served; what one file of tests does there, another does not see."""
    folder = tmp_path_factory.mktemp("installation") / "data"
    shutil.copytree(_demo, folder)
    place = Installation(folder)
    place.start()
    yield place
    place.stop()
    log = (folder / "server.log").read_text("utf-8")
    assert "Traceback" not in log, log


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, as long as tests of this folder follow: nobody else runs a loop then."""
    path = shutil.which("chromium")
    if path is None:
        skip_or_fail("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium: Browser, installation: Installation) -> Iterator[Callable[..., Page]]:
    """Return `open_browser(language="en", width=1280, **more)`: a new person's browser."""
    contexts: list[BrowserContext] = []

    def open_one(language: str = "en", width: int = 1280, **more: object) -> Page:
        context = chromium.new_context(
            base_url=installation.url,
            locale=language,
            viewport={"width": width, "height": 900},
            **more,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def watch() -> Watch:
    """Complaints of all pages of the test."""
    return Watch()


@pytest.fixture
def pages(open_browser, watch) -> Pages:
    """Each person's own browser, by the name of the demo account."""

    @cache
    def open_for(who: str) -> Page:
        page = open_browser()
        watch.attach(page)
        if who != STRANGER:
            sign_in(page, who)
        return page

    return open_for


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Sign in by the form as `name@demo.example`, or as an address."""
    page.goto("/login")
    page.fill("[name=email]", name if "@" in name else f"{name}@demo.example")
    page.fill("[name=password]", password)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login" not in url)


def check_accessibility(page: Page) -> None:
    """Fail with each rule of WCAG 2.2 AA that the page breaks, and where."""
    found = Axe().run(page, options=AXE).response["violations"]
    told = [f"{v['id']}: {v['help']} — {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found]
    assert told == [], f"{page.url}\n" + "\n".join(told)


def check_reflow(page: Page) -> None:
    """Fail where the page has to be scrolled sideways."""
    wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    assert not wide, f"{page.url} is wider than the screen"
