"""Mends what the renderer writes wrongly, so that the file is PDF/A-3a and PDF/UA-1 at once.

Each step names the clause that a validator found broken without it. Signing comes after these.
"""

from typing import Any

SCALE = 0.75  # points in a CSS pixel
PAGE_HEIGHT = 210 / 25.4 * 72
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


def finish(_document: object, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Mend a document in WeasyPrint's hands, right before it is written."""
    for thing in pdf.objects:
        extra = getattr(thing, "extra", None)
        if isinstance(extra, dict):
            # PDF/A-3 6.2.8: no picture may ask to be interpolated.
            extra.pop("Interpolate", None)
        elif isinstance(thing, dict) and thing.get("S") == "/Figure":
            _mend_box(thing["A"])
    _claim_accessibility(pdf)


def _mend_box(attributes: Any) -> None:  # noqa: ANN401
    """Turn a figure's box from pixels downwards into points upwards (ISO 32000-1, 14.8.5.4.3)."""
    left, top, right, bottom = (SCALE * value for value in attributes["BBox"])
    attributes["BBox"][:] = [
        round(value, 2) for value in (left, PAGE_HEIGHT - bottom, right, PAGE_HEIGHT - top)
    ]


def _claim_accessibility(pdf: Any) -> None:  # noqa: ANN401
    """Say that the file is PDF/UA-1, with the schema that PDF/A wants for a word not its own."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [
        part.replace(b"</rdf:RDF>", UA_DESCRIPTION + b"</rdf:RDF>") for part in metadata.stream
    ]
