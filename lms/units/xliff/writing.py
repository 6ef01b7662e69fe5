"""Writes XLIFF: one `file` a file of the course, the signs of Markdown as inline codes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from lxml import etree

from lms.kit.i18n import direction
from lms.units.inline import Kind, Piece, Sign, fit, split
from lms.units.po import Entry
from lms.units.unit import Key, Unit
from lms.units.xliff.shape import (
    NAMESPACE,
    PREVIOUS,
    PREVIOUS_PLACE,
    STATE_12,
    STATE_21,
    XML,
    Head,
    Version,
    unit_id,
)

# What XML cannot hold, not even as a reference.
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPE_12: Mapping[Kind, str] = {
    "emphasis": "italic", "strong": "bold", "link": "link", "image": "image", "break": "lb",
    "code": "x-code", "placeholder": "x-placeholder", "footnote": "x-footnote",
    "address": "x-address",
}  # fmt: skip
_TYPE_21: Mapping[Kind, tuple[str, str]] = {
    "emphasis": ("fmt", "xlf:i"), "strong": ("fmt", "xlf:b"), "link": ("link", ""),
    "image": ("image", ""), "break": ("fmt", "xlf:lb"), "code": ("other", ""),
    "placeholder": ("ui", "xlf:var"), "footnote": ("other", ""), "address": ("link", ""),
}  # fmt: skip
# Emphasis may go in a script that knows none; whatever leads somewhere may not.
_DISPENSABLE = frozenset({"emphasis", "strong", "break"})


class CannotBeWritten(Exception):
    """A text holds a character that XML cannot hold; `context` says which text."""

    def __init__(self, context: str) -> None:
        super().__init__(context)
        self.context = context


def write(
    head: Head, units: Sequence[Unit], entries: Mapping[Key, Entry], version: Version = "2.1"
) -> bytes:
    """Return the file's bytes: every unit in order, with what `entries` say of its translation.

    Raises `CannotBeWritten`.
    """
    writer = _Writer12(head) if version == "1.2" else _Writer21(head)
    for file, of_file in groupby(units, key=lambda unit: unit.file):
        writer.begin_file(file)
        for unit in of_file:
            entry = entries.get(unit.key)
            _check(unit, entry)
            writer.add(unit, entry)
    _indent(writer.root, 0)
    content: bytes = etree.tostring(writer.root, encoding="UTF-8", xml_declaration=True)
    return content + b"\n"


def _check(unit: Unit, entry: Entry | None) -> None:
    texts = [unit.context, unit.text, entry.translation if entry else ""]
    texts += [entry.previous.text] if entry and entry.previous else []
    if any(map(_UNSPEAKABLE.search, texts)):
        raise CannotBeWritten(unit.context)


def _indent(element: etree._Element, depth: int) -> None:
    """Put each element of the structure on a line of its own; texts are left as they are."""
    if element.text is not None or etree.QName(element).localname in {"source", "target"}:
        return
    for child in element:
        child.tail = "\n" + "  " * (depth + 1)
        _indent(child, depth + 1)
    if len(element):
        element.text = "\n" + "  " * (depth + 1)
        element[-1].tail = "\n" + "  " * depth


def _append(parent: etree._Element, words: str) -> None:
    """Put words behind whatever an element holds."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


class _Writer:
    """What the two versions have in common."""

    version: Version

    def __init__(self, head: Head) -> None:
        self.head = head
        self.namespace = NAMESPACE[self.version]
        name = etree.QName(self.namespace, "xliff")
        self.root = etree.Element(name, nsmap={None: self.namespace}, version=self.version)
        self.files = 0

    def element(
        self, parent: etree._Element, name: str, text: str | None = None, /, **attributes: str
    ) -> etree._Element:
        """Add an element; attributes without a value are left out, `_` stands for a hyphen."""
        given = {key.replace("_", "-"): value for key, value in attributes.items() if value}
        made = etree.SubElement(parent, etree.QName(self.namespace, name), given)
        made.text = text
        return made


