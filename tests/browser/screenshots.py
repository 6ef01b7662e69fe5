"""Draws the pictures of the documents, and with `--all` every page for somebody to look at.

    python -m tests.browser.screenshots          # docs/pictures/
    python -m tests.browser.screenshots --all    # build/pictures/, a page a file and variant

Nothing is compared: what looks right is judged by eye.
"""

import argparse
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from lms.kit.paths import project_root
from tests.browser import study
from tests.browser.conftest import ARGUMENTS, sign_in
from tests.browser.places import PEOPLE, STRANGER, Place, furnish, furnish_certificate
from tests.browser.server import Installation

PICTURES = project_root() / "docs" / "pictures"
REVIEW = project_root() / "build" / "pictures"
LARGEST = 150_000
WIDTHS = {"desk": 1280, "phone": 390}
HEIGHTS = {"desk": 860, "phone": 844}
# Of every place in review: all variants that differ in their style sheets or direction.
VARIANTS = ["-".join(each) for each in product(WIDTHS, ("en", "ar"), ("light", "dark"))]
Pages = Callable[[str], Page]


@contextmanager
def open_site() -> Iterator[tuple[Installation, Pages]]:
    """Start an installation and a browser for each of its people."""
    chromium = shutil.which("chromium") or "chromium"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        installation = Installation(Path(folder))
        installation.lms("init")
        installation.lms("demo")
        installation.start()
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        try:
            yield installation, _people(installation, browser).__getitem__
        finally:
            browser.close()
            installation.stop()


def _people(installation: Installation, browser: Browser) -> dict[str, Page]:
    pages = {}
    for who in PEOPLE:
        context = browser.new_context(base_url=installation.url, locale="en")
        context.set_default_timeout(30_000)
        pages[who] = context.new_page()
        if who != STRANGER:
            sign_in(pages[who], who)
    return pages


def speak(page: Page, language: str) -> None:
    """Change the interface's language, as everybody can in the header of every page."""
    page.goto("/privacy")
    page.locator(".bar button[popovertarget=languages]").click()
    page.locator(f"#languages button[value={language}]").click()
    page.locator(f"html[lang={language}]").wait_for(state="attached")


def draw(page: Page, path: str, form: str, *, scheme: str = "light", whole: bool = False) -> bytes:
    """Return a picture of a page as PNG."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": WIDTHS[form], "height": HEIGHTS[form]})
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return page.screenshot(full_page=whole, animations="disabled")


def keep(picture: bytes, file: Path) -> None:
    """Write a picture with a palette, as small as it has to be."""
    file.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32, 16):
        image.quantize(colours, dither=Image.Dither.NONE).save(file, optimize=True)
        if file.stat().st_size <= LARGEST:
            return


def draw_documents(installation: Installation, pages: Pages) -> None:
    """Draw the six pictures of README and docs."""
    places = {place.template: place for place in furnish(installation, pages)}

    def picture(template: str, form: str, name: str) -> None:
        place = places[template]
        keep(draw(pages(place.who), place.path, form), PICTURES / f"{name}.png")

    picture("learning/show_course.html", "desk", "course")
    picture("assessment/show_question.html", "desk", "quiz")
    picture("assessment/show_result.html", "desk", "result")
    speak(pages(STRANGER), "ar")
    picture("learning/show_course.html", "phone", "course-arabic")
    speak(pages(STRANGER), "en")
    for place in furnish_certificate(pages):
        places[place.template] = place
    picture("certificates/pages/show_verification.html", "desk", "verification")
    _draw_certificate(pages("graduate"), places["certificates/pages/show_certificate.html"])


def _draw_certificate(page: Page, place: Place) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page.goto(place.path)
        file = study.download_certificate(page, Path(folder))
        drawn = file.with_suffix(".png")
        subprocess.run(
            ["pdftoppm", "-png", "-r", "110", "-singlefile", file, drawn.with_suffix("")],
            check=True,
        )
        keep(drawn.read_bytes(), PICTURES / "certificate.png")


def draw_all(installation: Installation, pages: Pages, variants: Sequence[str]) -> None:
    """Draw every page in every variant, for review by eye."""
    for places in (furnish(installation, pages), furnish_certificate(pages)):
        for language in ("en", "ar"):
            for who in PEOPLE:
                speak(pages(who), language)
            for place, variant in product(places, variants):
                form, spoken, scheme = variant.split("-")
                if spoken == language:
                    picture = draw(pages(place.who), place.path, form, scheme=scheme, whole=True)
                    (REVIEW / f"{place.name}-{variant}.png").write_bytes(picture)
        for who in PEOPLE:
            speak(pages(who), "en")


def main() -> None:
    """Read the command line and draw."""
    parser = argparse.ArgumentParser(description="Draw pictures of the site.")
    parser.add_argument("--all", action="store_true", help="every page, under build/pictures/")
    parser.add_argument("--variant", action="append", choices=VARIANTS, help="only these of all")
    arguments = parser.parse_args()
    with open_site() as (installation, pages):
        if arguments.all:
            REVIEW.mkdir(parents=True, exist_ok=True)
            draw_all(installation, pages, arguments.variant or VARIANTS)
        else:
            draw_documents(installation, pages)
    print(REVIEW if arguments.all else PICTURES)


if __name__ == "__main__":
    main()
