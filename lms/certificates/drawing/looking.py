"""Looking at a drawing as a reader would: one sheet, all of it on the paper, no text on another.

Counting pages finds none of it: the renderer draws text over text and says nothing.
"""

import io
from dataclasses import dataclass
from typing import Any, Literal

# Points that a text may come near the edge of the sheet, or into the box of another text.
MARGIN = 14.0
OVERLAP = 0.25
# What is seen of two boxes that touch, at a usual line height, is no overlap.
TOLERANCE = 1.5
PICTURE_WIDTH = 1400
SPACE = " \u00a0\u200b"

Fault = Literal["pages", "outside", "overlap"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is wrong with a drawing, and the text that shows it."""

    fault: Fault
    text: str


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    left: float
    bottom: float
    right: float
    top: float

    def share_under(self, other: "_Run") -> float:
        """Return how much of the smaller box lies under the other, from 0 to 1."""
        width = min(self.right, other.right) - max(self.left, other.left) - TOLERANCE
        height = min(self.top, other.top) - max(self.bottom, other.bottom) - TOLERANCE
        smaller = min(self.area, other.area)
        return max(width, 0) * max(height, 0) / smaller if smaller > 0 else 0

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)


def look(pdf: bytes) -> list[Seen]:
    """Return what is wrong with a drawing as it lies on the paper."""
    document = _open(pdf)
    try:
        if len(document) != 1:
            return [Seen("pages", str(len(document)))]
        page = document[0]
        runs = _runs(page)
        width, height = page.get_size()
    finally:
        document.close()
    outside = [
        Seen("outside", run.text)
        for run in runs
        if run.left < MARGIN
        or run.bottom < MARGIN
        or run.right > width - MARGIN
        or run.top > height - MARGIN
    ]
    overlapping = [
        Seen("overlap", one.text)
        for place, one in enumerate(runs)
        if any(one.share_under(other) > OVERLAP for other in runs[place + 1 :])
    ]
    return [*outside, *overlapping]


def picture_of(pdf: bytes) -> bytes:
    """Return the first page as a PNG, 1,400 pixels wide."""
    document = _open(pdf)
    try:
        page = document[0]
        picture = page.render(scale=PICTURE_WIDTH / page.get_width()).to_pil()
    finally:
        document.close()
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _open(pdf: bytes) -> Any:  # noqa: ANN401 - pypdfium2 has no types
    import pypdfium2  # noqa: PLC0415 - 19 MiB that only the worker needs

    return pypdfium2.PdfDocument(pdf)


def _runs(page: Any) -> list[_Run]:  # noqa: ANN401
    """Return the texts of a page with their boxes, as they are drawn."""
    from pypdfium2 import raw  # noqa: PLC0415 - as above

    texts = page.get_textpage()
    runs = []
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], textpage=texts):
        box = thing.get_bounds()
        text = thing.extract().strip(SPACE)
        if text:
            runs.append(_Run(text, *box))
    texts.close()
    return runs
