"""Reads XLIFF as a translator's tool gives it back; the file is not trusted.

No document type, no entity, nothing from the network. What it says comes out as a catalogue, with
the faults of each entry beside it; whether a text fits the course is not decided here.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from lms.kit.i18n import N_, Text
from lms.units import po
from lms.units.checks import Fault
from lms.units.po import CatalogueBroken, Entry, Status
from lms.units.unit import Key
from lms.units.xliff.codes import Codes, Loose, Part, join, walk_12, walk_21
from lms.units.xliff.shape import (
    NAMESPACE,
    PREFIX,
    PREVIOUS,
    PREVIOUS_PLACE,
    Head,
    Version,
    unit_id,
)

_MARK = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_WEAKEST: tuple[Status, ...] = ("missing", "stale", "draft", "translated", "reviewed")
_DIGITS = 6
_ASK_AGAIN = Text(N_("Export the course's translations again, and translate that file."))


@dataclass(frozen=True)
class Received:
    """A file as it came back: `faults` keyed by the place of the entry in the catalogue."""

    version: Version
    head: Head
    catalogue: po.Catalogue
    faults: Mapping[int, tuple[Fault, ...]]


def is_xml(content: bytes) -> bool:
    """Say whether a file looks like XML: a PO file never begins with `<`."""
    start = content[:200]
    return start.startswith(_WIDE) or start.removeprefix(_MARK).lstrip().startswith(b"<")


def read(content: bytes) -> Received:
    """Read a file; raise `CatalogueBroken` where it is no XLIFF that was made for a translation."""
    root = _parse(content)
    version = _version(root)
    reader = _Reader12(root) if version == "1.2" else _Reader21(root)
    head = reader.head()
    entries: list[Entry] = []
    faults: dict[int, tuple[Fault, ...]] = {}
    for unit in reader.units():
        entry, found = _entry(reader, unit)
        if found:
            faults[len(entries)] = tuple(found)
        entries.append(entry)
    fields = {po.COURSE: head.course, po.REVISION: head.revision, "Language": head.language}
    if head.stamp:
        fields[po.STAMP] = head.stamp
    return Received(version, head, po.Catalogue("", fields, tuple(entries)), faults)


def _parse(content: bytes) -> etree._Element:
    text = _decode(content)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise CatalogueBroken(
            1,
            Text(N_("The file declares a document type or entities, which XLIFF has no need of.")),
            Text(N_("Remove the line “<!DOCTYPE …”, or export the file again.")),
        )
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise CatalogueBroken(
            error.lineno or 1,
            Text(N_("The file is not well-formed XML.")),
            Text(N_("Save it again with your translation tool; do not edit it by hand.")),
        ) from error


def _decode(content: bytes) -> str:
    """Return the text; whatever the file claims, what is looked through is what is read."""
    try:
        return content.decode("utf-16" if content.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise CatalogueBroken(
            content[: error.start].count(b"\n") + 1,
            Text(N_("The file is not in UTF-8.")),
            Text(N_("Save it again with the encoding UTF-8.")),
        ) from error


def _version(root: etree._Element) -> Version:
    name = etree.QName(root)
    for version, namespace in NAMESPACE.items():
        if name.localname == "xliff" and name.namespace == namespace:
            return version
    raise CatalogueBroken(1, Text(N_("The file is not XLIFF 1.2, 2.0 or 2.1.")), _ASK_AGAIN)


def _entry(reader: "_Reader", element: etree._Element) -> tuple[Entry, list[Fault]]:
    """Return what a unit says, and what is wrong with it."""
    faults: list[Fault] = []
    codes = Codes(reader.source(element))
    key = Key(element.get(reader.place) or "", codes.text)
    if unit_id(key) != element.get("id"):
        message = Text(N_("The source text in the file is not as it was exported."))
        faults.append(Fault(1, message, _ASK_AGAIN))
    translation = ""
    try:
        translation = join(reader.target(element), codes)
    except Loose as loose:
        faults.append(Fault(1, loose.message, loose.advice))
    status: Status = reader.status(element) if translation else "missing"
    previous = reader.previous(element, key) if status == "stale" else None
    if status == "stale" and previous is None:
        status = "draft"
    line = element.sourceline or 1
    return Entry(*key, translation, status, previous, line, False, ""), faults


class _Reader(ABC):
    """What is read alike of the two versions."""

    version: Version
    unit: str
    place: str

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.prefix = "{" + NAMESPACE[self.version] + "}"
        file = self.find(root, "file")
        if file is None:
            raise CatalogueBroken(1, Text(N_("The file holds no texts.")), _ASK_AGAIN)
        self.file = file

    @abstractmethod
    def head(self) -> Head:
        """Return what the file says of itself."""

    @abstractmethod
    def source(self, element: etree._Element) -> Iterator[Part]:
        """Yield the words and codes of a unit's source."""

    @abstractmethod
    def target(self, element: etree._Element) -> Iterator[Part]:
        """Yield the words and codes of a unit's translation."""

    @abstractmethod
    def status(self, element: etree._Element) -> Status:
        """Return how far a unit that has a translation is."""

    @abstractmethod
    def previous(self, element: etree._Element, key: Key) -> Key | None:
        """Return the source that a stale translation was made from."""

    def units(self) -> Iterator[etree._Element]:
        yield from self.root.iter(f"{self.prefix}{self.unit}")

    def find(self, element: etree._Element, *path: str) -> etree._Element | None:
        return element.find("/".join(self.prefix + name for name in path))

    def each(self, element: etree._Element, *path: str) -> list[etree._Element]:
        return list(element.iterfind("/".join(self.prefix + name for name in path)))


