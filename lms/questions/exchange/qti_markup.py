"""QTI as plain names, whichever version wrote it; and its texts as HTML.

What the elements mean is in `qti_answers.py` and `qti_types.py`.
"""

import re
from collections.abc import Callable, Iterator
from html import escape

from lxml import etree

from lms.kit.i18n import Text
from lms.questions.exchange.found import FileRefused
from lms.questions.exchange.gaps import without_holders
from lms.questions.exchange.markup import parse_xml

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_HTML_NAME = re.compile(r"[a-z][a-z0-9]*")
# Elements within elements; a text of people has a tenth of it.
MOST_DEEP = 100
_VOID = frozenset({"br", "hr", "wbr", "col"})
# What stands in for an element: its own text, or nothing where it is written as it is.
StandIn = Callable[[etree._Element], str | None]


def parse_qti(content: bytes) -> etree._Element:
    """Return the root of a file of any version of QTI, with the names of version 3 without `qti-`.

    Namespaces are dropped: `qti-simple-choice` and `simpleChoice` both are `simple-choice` then.
    Raises `FileRefused`.
    """
    root = parse_xml(content)
    if _is_too_deep(root):
        raise FileRefused(Text("Its elements stand too deep within each other to be read."))
    for element in root.iter(etree.Element):
        element.tag = _plain(element.tag)
        named = [(_plain(name), value) for name, value in element.attrib.items()]
        element.attrib.clear()
        element.attrib.update(named)
    return root


def _is_too_deep(root: etree._Element) -> bool:
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MOST_DEEP:
            return True
    return False


def _plain(name: str) -> str:
    local = etree.QName(name).localname
    return _HUMP.sub("-", local).lower().removeprefix("qti-")


def said(element: etree._Element) -> str:
    """Return the words of an element that holds no mark-up."""
    return " ".join("".join(element.itertext()).split())


def is_on(element: etree._Element, name: str) -> bool:
    """Say whether an attribute says yes."""
    return (element.get(name) or "").strip().lower() in {"true", "1"}


def find_interactions(body: etree._Element) -> list[etree._Element]:
    """Return all that an item asks for, in the order of its text."""
    return [element for element in body.iter(etree.Element) if is_interaction(element)]


def is_interaction(element: etree._Element) -> bool:
    """Say whether a candidate has something to do there."""
    return str(element.tag).endswith("-interaction")


def to_html(element: etree._Element, stand_in: StandIn) -> str:
    """Return what is within an element as HTML.

    `stand_in` says what stands in the place of an element of QTI's own.
    """
    return "".join(_pieces(element, stand_in))


def _pieces(element: etree._Element, stand_in: StandIn) -> Iterator[str]:
    yield _words(element.text)
    for child in element.iterchildren(etree.Element):
        instead = stand_in(child)
        yield _tagged(child, stand_in) if instead is None else instead
        yield _words(child.tail)


def _words(text: str | None) -> str:
    return escape(without_holders(text or ""), quote=False)


def _tagged(element: etree._Element, stand_in: StandIn) -> str:
    tag = str(element.tag)
    if tag == "img":
        return _image(element.get("src"), element.get("alt"))
    if tag == "object" and (element.get("type") or "").startswith("image/"):
        return _image(element.get("data"), said(element))
    if tag in _VOID:
        return f"<{tag}>"
    inside = to_html(element, stand_in)
    if tag == "a":
        return f'<a href="{escape(element.get("href") or "")}">{inside}</a>'
    return f"<{tag}>{inside}</{tag}>" if _HTML_NAME.fullmatch(tag) else inside


def _image(source: str | None, words: str | None) -> str:
    return f'<img src="{escape(source or "")}" alt="{escape(words or "")}">'
