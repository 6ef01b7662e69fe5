"""WeasyPrint, locked in: shipped files only, every complaint an error, what is fixed kept ready.

Importing this module costs nothing; making the engine costs a second, which only the worker and
the commands pay. What a certificate says comes from `rendering`.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from lms.certificates.drawing.finishing import finish
from lms.certificates.drawing.glyphs import FONTS
from lms.kit.paths import TEMPLATES

DESIGN = TEMPLATES / "certificates" / "design"
BASE = f"{DESIGN.as_uri()}/"
VARIANT = "pdf/a-3a"
OUTPUT_INTENT = "sRGB"
SHIPPED = frozenset({".svg", ".png", ".jpg", ".ttf", ".otf"})


class RenderingFailed(Exception):
    """The template, its style or its pictures are wrong; the message has what was complained of."""


class Engine:
    """A process's renderer, with its fonts loaded and its style parsed once."""

    _one: Self | None = None

    @classmethod
    def get(cls) -> Self:
        """Return the process's engine, made at the first certificate."""
        if cls._one is None:
            cls._one = cls()
        return cls._one

    def __init__(self) -> None:
        # Read when the library is imported: the machine's own fonts stay unknown to it.
        os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
        import weasyprint  # noqa: PLC0415 - a second that web pages do not need
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        self._weasyprint = weasyprint
        self._fonts = FontConfiguration()
        self._colours = {OUTPUT_INTENT: _Colours(weasyprint)}
        with _complaints_are_errors():
            self._style = weasyprint.CSS(
                string=(DESIGN / "certificate.css").read_text("utf-8"),
                base_url=BASE,
                font_config=self._fonts,
                url_fetcher=_fetcher({}),
            )
        self._ornaments = {
            path.as_uri(): _Engraving(weasyprint, path.as_uri()) for path in DESIGN.glob("*.svg")
        }

    def write(self, html: str, pictures: dict[str, bytes], identifier: bytes) -> bytes:
        """Return the PDF of `html`, which may name the `pictures` and the shipped files only.

        Raises `RenderingFailed`.
        """
        own = {f"{BASE}{name}": content for name, content in pictures.items()}
        with _complaints_are_errors():
            document = self._weasyprint.HTML(string=html, base_url=BASE, url_fetcher=_fetcher(own))
            pdf: bytes = document.write_pdf(
                stylesheets=[self._style],
                font_config=self._fonts,
                color_profiles=dict(self._colours),
                output_intent=OUTPUT_INTENT,
                cache=dict(self._ornaments),
                finisher=finish,
                pdf_variant=VARIANT,
                pdf_identifier=identifier,
            )
        return pdf


class _Colours:
    """The sRGB profile of the library, byte for byte.

    The library's own reader opens the file for each certificate, and writes the time of day into
    what it gives back.
    """

    name = "sRGB IEC61966-2.1"
    components = ("r", "g", "b")
    pdf_reference: str | None = None

    def __init__(self, weasyprint: Any) -> None:  # noqa: ANN401 - it has no types
        self.content = (Path(weasyprint.__file__).parent / "pdf" / "sRGB2014.icc").read_bytes()


class _Engraving:
    """An ornament whose drawing is remembered: its thousand curves are the same on every sheet.

    It holds only lines and fills, so all that it needs of the document around it are the graphics
    states of its opacity.
    """

    def __init__(self, weasyprint: Any, url: str) -> None:  # noqa: ANN401 - it has no types
        self._image = weasyprint.images.get_image_from_uri(
            {}, _fetcher({}), weasyprint.DEFAULT_OPTIONS, url, "image/svg+xml"
        )
        self._drawn: dict[tuple[float, float], tuple[bytes, dict[str, Any]]] = {}

    def get_intrinsic_size(self, *arguments: Any) -> Any:  # noqa: ANN401
        """Return width, height and ratio, as the picture says."""
        return self._image.get_intrinsic_size(*arguments)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:  # noqa: ANN401
        """Draw the ornament on a stream of the document."""
        states = stream._resources["ExtGState"]
        if (width, height) not in self._drawn:
            start = len(stream.stream)
            self._image.draw(stream, width, height, style)
            self._drawn[width, height] = (b"\n".join(stream.stream[start:]), dict(states))
            return
        operators, needed = self._drawn[width, height]
        stream.stream.append(operators)
        for name, state in needed.items():
            states.setdefault(name, state)


def _fetcher(pictures: dict[str, bytes]) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return what gives the shipped files and one certificate's own pictures, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    shipped = {
        path.as_uri(): path
        for folder in (DESIGN, FONTS)
        for path in folder.iterdir()
        if path.suffix in SHIPPED
    }

    class Shipped(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Asks neither the network nor the rest of the disk."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002
            """Return the file of this address; raise `ValueError` where it is not a shipped one."""
            if url in pictures:
                return URLFetcherResponse(url, pictures[url])
            if url in shipped:
                return URLFetcherResponse(url, shipped[url].read_bytes())
            raise ValueError(f"not one of the shipped files: {url}")

    return Shipped(fail_on_errors=True)


@contextmanager
def _complaints_are_errors() -> Iterator[None]:
    """Raise what WeasyPrint only logs: a missing picture, font, language or unknown property."""
    complaints: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(record.getMessage())

    listener, logger = Listener(logging.WARNING), logging.getLogger("weasyprint")
    logger.addHandler(listener)
    try:
        yield
    except Exception as error:
        raise RenderingFailed("; ".join([*complaints, str(error)])) from error
    except BaseException as error:
        # The library's refusal to fetch is no Exception; an interrupt stays what it is.
        if type(error).__name__ != "FatalURLFetchingError":
            raise
        raise RenderingFailed(str(error)) from error
    finally:
        logger.removeHandler(listener)
    if complaints:
        raise RenderingFailed("; ".join(complaints))
