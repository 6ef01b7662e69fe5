"""Mends what the renderer writes wrongly, so that the file is PDF/A-3a and PDF/UA-1 at once.

Each step names the clause that a validator found broken without it. Signing comes after these.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from lms.certificates.drawing.settling import texts_of

# Of a sheet's streams some ten are its own; those of ornament are asked for each time, and stay.
KEPT = 48
LEVEL = 6
SCALE = 0.75  # points in a CSS pixel
UA_DESCRIPTION = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>
</rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finish(media_types: Sequence[str], document: Any, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Mend a document in WeasyPrint's hands, right before it is written.

    `media_types` are those of the attached files, in their order.
    """
    height = document.pages[0].height
    attached = iter(media_types)
    for thing in pdf.objects:
        extra = getattr(thing, "extra", None)
        if isinstance(extra, dict):
            # PDF/A-3 6.2.8: no picture may ask to be interpolated.
            extra.pop("Interpolate", None)
            if extra.get("Type") == "/EmbeddedFile":
                extra["Subtype"] = f"/{next(attached).replace('/', '#2f')}"
        elif isinstance(thing, dict):
            _mend_element(thing, height)
    _name_languages(document, pdf)
    _claim_accessibility(pdf)
    if "AF" in pdf.catalog:
        # The renderer names each file twice.
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    _order_and_press(pdf)
    pdf.objects[:] = [thing if thing.free == "f" else _Written(thing) for thing in pdf.objects]


class _Written:
    """An object of the file in its final bytes, which the library wants twice: to write, to hash.

    Only what is many, the elements of the structure, is packed into a stream of objects: whoever
    signs or reads a file need not unpack them to find its pages.
    """

    def __init__(self, thing: Any) -> None:  # noqa: ANN401
        self.number, self.generation, self.free = thing.number, thing.generation, thing.free
        self.offset = thing.offset
        self.data: bytes = thing.data
        self.compressible = isinstance(thing, dict) and thing.get("Type") == "/StructElem"

    @property
    def indirect(self) -> bytes:
        """Return the object as it stands in the file by itself."""
        return b"%d %d obj\n%b\nendobj" % (self.number, self.generation, self.data)


def _order_and_press(pdf: Any) -> None:  # noqa: ANN401
    for page in pdf.pages["Kids"][::3]:
        # PDF/UA-1 7.18.3: whoever walks from field to field follows the structure.
        pdf.objects[page]["Tabs"] = "/S"
    for thing in pdf.objects:
        if getattr(thing, "compress", False):
            _press(thing)


def _press(stream: Any) -> None:  # noqa: ANN401
    """Compress a stream; the same ornaments and profile stand in every file, and are kept ready."""
    stream.stream = [_pressed(b"\n".join(map(_to_bytes, stream.stream)))]
    stream.extra["Filter"] = "/FlateDecode"
    stream.compress = False


@lru_cache(maxsize=KEPT)
def _pressed(content: bytes) -> bytes:
    return zlib.compress(content, LEVEL)


def _to_bytes(part: Any) -> bytes:  # noqa: ANN401
    """Return a part of a stream as the renderer writes it."""
    if isinstance(part, bytes):
        return part
    return bytes(part.data) if hasattr(part, "data") else str(part).encode("latin-1")


def _mend_element(thing: Any, height: float) -> None:  # noqa: ANN401
    tag = thing.get("S")
    if tag == "/Figure":
        _mend_box(thing["A"], height)
    elif tag == "/TH":
        # PDF/UA-1 7.5: the renderer's cells name their headers; readers ask for the scope too.
        thing["A"].setdefault("Scope", "/Column")


def _mend_box(attributes: Any, height: float) -> None:  # noqa: ANN401
    """Turn a figure's box from pixels downwards into points upwards (ISO 32000-1, 14.8.5.4.3)."""
    left, top, right, bottom = attributes["BBox"]
    attributes["BBox"][:] = [
        round(SCALE * value, 2) for value in (left, height - bottom, right, height - top)
    ]


def _name_languages(document: Any, pdf: Any) -> None:  # noqa: ANN401
    """Write each run's language where it is not the document's (PDF/UA-1 7.2).

    The renderer forgets it. It makes an element for each text in the order of reading, so that the
    texts of the layout and the elements of the file stand side by side.
    """
    import pydyf  # noqa: PLC0415 - comes with the renderer, which web pages do not need

    runs = [
        thing
        for thing in pdf.objects
        if isinstance(thing, dict) and thing.get("S") == "/Span" and isinstance(thing["K"][0], int)
    ]
    for text, element in zip(texts_of(document), runs, strict=True):
        language = text.style["lang"]
        if language and language != document.metadata.lang:
            element["Lang"] = pydyf.String(language)


def _claim_accessibility(pdf: Any) -> None:  # noqa: ANN401
    """Say that the file is PDF/UA-1, with the schema that PDF/A wants for a word not its own."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [
        part.replace(b"</rdf:RDF>", UA_DESCRIPTION + b"</rdf:RDF>") for part in metadata.stream
    ]