class _Reader12(_Reader):
    version = "1.2"
    unit = "trans-unit"
    place = "resname"

    def head(self) -> Head:
        names = ("product-name", "product-version", "source-language", "target-language")
        course, revision, source, target = (self.file.get(name) or "" for name in names)
        return Head(course, revision, source, target, self.file.get("build-num") or "")

    def source(self, element: etree._Element) -> Iterator[Part]:
        found = self.find(element, "source")
        return walk_12(found) if found is not None else iter(())

    def target(self, element: etree._Element) -> Iterator[Part]:
        found = self.find(element, "target")
        return walk_12(found) if found is not None else iter(())

    def status(self, element: etree._Element) -> Status:
        if element.get("approved") == "yes":
            return "reviewed"
        target = self.find(element, "target")
        state = (target.get("state") if target is not None else None) or "translated"
        if state in {"signed-off", "final"}:
            return "reviewed"
        if state == "needs-translation":
            return "stale"
        return "translated" if state == "translated" else "draft"

    def previous(self, element: etree._Element, key: Key) -> Key | None:
        for former in self.each(element, "alt-trans"):
            source = self.find(former, "source")
            if former.get("alttranstype") == "previous-version" and source is not None:
                return Key(former.get("resname") or key.context, source.text or "")
        return None


class _Reader21(_Reader):
    version = "2.1"
    unit = "unit"
    place = "name"

    def head(self) -> Head:
        said = self.notes(self.file)
        source, target = self.root.get("srcLang") or "", self.root.get("trgLang") or ""
        return Head(said.get("course", ""), said.get("revision", ""), source, target,
                    said.get("stamp", ""))  # fmt: skip

    def notes(self, element: etree._Element) -> dict[str, str]:
        notes = self.each(element, "notes", "note")
        return {note.get("category") or "": note.text or "" for note in notes}

    def originals(self, element: etree._Element) -> dict[str, str]:
        return {
            data.get("id") or "": "".join(map(str, data.itertext()))
            for data in self.each(element, "originalData", "data")
        }

    def parts(self, element: etree._Element) -> list[etree._Element]:
        names = {f"{self.prefix}segment", f"{self.prefix}ignorable"}
        return [child for child in element if child.tag in names]

    def source(self, element: etree._Element) -> Iterator[Part]:
        originals = self.originals(element)
        for part in self.parts(element):
            found = self.find(part, "source")
            if found is not None:
                yield from walk_21(found, originals)

    def target(self, element: etree._Element) -> Iterator[Part]:
        """Yield the translation of all segments, in the order that the translator gave them."""
        targets = []
        for place, part in enumerate(self.parts(element), 1):
            found = self.find(part, "target")
            if found is None and part.tag == f"{self.prefix}ignorable":
                found = self.find(part, "source")
            if found is not None:
                order = found.get("order") or ""
                is_number = order.isdecimal() and len(order) < _DIGITS
                targets.append((int(order) if is_number else place, place, found))
        for _order, _place, found in sorted(targets, key=lambda target: target[:2]):
            yield from walk_21(found, {})

    def status(self, element: etree._Element) -> Status:
        segments = self.each(element, "segment")
        found = [self.status_of(segment) for segment in segments]
        return min(found, key=_WEAKEST.index, default="missing")

    def status_of(self, segment: etree._Element) -> Status:
        target = self.find(segment, "target")
        if target is None:
            return "draft"
        sub_state = segment.get("subState") or ""
        if sub_state == f"{PREFIX}:stale":
            return "stale"
        state = segment.get("state") or "initial"
        if state in {"reviewed", "final"}:
            return "reviewed"
        is_draft = state != "translated" or sub_state == f"{PREFIX}:draft"
        return "draft" if is_draft else "translated"

    def previous(self, element: etree._Element, key: Key) -> Key | None:
        said = self.notes(element)
        if PREVIOUS not in said:
            return None
        return Key(said.get(PREVIOUS_PLACE, key.context), said[PREVIOUS])
