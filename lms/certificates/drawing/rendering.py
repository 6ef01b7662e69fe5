"""From frozen facts to the bytes of a PDF: sandboxed template, shipped fonts, nothing fetched.

The same facts give the same bytes in every process. Signing follows later, on these bytes; who may
have a certificate and where its file is kept is not decided here.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from lms.certificates.drawing import fitting, sheet
from lms.certificates.drawing.engine import Attached, Engine
from lms.certificates.drawing.glyphs import check_drawable
from lms.certificates.drawing.qrcode import QrCode, Struck
from lms.certificates.drawing.sandbox import run
from lms.certificates.rules.designs import DEFAULT, Design
from lms.certificates.rules.facts import Facts

# How large the texts of a sheet are, in points: the first at which all of it has room is taken.
# Two languages side by side never have room at the largest.
SCALES = (10.5, 9.7, 9.0, 8.3, 7.6, 7.0)


@dataclass(frozen=True, slots=True)
class Emblem:
    """The issuer's emblem: a PNG or JPEG picture and its hash."""

    content: bytes
    content_hash: str


def render_certificate(
    facts: Facts,
    language: str,
    base_url: str,
    *,
    beside: str = "",
    emblem: Emblem | None = None,
    pictures: Mapping[str, bytes] | None = None,
    design: Design = DEFAULT,
    attachments: tuple[Attached, ...] = (),
) -> bytes:
    """Return the PDF of a certificate in one of the six languages, or in two on one sheet.

    `language` is the holder's, `beside` the other one or empty; `base_url` the installation's
    address, which the QR code opens; `pictures` those of the signatures, by hash. Raises
    `CharactersMissing` before anything is rendered where a text cannot be printed, `SheetFull`
    where there is too much to say for one sheet, `RenderingFailed` or
    `TemplateRefused` where the template is wrong.
    """
    languages = (language, beside) if beside else (language,)
    check_drawable(*sheet.texts_of(facts, languages, design))
    at_hand = dict(pictures or {}) | ({"emblem": emblem.content} if emblem else {})
    values = sheet.describe(facts, languages, base_url, design, frozenset(at_hand))
    template = sheet.template(language, "certificate.html")
    sheets = (
        run(partial(template.render, values | sheet.look_of(design.colours, scale)))
        for scale in (SCALES[1:] if fitting.is_side_by_side(design, beside) else SCALES)
    )
    drawings = {"code": QrCode(values["address"]) if facts.code else Struck()}
    # Both identifiers of the file are derived, so that rendering again gives the same bytes.
    named = " ".join((facts.code, *languages))
    identifier = hashlib.sha256(named.encode()).digest()[:16]
    return Engine.get().write(sheets, at_hand, identifier, drawings, design.colours, attachments)
