"""XML from other systems, read without trust: no document type, no entity, nothing from outside."""

from lxml import etree

from lms.kit.i18n import Text
from lms.questions.exchange.found import FileRefused, decode


def parse_xml(content: bytes) -> etree._Element:
    """Return the root of a file; raise `FileRefused` with the line where it breaks off."""
    text = decode(content).lstrip()
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise FileRefused(
            Text(
                "The file declares a document type or entities. Remove them: no question needs any."
            )
        )
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True, strip_cdata=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise FileRefused(
            Text(
                "The file is no whole XML: line %(line)s cannot be read. Is it cut off? "
                "Export it again.",
                line=error.lineno or 1,
            )
        ) from error


def text_at(element: etree._Element, path: str) -> str:
    """Return the text at a path below an element, empty where there is none.

    HTML that was not wrapped up as a text stands there as elements, and is written as HTML again.
    """
    found = element.find(path)
    if found is None:
        return ""
    inside = (etree.tostring(part, encoding="unicode", method="html") for part in found)
    return "".join((found.text or "", *inside)).strip()
