"""WeasyPrint, locked in: shipped files only, every complaint an error, what is fixed kept ready.

Importing this module costs nothing; making the engine costs a second, which only the worker and
the commands pay. What a certificate says comes from `rendering`.
"""

import io
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, Self
from xml.etree import ElementTree

from lms.certificates.drawing.finishing import finish
from lms.certificates.drawing.glyphs import FONTS
from lms.certificates.drawing.keeping import KeptPictures
from lms.certificates.drawing.settling import settle
from lms.certificates.drawing.sparing import spare
from lms.certificates.rules.designs import Palette
from lms.kit.paths import TEMPLATES

DESIGN = TEMPLATES / "certificates" / "design"
BASE = f"{DESIGN.as_uri()}/"
VARIANT = "pdf/a-3a"
OUTPUT_INTENT = "sRGB"
# The colours in which `draw_ornament.py` draws: the lines, and those of the watermark.
DRAWN_IN = ("#0B5351", "#D3E3DF")
PALENESS = 0.82
MOST_PALETTES = 8
USUAL = Palette()
SHIPPED = frozenset({".svg", ".png", ".jpg", ".ttf", ".otf"})


class RenderingFailed(Exception):
    """The template, its style or its pictures are wrong; the message has what was complained of."""


class SheetFull(RenderingFailed):
    """There is more to say than one sheet has room for, at the smallest size."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that travels within the PDF, as the data that the sheet shows."""

    name: str
    content: bytes
    media_type: str
    description: str
    written_on: date


class Drawing(Protocol):
    """A picture that the renderer may draw: its size, and its operators on a stream."""

    def get_intrinsic_size(self, *arguments: Any) -> tuple[float, float, float]:  # noqa: ANN401
        """Return width, height and their ratio."""

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:  # noqa: ANN401
        """Draw within `width` and `height` from the origin, downwards."""


NONE: Mapping[str, Drawing] = MappingProxyType({})


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
        # A second that web pages do not need.
        import weasyprint  # noqa: PLC0415
        from cssselect2 import ElementWrapper  # noqa: PLC0415
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        spare()
        self._weasyprint = weasyprint
        self._wrap = ElementWrapper.from_html_root
        self._fetcher = _fetcher({})
        self._pictures = KeptPictures(self._picture)
        self._fonts = FontConfiguration()
        self._colours = {OUTPUT_INTENT: _Colours(weasyprint)}
        with _complaints_are_errors():
            self._defaults, self._style = map(self._parse, ("base.css", "certificate.css"))
        self._ornaments: dict[tuple[str, str], dict[str, _Engraving]] = {}

    def write(
        self,
        sheets: Iterable[str],
        pictures: Mapping[str, bytes],
        identifier: bytes,
        drawings: Mapping[str, Drawing] = NONE,
        palette: Palette = USUAL,
        attachments: tuple[Attached, ...] = (),
    ) -> bytes:
        """Return the PDF of the first of the `sheets` (XHTML) that has room for all that it says.

        They may name the `pictures`, the `drawings` and the shipped files only. Raises
        `RenderingFailed`, and `SheetFull` where none has room.
        """
        with _complaints_are_errors():
            options = {
                "stylesheets": [self._style],
                "output_intent": OUTPUT_INTENT,
                "cache": self._ornaments_in(palette)
                | {f"{BASE}{name}": self._pictures.get(one) for name, one in pictures.items()}
                | {f"{BASE}{name}": drawing for name, drawing in drawings.items()},
                "pdf_variant": VARIANT,
                "pdf_identifier": identifier,
            }
            for html in sheets:
                document = self._read(html).render(
                    self._fonts, None, dict(self._colours), **options
                )
                if settle(document):
                    break
            else:
                raise SheetFull
            pdf: bytes = document.write_pdf(
                finisher=partial(finish, [one.media_type for one in attachments]),
                attachments=[self._attachment(one) for one in attachments],
                **options,
            )
        return pdf

    def _read(self, html: str) -> Any:  # noqa: ANN401 - WeasyPrint has no types
        """Return a sheet as the library has one that it has parsed; its own parser is slow."""
        page = self._weasyprint.HTML.__new__(self._weasyprint.HTML)
        page.base_url, page.media_type, page.url_fetcher = BASE, "print", self._fetcher
        page._ua_stylesheets = lambda *_: [self._defaults]
        # Of people's texts each is escaped by the sandbox; the rest is the template's own.
        root = ElementTree.fromstring(html)  # noqa: S314 - nothing that people wrote is markup
        page.wrapper_element = self._wrap(root, content_language=None)
        page.etree_element = page.wrapper_element.etree_element
        return page

    def _parse(self, name: str) -> Any:  # noqa: ANN401 - WeasyPrint has no types
        return self._weasyprint.CSS(
            string=(DESIGN / name).read_text("utf-8"),
            base_url=BASE,
            font_config=self._fonts,
            url_fetcher=self._fetcher,
        )

    def _picture(self, name: str, content: bytes) -> Any:  # noqa: ANN401 - WeasyPrint has no types
        url = f"{BASE}{name}"
        return self._weasyprint.images.get_image_from_uri(
            {}, _fetcher({url: content}), self._weasyprint.DEFAULT_OPTIONS, url
        )

    def _attachment(self, attached: Attached) -> Any:  # noqa: ANN401 - WeasyPrint has no types
        day = datetime.combine(attached.written_on, time(), UTC)
        return self._weasyprint.Attachment(
            file_obj=io.BytesIO(attached.content),
            url_fetcher=self._fetcher,
            name=attached.name,
            description=attached.description,
            created=day,
            modified=day,
            relationship="Data",
        )

    def _ornaments_in(self, palette: Palette) -> dict[str, "_Engraving"]:
        """Return the ornaments in a design's colours, drawn at its first certificate."""
        colours = (palette.primary, mixed(palette.primary, palette.paper, PALENESS))
        if colours not in self._ornaments:
            if len(self._ornaments) == MOST_PALETTES:
                self._ornaments.clear()
            with _complaints_are_errors():
                self._ornaments[colours] = {
                    path.as_uri(): _Engraving(self._weasyprint, path, colours)
                    for path in DESIGN.glob("*.svg")
                }
        return self._ornaments[colours]


def mixed(colour: str, paper: str, share: float) -> str:
    """Return a colour thinned with `share` of the paper's; each is `#rrggbb`."""
    pairs = ((int(colour[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one + (other - one) * share):02x}" for one, other in pairs)


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
    """An ornament in two colours whose drawing is remembered: it is the same on every sheet.

    It holds only lines and fills, so all that it needs of the document around it are the graphics
    states of its opacity.
    """

    def __init__(self, weasyprint: Any, path: Path, colours: tuple[str, str]) -> None:  # noqa: ANN401 - it has no types
        drawing = path.read_text("utf-8")
        for drawn, wanted in zip(DRAWN_IN, colours, strict=True):
            drawing = drawing.replace(drawn, wanted)
        url = path.as_uri()
        self._image = weasyprint.images.get_image_from_uri(
            {},
            _fetcher({url: drawing.encode()}),
            weasyprint.DEFAULT_OPTIONS,
            url,
            "image/svg+xml",
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
    except RenderingFailed:
        raise
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
