"""Rules on what lies over the page: links, and the field of a signature.

A signature's own validity is looked at in `signature`, not here.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf

from lms.certificates.checking.findings import A3, UA, Rule, rule
from lms.certificates.checking.opened import Element, Opened

_ALLOWED = frozenset(
    [
        "/Text",
        "/Link",
        "/FreeText",
        "/Line",
        "/Square",
        "/Circle",
        "/Polygon",
        "/PolyLine",
        "/Highlight",
        "/Underline",
        "/Squiggly",
        "/StrikeOut",
        "/Stamp",
        "/Caret",
        "/Ink",
        "/Popup",
        "/FileAttachment",
        "/Widget",
        "/PrinterMark",
        "/TrapNet",
        "/Watermark",
        "/Redact",
    ]
)
_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW, _TOGGLES = 1, 2, 4, 32, 256


@rule(f"{A3} 6.3.1", "Annotations are of a kind that can be kept")
def annotation_kinds(file: Opened) -> Iterator[str]:
    """Look at each annotation's kind."""
    for _, one in file.annotations:
        if str(one.get("/Subtype")) not in _ALLOWED:
            yield str(one.get("/Subtype"))


@rule(f"{A3} 6.3.2", "Annotations are printed, and nothing of them is hidden")
def annotation_flags(file: Opened) -> Iterator[str]:
    """Look at each annotation's flags."""
    for _, one in file.annotations:
        flags = int(one.get("/F", 0))
        if one.get("/Subtype") == "/Popup":
            continue
        if not flags & _PRINT or flags & (_INVISIBLE | _HIDDEN | _NO_VIEW | _TOGGLES):
            yield f"{one.get('/Subtype')}: {flags}"


@rule(f"{A3} 6.3.3", "An annotation that is seen has its appearance with it")
def appearances(file: Opened) -> Iterator[str]:
    """Look at what each annotation is drawn with."""
    for _, one in file.annotations:
        if one.get("/Subtype") in ("/Popup", "/Link") or not _is_seen(one):
            continue
        if set(one.get("/AP", pikepdf.Dictionary()).keys()) != {"/N"}:
            yield str(one.get("/Subtype"))


@rule(f"{UA} 7.18.1", "A field says in words what it is")
def field_names(file: Opened) -> Iterator[str]:
    """Look at the fields' texts."""
    for _, one in file.annotations:
        texts = (one.get("/TU"), one.get("/Parent", pikepdf.Dictionary()).get("/TU"))
        if one.get("/Subtype") == "/Widget" and not any(texts):
            yield str(one.get("/T", "a field without a name"))


@rule(
    f"{UA} 7.18.1, 7.18.4, 7.18.5",
    "What is seen over the page has its tag: a form's, a link's, a note's",
)
def annotations_tagged(file: Opened) -> Iterator[str]:
    """Look for each annotation in the tags."""
    owners: dict[tuple[int, int], Element] = {
        thing.objgen: one for one in file.elements for thing in one.objects if thing is not None
    }
    for _, one in file.annotations:
        kind = str(one.get("/Subtype"))
        if not _is_seen(one) or kind in {"/Popup", "/PrinterMark"}:
            continue
        owner = owners.get(one.objgen)
        wanted = {"/Widget": "Form", "/Link": "Link"}.get(kind, "Annot")
        if owner is None or owner.kind != wanted:
            yield f"{kind}: {owner or 'no tag'}"
        elif "/StructParent" not in one:
            yield f"{kind}: does not lead back to its tag"


@rule(f"{UA} 7.18.3", "Whoever goes from one to the next on a page follows the tags")
def tab_order(file: Opened) -> Iterator[str]:
    """Look at pages with annotations."""
    for number, page in enumerate(file.pdf.pages, 1):
        if len(page.obj.get("/Annots", pikepdf.Array())) and page.obj.get("/Tabs") != "/S":
            yield f"page {number}"


@rule(f"{UA} 7.18.5", "A link says in words where it leads")
def link_texts(file: Opened) -> Iterator[str]:
    """Look at links' texts."""
    for _, one in file.annotations:
        if one.get("/Subtype") == "/Link" and not str(one.get("/Contents", "")).strip():
            yield str(one.get("/A", pikepdf.Dictionary()).get("/URI", "a link within the file"))


def _is_seen(annotation: Any) -> bool:  # noqa: ANN401 - a dictionary of pikepdf's
    """Say whether there is anything to see: a signature's field may have no room at all."""
    left, bottom, right, top = map(float, annotation.get("/Rect", (0, 0, 0, 0)))
    return left != right and bottom != top and not int(annotation.get("/F", 0)) & _HIDDEN


RULES: tuple[Rule, ...] = (
    annotation_kinds, annotation_flags, appearances, field_names, annotations_tagged, tab_order,
    link_texts,
)  # fmt: skip
