"""Rules on the metadata (XMP): what the file says that it is, in words that are described.

The catalogue's own entries are in `documents`.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf

from lms.certificates.checking.findings import A3, UA, Rule, rule
from lms.certificates.checking.opened import Opened

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PDFA_ID = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA_ID = "{http://www.aiim.org/pdfua/ns/id/}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
# The schemas of XMP 2005 and of PDF/A itself, whose words need no description.
PREDEFINED = frozenset(
    {
        "http://purl.org/dc/elements/1.1/",
        "http://ns.adobe.com/xap/1.0/",
        "http://ns.adobe.com/xap/1.0/rights/",
        "http://ns.adobe.com/xap/1.0/mm/",
        "http://ns.adobe.com/xap/1.0/bj/",
        "http://ns.adobe.com/xap/1.0/t/pg/",
        "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
        "http://ns.adobe.com/pdf/1.3/",
        "http://ns.adobe.com/photoshop/1.0/",
        "http://ns.adobe.com/camera-raw-settings/1.0/",
        "http://ns.adobe.com/exif/1.0/",
        "http://ns.adobe.com/exif/1.0/aux/",
        "http://ns.adobe.com/tiff/1.0/",
        "http://www.aiim.org/pdfa/ns/id/",
        "http://www.aiim.org/pdfa/ns/extension/",
    }
)
_OWN = frozenset({"http://www.w3.org/XML/1998/namespace", RDF[1:-1]})


@rule(f"{A3} 6.6.2.1; {UA} 7.1", "The catalogue has metadata that can be read")
def metadata(file: Opened) -> Iterator[str]:
    """Look at the stream."""
    stream = file.root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        yield "there are none"
    elif file.xmp is None:
        yield "they are no XML"
    elif stream.get("/Type") != "/Metadata" or stream.get("/Subtype") != "/XML":
        yield "the stream does not say what it is"


@rule(f"{A3} 6.6.2.1", "The packet's head has neither its length nor its encoding")
def packet(file: Opened) -> Iterator[str]:
    """Look at the processing instruction that begins the packet."""
    stream = file.root.get("/Metadata")
    if isinstance(stream, pikepdf.Stream):
        head = stream.read_bytes().split(b"?>", 1)[0]
        for word in (b"bytes=", b"encoding="):
            if b"<?xpacket" in head and word in head:
                yield word.decode().rstrip("=")


@rule(f"{A3} 6.6.4", "The metadata say part 3, conformance A")
def archival(file: Opened) -> Iterator[str]:
    """Look for the claim of PDF/A."""
    said = (_first(file, f"{PDFA_ID}part"), _first(file, f"{PDFA_ID}conformance"))
    if said != ("3", "A"):
        yield " ".join(one or "nothing" for one in said)


@rule(f"{UA} 5", "The metadata say that the file is PDF/UA-1")
def accessible(file: Opened) -> Iterator[str]:
    """Look for the claim of PDF/UA."""
    said = _first(file, f"{PDFUA_ID}part")
    if said != "1":
        yield said or "nothing"


@rule(f"{UA} 7.1", "The metadata have the document's title")
def title(file: Opened) -> Iterator[str]:
    """Look for a title that is not empty."""
    if file.xmp is not None and not any(
        (text.text or "").strip() for text in file.xmp.iterfind(f".//{DC}title//{RDF}li")
    ):
        yield "there is none"


@rule(f"{A3} 6.6.2.3.1", "Each word of the metadata is predefined, or described in the file")
def schemas(file: Opened) -> Iterator[str]:
    """Look at every property, and at the schemas that the file describes."""
    described = _described(file)
    for name in _properties(file):
        space, _, word = name[1:].partition("}")
        if space not in PREDEFINED and (space, word) not in described:
            yield f"{word} ({space})"


@rule(
    f"{A3} 6.6.2.3.3",
    "A schema that is described has its name, its prefix and its properties' types",
)
def descriptions(file: Opened) -> Iterator[str]:
    """Look at each schema that the file describes."""
    for schema in _schemas(file):
        parts = ("schema", "namespaceURI", "prefix")
        yield from (f"no {word}" for word in parts if not _value(schema, f"{SCHEMA}{word}"))
        for one in _words(schema):
            wanted = ("name", "valueType", "category", "description")
            yield from (f"no {word}" for word in wanted if not _value(one, f"{PROPERTY}{word}"))
            if _value(one, f"{PROPERTY}category") not in {"internal", "external"}:
                yield "a category that there is not"


def _schemas(file: Opened) -> list[Any]:
    if file.xmp is None:
        return []
    return [_node(one) for one in file.xmp.iterfind(f".//{EXTENSION}schemas/{RDF}Bag/{RDF}li")]


def _words(schema: Any) -> list[Any]:  # noqa: ANN401 - lxml has no types
    return [_node(one) for one in schema.iterfind(f"{SCHEMA}property/{RDF}Seq/{RDF}li")]


def _described(file: Opened) -> set[tuple[str, str]]:
    return {
        (_value(schema, f"{SCHEMA}namespaceURI"), _value(one, f"{PROPERTY}name"))
        for schema in _schemas(file)
        for one in _words(schema)
    }


def _node(item: Any) -> Any:  # noqa: ANN401 - lxml has no types
    """Return what has an item's properties: itself, or the description within (RDF has both)."""
    within = item.find(f"{RDF}Description")
    return item if within is None else within


def _value(node: Any, name: str) -> str:  # noqa: ANN401 - lxml has no types
    """Return a property's value in each way of writing it: attribute, element, resource."""
    written = node.get(name)
    if written is None:
        found = node.find(name)
        written = "" if found is None else found.text or found.get(f"{RDF}resource") or ""
    return str(written).strip()


def _properties(file: Opened) -> Iterator[str]:
    """Give the names of the properties, written as elements or as attributes."""
    if file.xmp is None:
        return
    for description in file.xmp.iterfind(f".//{RDF}RDF/{RDF}Description"):
        names = [str(child.tag) for child in description if isinstance(child.tag, str)]
        names += [str(name) for name in description.attrib if str(name).startswith("{")]
        yield from (name for name in names if name[1:].partition("}")[0] not in _OWN)


def _first(file: Opened, name: str) -> str | None:
    """Return the value of a property, written as an element or as an attribute."""
    if file.xmp is None:
        return None
    for description in file.xmp.iterfind(f".//{RDF}RDF/{RDF}Description"):
        value = _value(description, name)
        if value:
            return value
    return None


RULES: tuple[Rule, ...] = (metadata, packet, archival, accessible, title, schemas, descriptions)
