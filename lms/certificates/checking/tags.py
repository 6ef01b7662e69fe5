"""Rules on the tags: what a screen reader goes by.

Content that has no tag at all is found in `painting`.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf

from lms.certificates.checking.documents import is_language
from lms.certificates.checking.findings import A3, UA, Rule, rule
from lms.certificates.checking.opened import Element, Opened

_HEADINGS = tuple(f"H{level}" for level in range(1, 7))
# ISO 32000-1, 14.8.4.
STANDARD = frozenset(
    {
        *(
            "Document",
            "Part",
            "Art",
            "Sect",
            "Div",
            "BlockQuote",
            "Caption",
            "TOC",
            "TOCI",
            "Index",
        ),
        *("NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6"),
        *("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
        *("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"),
        *("Ruby", "Warichu", "RB", "RT", "RP", "WT", "WP", "Figure", "Formula", "Form"),
    }
)
# What may stand in each of these, and where each of those may stand.
_WITHIN = {
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"},
    "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"},
}  # fmt: skip
_ONLY_IN = {
    "LI": {"L"}, "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"},
    "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"},
}  # fmt: skip
_BLOCKS = frozenset({"P", *_HEADINGS})


@rule(f"{A3} 6.7.3.4; {UA} 7.1", "Each tag is one of the standard, or mapped to one")
def standard_tags(file: Opened) -> Iterator[str]:
    """Look at each element's type, and at the role map."""
    yield from (str(one) for one in file.elements if one.kind not in STANDARD)
    roles = file.root.get("/StructTreeRoot", pikepdf.Dictionary()).get(
        "/RoleMap", pikepdf.Dictionary()
    )
    yield from (f"{name} is mapped anew" for name in roles if name.removeprefix("/") in STANDARD)


@rule("ISO 32000-1 14.7.2", "Each tag names the one above it")
def parents(file: Opened) -> Iterator[str]:
    """Compare the way up with the way down."""
    for one in file.elements:
        above = one.parent.node if one.parent is not None else file.root.StructTreeRoot
        if "/P" not in one.node or one.node["/P"].objgen != above.objgen:
            yield str(one)


@rule(
    "ISO 32000-1 14.7.4.4",
    "Each mark in the content belongs to one tag, and the way back is the same",
)
def parent_tree(file: Opened) -> Iterator[str]:
    """Compare marks, tags and the tree that leads from the marks to the tags."""
    tree = _parent_tree(file)
    owners = {mark: one for one in file.elements for mark in one.marked}
    for number, (page, walked) in enumerate(zip(file.pdf.pages, file.pages, strict=True)):
        back = tree.get(int(page.obj.get("/StructParents", -1)), pikepdf.Array())
        for mark in walked.marks:
            owner = owners.get((number, mark))
            if owner is None:
                yield f"page {number + 1}: mark {mark} has no tag"
            elif (
                not isinstance(back, pikepdf.Array)
                or mark >= len(back)
                or back[mark].objgen != owner.node.objgen
            ):
                yield f"page {number + 1}: mark {mark} does not lead back to {owner}"


@rule("ISO 32000-1 14.7.4", "Each tag's marks are in the content, each once")
def marks_there(file: Opened) -> Iterator[str]:
    """Look for marks that a tag names and the page has not, or has twice."""
    seen = {(number, mark) for number, page in enumerate(file.pages) for mark in page.marks}
    for one in file.elements:
        yield from (
            f"{one}: mark {mark[1]} is not there" for mark in one.marked if mark not in seen
        )
    named = [mark for one in file.elements for mark in one.marked]
    yield from (
        f"mark {mark[1]} has two tags" for mark in sorted(set(named)) if named.count(mark) > 1
    )
    for page in file.pages:
        yield from (
            f"mark {mark} stands twice"
            for mark in sorted(set(page.marks))
            if page.marks.count(mark) > 1
        )


@rule(f"{UA} 7.3; {A3} 6.7.3", "Each figure has a text in its place")
def alternative_texts(file: Opened) -> Iterator[str]:
    """Look at figures and formulas."""
    for one in file.elements:
        texts = (str(one.node.get("/Alt", "")), str(one.node.get("/ActualText", "")))
        if one.kind in {"Figure", "Formula"} and not any(text.strip() for text in texts):
            yield str(one)


