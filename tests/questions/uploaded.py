"""Files as people hand them in, small and whole, and what can be done to them."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pikepdf
from PIL import Image

from lms.questions.file_upload import FileUploadQuestion
from lms.questions.types import parse_question

ALL = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv", "png", "jpeg"]
RUBRIC = {
    "criteria": [
        {
            "id": "law",
            "text": "Finds the duty.",
            "levels": [
                {"id": "none", "text": "No article.", "points": 0},
                {"id": "named", "text": "The article.", "points": 1},
            ],
        }
    ]
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MAIN = {
    "docx": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet.main+xml",
    "pptx": f"{_OFFICE}.presentationml.presentation.main+xml",
}
_OPEN = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND_OF_LINK = f"{_OFFICE.replace('application/vnd.', 'http://schemas.')}/2006/relationships"


def question(**more: object) -> FileUploadQuestion:
    """Return a question that takes every kind of file, unless told otherwise."""
    data: dict[str, Any] = {
        "id": "q", "type": "file_upload", "text": "Hand it in.", "rubric": RUBRIC, "kinds": ALL,
        **more,
    }  # fmt: skip
    asked = parse_question(data)
    assert isinstance(asked, FileUploadQuestion)
    return asked


def packed(parts: Mapping[str, bytes], *, is_small: bool = True) -> bytes:
    """Return an archive of parts, the first of them as it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if is_small else 0) as archive:
        for place, (name, content) in enumerate(parts.items()):
            archive.writestr(name, content, None if place else zipfile.ZIP_STORED)
    return out.getvalue()


def office_parts(kind: str = "docx", main: str = "") -> dict[str, bytes]:
    """Return the parts of an OOXML document."""
    types = (
        f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/main.xml" ContentType="{main or _MAIN[kind]}"/></Types>'
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations(("officeDocument", "main.xml", "Internal")),
        "main.xml": b"<document>A memo.</document>",
    }


def relations(*links: tuple[str, str, str]) -> bytes:
    """Return a part that names others: each by its kind, its address, and where that is."""
    rows = "".join(
        f'<Relationship Id="r{place}" Type="{KIND_OF_LINK}/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/>'
        for place, (kind, target, mode) in enumerate(links)
    )
    return f'<Relationships xmlns="{LINKS}">{rows}</Relationships>'.encode()


def open_parts(kind: str = "odt", entry: str = "") -> dict[str, bytes]:
    """Return the parts of an OpenDocument file; `entry` stands within its manifest's entry."""
    kind_of = f"application/vnd.oasis.opendocument.{_OPEN[kind]}"
    name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = (
        f'<m:manifest xmlns:m="{name}"><m:file-entry m:full-path="/" m:media-type="{kind_of}">'
        f"{entry}</m:file-entry></m:manifest>"
    )
    return {
        "mimetype": kind_of.encode(),
        "META-INF/manifest.xml": manifest.encode(),
        "content.xml": b"<content>A memo.</content>",
    }


def document(**root: object) -> bytes:
    """Return a PDF of an empty page, with more in its catalogue."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for name, value in root.items():
            pdf.Root[f"/{name}"] = value
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def locked_document() -> bytes:
    """Return a PDF that needs a password."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="one", user="two"))
    return out.getvalue()


def picture(kind: str = "png") -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.radial_gradient("L").save(out, kind)
    return out.getvalue()


def whole(kind: str) -> bytes:
    """Return a small whole file of a kind."""
    if kind in _MAIN:
        return packed(office_parts(kind))
    if kind in _OPEN:
        return packed(open_parts(kind))
    if kind in {"png", "jpeg"}:
        return picture(kind)
    return document() if kind == "pdf" else "Article,Duty\n15,يجب\n".encode()
