"""From a sheet's words to the bytes of a tagged PDF: shipped fonts, nothing fetched.

What stands on the sheet comes from `services.sheets`; certificates have a press of their own, for
they are sealed and archived.
"""

import os
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lms.kit.i18n import catalogue, direction
from lms.kit.paths import TEMPLATES

DESIGN = TEMPLATES / "programmes" / "print"
FONTS = TEMPLATES / "certificates" / "fonts"
BASE = f"{DESIGN.as_uri()}/"
# Tagged, as PDF/UA-1 asks for it: a screen reader tells rows and columns.
VARIANT = "pdf/ua-1"


def print_sheet(language: str, words: dict[str, Any]) -> bytes:
    """Return the PDF of a sheet to be signed; `words` are what its template names."""
    html = _template(language).render(words)
    # Read when the library is imported: the machine's own fonts stay unknown to it.
    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
    import weasyprint  # noqa: PLC0415 - a second that web pages do not need

    document = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=_fetcher())
    pdf: bytes = document.write_pdf(pdf_variant=VARIANT)
    return pdf


@lru_cache(maxsize=6)
def _template(language: str) -> Any:  # noqa: ANN401 - Jinja's template, bound to a language
    environment = Environment(
        loader=FileSystemLoader(DESIGN),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]  # the extension's
    environment.globals.update(language=language, direction=direction(language))
    return environment.get_template("sign_in_sheet.html")


@lru_cache(maxsize=1)
def _fetcher() -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return what gives the shipped style and fonts, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - see above

    shipped = {
        path.as_uri(): path for folder in (DESIGN, FONTS) for path in folder.iterdir()
        if path.suffix in {".css", ".ttf", ".otf"}
    }  # fmt: skip

    class Shipped(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Asks neither the network nor the rest of the disk."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002 - its own
            """Return the file of this address; raise `ValueError` where it is not a shipped one."""
            if url not in shipped:
                raise ValueError(f"not one of the shipped files: {url}")
            kind = {".css": "text/css"}.get(shipped[url].suffix, "font/sfnt")
            return URLFetcherResponse(url, shipped[url].read_bytes(), {"Content-Type": kind})

    return Shipped(fail_on_errors=True)