class _Writer12(_Writer):
    version = "1.2"

    def begin_file(self, file: str) -> None:
        self.files += 1
        opened = self.element(
            self.root, "file", original=file, source_language=self.head.source_language,
            target_language=self.head.language, datatype="plaintext",
            product_name=self.head.course, product_version=self.head.revision,
            build_num=self.head.stamp,
        )  # fmt: skip
        opened.set(etree.QName(XML, "space"), "preserve")
        self.body = self.element(opened, "body")

    def add(self, unit: Unit, entry: Entry | None) -> None:
        status = entry.status if entry else "missing"
        made = self.element(
            self.body, "trans-unit", id=unit_id(unit.key), resname=unit.context,
            approved="yes" if status == "reviewed" else "",
        )  # fmt: skip
        pieces = split(unit.text)
        source = self.element(made, "source")
        self.fill(source, pieces)
        target = self.element(made, "target", state=STATE_12[status])
        target.set(etree.QName(XML, "lang"), self.head.language)
        self.fill(target, fit(pieces, entry.translation if entry else ""))
        self.place(made, unit)
        if entry and entry.previous:
            former = self.element(
                made, "alt-trans", alttranstype="previous-version", resname=entry.previous.context
            )
            self.element(former, "source", entry.previous.text)
            self.element(former, "target", entry.translation)

    def place(self, made: etree._Element, unit: Unit) -> None:
        self.element(made, "note", unit.kind)
        group = self.element(made, "context-group", purpose="location")
        self.element(group, "context", unit.file, context_type="sourcefile")
        self.element(group, "context", str(unit.line), context_type="linenumber")

    def fill(self, parent: etree._Element, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            if isinstance(piece, str):
                _append(parent, piece)
            else:
                self.sign(parent, piece)

    def sign(self, parent: etree._Element, sign: Sign) -> None:
        number, kind = str(sign.id), _TYPE_12[sign.kind]
        if sign.role == "single":
            self.element(parent, "ph", sign.data, id=number, ctype=kind)
        elif sign.role == "open":
            kind = "x-image" if sign.kind == "image" else kind  # what is within is a text
            self.element(parent, "bpt", sign.data, id=number, rid=number, ctype=kind)
        else:
            self.element(parent, "ept", sign.data, id=number, rid=number)


class _Writer21(_Writer):
    version = "2.1"

    def __init__(self, head: Head) -> None:
        super().__init__(head)
        self.root.set("srcLang", head.source_language)
        self.root.set("trgLang", head.language)

    def begin_file(self, file: str) -> None:
        self.files += 1
        self.file = self.element(self.root, "file", id=f"f{self.files}", original=file)
        self.file.set(etree.QName(XML, "space"), "preserve")
        self.file.set("srcDir", direction(self.head.source_language))
        self.file.set("trgDir", direction(self.head.language))
        notes = self.element(self.file, "notes")
        for category, said in head_notes(self.head):
            self.element(notes, "note", said, category=category)

    def add(self, unit: Unit, entry: Entry | None) -> None:
        status = entry.status if entry else "missing"
        made = self.element(self.file, "unit", id=unit_id(unit.key), name=unit.context)
        notes = self.element(made, "notes")
        self.element(notes, "note", unit.kind, category="kind")
        self.element(notes, "note", f"{unit.file}:{unit.line}", category="location")
        if entry and entry.previous:
            self.element(notes, "note", entry.previous.text, category=PREVIOUS)
            self.element(notes, "note", entry.previous.context, category=PREVIOUS_PLACE)
        pieces = split(unit.text)
        self.originals(made, pieces)
        state, sub_state = STATE_21[status]
        segment = self.element(made, "segment", id="s1", state=state, subState=sub_state)
        self.fill(self.element(segment, "source"), pieces)
        if entry and entry.translation:
            self.fill(self.element(segment, "target"), fit(pieces, entry.translation))

    def originals(self, made: etree._Element, pieces: Sequence[Piece]) -> None:
        signs = [piece for piece in pieces if isinstance(piece, Sign)]
        if signs:
            holder = self.element(made, "originalData")
            for sign in signs:
                self.element(holder, "data", sign.data, id=_data_id(sign))

    def fill(self, parent: etree._Element, pieces: Sequence[Piece]) -> None:
        around = [parent]
        for piece in pieces:
            if isinstance(piece, str):
                _append(around[-1], piece)
            elif piece.role == "single":
                self.sign(around[-1], "ph", piece, dataRef=_data_id(piece), disp=piece.data)
            elif piece.role == "open":
                data = {"dataRefStart": f"d{piece.id}", "dataRefEnd": f"d{piece.id}e"}
                around.append(self.sign(around[-1], "pc", piece, **data))
            else:
                around.pop()

    def sign(
        self, parent: etree._Element, name: str, sign: Sign, **attributes: str
    ) -> etree._Element:
        kind, sub_kind = _TYPE_21[sign.kind]
        can_delete = "" if sign.kind in _DISPENSABLE else "no"
        return self.element(
            parent, name, id=str(sign.id), canDelete=can_delete, type=kind, subType=sub_kind,
            **attributes,
        )  # fmt: skip


def _data_id(sign: Sign) -> str:
    return f"d{sign.id}e" if sign.role == "close" else f"d{sign.id}"


def head_notes(head: Head) -> Iterator[tuple[str, str]]:
    """Yield what a file of 2.1 says of itself: 1.2 has attributes for it."""
    for name in ("course", "revision", "stamp"):
        said = getattr(head, name)
        if said:
            yield name, said