@rule("ISO 32000-1 14.8.5.4.3", "Each figure's box is on its page")
def boxes(file: Opened) -> Iterator[str]:
    """Look at the boxes of figures."""
    for one in file.elements:
        if one.kind != "Figure":
            continue
        box, page = _attribute(one, "/BBox"), one.node.get("/Pg")
        if box is None or page is None:
            yield f"{one}: there is none"
            continue
        left, bottom, right, top = map(float, box)
        edges = [float(edge) for edge in page.MediaBox]
        if not (edges[0] <= left < right <= edges[2] and edges[1] <= bottom < top <= edges[3]):
            yield f"{one}: {left:g} {bottom:g} {right:g} {top:g}"


@rule(f"{UA} 7.4.2", "Headings begin with the first level and skip none")
def headings(file: Opened) -> Iterator[str]:
    """Look at the levels in the order of reading."""
    before = 0
    for one in file.elements:
        if one.kind in _HEADINGS:
            level = _HEADINGS.index(one.kind) + 1
            if level > before + 1:
                yield f"{one} after level {before}" if before else f"{one} is the first"
            before = level
    kinds = {one.kind for one in file.elements}
    if "H" in kinds and kinds & set(_HEADINGS):
        yield "headings with levels and without"


@rule(f"{UA} 7.5, 7.6; ISO 32000-1 14.8.4.3", "Lists and tables are made of their parts")
def nested_parts(file: Opened) -> Iterator[str]:
    """Look at what stands in what."""
    for one in file.elements:
        above = one.parent.kind if one.parent is not None else ""
        is_elsewhere = one.kind in _ONLY_IN and above not in _ONLY_IN[one.kind]
        is_strange = above in _WITHIN and one.kind not in _WITHIN[above]
        if is_elsewhere or is_strange or {one.kind, above} <= _BLOCKS:
            yield str(one)


@rule(f"{UA} 7.5", "A table's headings say what they head")
def table_headings(file: Opened) -> Iterator[str]:
    """Look at the scope of headings."""
    for one in file.elements:
        if one.kind == "TH" and _attribute(one, "/Scope") not in ("/Row", "/Column", "/Both"):
            yield str(one)


@rule(f"{UA} 7.2", "Rows of a table have as many cells as each other")
def table_rows(file: Opened) -> Iterator[str]:
    """Count the cells of each row, those that span more than one as many."""
    for table in file.elements:
        if table.kind != "Table":
            continue
        rows = [one for one in file.elements if one.kind == "TR" and _is_below(one, table)]
        # A cell that goes on into the next row is counted there by nobody.
        if any(_attribute(cell, "/RowSpan") for row in rows for cell in row.children):
            continue
        counts = {
            sum(int(_attribute(cell, "/ColSpan") or 1) for cell in row.children) for row in rows
        }
        if len(counts) > 1:
            yield f"{table}: {min(counts)} and {max(counts)}"


@rule(f"{UA} 7.2", "A language that a tag names is one")
def tag_languages(file: Opened) -> Iterator[str]:
    """Look at the languages of tags."""
    for one in file.elements:
        if "/Lang" in one.node and not is_language(str(one.node["/Lang"])):
            yield f"{one}: {one.node['/Lang']}"


@rule(f"{UA} 7.9", "Each note has a name of its own")
def notes(file: Opened) -> Iterator[str]:
    """Look at the identifiers of notes."""
    seen: set[str] = set()
    for one in file.elements:
        if one.kind == "Note":
            name = str(one.node.get("/ID", ""))
            if not name or name in seen:
                yield str(one)
            seen.add(name)


def _attribute(element: Element, name: str) -> Any:  # noqa: ANN401 - a value of pikepdf's
    """Return the value of an attribute of an element; none where it has it not."""
    attributes = element.node.get("/A")
    for one in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if isinstance(one, pikepdf.Dictionary) and name in one:
            return one[name]
    return None


def _is_below(element: Element, above: Element) -> bool:
    """Say whether an element stands in a table, in no other table within it."""
    node = element.parent
    while node is not None and node is not above and node.kind != "Table":
        node = node.parent
    return node is above


def _parent_tree(file: Opened) -> dict[int, Any]:
    """Return what the tree of parents says of each number (ISO 32000-1, 7.9.7)."""
    found: dict[int, Any] = {}
    waiting = [file.root.get("/StructTreeRoot", pikepdf.Dictionary()).get("/ParentTree")]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        numbers = list(node.get("/Nums", pikepdf.Array()))
        found |= {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=False)}
        waiting += list(node.get("/Kids", pikepdf.Array()))
    return found


RULES: tuple[Rule, ...] = (
    standard_tags, parents, parent_tree, marks_there, alternative_texts, boxes, headings,
    nested_parts, table_headings, table_rows, tag_languages, notes,
)  # fmt: skip
