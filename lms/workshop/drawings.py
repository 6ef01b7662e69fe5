"""Which drawings (SVG) may come into a course: those that only draw.

The course's validator looks for the crudest of this too, for files that come by an import.
"""

import re
from xml.etree import ElementTree

from lms.kit.i18n import N_

_DECLARED = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)|<\?xml-stylesheet", re.IGNORECASE)
_ENCODING = re.compile(r"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_FORBIDDEN = {
    "script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener",
    "animate", "set", "animatemotion", "animatetransform", "discard", "a", "html", "body",
}  # fmt: skip
_REACHES_OUT = re.compile(
    r"(?:url\(\s*['\"]?(?!\s*['\"]?#)|@import|expression\(|javascript:)", re.I
)
_WITHIN = re.compile(r"#|data:image/(?:png|jpeg|webp|gif);base64,", re.IGNORECASE)

NOT_READABLE = N_("The drawing is not well-formed. Export it again as a plain SVG.")
DECLARES = N_("The drawing declares entities or foreign styles. Export it again as a plain SVG.")
ACTS = N_(
    "The drawing contains scripts, links, animations or foreign content. Export it again as a "
    "plain SVG, or save it as PNG."
)
REACHES_OUT = N_(
    "The drawing loads something from elsewhere. Embed its pictures and fonts, or save it as PNG."
)


def check_drawing(content: bytes) -> str | None:
    """Return why a drawing may not come in, as a message to be translated; nothing where it may."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return NOT_READABLE
    # Entities and other encodings are refused before any parser sees them.
    if _DECLARED.search(text) or _ENCODING.search(text):
        return DECLARES
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - it declares nothing, see above
    except (ElementTree.ParseError, ValueError):
        return NOT_READABLE
    return _check_parts(root)


def _check_parts(root: ElementTree.Element) -> str | None:
    for part in root.iter():
        name = _local(str(part.tag))
        if name in _FORBIDDEN:
            return ACTS
        if name == "style" and _REACHES_OUT.search(part.text or ""):
            return REACHES_OUT
        for attribute, value in part.attrib.items():
            reason = _check_attribute(_local(attribute), value)
            if reason:
                return reason
    return None


def _check_attribute(name: str, value: str) -> str | None:
    if name.startswith("on"):
        return ACTS
    if name in {"href", "src"} and value.strip() and not _WITHIN.match(value.strip()):
        return REACHES_OUT
    return REACHES_OUT if _REACHES_OUT.search(value) else None


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()
