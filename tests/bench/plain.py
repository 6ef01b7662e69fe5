"""The yardstick of certificates: the same sheet, drawn as the renderer's manual tells it.

Unsigned, untagged, fonts and style read anew each time, in a process that our engine has not
touched. A machine is never as quick as it was a minute ago; how our sheets compare with these is.
"""

import io
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lms.certificates.drawing import sheet
from lms.certificates.drawing.engine import BASE, DESIGN
from lms.certificates.drawing.glyphs import FONTS
from lms.certificates.drawing.rendering import SCALES
from lms.certificates.rules.designs import DEFAULT
from lms.certificates.rules.facts import Facts

Draw = Callable[[str, str], float]


@contextmanager
def plain_renderer() -> Iterator[Draw]:
    """Give what draws a sheet (XHTML, and the address in its code): it returns milliseconds."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        yield lambda html, address: pool.apply(_draw, (html, address))


def sheet_of(facts: Facts, language: str, base_url: str) -> tuple[str, str]:
    """Return a certificate's sheet in its usual design, and the address in its code."""
    values = sheet.describe(facts, (language,), base_url, DEFAULT, frozenset())
    look = sheet.look_of(DEFAULT.colours, SCALES[0])
    return sheet.template(language, "certificate.html").render(values | look), values["address"]


def _draw(html: str, address: str) -> float:
    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
    # Ours alone reads the fonts' folder from the environment as late as this.
    import segno
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Files(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: object = None) -> object:
            if url == f"{BASE}code":
                code = io.BytesIO()
                segno.make_qr(address, error="m").save(code, kind="svg")
                return URLFetcherResponse(url, code.getvalue(), {"Content-Type": "image/svg+xml"})
            return super().fetch(url, headers)

    before = time.process_time()
    fonts = FontConfiguration()
    styles = [
        weasyprint.CSS(DESIGN / name, font_config=fonts, base_url=BASE)
        for name in ("base.css", "certificate.css")
    ]
    page = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=Files())
    page.write_pdf(stylesheets=styles, font_config=fonts)
    return (time.process_time() - before) * 1000
