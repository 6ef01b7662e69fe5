"""Turns elements of XLIFF with inline codes into Markdown again, and tells which codes are wrong.

A code of a translation is known by its id; what it stands for is taken from the source.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from lms.kit.i18n import N_, Text
from lms.units.inline import Role

_KEEP = Text(N_("Insert each code of the source once, in your tool, and change none of them."))
_HEX = re.compile("[0-9A-Fa-f]{1,6}")
_LAST = 0xD7FF
_SINGLE = frozenset({"ph", "x"})
_OPENS = frozenset({"bpt", "bx"})
_CLOSES = frozenset({"ept", "ex"})


class Loose(Exception):
    """A translation's inline codes are not those of its source; the sentence says how."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message
        self.advice = _KEEP


class Code(NamedTuple):
    """An inline code; `data` is what it stands for, where the file says so."""

    id: str
    role: Role
    data: str | None


Part = str | Code


class Codes:
    """A unit's source: its text, and what each of its codes stands for."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self.data: dict[tuple[str, Role], str] = {}
        texts = []
        for part in parts:
            if isinstance(part, str):
                texts.append(part)
            else:
                self.data[part.id, part.role] = part.data or ""
                texts.append(part.data or "")
        self.text = "".join(texts)


def join(parts: Iterable[Part], source: Codes) -> str:
    """Return a translation as Markdown; raise `Loose` where its codes are not the source's."""
    texts: list[str] = []
    used: set[tuple[str, Role]] = set()
    open_ids: list[str] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        known = _known(part, source, used)
        used.add((part.id, part.role))
        if part.role == "open":
            open_ids.append(part.id)
        elif part.role == "close" and (not open_ids or open_ids.pop() != part.id):
            raise _unpaired(part.id)
        texts.append(known)
    if open_ids:
        raise _unpaired(open_ids[-1])
    return "".join(texts).strip()


def _known(code: Code, source: Codes, used: set[tuple[str, Role]]) -> str:
    known = source.data.get((code.id, code.role))
    if known is None:
        raise Loose(Text(N_("The code %(id)s is not in the source."), id=code.id))
    if code.data and code.data != known:
        raise Loose(Text(
            N_("The code %(id)s was changed from “%(known)s” to “%(found)s”."),
            id=code.id, known=known, found=code.data,
        ))  # fmt: skip
    if (code.id, code.role) in used:
        raise Loose(Text(N_("The code %(id)s stands twice."), id=code.id))
    return known


def _unpaired(number: str) -> Loose:
    return Loose(Text(N_("The code %(id)s is opened and not closed, or the other way."), id=number))


def walk_12(element: etree._Element) -> Iterator[Part]:
    """Yield the words and codes within an element of version 1.2."""
    yield from _words(element.text)
    for child in element:
        name = etree.QName(child).localname
        number = child.get("rid") or child.get("id") or ""
        if name in _SINGLE:
            yield Code(child.get("id") or "", "single", _native(child))
        elif name in _OPENS or (name == "it" and child.get("pos") == "open"):
            yield Code(number, "open", _native(child))
        elif name in _CLOSES or name == "it":
            yield Code(number, "close", _native(child))
        elif name == "g":
            yield Code(number, "open", None)
            yield from walk_12(child)
            yield Code(number, "close", None)
        else:
            yield from walk_12(child)
        yield from _words(child.tail)


def walk_21(element: etree._Element, originals: Mapping[str, str]) -> Iterator[Part]:
    """Yield the words and codes within an element of version 2."""
    yield from _words(element.text)
    for child in element:
        yield from _code_21(child, etree.QName(child).localname, originals)
        yield from _words(child.tail)


def _code_21(child: etree._Element, name: str, originals: Mapping[str, str]) -> Iterator[Part]:
    number = child.get("id") or ""
    data = originals.get(child.get("dataRef") or "")
    if name == "ph":
        yield Code(number, "single", data)
    elif name == "sc":
        yield Code(number, "open", data)
    elif name == "ec":
        yield Code(child.get("startRef") or number, "close", data)
    elif name == "cp":
        yield _character(child.get("hex") or "")
    else:
        if name == "pc":
            yield Code(number, "open", originals.get(child.get("dataRefStart") or ""))
        yield from walk_21(child, originals)
        if name == "pc":
            yield Code(number, "close", originals.get(child.get("dataRefEnd") or ""))


def _character(code: str) -> str:
    """Return a character that XML cannot hold; the checks of a translation will refuse it."""
    number = int(code, 16) if _HEX.fullmatch(code) else 0xFFFD
    return chr(number) if number <= _LAST else "\ufffd"


def _words(text: str | None) -> Iterator[str]:
    if text:
        yield text


def _native(element: etree._Element) -> str | None:
    return "".join(map(str, element.itertext())) or None
