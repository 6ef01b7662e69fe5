"""The last word on the layout: whether all fits on one sheet, and where the middle part stands.

Works on what the renderer has laid out, before it is painted. Sizes of texts are not chosen here.
"""

from collections.abc import Iterator
from typing import Any

# Of the room that is left between the issuer and the foot, in pixels: what stands around the award
# in any case; of what is more, the share between its sentences, and the most before each.
AROUND, BETWEEN, MOST_BETWEEN = 75.0, 0.5, 44.0
# Of the rest, how much stands above the award.
ABOVE = 0.42
# What begins a sentence of the award, by the class in the template.
BEGIN = frozenset({"said", "statement", "law"})
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
    between = _spread(award, max(room - AROUND, 0) * BETWEEN)
    award.translate(0, top + max(room - between, 0) * ABOVE - award.position_y)
    return bool(room >= LEAST_ROOM)


def _spread(award: Any, room: float) -> float:  # noqa: ANN401 - WeasyPrint has no types
    """Draw the award's sentences apart by so much in all; return by how much it was."""
    begin = [box.element.get("class") in BEGIN for box in award.children]
    step = min(room / max(sum(begin), 1), MOST_BETWEEN)
    moved = 0.0
    for box, begins in zip(award.children, begin, strict=True):
        moved += step * begins
        box.translate(0, moved)
    return moved


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
