"""A PDF that is looked at: its pages, tags and metadata, each read once for all rules.

Nothing is judged here.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
from lxml import etree

from lms.certificates.checking.walking import Walked, walk

MOST_ELEMENTS = 100_000


@dataclass(frozen=True)
class Element:
    """A structure element: its standard type, and where it stands in the tree."""

    node: Any
    kind: str
    parent: "Element | None"
    children: "list[Element]" = field(default_factory=list)
    # Marked content directly in it: number of the page and MCID.
    marked: list[tuple[int, int]] = field(default_factory=list)
    objects: list[Any] = field(default_factory=list)

    def __str__(self) -> str:
        return self.kind if self.parent is None else f"{self.parent} > {self.kind}"


@dataclass
class Opened:
    """A file's bytes and what is in them."""

    content: bytes
    pdf: pikepdf.Pdf

    @classmethod
    def of(cls, content: bytes) -> "Opened":
        """Open a PDF; raises `pikepdf.PdfError` (a password is asked for: `PasswordError`)."""
        return cls(content, pikepdf.open(io.BytesIO(content)))

    @property
    def root(self) -> Any:  # noqa: ANN401 - a dictionary of pikepdf's
        """The document's catalogue."""
        return self.pdf.Root

    @cached_property
    def xmp(self) -> Any:  # noqa: ANN401 - lxml has no types
        """The metadata as a tree; none where there is none, or where it is no XML."""
        stream = self.root.get("/Metadata")
        if not isinstance(stream, pikepdf.Stream):
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            return etree.fromstring(stream.read_bytes(), parser)
        except etree.XMLSyntaxError:
            return None

    @cached_property
    def pages(self) -> list[Walked]:
        """What stands in each page's content."""
        return [walk(page) for page in self.pdf.pages]

    @cached_property
    def objects(self) -> list[Any]:
        """Every indirect object of the file."""
        return list(self.pdf.objects)

    @cached_property
    def annotations(self) -> list[tuple[Any, Any]]:
        """Every annotation, with its page."""
        return [
            (page.obj, one)
            for page in self.pdf.pages
            for one in page.obj.get("/Annots", pikepdf.Array())
        ]

    @cached_property
    def attachments(self) -> list[Any]:
        """The file specifications of everything that is embedded."""
        return [
            one
            for one in self.objects
            if isinstance(one, pikepdf.Dictionary)
            and one.get("/Type") == "/Filespec"
            and "/EF" in one
        ]

    @cached_property
    def elements(self) -> list[Element]:
        """The structure elements in the order of reading."""
        tree = self.root.get("/StructTreeRoot")
        if not isinstance(tree, pikepdf.Dictionary):
            return []
        found: list[Element] = []
        numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        roles = tree.get("/RoleMap", pikepdf.Dictionary())
        for kid in _kids(tree):
            self._gather(kid, None, found, numbers, roles)
        return found

    def _gather(
        self,
        node: Any,  # noqa: ANN401 - a dictionary of pikepdf's
        parent: Element | None,
        found: list[Element],
        numbers: dict[tuple[int, int], int],
        roles: Any,  # noqa: ANN401 - a value of pikepdf's
    ) -> None:
        if not isinstance(node, pikepdf.Dictionary) or len(found) >= MOST_ELEMENTS:
            return
        element = Element(node, _standard(str(node.get("/S", "")), roles), parent)
        found.append(element)
        if parent is not None:
            parent.children.append(element)
        page = numbers.get(node["/Pg"].objgen) if "/Pg" in node else None
        for kid in _kids(node):
            if isinstance(kid, int):
                element.marked.append((-1 if page is None else page, kid))
            elif kid.get("/Type") == "/MCR":
                own = numbers.get(kid["/Pg"].objgen) if "/Pg" in kid else page
                element.marked.append((-1 if own is None else own, int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                element.objects.append(kid.get("/Obj"))
            else:
                self._gather(kid, element, found, numbers, roles)


def _kids(node: Any) -> Iterator[Any]:  # noqa: ANN401 - a value of pikepdf's
    kids = node.get("/K")
    if kids is None:
        return
    yield from kids if isinstance(kids, pikepdf.Array) else [kids]


def _standard(kind: str, roles: Any) -> str:  # noqa: ANN401 - a value of pikepdf's
    """Return the type that the role map makes of `kind`, without its slash."""
    for _ in range(16):
        if kind not in roles:
            break
        kind = str(roles[kind])
    return kind.removeprefix("/")
