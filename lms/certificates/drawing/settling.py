"""The last word on the layout: whether all fits on one sheet, and where the middle part stands.

Works on what the renderer has laid out, before it is painted. Sizes of texts are not chosen here.
"""

from collections.abc import Iterator
from typing import Any

# Of the room that is left between the issuer and the foot, how much stands above the award.
ABOVE = 0.42
LEAST_ROOM = 12.0  # pixels
PARTS = ("issuer", "award", "foot")


def settle(document: Any) -> bool:  # noqa: ANN401 - WeasyPrint has no types
    """Put the award between the issuer and the foot; say whether there is room for it.

    A sheet that has not these three parts, or has two pages, is no certificate: `ValueError`.
    """
    if len(document.pages) != 1:
        raise ValueError(f"a certificate has one page, not {len(document.pages)}")
    boxes: dict[str, Any] = {}
    for box in _boxes(document.pages[0]._page_box):
        name = box.element.get("id") if box.element is not None else None
        if name in PARTS:
            boxes.setdefault(name, box)
    if missing := [name for name in PARTS if name not in boxes]:
        raise ValueError(f"the certificate's template has no part named {missing[0]}")
    issuer, award, foot = (boxes[name] for name in PARTS)
    top = issuer.position_y + issuer.margin_height()
    room = foot.position_y - top - award.margin_height()
    award.translate(0, top + max(room, 0) * ABOVE - award.position_y)
    return bool(room >= LEAST_ROOM)


def _boxes(box: Any) -> Iterator[Any]:  # noqa: ANN401
    """Give a box and those within it, in the order of reading."""
    # What is positioned stands in the tree behind a placeholder.
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def texts_of(document: Any) -> Iterator[Any]:  # noqa: ANN401
    """Give the boxes that hold text, in the order in which the renderer tags them."""
    for page in document.pages:
        yield from (box for box in _boxes(page._page_box) if hasattr(box, "text"))
